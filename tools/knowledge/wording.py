"""From a shopper's words to the words of the catalogue: fillers out, synonyms, compounds and misspellings in.

Knows the vocabulary, not the products. Each thing asked for becomes a `Slot`: the words as typed and what may stand in
for them, so that a stand-in is never worth more than the shopper's own word.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from tools.knowledge.lexical import Postings
from tools.words import fold, singular, word_set, words

SYNONYMS = Path(__file__).with_name("synonyms.txt")

SHORTEST_CORRECTED = 5
"""Shorter unknown words are brands and abbreviations more often than slips: `lego`, `nike`."""
COVERED = 0.9
"""Worth of a beanie to who asks for a hat."""
LARGE = 1000
"""From so many products on, a word that names only one is as likely a slip of the shop's own."""

_MONEY = re.compile(
    r"(?:\b(?:under|below|over|above|up to|less than|more than|at most|at least|max(?:imum)?|min(?:imum)?|around|about"
    r"|between|from|for|cheaper than)\s+)?(?:(?:and|to|-)\s*)?(?:[$€£]\s?\d[\d.,]*|\b\d[\d.,]*\s?(?:[$€£]|(?:dollars?"
    r"|euros?|pounds?|usd|eur|gbp|bucks)\b))",
)
_RANGE = re.compile(r"\b(?:between|from)\s+\d[\d.,]*\s+(?:and|to)\s+(?=[$€£\d])")
_LIMIT = re.compile(r"\b(?:under|below|less than|up to|at most|cheaper than)\s+\d[\d.,]*\b")
_SIZE = re.compile(r"\b(?:in\s+)?(?:a\s+)?sizes?\s+(?:\d{1,3}|[x\d]{0,3}[sml]|small|medium|large)\b")
_CONTRACTED = re.compile(r"'(?:d|ll|m|re|s|t|ve)\b")
_LINKS = word_set("with for in of on to and or by at from without")
_FILLERS = word_set(
    "a an the i im me my we you your it its this that these those is are be am do does did have has had can could would"
    " should will please hi hello hey want need needs looking look find show search get got give buy order like some"
    " any made something anything sell carry stock available there what which who where cheap cheaper cheapest"
    " affordable size sized outfit outfits clothes clothing wear stuff thing things colour color product products"
    " item items shop store u ya ur pls plz thx ok okay so hm hmm oh whats hows wanna gonna lookin also maybe"
)


@dataclass(frozen=True, slots=True)
class Alternative:
    """Words that may stand for a slot. `worth` is 1 for the shopper's own, less for everything we suppose."""

    words: tuple[str, ...]
    worth: float
    head_only: bool = False
    """Counts only where it names what the product is: `mobile phone` for `smartphone`, but not a phone's case."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One thing asked for: how rare its own words are, and every way to say it (its own first)."""

    rarity: float
    alternatives: tuple[Alternative, ...]

    @property
    def words(self) -> tuple[str, ...]:
        return self.alternatives[0].words


def without_fillers(query: str) -> str:
    """The query without limits (price, size: they are filters) and talk; empty when it asks for nothing in particular.

    Links inside stay: `case for iphone` asks for a case.
    """
    plain = fold(query)
    for pattern in (_CONTRACTED, _RANGE, _MONEY, _LIMIT, _SIZE):
        plain = pattern.sub(" ", plain)
    kept = [token for token in re.findall(r"[\w.'/-]*\w|[,;]", plain) if token not in _FILLERS]
    inner = [at for at, token in enumerate(kept) if token not in _LINKS and token not in ",;"]
    return " ".join(kept[inner[0] : inner[-1] + 1]) if inner else ""


