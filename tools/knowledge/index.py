"""The index of everything that can be quoted: FAISS for meaning, BM25 for words, topics for frequently asked questions.

In memory and immutable; knows no database. Its owner builds a new one from rows and swaps the whole. It can prove that
it is sound, and says so when it is not. How the measures are joined stands in docs/decisions/retrieval.md.
"""

from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from domain.knowledge import Audience, Passage, SourceKind
from tools.knowledge.embedder import Embedder
from tools.knowledge.index_file import IndexDamaged, checksum_of, read_index, write_index
from tools.knowledge.meaning import Meaning, Vectors
from tools.knowledge.passages import (
    PassageHit,
    PassageWords,
    Visibility,
    analyse,
    descending,
    embed_passages,
    faq_confidence,
    matching_text,
    text_confidence,
)
from tools.knowledge.topics import TopicRanker

CANDIDATES = 100
"""So many by meaning and so many by words are looked at."""
WORD_WEIGHT = 0.02
"""A point of BM25 in units of cosine."""


class PassageIndex:
    """Passages with their vectors, ready to search. Safe to share between threads."""

    def __init__(
        self,
        passages: Sequence[Passage],
        vectors: Vectors,
        *,
        embedder: Embedder,
        words: PassageWords | None = None,
    ) -> None:
        """`vectors`: (n, d) float32, what `embed_passages` makes of the passages."""
        if vectors.shape != (len(passages), embedder.dimensions):
            raise IndexDamaged(f"vectors {vectors.shape}, passages {len(passages)}, d {embedder.dimensions}")
        self.passages = tuple(passages)
        self._embedder = embedder
        self._meaning = Meaning(vectors)
        self._words = words or PassageWords.of(self.passages)
        self._visibility = Visibility(self.passages)
        self._faqs = np.flatnonzero(self._visibility.of_kind(SourceKind.FAQ))
        self._topics = self._ranker()
        self.checksum = checksum_of(self.passages, vectors, embedder.name)

    @classmethod
    def build(cls, passages: Sequence[Passage], *, embedder: Embedder) -> Self:
        """Embeds every passage, 1 to 8 ms each; with vectors at hand use the constructor."""
        return cls(passages, embed_passages(passages, embedder), embedder=embedder)

    @classmethod
    def load(cls, path: Path, *, embedder: Embedder) -> Self:
        """What `save` wrote.

        Raises:
            IndexDamaged: the file is missing, cut, changed, or made with another encoder.
        """
        passages, vectors = read_index(path, embedder_name=embedder.name, dimensions=embedder.dimensions)
        return cls(passages, vectors, embedder=embedder)

    def save(self, path: Path) -> None:
        """Atomic: a reader sees the old file or the new one."""
        write_index(path, self.passages, self._meaning.vectors, embedder_name=self._embedder.name)

    def changed(self, added: Sequence[Passage], vectors: Vectors, *, removed: Collection[str] = ()) -> "PassageIndex":
        """A new index with passages added (an id already there is replaced) and ids removed; embeds nothing."""
        gone = {*removed, *(passage.passage_id for passage in added)}
        kept = [number for number, passage in enumerate(self.passages) if passage.passage_id not in gone]
        analysed = [self._words.analysed[number] for number in kept] + [analyse(matching_text(it)) for it in added]
        return PassageIndex(
            [*(self.passages[number] for number in kept), *added],
            np.concatenate([self._meaning.vectors[kept], vectors.reshape(len(added), self._embedder.dimensions)]),
            embedder=self._embedder,
            words=PassageWords(analysed),
        )

    def search(
        self, query: str, *, audience: Audience, day: date, kinds: Collection[SourceKind] = (), limit: int = 5
    ) -> list[PassageHit]:
        """Best first, of what this audience may read and what is in force on `day`; a FAQ comes up once."""
        visible = self._visibility.mask(audience, day, kinds)
        if not query.strip() or not visible.any():
            return []
        vector = self._embedder.embed([query])[0]
        points, shares = self._words.score(query)
        texts = descending(self._texts(vector, points, shares, visible=visible)[:limit])
        answers = descending(self._answers(query, vector, shares, visible=visible)[:limit])
        return sorted(answers + texts, key=lambda hit: -hit.confidence)[:limit]

    def verify(self) -> None:
        """Contents against the checksum, and canaries: passages must be found by their own vectors.

        Raises:
            IndexDamaged: memory no longer holds what was built.
        """
        if checksum_of(self.passages, self._meaning.vectors, self._embedder.name) != self.checksum:
            raise IndexDamaged("contents changed since the index was built")
        if damage := self._meaning.damage():
            raise IndexDamaged(damage)

    def _texts(
        self, vector: Vectors, points: Vectors, shares: Vectors, *, visible: NDArray[np.bool_]
    ) -> list[PassageHit]:
        """Passages of documents, by meaning and words together."""
        wanted = visible.copy()
        wanted[self._faqs] = False
        near = self._meaning.nearest(vector, wanted=wanted, limit=CANDIDATES)
        numbers = np.union1d(near, _highest(points, wanted & (points > 0), CANDIDATES))
        cosines = self._meaning.cosines(numbers, vector)
        order = np.argsort(-(cosines + WORD_WEIGHT * points[numbers]), kind="stable")
        return [self._hit(int(numbers[at]), float(cosines[at]), float(shares[numbers[at]])) for at in order]

    def _answers(self, query: str, vector: Vectors, shares: Vectors, *, visible: NDArray[np.bool_]) -> list[PassageHit]:
        """Topics of the FAQ, each through its nearest phrasing."""
        if self._topics is None:
            return []
        ranked = self._topics.rank(query, vector)
        best = float(ranked.score.max())
        hits: list[PassageHit] = []
        for topic in np.argsort(-ranked.score, kind="stable"):
            phrasing = self._topics.nearest_phrasing(int(topic), ranked.nearness)
            number = int(self._faqs[phrasing])
            if visible[number]:
                sure = faq_confidence(float(ranked.nearness[phrasing]), best - float(ranked.score[topic]))
                cosine = float(self._meaning.vectors[number] @ vector)
                hits.append(PassageHit(self.passages[number], sure, cosine, float(shares[number])))
        return hits

    def _hit(self, number: int, cosine: float, lexical: float) -> PassageHit:
        return PassageHit(self.passages[number], text_confidence(cosine, lexical), cosine, lexical)

    def _ranker(self) -> TopicRanker | None:
        if not len(self._faqs):
            return None
        faqs = [self.passages[number] for number in self._faqs]
        topics = [faq.document_id for faq in faqs]
        return TopicRanker([faq.heading for faq in faqs], topics, self._meaning.vectors[self._faqs])


def _highest(values: Vectors, wanted: NDArray[np.bool_], limit: int) -> NDArray[np.int64]:
    numbers = np.flatnonzero(wanted)
    return numbers[np.argsort(-values[numbers], kind="stable")[:limit]]
