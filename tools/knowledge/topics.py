"""Frequently asked questions: which topic a message is about, judged by the ways people have asked for it before.

A topic is one answer with any number of phrasings. Every phrasing casts two votes: by its nearness to the message, and
by ridge regression over all phrasings, which discounts what the topics have in common. How the two were joined, and
what each is worth, stands in docs/decisions/retrieval.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.knowledge.lexical import Postings, Scores, letter_grams, tfidf, tfidf_query

MOST_LETTERS = 0.5
"""Share of letter n-grams in the nearness of two texts, the rest being the encoder's cosine, when topics have very
many phrasings. With one phrasing each the letters only mislead: the share grows with the mean number of phrasings."""
WARMTH = 0.1
"""Softness of the maximum over a topic's phrasings: several near ones count for more than a single one."""
RIDGE = 1.0
MOST_PHRASINGS = 1500
"""Beyond this the regression is left out: it costs the cube of it (0.3 s at this size)."""


@dataclass(frozen=True, slots=True)
class TopicScores:
    """For one message: `score` (topics,) to rank by, in standard deviations; `nearness` (phrasings,), 0 to 1."""

    score: Scores
    nearness: Scores


class TopicRanker:
    """All phrasings of all topics. Immutable; safe to share between threads."""

    def __init__(self, phrasings: Sequence[str], topics: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """`topics[i]` names the topic of phrasing i; `vectors` (n, d) are the phrasings' unit vectors."""
        self.names = tuple(dict.fromkeys(topics))
        numbers = {name: number for number, name in enumerate(self.names)}
        self._owner = np.array([numbers[topic] for topic in topics], dtype=np.int64)
        self._counts = np.bincount(self._owner, minlength=len(self.names)).astype(np.float32)
        self._vectors = np.ascontiguousarray(vectors, dtype=np.float32)
        self._letters = tfidf([letter_grams(text) for text in phrasings])
        each = max(len(phrasings) / max(len(self.names), 1), 1.0)
        self._share = np.float32(MOST_LETTERS * (1 - each**-0.5))
        self._votes = self._fit() if len(self.names) > 1 and len(phrasings) <= MOST_PHRASINGS else None

    def rank(self, message: str, vector: NDArray[np.float32]) -> TopicScores:
        """Scores of all topics; `vector` (d,) is the message's."""
        letters = self._letters.score(tfidf_query(self._letters, letter_grams(message)))
        mixed = (1 - self._share) * (self._vectors @ vector) + self._share * letters
        nearness: Scores = mixed.astype(np.float32)
        votes = np.bincount(self._owner, np.exp(nearness / WARMTH), minlength=len(self.names))
        near = WARMTH * np.log(np.maximum(votes, 1e-30) / np.sqrt(np.maximum(self._counts, 1)))
        if self._votes is None:
            return TopicScores(_standard(near), nearness)
        score = (_standard(near) + _standard(nearness @ self._votes)) / np.float32(2)
        return TopicScores(score, nearness)

    def nearest_phrasing(self, topic: int, nearness: Scores) -> int:
        """The number of the topic's phrasing that is nearest to the message."""
        own = np.flatnonzero(self._owner == topic)
        return int(own[nearness[own].argmax()])

    def _fit(self) -> NDArray[np.float32]:
        """(phrasings, topics): kernel ridge regression onto the topics; topics with many phrasings are damped."""
        kernel = (1 - self._share) * (self._vectors @ self._vectors.T) + self._share * _cosines(self._letters)
        damping = RIDGE * np.sqrt(self._counts[self._owner] / self._counts.mean())
        target = np.eye(len(self.names), dtype=np.float32)[self._owner]
        return np.linalg.solve(kernel + np.diag(damping), target).astype(np.float32)


def _cosines(postings: Postings) -> NDArray[np.float32]:
    """(n, n) cosines of unit-length TF-IDF rows, by blocks of columns."""
    total = np.zeros((postings.size, postings.size), dtype=np.float32)
    holders = np.diff(postings.starts)
    columns = np.repeat(np.arange(len(holders)), holders)
    for first in range(0, len(holders), 2048):
        span = slice(postings.starts[first], postings.starts[min(first + 2048, len(holders))])
        block = np.zeros((postings.size, 2048), dtype=np.float32)
        block[postings.documents[span], columns[span] - first] = postings.weights[span]
        total += block @ block.T
    return total


def _standard(values: NDArray[np.floating]) -> Scores:
    spread = float(values.std()) or 1.0
    return ((values - values.mean()) / spread).astype(np.float32)
