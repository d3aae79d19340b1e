"""What is searched of a passage, who may see it, and what a search finds."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

import numpy as np
import Stemmer
from numpy.typing import NDArray

from domain.knowledge import Audience, Passage, SourceKind
from tools.knowledge.confidence import Evidence
from tools.knowledge.lexical import Scores, bm25
from tools.words import word_set, words

LANGUAGE = "english"
STOP_WORDS = word_set(
    "a an the i im me my we you your it its this that these those is are be am do does did have has had can could would"
    " should will please hi hello hey what which who where with for in of on to and or by at from how if when there not"
    " as so but was were they them their he she his her"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A passage as it is indexed: with the ways in which customers ask for it besides its heading."""

    passage: Passage
    phrasings: tuple[str, ...] = ()

    @property
    def asked(self) -> tuple[str, ...]:
        """How it is asked for: in its own words, then in each phrasing."""
        return (self._heading, *self.phrasings)

    @property
    def text(self) -> str:
        """What is searched for words."""
        return ". ".join((self._heading, self.passage.text, *self.phrasings))

    @property
    def _heading(self) -> str:
        if self.passage.kind in (SourceKind.FAQ, SourceKind.CONVERSATION):
            return self.passage.heading
        return f"{self.passage.title}: {self.passage.heading}"


@dataclass(frozen=True, slots=True)
class PassageHit:
    """`confidence` is the chance, 0 to 1, that the passage answers the question."""

    passage: Passage
    confidence: float
    evidence: Evidence


def descending(hits: Sequence[PassageHit]) -> list[PassageHit]:
    """The same order, no hit surer than the one before it: ranking knows more than any single confidence."""
    lowest = 1.0
    kept: list[PassageHit] = []
    for hit in hits:
        lowest = min(lowest, hit.confidence)
        kept.append(replace(hit, confidence=lowest))
    return kept


@dataclass(frozen=True, slots=True)
class WordScores:
    """BM25 points and the share of the query's words that is found, (n,) float32 each; the share found nowhere."""

    points: Scores
    shares: Scores
    unknown: float


class PassageWords:
    """BM25 over passages, stemmed."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._postings = bm25([analyse(text) for text in texts])

    def score(self, query: str) -> "WordScores":
        asked = dict.fromkeys((word for word in analyse(query) if word not in _STOPPED), 1.0)
        found = np.zeros(self._postings.size, dtype=np.float32)
        total = unknown = 0.0
        for word in asked:
            rarity = self._postings.rarity_of(word)
            total += rarity
            if (holders := self._postings.of(word)) is not None:
                found[holders[0]] += np.float32(rarity)
            else:
                unknown += rarity
        total = total or 1.0
        return WordScores(self._postings.score(asked), found / np.float32(total), unknown / total)


class Visibility:
    """Who may see which passages, on which day."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._levels = np.array([_LEVELS[passage.audience] for passage in passages], dtype=np.int8)
        self._from = np.array([_day(passage.effective_from, date.min) for passage in passages], dtype=np.int64)
        self._to = np.array([_day(passage.effective_to, date.max) for passage in passages], dtype=np.int64)
        self._kinds = np.array([_KINDS[passage.kind] for passage in passages], dtype=np.int8)

    def mask(self, audience: Audience, day: date, kinds: Collection[SourceKind] = ()) -> NDArray[np.bool_]:
        """As `Passage.is_visible`, for all passages at once; no kinds means any kind."""
        today = day.toordinal()
        mask = (self._levels <= _LEVELS[audience]) & (self._from <= today) & (today < self._to)
        return mask & np.isin(self._kinds, [_KINDS[kind] for kind in kinds]) if kinds else mask


def analyse(text: str) -> tuple[str, ...]:
    """Folded and stemmed words in order."""
    return tuple(_stem(word) for word in words(text))


@lru_cache(maxsize=65536)
def _stem(word: str) -> str:
    return Stemmer.Stemmer(LANGUAGE).stemWord(word)


def _day(day: date | None, otherwise: date) -> int:
    return (day or otherwise).toordinal()


_LEVELS = {audience: level for level, audience in enumerate(Audience)}
_KINDS = {kind: number for number, kind in enumerate(SourceKind)}
_STOPPED = frozenset(_word for _text in STOP_WORDS for _word in words(_text))
