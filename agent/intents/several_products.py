"""One question asked of several products at once: "how much are they?", "are they waterproof?", "in M?"."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from agent.goods.on_table import on_table
from agent.intents.written_of import asked_words, asks_a_point, sentences_on
from agent.steps import Say
from domain.catalog import Product, Variant

_ASKS = re.compile(r"^\W*(?:\w+\W+){0,2}?(?:what|how|which|do|does|is|are|can|will)\b", re.IGNORECASE)
_COMPARES = re.compile(r"\bcompar\w+|\bdiffer\w*|\bversus\b|\bvs\b|\bbetter\b|\bside by side\b", re.IGNORECASE)
_DIFFERS = re.compile(r"\bdiffer(?:s|ent|ence|ences)?\W*$|\bside by side\b", re.IGNORECASE)
""" "How do the first two differ": in all that is known of them."""
_SUMS = re.compile(
    r"\b(?:together|altogether|(?:in|the|a) total|in all|total (?:for|of|price|cost)|all (?:of (?:it|them)|in)|both)\b",
    re.IGNORECASE,
)
""" "What do the jeans and the belt cost together"."""


@dataclass(frozen=True, slots=True)
class Row:
    """What one of them has to say to it."""

    product: Product
    variants: tuple[Variant, ...]
    """Of the size and colour asked for; all of them when none was."""
    told: str = ""
    """The sentences of its description that speak of what was asked."""

    @property
    def there(self) -> tuple[Variant, ...]:
        return tuple(variant for variant in self.variants if variant.stock)


def of_several(products: Sequence[Product], slots: Mapping[str, Any], text: str) -> Say:
    """Each with what was asked of it; side by side where nothing in particular was."""
    limits = slots.get("limits") or {}
    size, colours = next(iter(limits.get("sizes", ())), None), limits.get("colours", ())
    facets = slots.get("facets") or (["stock"] if size or colours else [])
    shows = on_table(products)
    if "price" in facets and _SUMS.search(text):
        facets = [*facets, "total"]
    if facets:
        rows = tuple(Row(product, variants_of(product, size=size, colours=colours)) for product in products)
        total = sum((product.price for product in products[1:]), products[0].price) if "total" in facets else None
        facts = {"rows": rows, "facets": facets, "size": size, "colour": colour_said(slots), "total": total}
        return Say("products_facets", facts, shows=shows, shows_kind="products")
    asks = asks_a_point(text) or (_ASKS.match(text) is not None and _COMPARES.search(text) is None)
    asks = asks and _DIFFERS.search(text) is None
    if slots.get("matter") or (asks and any(asked_words(text, product) for product in products)):
        return _told(products, text)
    return Say("products_compared", {"products": tuple(products)}, shows=shows, shows_kind="products")


def _told(products: Sequence[Product], text: str) -> Say:
    rows = tuple(
        Row(product, product.variants, sentences_on(asked_words(text, product), product)) for product in products
    )
    facts = {"rows": tuple(row for row in rows if row.told), "silent": tuple(row for row in rows if not row.told)}
    is_silent = not facts["rows"]
    return Say(
        "none_told" if is_silent else "products_told",
        facts,
        shows=on_table(products),
        shows_kind="products",
        opens="human_agent" if is_silent else "",
    )


def variants_of(product: Product, *, size: str | None, colours: Sequence[str]) -> tuple[Variant, ...]:
    """Of that size and one of those colours; "blue" is any shade of it that the product has."""
    if not colours:
        return product.matching(size=size)
    own = dict.fromkeys(colour_of(product, colour) for colour in colours)
    return tuple(variant for colour in own for variant in product.matching(size=size, colour=colour))


def colour_of(product: Product, colour: str | None) -> str | None:
    """The product's own name for the colour: "green" is "Moss Green" when only that is sold."""
    if colour is None:
        return None
    wanted = colour.casefold()
    exact = next((name for name in product.colours if name.casefold() == wanted), None)
    return exact or next((name for name in product.colours if wanted in name.casefold()), colour)


def colour_said(slots: Mapping[str, Any]) -> str | None:
    """As it is called back: "blue" where its shades are many."""
    colours = (slots.get("limits") or {}).get("colours", ())
    return (slots.get("colour") if len(colours) > 1 else None) or next(iter(colours), None)
