"""What is searched of a passage, who may see it, and how sure a hit is."""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Self

import numpy as np
import Stemmer
from numpy.typing import NDArray

from domain.knowledge import Audience, Passage, SourceKind
from tools.knowledge.embedder import Embedder
from tools.knowledge.lexical import Scores, bm25, word_set, words

LANGUAGE = "english"
STOP_WORDS = word_set(
    "a an the i im me my we you your it its this that these those is are be am do does did have has had can could would"
    " should will please hi hello hey what which who where with for in of on to and or by at from how if when there not"
    " as so but was were they them their he she his her"
)


@dataclass(frozen=True, slots=True)
class PassageHit:
    """`confidence` is the chance, 0 to 1, that the passage answers the question, and orders hits of all kinds.

    `cosine` is the encoder's; `lexical` is the share, 0 to 1, of the question's words (rare ones count more) in it.
    """

    passage: Passage
    confidence: float
    cosine: float
    lexical: float


def matching_text(passage: Passage) -> str:
    """What is searched for words: a FAQ with its answer, anything else with its title and heading."""
    if passage.kind is SourceKind.FAQ:
        return f"{passage.heading} {passage.text}"
    return f"{passage.title}. {passage.heading}. {passage.text}"


def embed_passages(passages: Sequence[Passage], embedder: Embedder) -> NDArray[np.float32]:
    """(n, d) float32 unit vectors. A FAQ stands between its question and question with answer: (m) MRR .87 on shoppers'
    own words, against .79 for the question alone and .82 for both as one text."""
    vectors = embedder.embed([matching_text(passage) for passage in passages])
    answered = [n for n, passage in enumerate(passages) if passage.kind is SourceKind.FAQ and passage.text]
    vectors[answered] += embedder.embed([passages[number].heading for number in answered])
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)


def text_confidence(cosine: float, lexical: float) -> float:
    """Logistic fit, see docs/decisions/retrieval.md."""
    return _logistic(-6.0 + 11.6 * cosine + 2.2 * lexical)


def faq_confidence(nearness: float, behind: float) -> float:
    """From the nearest phrasing, and how far the topic's score lies behind the best one's (0 for the best).

    Logistic fit on messages to two shops, of which the bots could answer half (docs/decisions/retrieval.md).
    """
    return _logistic(-5.5 + 10.8 * nearness - 1.9 * behind)


def descending(hits: Sequence[PassageHit]) -> list[PassageHit]:
    """The same order, no hit surer than the one before it: ranking knows more than any single confidence."""
    lowest = 1.0
    kept: list[PassageHit] = []
    for hit in hits:
        lowest = min(lowest, hit.confidence)
        kept.append(replace(hit, confidence=lowest))
    return kept


class PassageWords:
    """BM25 over passages, stemmed."""

    def __init__(self, analysed: Sequence[tuple[str, ...]]) -> None:
        self.analysed = tuple(analysed)
        self._postings = bm25(self.analysed)

    @classmethod
    def of(cls, passages: Sequence[Passage]) -> Self:
        return cls([analyse(matching_text(passage)) for passage in passages])

    def score(self, query: str) -> tuple[Scores, Scores]:
        """BM25 points and the share of the query's words that is found, (n,) float32 each."""
        asked = dict.fromkeys((word for word in analyse(query) if word not in _STOPPED), 1.0)
        found = np.zeros(self._postings.size, dtype=np.float32)
        total = 0.0
        for word in asked:
            rarity = self._postings.rarity_of(word)
            total += rarity
            if (holders := self._postings.of(word)) is not None:
                found[holders[0]] += np.float32(rarity)
        return self._postings.score(asked), found / np.float32(total or 1.0)


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

    def of_kind(self, kind: SourceKind) -> NDArray[np.bool_]:
        return self._kinds == _KINDS[kind]


def analyse(text: str) -> tuple[str, ...]:
    """Folded and stemmed words in order."""
    return tuple(_stem(word) for word in words(text))


@lru_cache(maxsize=65536)
def _stem(word: str) -> str:
    return Stemmer.Stemmer(LANGUAGE).stemWord(word)


def _logistic(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def _day(day: date | None, otherwise: date) -> int:
    return (day or otherwise).toordinal()


_LEVELS = {audience: level for level, audience in enumerate(Audience)}
_KINDS = {kind: number for number, kind in enumerate(SourceKind)}
_STOPPED = frozenset(_word for _text in STOP_WORDS for _word in words(_text))
