"""Sizes. "M" is one only where a size can stand: never in "I'm", "too small" or "a small problem"."""

import re

from agent.entities.found import Found
from agent.entities.lexicon import Lexicon, size_key
from agent.entities.reading import Reading, overlaps
from agent.entities.words import words

_NAMES = {
    "extra small": "XS", "x small": "XS", "x-small": "XS", "extra-small": "XS", "small": "S", "medium": "M",
    "large": "L", "extra large": "XL", "extra-large": "XL", "x large": "XL", "x-large": "XL",
    "double xl": "XXL", "xx large": "XXL", "xx-large": "XXL", "extra extra large": "XXL",
    "triple xl": "XXXL", "2xl": "XXL", "3xl": "XXXL", "4xl": "XXXXL", "2xs": "XXS",
}  # fmt: skip
_SURE = re.compile(
    r"(?<![\w'-])(?:x{1,4}[sl]|[234]xl|2xs|(?:extra[ -]){1,2}(?:small|large)|xx?[ -](?:small|large)|"
    r"(?:double|triple) xl)"
    r"(?![\w'])"
)
_JEANS = re.compile(
    r"(?<![\w-])(?:w\s?(?P<w>[2-5]\d)[\s/,x]{0,2}l\s?(?P<l>[2-4]\d)|"
    r"(?P<w2>[2-5]\d)\s?[x/]\s?(?P<l2>[2-4]\d)(?=\s?(?:jeans|trousers|pants|chinos|$|"
    r"[,.?!])))(?![\w/])"
)
_WAIST = re.compile(
    r"\b(?:waist(?: size)?(?: is)?\s?|w)(?P<w>[2-5]\d)\b|\b(?P<w2>[2-5]\d)(?:\s?inch(?:es)?|\")?\swaist\b"
)
_SYSTEM = re.compile(
    r"(?<![\w-])(?P<system>eu|eur|uk|us|fr|it|de)\s?(?:sizes?\s)?(?P<number>\d{1,2}(?:[.,]5)?)(?![\w%-]|[.,]\d)"
    r"|(?<![\w$€£.-])(?P<number2>\d{1,2}(?:[.,]5)?)\s?(?P<system2>eu|uk|us)\b(?!\s(?:dollars|made))"
)
_SIZED = re.compile(
    r"\b(?:sizes?|sz)(?:\s(?:is|was|of|a|an|no|number|my|from|for|in))?(?:[\s:.]{1,2}|(?=\d))"
    r"(?P<size>x{0,3}[sml]|small|medium|large|\d{1,2}(?:[.,]5)?)(?![\w'%-]|[.,]\d)"
    r"|(?<![\w'$€£.,-])(?P<size2>[sml]|small|medium|large|\d{1,2})\ssizes?\b"
)
_ORDINAL_SIZE = re.compile(
    r"(?:\b(?:or|to|and|than|not|from|the)\s|/)(?:an?\s|size\s)?(?P<size>small|medium|large|"
    r"[sml])(?=\s?(?:$|[.,;!?/]|or\b|to\b|for\b|please\b|pls\b|instead\b|one\b))"
)
_PLACED = re.compile(
    r"\b(?:in(?: an?| the| size)?|an?|the|to(?: an?| the)?|for(?: an?| the)?|usually|normally|"
    r"wear(?:ing)?(?: an?)?|"
    r"need(?: an?)?|want(?: an?)?|take(?: an?)?|got(?: an?)?|ordered(?: an?| the)?|have(?: an?)?|"
    r"i'm(?: an?| usually an?)|"
    r"am(?: an?)|it's(?: an?)|is(?: an?)?|as(?: an?)|make it(?: an?)?|exchange (?:it )?for(?: an?)?)\s"
    r"(?P<size>small|medium|large|[sml])\b(?=\s?(?:$|[.,;!?/)]|(?:or|and|please|pls|instead|one|then|"
    r"size|shirt|not|but|if|"
    r"because|from|fits?|available|left|thanks|too|also|for me|would|usually|normally|generally|mostly)\b))"
)
_NUMBER_PLACED = re.compile(
    r"\b(?:in(?: an?)?|an?|to(?: an?)?|for an?|wear(?: an?)?|make it(?: an?)?|need an?|"
    r"take an?)\s(?P<size>\d{1,2}(?:\.5)?)"
    r"(?=\s?(?:$|[.,;!?]|(?:or|and|please|instead|then|not|if|too)\b)(?!\.\d))"
)
_ALONE = re.compile(
    r"\s*(?:(?:it's|its|i'm|im|an?|the|size|just|maybe|yes|ok|please|in|make it|i wear|i take)[\s,]{1,2}){0,3}"
    r"(?P<size>[sml]|small|medium|large|\d{1,2}(?:\.5)?)(?:\s?(?:please|pls|thanks|then|instead|one))?[\s.!?]*"
)
_ONE_SIZE = re.compile(r"\bone[ -]size\b")


