"""Which variant an exchange means: from sizes, colours and words. Pure."""

from collections.abc import Mapping
from typing import Any

from agent.goods.variants import meant as variants_meant
from domain.catalog import Product, Variant
from domain.orders import OrderLine

_SIZES = ("XXS", "XS", "S", "M", "L", "XL", "XXL", "3XL")


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
