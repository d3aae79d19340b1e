"""A message of another language in English words, for what reads English: acts, entities, intents, retrieval.

A gloss, no translation: phrases first, longest first, then words; what is unknown stays as it was typed, and so do
addresses, numbers, e-mail addresses and the names of products. Nobody is shown it, and nothing is stored of it.

`glosses/<language>.tsv` has a line an entry, `foreign<TAB>English`. A `*` stands for one to eight words of the same
clause: `schicke * zurück<TAB>send back *`. An infinitive is glossed with its "to" (`stornieren<TAB>to cancel`), so that
it finds its place behind "want" and "can". An empty English leaves the word out. `words.<language>.tsv` has the
everyday words that come after those, `verbs.<language>.tsv` verbs whose forms are made (`glossing_verbs`). Where no
table has a word it is read by its parts, by its sound, or past a slip.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from agent.glossing.forms import ELIDED, VOWELS, folded, forms, heard_as_participle, parts, stem
from agent.glossing.small_words import in_sense
from agent.glossing.sounds import SHORTEST, sound
from agent.glossing.tables import GLOSSES, read_entries, read_verbs
from agent.glossing.tokens import Token, clauses_of, is_joined, tokens_of, words_of
from agent.glossing.verbs import SplitForm, VerbForm
from agent.glossing.word_order import filled, in_english_order, mended

MAX_CHARS = 4000
"""Longer messages are glossed up to here, like everything that reads them."""

_GAP = "*"
_MOST_IN_GAP = 8
_LONGEST = 7
_SLIP_FROM = 5
"""Letters from which one slip of the keyboard is looked past; two from `_TWO_SLIPS_FROM`."""
_TWO_SLIPS_FROM = 10
_SHORTEST_ELIDED = 2
_NO_TOKEN = Token(0, 0, "")
_NOTHING = frozenset({"-", "∅"})

Phrases = dict[tuple[str, ...], str]
_ALSO_A_PREPOSITION = "nach"
"""The part of a German verb that ends its clause; before another word it is "to", as in "nach Wien"."""
_SUBJECT = ["ich"]
"""What a gap does not stand for: "will ich stornieren" is no "want to cancel I"."""
_SPOKEN = {"nich": "nicht"}
_JOINING = ("und", "oder", "aber", "bitte", "danke", "denn", "weil", "dass", "wenn", "falls", "damit")


class Around(NamedTuple):
    """What comes before the gap, what after it, and the English of it all."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    english: str
    must_end: bool = False
    """The clause ends with it, or another is joined on."""


