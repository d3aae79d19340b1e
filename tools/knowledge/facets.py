"""Hard limits on products: price, category, size, colour, material, stock, as masks over one catalogue."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from tools.knowledge.kinds import kind_of
from tools.knowledge.port import ProductFilters
from tools.words import words

_FREE_OF = re.compile(r"\b(?:[\w]+[- ]free|vegan \w+)\b", re.IGNORECASE)
""" "Down-Free": named after what it has not."""
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Offer:
    """One way to buy a product. Size and colour are empty where the product has none."""

    price_minor: int
    size: str = ""
    colour: str = ""
    in_stock: bool = True
    is_reduced: bool = False


class Described(Protocol):
    """What facets read of a catalogue entry."""

    @property
    def product_id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def category(self) -> str: ...
    @property
    def offers(self) -> tuple[Offer, ...]: ...
    @property
    def materials(self) -> tuple[str, ...]: ...


class Facets:
    """Answers which products pass a filter: one and the same offer must meet price, size, colour and stock."""

    def __init__(self, entries: Sequence[Described]) -> None:
        self._size = len(entries)
        offers = [(number, offer) for number, entry in enumerate(entries) for offer in entry.offers]
        self._owners = np.array([number for number, _ in offers], dtype=np.int64)
        self._prices = np.array([offer.price_minor for _, offer in offers], dtype=np.int64)
        self._in_stock = np.array([offer.in_stock for _, offer in offers], dtype=bool)
        self._is_reduced = np.array([offer.is_reduced for _, offer in offers], dtype=bool)
        self._sizes = _Values([(offer.size,) for _, offer in offers], _size_words)
        self._colours = _Values([(offer.colour,) for _, offer in offers], words)
        self._is_sized = np.array([len({offer.size for offer in entry.offers}) > 1 for entry in entries], dtype=bool)
        self._categories = _Values([_levels(entry.category) for entry in entries], words)
        self._materials = _Values([entry.materials for entry in entries], words)
        self._called = _Values([tuple(kind_of(entry.name).heads) for entry in entries], _as_written)
        self._ids = np.array([entry.product_id for entry in entries])
        self._named = _Values([words(_FREE_OF.sub(" ", entry.name)) for entry in entries], words)

    def allowed(self, filters: ProductFilters) -> Mask:
        """(n,) bool over the entries. A product without offers passes only when nothing is asked of an offer."""
        mask = self._categories.having(filters.categories) & self._materials.having(filters.materials)
        if filters.without:
            mask &= ~(self._categories.having(filters.without) | self._materials.having(filters.without))
            mask &= ~self._named.having(filters.without)
        if filters.not_called:
            mask &= ~self._called.having(filters.not_called)
        if filters.owned:
            mask &= ~np.isin(self._ids, filters.owned)
        if filters.one_size_only:
            mask &= ~self._is_sized
        if not _asks_of_offer(filters):
            return mask
        fitting = self._sizes.having(filters.sizes) & self._colours.having(filters.colours)
        if filters.min_price_minor is not None:
            fitting &= self._prices >= filters.min_price_minor
        if filters.max_price_minor is not None:
            fitting &= self._prices <= filters.max_price_minor
        if filters.without:
            fitting &= ~self._colours.having(filters.without)
        if filters.in_stock_only:
            fitting &= self._in_stock
        if filters.reduced_only:
            fitting &= self._is_reduced
        passing = np.zeros(self._size, dtype=bool)
        passing[self._owners[fitting]] = True
        return mask & passing


class _Values:
    """Which rows carry a value; a wish is met by a value that has all its words: `blue` by `Navy blue`."""

    def __init__(self, rows: Sequence[Iterable[str]], split: Callable[[str], list[str]]) -> None:
        self._size = len(rows)
        self._split = split
        self._rows: dict[frozenset[str], list[int]] = {}
        for number, values in enumerate(rows):
            for value in {frozenset(split(value)) for value in values}:
                self._rows.setdefault(value, []).append(number)

    def having(self, wishes: Sequence[str]) -> Mask:
        """Rows that carry any of the wishes; all rows when there is no wish."""
        if not wishes:
            return np.ones(self._size, dtype=bool)
        wanted = [frozenset(self._split(wish)) for wish in wishes]
        mask = np.zeros(self._size, dtype=bool)
        for value, numbers in self._rows.items():
            if any(wish and wish <= value for wish in wanted):
                mask[numbers] = True
        return mask


def _asks_of_offer(filters: ProductFilters) -> bool:
    limits = (filters.min_price_minor, filters.max_price_minor)
    named = filters.sizes or filters.colours or filters.without
    return bool(named or filters.in_stock_only or filters.reduced_only or any(x is not None for x in limits))


def _levels(category: str) -> tuple[str, ...]:
    """Every level of a category path."""
    return tuple(level.strip() for level in re.split(r"[>/|]", category) if level.strip())


def _as_written(name: str) -> list[str]:
    return [name.casefold()]


def _size_words(size: str) -> list[str]:
    """Sizes are compared as written: `M` is in `UK M` but neither in `6M` nor in `XM`."""
    return re.findall(r"[\w.]+", size.casefold())