def find_sizes(reading: Reading, lexicon: Lexicon) -> tuple[Found[str], ...]:
    """In the shop's own spelling where it has that size ("W32 L34" may come out as "W32/L34")."""
    found: list[Found[str]] = []

    def keep(size: str, match: re.Match[str], group: str | int = 0) -> None:
        item = reading.matched(_spelled(size, lexicon), match, group)
        if not overlaps(item, found):
            found.append(item)

    free = reading.free
    for match in _SURE.finditer(free):
        keep(match.group(), match)
    if reading.has_digits:
        _find_numbered(free, keep)
    for match in _SIZED.finditer(free):
        keep(match["size"] or match["size2"], match)
    for match in _PLACED.finditer(free):
        keep(match["size"], match, "size")
    if found:
        for match in _ORDINAL_SIZE.finditer(free):
            keep(match["size"], match, "size")
    for match in _ONE_SIZE.finditer(free):
        keep("one size", match)
    for match in _NUMBER_PLACED.finditer(free):
        if size_key(match["size"]) in lexicon.sizes:
            keep(match["size"], match, "size")
    if (alone := _ALONE.fullmatch(free)) and (not alone["size"][0].isdigit() or alone["size"] in lexicon.sizes):
        keep(alone["size"], alone, "size")
    for item in _before_garments(reading, lexicon):
        if not overlaps(item, found):
            found.append(item)
    return tuple(sorted(found, key=lambda item: item.start))


def _find_numbered(free: str, keep) -> None:
    for match in _JEANS.finditer(free):
        keep(f"W{match['w'] or match['w2']} L{match['l'] or match['l2']}", match)
    for match in _SYSTEM.finditer(free):
        system = (match["system"] or match["system2"]).upper()
        keep(f"{'EU' if system == 'EUR' else system} {match['number'] or match['number2']}", match)
    for match in _WAIST.finditer(free):
        keep(f"W{match['w'] or match['w2']}", match)


def _before_garments(reading: Reading, lexicon: Lexicon) -> list[Found[str]]:
    """ "large blue shirt": the words up to the garment all belong to the catalogue."""
    said = words(reading.free)
    found: list[Found[str]] = []
    for index, word in enumerate(said):
        if word.text not in ("small", "medium", "large") or (index and said[index - 1].text in _DEGREES):
            continue
        for following in said[index + 1 : index + 4]:
            phrase = (following.stem,)
            if phrase in lexicon.categories:
                found.append(reading.found(_spelled(word.text, lexicon), word.start, word.end))
                break
            if phrase not in lexicon.colours and phrase not in lexicon.materials:
                break
    return found


_DEGREES = frozenset(["too", "very", "so", "really", "bit", "little", "quite", "that", "extra", "fairly", "rather"])


def _spelled(said: str, lexicon: Lexicon) -> str:
    name = _NAMES.get(said.replace("  ", " "), said.upper().replace(",", "."))
    for spelling in (name, said, _digits_first(name)):
        if size_key(spelling) in lexicon.sizes:
            return lexicon.size(spelling)
    return "One Size" if said == "one size" else name


def _digits_first(name: str) -> str:
    """XXL -> 2XL, for shops that count the X."""
    return f"{name.count('X')}X{name[-1]}" if name.startswith("XX") else name