@dataclass(frozen=True, slots=True, eq=False)
class Glossary:
    """The entries of one language. Phrases are tuples of words, with their accents and without."""

    language: str
    phrases: Mapping[tuple[str, ...], str]
    gapped: Mapping[str, Sequence[Around]]
    """By first word."""
    stemmed: Mapping[tuple[str, ...], str] = field(default_factory=dict)
    """Phrases of several words, by their stems."""
    whole: Mapping[str, str] = field(default_factory=dict)
    """Messages that are one of our own buttons -> what it says in English."""
    single: tuple[str, ...] = ()
    """Words long enough to be mistyped."""
    words: frozenset[str] = frozenset()
    """All that occur in an entry, without accents: what tells the language of few words."""
    verbs: Mapping[str, str] = field(default_factory=dict)
    """Forms of verbs, with their accents and without."""
    sounds: Mapping[str, str] = field(default_factory=dict)
    """How a word sounds -> the word, without accents."""

    @classmethod
    def of(
        cls,
        language: str,
        entries: Iterable[tuple[str, str]],
        *,
        verbs: Iterable[VerbForm | SplitForm] = (),
        buttons: Mapping[str, str] | None = None,
    ) -> "Glossary":
        """The first of several entries of one phrase holds; `buttons` are our own words, foreign -> English."""
        phrases, gapped = _phrases([*entries, *(pair for pair in (buttons or {}).items() if "{" not in pair[0])])
        inflected: dict[str, str] = {}
        for form in verbs:
            if isinstance(form, SplitForm):
                must_end = form.particle == _ALSO_A_PREPOSITION
                split = Around((folded(form.finite),), (folded(form.particle),), form.english, must_end)
                gapped.setdefault(split.before[0], []).append(split)
            else:
                inflected.setdefault(form.foreign, form.english)
        for form, english in [*inflected.items()]:
            inflected.setdefault(folded(form), english)
        single = tuple(phrase[0] for phrase in phrases if len(phrase) == 1 and len(phrase[0]) >= _SLIP_FROM)
        whole = {_bare(foreign): english for foreign, english in (buttons or {}).items()}
        stemmed: dict[tuple[str, ...], str] = {}
        for phrase, english in phrases.items():
            if len(phrase) > 1:
                stemmed.setdefault(tuple(stem(word, language) for word in phrase), english)
        heard = {word for phrase in phrases for word in phrase}
        heard |= {word for each in gapped.values() for before, after, *_ in each for word in (*before, *after)}
        words = frozenset(folded(word) for word in (*heard, *inflected))
        by_sound = [*(phrase[0] for phrase in phrases if len(phrase) == 1), *sorted(heard), *inflected]
        sounds = {sound(word, language): folded(word) for word in reversed(by_sound)}
        sounds.pop("", None)
        return cls(language, phrases, gapped, stemmed, whole, single, words, inflected, sounds)

    def english(self, text: str, *, names: Iterable[str] = ()) -> str:
        """The text in English words; `names` are kept as they are, as the customer typed them."""
        if pressed := self.pressed(text):
            return pressed
        text = text[:MAX_CHARS]
        tokens = self._respelled(tokens_of(text, names=names))
        glossed: list[str] = []
        at = 0
        for clause in clauses_of(tokens, text):
            glossed.append(text[at : clause[0].start])
            glossed.append(self._ordered(clause, text))
            at = clause[-1].end
        return mended("".join([*glossed, text[at:]]))

    def pressed(self, text: str) -> str | None:
        """What one of our own buttons says in English, with the number that is on it."""
        numbers = _NUMBER.findall(text)
        english = self.whole.get(_bare(_NUMBER.sub("{}", text)))
        if english is None or english.count("{}") != len(numbers):
            return None
        return english.format(*numbers)

    def _respelled(self, tokens: Iterable[Token]) -> list[Token]:
        """As the words are spelled in a table: without slips, with the apostrophes that were left out."""
        spelled: list[Token] = []
        for token in tokens:
            head, rest = self._elided(token.word)
            if head:
                spelled.append(Token(token.start, token.start + 1, head))
            said, before = (one.word for one in [*spelled[:-3:-1], _NO_TOKEN, _NO_TOKEN][:2])
            meant = self._meant(rest)
            if self.language == "fr" and heard_as_participle(meant, after=said, before=before):
                meant = f"{meant.removesuffix('er')}é"
            if meant == "s" and said.endswith("'") and (said, meant) not in self.phrases:
                spelled[-1] = replace(spelled[-1], word=said.rstrip("'"))
                meant = "es"
            meant = _SPOKEN.get(meant, meant) if self.language == "de" else meant
            spelled.append(Token(token.start + len(head) // 2, token.end, meant))
        return spelled

    @lru_cache(maxsize=4096)  # noqa: B019  # one a language, for the life of the process
    def _elided(self, word: str) -> tuple[str, str]:
        """French typed in haste: "jarrive" is "j'" and "arrive"; ("", word) when it is one word."""
        rest = folded(word[1:])
        is_whole = self.language != "fr" or folded(word) in self.words or rest not in self.words
        if is_whole or len(rest) < _SHORTEST_ELIDED or not word.startswith(ELIDED) or not rest.startswith(VOWELS):
            return "", word
        return f"{word[0]}'", word[1:]

    def _ordered(self, tokens: Sequence[Token], text: str) -> str:
        units = in_sense(self._units(tokens, text), self.language, self.verbs)
        return in_english_order(units, self.language, self.verbs)

    def _units(self, tokens: Sequence[Token], text: str) -> list[tuple[str, str]]:
        """(foreign, English) for each stretch of one clause, with the white space behind it."""
        units: list[tuple[str, str]] = []
        at = 0
        while at < len(tokens):
            used, found = self._at(tokens, at, text)
            foreign = text[tokens[at].start : tokens[at + used - 1].end]
            is_last = at + used == len(tokens)
            gap = "" if is_last else text[tokens[at + used - 1].end : tokens[at + used].start]
            english = foreign if found is None else found
            # "j'ai" is two words without a space between them; "VM-1 (blue)" keeps what stands between.
            units.append((foreign.casefold(), english + (gap or ("" if is_last else " ")) if english else ""))
            at += used
        return units

    def _at(self, tokens: Sequence[Token], at: int, text: str) -> tuple[int, str | None]:
        """How many words are glossed together from here, and how; None keeps them."""
        if not tokens[at].word:
            return 1, None
        used, english = self._phrase(tokens, at, text)
        if (around := self._around(tokens, at, text)) and around[0] > used:
            return around
        if english is None:
            english = self._word(tokens[at].word)
        return used, english

    def _phrase(self, tokens: Sequence[Token], at: int, text: str) -> tuple[int, str | None]:
        for length in range(min(_LONGEST, len(tokens) - at), 0, -1):
            stretch = tokens[at : at + length]
            if not is_joined(stretch, text):
                continue
            for spelled in (str, folded):
                english = self.phrases.get(tuple(spelled(token.word) for token in stretch))
                if english is not None:
                    return length, english
            stems = tuple(stem(token.word, self.language) for token in stretch)
            if length > 1 and (english := self.stemmed.get(stems)) is not None:
                return length, english
        return 1, None

    def _around(self, tokens: Sequence[Token], at: int, text: str) -> tuple[int, str] | None:
        patterns = self.gapped.get(folded(tokens[at].word), ())
        words = [folded(token.word) for token in tokens] if patterns else []
        best: tuple[int, int, str] | None = None
        for before, after, english, must_end in patterns:
            if tuple(words[at : at + len(before)]) != before or not is_joined(tokens[at : at + len(before)], text):
                continue
            start = at + len(before)
            for end in range(start + 1, min(start + _MOST_IN_GAP, len(words) - len(after)) + 1):
                if tuple(words[end : end + len(after)]) == after and words[start:end] != _SUBJECT:
                    if must_end and words[end + len(after) :] and words[end + len(after)] not in _JOINING:
                        break
                    weight = len(before) + len(after)
                    if best is None or weight > best[0]:
                        inner = self._ordered(tokens[start:end], text).strip()
                        best = (weight, end + len(after) - at, filled(english, inner))
                    break
        return None if best is None else best[1:]

    @lru_cache(maxsize=4096)  # noqa: B019  # one a language, for the life of the process
    def _word(self, word: str) -> str | None:
        """A single word by another of its forms, or by its parts; None when unknown."""
        if english := self.verbs.get(word, self.verbs.get(folded(word))):
            return english
        for form, extra in forms(word, self.language):
            if (english := self.phrases.get((form,))) is not None:
                return f"{english} {extra}".strip()
        for head, tail in parts(word, self.language):
            first, second = (self._part(each) for each in (head, tail))
            if first and second:
                return f"{first} {second}"
        return None

    @lru_cache(maxsize=4096)  # noqa: B019  # as above
    def _meant(self, word: str) -> str:
        """The word that a mistyped one sounds like, or is a slip away from; itself when nothing is likelier."""
        plain = folded(word)
        if len(plain) < SHORTEST or plain in self.words or self._word(word) is not None:
            return word
        if heard := self.sounds.get(sound(word, self.language)):
            return heard
        if len(plain) < _SLIP_FROM:
            return word
        slips = 2 if len(plain) >= _TWO_SLIPS_FROM else 1
        near = process.extractOne(plain, self.single, scorer=OSA.distance, score_cutoff=slips)
        return near[0] if near and near[0][0] == plain[0] else word

    def _part(self, word: str) -> str | None:
        for form, _ in [(word, ""), *forms(word, self.language)]:
            if english := self.phrases.get((form,)):
                return english
        return None


_NUMBER = re.compile(r"\b[A-Z]{2,4}-[A-Z0-9]{4,12}\b|\b\d{4}\b")


def _phrases(entries: Sequence[tuple[str, str]]) -> tuple[Phrases, dict[str, list[Around]]]:
    """Each as it is spelled and without its accents; those around a gap by their first word."""
    phrases: Phrases = {}
    gapped: dict[str, list[Around]] = {}
    for spelled in (str.casefold, folded):
        for foreign, english in entries:
            if spelled is folded and foreign.isascii():
                # Without an accent it would be spelled the same again.
                continue
            english = "" if english in _NOTHING else english
            before, _, after = (words_of(spelled(part)) for part in foreign.partition(_GAP))
            if not before:
                continue
            if _GAP in foreign and after:
                gapped.setdefault(before[0], []).append(Around(before, after, english))
            else:
                phrases.setdefault(before, english)
    return phrases, gapped


def open_glossary(language: str, *, buttons: Mapping[str, str] | None = None) -> Glossary:
    """The glossary of a language out of its file; empty when it has none."""
    files = (GLOSSES / f"{language}.tsv", GLOSSES / f"words.{language}.tsv")
    entries = [entry for file in files if file.exists() for entry in read_entries(file)]
    return Glossary.of(language, entries, verbs=read_verbs(language), buttons=buttons)


def _bare(text: str) -> str:
    return text.strip().strip(".!").casefold()