def read_synonyms(path: Path = SYNONYMS) -> tuple[list[list[str]], dict[str, list[str]]]:
    """Groups of equivalent phrases, one group a line, phrases parted by commas; `#` starts a comment.

    Then what is narrower, for each word that covers it: `hat > beanie, cap`.
    """
    equal: list[list[str]] = []
    narrower: dict[str, list[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        wider, _, phrases = line.partition("#")[0].rpartition(">")
        group = [phrase.strip() for phrase in phrases.split(",") if phrase.strip()]
        if wider:
            narrower[wider.strip()] = group
        elif group:
            equal.append(group)
    return equal, narrower


class Wording:
    """Reads queries with the vocabulary of one catalogue."""

    def __init__(
        self,
        postings: Postings,
        *,
        pairs: Collection[tuple[str, str]],
        naming: Mapping[str, int],
        synonyms: Sequence[Sequence[str]],
        narrower: Mapping[str, Sequence[str]] = MappingProxyType({}),
    ) -> None:
        """`pairs`: neighbouring words of product names, which prove that a compound may be split. `naming`: how many
        products a word names, by kind or brand; only such words are offered as corrections."""
        self._postings = postings
        self._pairs = frozenset(pairs)
        self._synonyms = _by_phrase(synonyms)
        self._narrower = narrower
        self._naming = naming
        self._correct = _by_letter(naming, least=2 if postings.size >= LARGE else 1)

    def corrected(self, text: str) -> str:
        """The text with words that nothing sold knows replaced by the product word or brand that was surely meant."""
        return " ".join(self._meant(word) for word in text.split())

    def slots(self, text: str) -> list[Slot]:
        """The things asked for, in order. A two-word phrase is one slot only where it has an alternative."""
        found: list[Slot] = []
        left = [word for word in words(text) if word not in _LINKS]
        while left:
            pair = self._pair(left) if len(left) > 1 else None
            found.append(pair or self._single(left[0]))
            left = left[len(found[-1].words) :]
        return found

    def covers(self, word: str) -> bool:
        """It stands for narrower kinds of goods."""
        return word in self._narrower

    def _pair(self, left: list[str]) -> Slot | None:
        own = (left[0], left[1])
        others = [Alternative(phrase, 1.0, head_only=True) for phrase in self._synonyms.get(own, ())]
        joined = ("".join(own),)
        others += [Alternative(phrase, 1.0, head_only=True) for phrase in self._synonyms.get(joined, ())]
        if self._postings.holders(joined[0]):
            others.append(Alternative(joined, 1.0))
        return self._slot(own, others) if others else None

    def _single(self, word: str) -> Slot:
        others = [Alternative(phrase, 1.0, head_only=True) for phrase in self._synonyms.get((word,), ())]
        others += [Alternative((it,), COVERED, head_only=True) for it in self._narrower.get(word, ())]
        return self._slot((word,), others + [Alternative(parts, 0.9) for parts in self._parts(word)])

    def _slot(self, own: tuple[str, ...], others: list[Alternative]) -> Slot:
        rarity = sum(self._postings.rarity_of(word) for word in own)
        return Slot(rarity, (Alternative(own, 1.0), *others))

    def _parts(self, word: str) -> list[tuple[str, str]]:
        """Two words that the catalogue writes apart; short ones only for a word that it does not know at all."""
        shortest = 3 if self._postings.holders(word) else 1
        cuts = ((word[:at], word[at:]) for at in range(max(shortest, 2), len(word) - shortest + 1))
        return [cut for cut in cuts if cut in self._pairs]

    def _meant(self, token: str) -> str:
        word = fold(token)
        if len(word) < SHORTEST_CORRECTED or not word.isalpha() or self._is_known(singular(word)):
            return token
        from rapidfuzz.distance import OSA

        allowed = 1 if len(word) < 8 else 2
        slips = ((OSA.distance(word, known, score_cutoff=allowed), known) for known in self._correct.get(word[0], ()))
        near = sorted((distance, -self._naming[known], known) for distance, known in slips if distance <= allowed)
        return near[0][2] if near else token

    def _is_known(self, word: str) -> bool:
        """A rare word is known too where it names something: `Vertuo` is no slip for `virtue`."""
        return bool(self._postings.holders(word) or self._synonyms.get((word,)) or self._parts(word))


def _by_letter(naming: Mapping[str, int], *, least: int) -> dict[str, list[str]]:
    """Words that name enough products, by first letter: people rarely mistype the first."""
    table: dict[str, list[str]] = {}
    for word, products in naming.items():
        if products >= least and word.isalpha() and len(word) >= SHORTEST_CORRECTED - 1:
            table.setdefault(word[0], []).append(word)
    return table


def _by_phrase(groups: Sequence[Sequence[str]]) -> dict[tuple[str, ...], list[tuple[str, ...]]]:
    table: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for group in groups:
        phrases = list(dict.fromkeys(tuple(words(phrase)) for phrase in group))
        for phrase in phrases:
            table.setdefault(phrase, []).extend(other for other in phrases if other != phrase)
    return table
