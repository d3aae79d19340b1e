"""Other forms of a foreign word under which a glossary may have it: endings, clitics, compounds. Pure."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_ENDINGS = {
    "de": ("ern", "en", "em", "er", "es", "e", "n", "s"),
    "fr": ("es", "e", "s", "x"),
    "es": ("es", "s"),
}
_ADDED = {"de": ("", "e", "en", "n"), "fr": ("", "e"), "es": ("", "o", "a", "e")}
_SHORTEST = 3
_PLURALS = {"fr": (("aux", "al"), ("elle", "el"), ("euse", "eux"), ("ive", "if")), "es": (("ces", "z"),)}
_CLITICS = {"lo": "it", "la": "it", "los": "them", "las": "them", "le": "it", "les": "them", "me": "me", "nos": "us"}
_HOSTS = ("r", "ndo", "e", "a", "d")
"""What a Spanish verb ends in that carries its object: enviar-me, enviando-lo, envía-me, enviad-lo."""
_PART = 4
_LINKS = ("", "s", "n", "en", "e")

ELIDED = ("j", "l", "d", "n", "s", "c", "m", "t")
VOWELS = ("a", "e", "i", "o", "u", "y", "h")
_HAVE = re.compile(r"(?:ai|as|a|avons|avez|ont|avais|avait|g|jai|ete|est|suis|sont|etais|etait|etre)")
_NEVER = re.compile(r"(?:pas|deja|bien|tout|encore|jamais)")
_MODALS = re.compile(
    r"(?:peux|peut|peu|pouvez|veux|veut|veu|va|vais|vas|dois|doit|faut|arrive|arrivez|voulez|voudrais)"
)


@lru_cache(maxsize=8192)
def folded(text: str) -> str:
    """Lower case without accents; ß is ss and œ is oe."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    return "".join(character for character in plain if not unicodedata.combining(character))


@lru_cache(maxsize=8192)
def stem(word: str, language: str) -> str:
    """Without its ending: "trop grande" is found under "trop grand". Only compared with other stems."""
    plain = folded(word)
    if len(plain) <= _SHORTEST:
        return plain
    if language == "de":
        ending = next((each for each in _ENDINGS["de"] if plain.endswith(each)), "")
        return plain.removesuffix(ending) if len(plain) - len(ending) >= _SHORTEST else plain
    plain = plain.rstrip("sx") if language == "fr" else plain.removesuffix("s")
    return plain.rstrip("e") if language == "fr" else plain.rstrip("aeo")


def heard_as_participle(word: str, *, after: str, before: str) -> bool:
    """French that is typed as it sounds: "j'ai commander", "pas rembourser" for "commandé", "remboursé"."""
    if not word.endswith("er") or len(word) <= _SHORTEST:
        return False
    said = folded(after)
    return bool(_HAVE.fullmatch(said) or (_NEVER.fullmatch(said) and not _MODALS.fullmatch(folded(before))))


def forms(word: str, language: str) -> Iterator[tuple[str, str]]:
    """(form, English to add) in the order of trust, without accents; the word itself is not among them."""
    plain = folded(word)
    if language == "de":
        for typed, letter in (("ae", "a"), ("oe", "o"), ("ue", "u")):
            if typed in plain:
                yield plain.replace(typed, letter), ""
    for ending, single in _PLURALS.get(language, ()):
        if plain.endswith(ending):
            yield plain[: -len(ending)] + single, ""
    if language == "es":
        yield from _without_clitics(plain)
    for ending in _ENDINGS.get(language, ()):
        stem = plain[: -len(ending)]
        if plain.endswith(ending) and len(stem) >= _SHORTEST:
            for added in _ADDED[language]:
                if stem + added != plain:
                    yield stem + added, ""
    if language == "es" and plain.endswith(("a", "as")) and len(plain) > _SHORTEST:
        yield plain.rstrip("s")[:-1] + "o", ""


def _without_clitics(word: str) -> Iterator[tuple[str, str]]:
    for clitic, english in _CLITICS.items():
        host = word[: -len(clitic)]
        if not word.endswith(clitic) or len(host) < _SHORTEST + 1 or not host.endswith(_HOSTS):
            continue
        yield host, english
        for first, person in (("me", "me"), ("te", ""), ("se", "")):
            if host.endswith(first):
                yield host[: -len(first)], f"{person} {english}".strip()


def parts(word: str, language: str) -> Iterator[tuple[str, str]]:
    """German writes "linen shirt" as one word: where it may be cut, the longest first part first."""
    if language != "de" or len(word) < 2 * _PART:
        return
    plain = folded(word)
    for cut in range(len(plain) - _PART, _PART - 1, -1):
        head, tail = plain[:cut], plain[cut:]
        for link in _LINKS:
            if head.endswith(link) and len(head) - len(link) >= _PART - 1:
                yield head[: len(head) - len(link)] if link else head, tail
