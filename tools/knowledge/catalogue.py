"""Product search: what the shop sells, ranked by how well it is what was asked for.

Works on plain records, knows neither database nor platform. Built once from all entries and never changed; its owner
swaps the whole. How the ranking was found stands in docs/decisions/search.md.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tools.knowledge.embedder import Embedder
from tools.knowledge.facets import Facets, Offer
from tools.knowledge.kinds import Kind, asked_kind, kind_of
from tools.knowledge.lexical import Postings, Scores, saturation, strongest
from tools.knowledge.liking import BOUGHT_ALIKE, Liked, Reason, reasons_for
from tools.knowledge.matching import Match, Matcher, Weights
from tools.knowledge.port import PriceOrder, ProductFilters, Taste
from tools.knowledge.wording import Slot, Wording, read_synonyms, without_fillers
from tools.words import words, words_and_codes

POOL = 50
"""So many of the best are looked at when a customer's taste reorders them."""
SOLD = 0.5
"""Confidence that the best product must reach: below it, the shop does not sell what was asked for."""
WORTH_SHOWING = 0.2
"""Confidence of every other product in the list: alternatives are welcome beside something that fits."""
TOUCHED = 1.8
"""Score from which a product speaks of what was said, whatever kind of thing it is: most of the words, once."""
NEARLY_BEST = 0.7
LIFTS: Mapping[str, float] = {
    "size": 0.1,
    "like": 0.1,
    "colour": 0.05,
    "material": 0.05,
    "category": 0.05,
    "no_size": -0.3,
}
"""In units of score: together less than one more word of the query in the right place."""


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """A product as search sees it. `category` may be a path: `Clothing > Shirts`."""

    product_id: str
    name: str
    brand: str = ""
    category: str = ""
    description: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    offers: tuple[Offer, ...] = ()
    materials: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    popularity: float = 0.0

    @property
    def sentence(self) -> str:
        """What the encoder reads: short, since cost grows with length and the kind stands in the first words."""
        return f"{self.name[:120]} {self.category}".strip()


@dataclass(frozen=True, slots=True)
class CatalogueHit:
    """`confidence` is the chance, 0 to 1, that a shopper calls it relevant; `reasons` say what lifted it.

    `coverage`: the share, 0 to 1, of what was said that the product has; rare words weigh more.
    """

    product_id: str
    score: float
    confidence: float
    coverage: float
    reasons: tuple[Reason, ...] = ()


class CatalogueIndex:
    """All entries of one catalogue, ready to search. Safe to share between threads."""

    def __init__(
        self,
        entries: Sequence[CatalogueEntry],
        vectors: NDArray[np.float32],
        *,
        embedder: Embedder,
        synonyms: Sequence[Sequence[str]] = (),
        weights: Weights | None = None,
    ) -> None:
        """`vectors`: (n, d) float32, L2-normalised rows, `embedder.embed` of each entry's `sentence`."""
        if len(entries) != len(vectors):
            raise ValueError(f"{len(entries)} entries but {len(vectors)} vectors")
        self.entries = tuple(entries)
        self._numbers = {entry.product_id: number for number, entry in enumerate(entries)}
        self._vectors = np.ascontiguousarray(vectors, dtype=np.float32)
        self._embedder = embedder
        self._weights = weights or Weights()
        names = [words_and_codes(f"{entry.name} {entry.category}") for entry in entries]
        facts = saturation(_facts(entries))
        postings = _postings(entries, names, facts, self._weights)
        kinds = [kind_of(entry.name, brand=entry.brand, category=entry.category) for entry in entries]
        equal, narrower = read_synonyms()
        self._wording = Wording(
            postings,
            pairs=_neighbours(names),
            naming=_naming(entries, kinds),
            synonyms=[*equal, *synonyms],
            narrower=narrower,
        )
        stated = np.array([bool(entry.category) for entry in entries], dtype=bool)
        self._matcher = Matcher(postings, facts, _heads(kinds), stated)
        self._facets = Facets(entries)
        self._prices = np.array([min((offer.price_minor for offer in entry.offers), default=0) for entry in entries])
        self._popularity = _shares([entry.popularity for entry in entries])

    def search(
        self,
        query: str,
        *,
        filters: ProductFilters | None = None,
        taste: Taste | None = None,
        limit: int = 10,
        loosely: bool = False,
        by_price: PriceOrder = "",
    ) -> list[CatalogueHit]:
        """Best first, or by price; empty when nothing sold is what was asked for, or nothing of it passes the filters.

        A query that names no thing ("something under $50") lists what passes, the popular first; `loosely` is for one
        that says only what the thing is like, and takes what speaks of it.
        """
        allowed = self._facets.allowed(filters or ProductFilters())
        text = without_fillers(query)
        if text:
            match = self.match(text)
            score, confidence, coverage = self._score(match), match.confidence(self._weights), match.coverage
            if loosely:
                allowed &= score >= max(TOUCHED, NEARLY_BEST * float(score.max(where=allowed, initial=0)))
            else:
                is_sold = confidence.max(where=allowed, initial=0) >= SOLD
                allowed &= (confidence >= (SOLD if by_price else WORTH_SHOWING)) & is_sold
        else:
            score, confidence, coverage = self._popularity, *np.ones((2, len(self.entries)), dtype=np.float32)
        judged = score, confidence, coverage
        numbers = np.flatnonzero(allowed)
        if by_price:
            order = np.argsort(self._prices[numbers] * (1 if by_price == "rising" else -1), kind="stable")
            return [self._hit(number, judged, taste) for number in numbers[order][:limit]]
        best = numbers[np.argsort(-score[numbers], kind="stable")][: max(limit, POOL)]
        hits = [self._hit(number, judged, taste) for number in best]
        return sorted(hits, key=lambda hit: -hit.score)[:limit]

    def judge(self, text: str) -> tuple[Scores, Scores]:
        """Score and confidence of every entry, (n,) float32 each, with no filter and no threshold."""
        match = self.match(text)
        return self._score(match), match.confidence(self._weights)

    def match(self, text: str) -> Match:
        """The measures that score and confidence are made of."""
        corrected = self._wording.corrected(text)
        similarity = self._vectors @ self._embedder.embed([corrected])[0]
        slots = self._wording.slots(corrected)
        return self._matcher.match(slots, self._asked(corrected, slots), similarity)

    def _asked(self, text: str, slots: Sequence[Slot]) -> tuple[str, ...]:
        """The head noun; where it names nothing sold, the word that covers what is: "warm for my hands"."""
        asked = asked_kind(text)
        if asked and asked[0] in self._matcher.heads:
            return asked
        return next((slot.words[-1:] for slot in slots if self._wording.covers(slot.words[-1])), asked)

    def _score(self, match: Match) -> Scores:
        return (match.score(self._weights) + 0.001 * self._popularity).astype(np.float32)

    def _hit(self, number: int, judged: tuple[Scores, Scores, Scores], taste: Taste | None) -> CatalogueHit:
        """`judged`: score, confidence and coverage of every entry."""
        entry = self.entries[number]
        reasons = reasons_for(taste, self._liked(number, taste)) if taste else ()
        score, confidence, coverage = (float(values[number]) for values in judged)
        lifted = score + sum(LIFTS[kind] for kind, _ in reasons)
        return CatalogueHit(entry.product_id, lifted, confidence, coverage, reasons)

    def _liked(self, number: int, taste: Taste) -> Liked:
        entry = self.entries[number]
        bought = [self._numbers[it] for it in taste.bought if it in self._numbers and it != entry.product_id]
        alike = self._vectors[bought] @ self._vectors[number]
        like = self.entries[bought[int(alike.argmax())]].product_id if alike.max(initial=0) >= BOUGHT_ALIKE else None
        return Liked(entry.category, entry.offers, entry.materials, like)


