"""The index of everything that can be quoted: FAISS for meaning, BM25 for words, and every way to ask for a passage.

In memory and immutable; knows no database. Its owner builds a new one from rows and swaps the whole. It can prove that
it is sound, and says so when it is not. How the measures are joined stands in docs/decisions/retrieval.md.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from domain.knowledge import Audience, SourceKind
from tools.knowledge.confidence import FITTED, Evidence
from tools.knowledge.embedder import Embedder
from tools.knowledge.meaning import Meaning, Vectors
from tools.knowledge.passages import Entry, PassageHit, PassageWords, Visibility, descending
from tools.knowledge.phrasings import Phrasings
from tools.places import PlaceWords, places_in
from tools.words import words

CANDIDATES = 100
"""So many readings by meaning and so many passages by words are looked at."""
WORDS = 0.15
"""All of the question's words found, in units of nearness: a telling word that is missing has to cost."""

OF_THE_PLACE = 0.1
"""The passage is about the very country asked about, in units of nearness."""

ASKED_SO = 0.5
"""Asked in the very words of a heading: near ones, however telling their words, stand behind it."""


class IndexDamaged(RuntimeError):
    """An index is not what was built. It must be built again."""


class PassageIndex:
    """Passages with the vectors of their readings, ready to search. Safe to share between threads."""

    def __init__(self, entries: Sequence[Entry], vectors: Vectors, *, embedder: Embedder) -> None:
        """`vectors`: (readings, d) float32, for each entry its own and then one for each phrasing."""
        readings = sum(len(entry.asked) for entry in entries)
        if vectors.shape != (readings, embedder.dimensions):
            raise IndexDamaged(f"vectors {vectors.shape}, readings {readings}, d {embedder.dimensions}")
        self.entries = tuple(entries)
        self._embedder = embedder
        self._meaning = Meaning(vectors)
        self._phrasings = Phrasings([entry.asked for entry in entries], self._meaning.vectors)
        self._words = PassageWords([entry.text for entry in entries])
        self._visibility = Visibility([entry.passage for entry in entries])
        self._places = [places_in(entry.passage.heading) for entry in entries]
        self._asked: defaultdict[str, set[int]] = defaultdict(set)
        for number, entry in enumerate(entries):
            self._asked[_as_asked(entry.asked[0])].add(number)
        self._place_words = PlaceWords(text for entry in entries for text in entry.asked)
        self.checksum = self._digest()

    def search(
        self, query: str, *, audience: Audience, day: date, kinds: Collection[SourceKind] = (), limit: int = 5
    ) -> list[PassageHit]:
        """Best first, each passage once, of what this audience may read and what is in force on `day`."""
        visible = self._visibility.mask(audience, day, kinds)
        if not query.strip() or not visible.any():
            return []
        query = self._place_words.put(query)
        vector = self._embedder.embed([query])[0]
        found = self._words.score(query)
        numbers = self._of_places(self._candidates(vector, found.points, visible), query)
        if not len(numbers):
            return []
        near = self._phrasings.nearness(query, vector, numbers)
        score = near.together + WORDS * found.shares[numbers] + OF_THE_PLACE * self._is_of(numbers, places_in(query))
        score += ASKED_SO * np.isin(numbers, list(self._asked.get(_as_asked(query), ())))
        hits: list[PassageHit] = []
        for at in np.argsort(-score, kind="stable")[:limit]:
            evidence = Evidence(float(near.nearest[at]), found.unknown)
            hits.append(PassageHit(self.entries[numbers[at]].passage, FITTED.of(evidence), evidence))
        return descending(hits)

    def verify(self) -> None:
        """Contents against the checksum, and canaries: passages must be found by their own vectors.

        Raises:
            IndexDamaged: memory no longer holds what was built.
        """
        if self._digest() != self.checksum:
            raise IndexDamaged("contents changed since the index was built")
        if damage := self._meaning.damage():
            raise IndexDamaged(damage)

    def _candidates(self, vector: Vectors, points: Vectors, visible: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Numbers of the passages worth a closer look."""
        near = self._meaning.nearest(vector, wanted=visible[self._phrasings.owner], limit=CANDIDATES)
        return np.union1d(self._phrasings.owner[near], _highest(points, visible & (points > 0), CANDIDATES))

    def _of_places(self, numbers: NDArray[np.int64], query: str) -> NDArray[np.int64]:
        """Without what is only about other countries than those asked about: their price is no answer here."""
        asked = places_in(query)
        if not asked:
            return numbers
        return numbers[[not self._places[number] or not asked.isdisjoint(self._places[number]) for number in numbers]]

    def _is_of(self, numbers: NDArray[np.int64], places: frozenset[str]) -> Vectors:
        return np.array([not places.isdisjoint(self._places[number]) for number in numbers], dtype=np.float32)

    def _digest(self) -> str:
        """SHA-256 over everything that decides what a search finds."""
        digest = hashlib.sha256(self._embedder.name.encode())
        for entry in self.entries:
            digest.update(repr(entry).encode())
        digest.update(np.ascontiguousarray(self._meaning.vectors, dtype="<f4").tobytes())
        return digest.hexdigest()


def _as_asked(text: str) -> str:
    return " ".join(words(text))


def _highest(values: Vectors, wanted: NDArray[np.bool_], limit: int) -> NDArray[np.int64]:
    numbers = np.flatnonzero(wanted)
    return numbers[np.argsort(-values[numbers], kind="stable")[:limit]]
