"""How near a message is to each passage, through all the ways in which customers ask for it.

A passage has one reading of its own and one for each phrasing that somebody wrote for it. Nearness is the encoder's
cosine with a little of the letters in it; what each is worth stands in docs/decisions/retrieval.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.knowledge.lexical import Scores, tfidf, tfidf_query
from tools.words import letter_grams

LETTERS = 0.2
"""Share of letter n-grams in the nearness of two texts: they forgive typos and abbreviations."""
WARMTH = 0.1
"""Softness of the maximum over a passage's readings: several near ones count for more than a single one."""

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Nearness:
    """Of some passages, (n,) float32 each: over all their readings, and of the nearest one."""

    together: Scores
    nearest: Scores


class Phrasings:
    """All readings of all passages, those of one passage beside each other, its own first. Immutable."""

    def __init__(self, asked: Sequence[Sequence[str]], vectors: NDArray[np.float32]) -> None:
        """`asked[i]`: the readings of passage i as texts; `vectors` (readings, d) are their unit vectors."""
        self.counts: Numbers = np.array([len(texts) for texts in asked], dtype=np.int64)
        self.owner: Numbers = np.repeat(np.arange(len(asked)), self.counts)
        """(readings,): the passage of each."""
        self._starts = np.cumsum(self.counts) - self.counts
        self._vectors = vectors
        self._letters = tfidf([letter_grams(text) for texts in asked for text in texts])

    def nearness(self, message: str, vector: NDArray[np.float32], passages: Numbers) -> Nearness:
        """`vector` (d,) is the message's; `passages` are numbers, at least one."""
        letters = self._letters.score(tfidf_query(self._letters, letter_grams(message)))
        counts = self.counts[passages]
        firsts = np.cumsum(counts) - counts
        readings = np.repeat(self._starts[passages] - firsts, counts) + np.arange(int(counts.sum()))
        near = (1 - LETTERS) * (self._vectors[readings] @ vector) + LETTERS * letters[readings]
        votes = np.add.reduceat(np.exp(near / WARMTH), firsts) / np.sqrt(counts)
        together = WARMTH * np.log(np.maximum(votes, 1e-30))
        return Nearness(together.astype(np.float32), np.maximum.reduceat(near, firsts))