def _postings(
    entries: Sequence[CatalogueEntry], names: Sequence[Sequence[str]], facts: Postings, weights: Weights
) -> Postings:
    attributes = [words(" ".join([*entry.attributes.values(), *entry.tags])) for entry in entries]
    return strongest(
        [
            (saturation(names), 1.0),
            (saturation([words(entry.brand) for entry in entries]), 1.0),
            (saturation([words_and_codes(entry.description) for entry in entries]), weights.description),
            (facts, weights.facts),
            (saturation(attributes), weights.attributes),
        ]
    )


def _facts(entries: Sequence[CatalogueEntry]) -> list[list[str]]:
    """What is stated of each product in a word: brand, materials, colours, and tags that run through categories.

    A tag within one category (`laptop` on a sleeve) says what the thing is for, and would pass it off as a laptop.
    """
    categories: dict[str, set[str]] = {}
    for entry in entries:
        for tag in entry.tags:
            categories.setdefault(tag, set()).add(entry.category)
    return [
        words(
            " ".join(
                [
                    entry.brand,
                    *entry.materials,
                    *(tag for tag in entry.tags if len(categories[tag]) > 1),
                    *dict.fromkeys(offer.colour for offer in entry.offers),
                ]
            )
        )
        for entry in entries
    ]


def _heads(kinds: Sequence[Kind]) -> dict[str, NDArray[np.int32]]:
    """Head noun -> the entries that it names."""
    table: dict[str, list[int]] = {}
    for number, kind in enumerate(kinds):
        for noun in kind.heads:
            table.setdefault(noun, []).append(number)
    return {noun: np.array(numbers, dtype=np.int32) for noun, numbers in table.items()}


def _naming(entries: Sequence[CatalogueEntry], kinds: Sequence[Kind]) -> Counter[str]:
    """How many products each word names: as their kind, as part of it, or as their brand."""
    counts: Counter[str] = Counter()
    for entry, kind in zip(entries, kinds, strict=True):
        counts.update(kind.heads | kind.modifiers | set(words(entry.brand)))
    return counts


def _neighbours(names: Sequence[Sequence[str]]) -> set[tuple[str, str]]:
    """Words that stand side by side in at least two names."""
    counts = Counter(pair for name in names for pair in set(pairwise(name)))
    return {pair for pair, count in counts.items() if count > 1}


def _shares(values: Sequence[float]) -> Scores:
    found = np.array(values, dtype=np.float32)
    return found / max(float(found.max(initial=0.0)), 1e-9)
