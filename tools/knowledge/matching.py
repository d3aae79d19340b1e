"""How well each product of a catalogue is what was asked for: four measures and the few numbers that join them.

Strength: BM25 of the words, as a share of what the query could reach. Coverage: the share of the query's words (rare
ones count more) that the product has. Kind: does the head noun agree, so that a notebook beats a notebook bag.
Similarity: the cosine of the encoder. The weights were fitted on public judgements, see docs/decisions/search.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.knowledge.lexical import Postings, Scores
from tools.knowledge.wording import Alternative, Slot

Numbers = NDArray[np.int32]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Weights:
    """The numbers of the ranking, in units of strength (1: every word of the query in the best possible place)."""

    description: float = 1.0
    facts: float = 0.8
    attributes: float = 0.2
    coverage: float = 2.0
    kind: float = 0.15
    stated_kind: float = 1.0
    """Instead of `kind` for products whose category the shop states: there the kind is a fact, elsewhere a guess."""
    similarity: float = 0.1
    unknown_words: float = 1.0
    """More similarity for words that no product has: `waterproof jacket` where none says waterproof."""
    enough: float = 0.65
    """Share of the best product's similarity beyond which more of it says nothing: the encoder tells the wrong from
    the right, and words order the right."""


@dataclass(frozen=True, slots=True)
class Match:
    """(n,) over all products of the catalogue: float32, and bool where it says so."""

    strength: Scores
    coverage: Scores
    kind: Scores
    similarity: Scores
    stated: Mask
    """The shop states the product's category."""
    elsewhere: Mask
    """The noun asked for is neither the product's kind nor a fact of it: at most it is mentioned."""

    def score(self, weights: Weights) -> Scores:
        """One number to rank by; the last term only orders what is otherwise equal."""
        plausible = self._plausible(weights.enough)
        kind = np.where(self.stated, np.float32(weights.stated_kind), np.float32(weights.kind))
        unknown = weights.unknown_words * (1 - float(self.coverage.max(initial=0.0)))
        total: Scores = (
            self.strength
            + weights.coverage * self.coverage
            + kind * self.kind * plausible**2
            + weights.similarity * plausible
            + np.float32(0.003 + unknown) * self.similarity
        ).astype(np.float32)
        return total

    def confidence(self, weights: Weights) -> Scores:
        """The chance that a shopper calls each product relevant, 0 to 1: logistic regression on the same measures."""
        likely = (
            _CONFIDENCE["strength"] * self.strength
            + _CONFIDENCE["coverage"] * self.coverage
            + _CONFIDENCE["kind"] * self.kind * self._plausible(weights.enough) ** 2
            + _CONFIDENCE["similarity"] * self.similarity
            + _CONFIDENCE["offset"]
        )
        mentioned = np.where(self.stated & self.elsewhere, np.float32(MERELY_MENTIONED), np.float32(1))
        return (mentioned / (1 + np.exp(-likely))).astype(np.float32)

    def _plausible(self, enough: float) -> Scores:
        """Similarity as a share of what is enough, at most 1: exposes a head noun read wrongly out of a name."""
        limit = max(enough * float(self.similarity.max(initial=0.0)), 1e-6)
        return np.clip(self.similarity / np.float32(limit), 0, 1)


MERELY_MENTIONED = 0.3
"""Share of confidence left to a product of another kind that mentions the noun: trousers that go with a sweater."""
DESCRIBED = 0.8
"""Agreement in kind where the noun is a stated fact: `alpaca`, `navy`, `summer` ask for no kind in particular."""
_CONFIDENCE = {"strength": 5.4, "coverage": 2.3, "kind": 2.2, "similarity": 3.9, "offset": -6.2}
"""Fitted on the 2,516 public judgements, grade 1 and above counting as relevant (docs/decisions/search.md)."""


@dataclass(frozen=True, slots=True)
class Matcher:
    """The words and heads of one catalogue. `heads` maps a noun to the products that it names; `facts` holds what is
    stated of a product beside its name and text; `stated` (n,) says whose category is."""

    postings: Postings
    facts: Postings
    heads: Mapping[str, Numbers]
    stated: Mask

    def match(self, slots: Sequence[Slot], asked: Sequence[str], similarity: Scores) -> Match:
        """`asked`: the head noun of the query, or nothing. Without slots only similarity says something."""
        strength, coverage = self._zeros(), self._zeros()
        total = sum(slot.rarity for slot in slots) or 1.0
        for slot in slots:
            best, found = self._slot(slot)
            strength += best
            coverage += found
        kind = self._kind(slots, asked)
        elsewhere = (kind == 0) & bool(asked)
        return Match(strength / total, coverage / total, kind, similarity, self.stated, elsewhere)

    def _slot(self, slot: Slot) -> tuple[Scores, Scores]:
        """Strength and coverage of one slot, both up to its rarity: the best of its alternatives for each product."""
        strength, coverage = self._own(slot)
        for alternative in slot.alternatives[1:]:
            levels = [self._level(word) for word in alternative.words]
            present = np.logical_and.reduce([level > 0 for level in levels])
            if alternative.head_only:
                present &= self._named(alternative.words[-1])
            worth = np.float32(alternative.worth * slot.rarity)
            np.maximum(strength, worth * present * (sum(levels) / np.float32(len(levels))), out=strength)
            np.maximum(coverage, worth * present, out=coverage)
        return strength, coverage

    def _own(self, slot: Slot) -> tuple[Scores, Scores]:
        strength, coverage = self._zeros(), self._zeros()
        for word in slot.words:
            if (found := self.postings.of(word)) is not None:
                products, levels = found
                rarity = np.float32(self.postings.rarity_of(word))
                strength[products] += rarity * levels
                coverage[products] += rarity
        return strength, coverage

    def _kind(self, slots: Sequence[Slot], asked: Sequence[str]) -> Scores:
        agreement = self._zeros()
        for noun in asked[:1]:
            if (described := self.facts.of(noun)) is not None:
                agreement[described[0]] = DESCRIBED * self.stated[described[0]]
            agreement[self.heads.get(noun, _NONE)] = 1.0
            for other in _alternatives_of(slots, noun):
                products = self.heads.get(other.words[-1], _NONE)
                agreement[products] = np.maximum(agreement[products], np.float32(other.worth))
        return agreement

    def _level(self, word: str) -> Scores:
        levels = self._zeros()
        if (found := self.postings.of(word)) is not None:
            levels[found[0]] = found[1]
        return levels

    def _named(self, noun: str) -> Mask:
        named = np.zeros(self.postings.size, dtype=bool)
        named[self.heads.get(noun, _NONE)] = True
        return named

    def _zeros(self) -> Scores:
        return np.zeros(self.postings.size, dtype=np.float32)


_NONE: Numbers = np.zeros(0, dtype=np.int32)


def _alternatives_of(slots: Sequence[Slot], noun: str) -> list[Alternative]:
    return [other for slot in slots if slot.words[-1] == noun for other in slot.alternatives[1:]]
