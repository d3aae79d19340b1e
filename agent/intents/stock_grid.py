"""Which sizes there are in which colours: told together where they are the same, apart where they differ. Pure."""

import re
from collections.abc import Iterable

from domain.catalog import Product, Variant

Group = tuple[tuple[str, ...], tuple[str, ...]]
"""Colours, and the sizes that hold for each of them."""
_ASKS_GONE = re.compile(r"\b(?:sold out|out of stock|unavailable|not available|gone)\b", re.IGNORECASE)


def grouped(variants: Iterable[Variant]) -> tuple[Group, ...]:
    sizes: dict[str, list[str]] = {}
    for variant in variants:
        sizes.setdefault(variant.colour, []).append(variant.size)
    colours: dict[tuple[str, ...], list[str]] = {}
    for colour, own in sizes.items():
        colours.setdefault(tuple(dict.fromkeys(own)), []).append(colour)
    return tuple((tuple(each), own) for own, each in colours.items())


def in_order(product: Product, variants: Iterable[Variant]) -> list[Variant]:
    """As the product lists its colours and sizes, not as they happen to be stored."""
    colours, sizes = product.colours, product.sizes
    return sorted(variants, key=lambda each: (colours.index(each.colour), sizes.index(each.size)))


def asks_if_gone(text: str) -> bool:
    """ "Is it sold out": a yes means the opposite."""
    return _ASKS_GONE.search(text) is not None
