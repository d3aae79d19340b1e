"""Which variant an exchange means, and which are offered: from sizes, colours and words. Pure."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from agent.goods.variants import meant as variants_meant
from domain.catalog import Product, Variant
from domain.claims import ReturnReason
from domain.orders import OrderLine

_SIZES = ("XXS", "XS", "S", "M", "L", "XL", "XXL", "3XL")
MOST_OFFERED = 8
"""Versions in one list; of more those are named that differ least from what was bought."""

WISHED = re.compile(
    r"^\W*(?:(?:an?|the|my) )?(?:exchange|swap)(?: please| pls| then| now)?\W*$"
    r"|\b(?:need|want|like|have|get) my [\w' -]{3,30}? (?:(?:one|a|two) sizes? (?:up|down|bigger|smaller|larger)"
    r"|in (?:a |the next )(?:bigger|smaller|larger|different) size)\b",
    re.IGNORECASE,
)
""" "I need my shirt one size up": the one that is there, and not one more."""


def in_stock(product: Product, line: OrderLine, quantity: int, *, may_be_same: bool = False) -> list[Variant]:
    """What could be sent instead."""
    others = (variant for variant in product.variants if may_be_same or variant.sku != line.sku)
    return [variant for variant in others if variant.stock >= quantity]


def meant(product: Product, line: OrderLine, said: Mapping[str, str] | str | None) -> list[Variant]:
    """The variants that the words can mean; what was not said stays as it is. A picked choice is a sku."""
    if not said:
        return []
    if isinstance(said, str):
        return [variant for variant in product.variants if variant.sku == said]
    if said.get("same"):
        return [variant for variant in product.variants if variant.sku == line.sku]
    if (words := said.get("words_wanted")) and (found := variants_meant(product, words, like=line).variants):
        return [variant for variant in found if variant.sku != line.sku]
    size = said.get("size") or _next_size(product, line.size, said.get("step")) or line.size
    colour = said.get("colour")
    variants = [variant for variant in product.variants if variant.sku != line.sku]
    return [
        variant
        for variant in variants
        if variant.size.casefold() == size.casefold() and has_colour(variant, colour or line.colour)
    ]


def has_colour(variant: Variant, colour: str) -> bool:
    """ "Blue" is any of the shop's blues when it is part of the name."""
    mine, wanted = variant.colour.casefold(), colour.casefold()
    return mine == wanted or wanted in mine.split()


def that_may_fit(variants: Sequence[Variant], line: OrderLine, reason: str | None) -> list[Variant]:
    """Nothing smaller than what is too small, nor bigger than what is too big; sizes without an order all stay."""
    own = _rank(line.size)
    step = {ReturnReason.TOO_SMALL.value: 1, ReturnReason.TOO_BIG.value: -1}.get(reason or "", 0)
    if not step:
        return list(variants)
    ranks = [(variant, _rank(variant.size)) for variant in variants]
    return [each for each, rank in ranks if rank[0] != own[0] or own[0] > 1 or (rank > own if step > 0 else rank < own)]


def nearest(variants: Sequence[Variant], line: OrderLine) -> list[Variant]:
    """Of a long list those in the colour that was bought, and in other colours the size next to it; in that order."""
    if len(variants) <= MOST_OFFERED:
        return list(variants)
    own = [variant for variant in variants if variant.colour == line.colour]
    sizes = sorted({variant.size for variant in variants}, key=lambda size: _apart(size, line.size))
    others = [variant for variant in variants if variant.colour != line.colour and variant.size == sizes[0]]
    return [*own, *others][:MOST_OFFERED]


def _apart(size: str, own: str) -> tuple[int, float, str]:
    (kind, place, _), (own_kind, own_place, _) = _rank(size), _rank(own)
    return abs(kind - own_kind), abs(place - own_place), size


def _next_size(product: Product, size: str, step: str | None) -> str | None:
    """ "One size up", along the sizes that the product comes in."""
    if step is None:
        return None
    sizes: list[Any] = sorted(product.sizes, key=_rank)
    if size not in sizes:
        return None
    at = sizes.index(size) + (1 if step == "up" else -1)
    return sizes[at] if 0 <= at < len(sizes) else None


def _rank(size: str) -> tuple[int, float, str]:
    if size.upper() in _SIZES:
        return 0, _SIZES.index(size.upper()), ""
    digits = "".join(character for character in size if character.isdigit() or character == ".")
    return (1, float(digits), "") if digits.replace(".", "", 1).isdigit() else (2, 0.0, size)
