"""What a message says of goods: a thing by its name, kind or looks, how many, which of those shown, what it must be.

Slots of `agent.understanding.slots`; what is said of a thing that is claimed or exchanged is in `agent.claims.words`.
Values are plain JSON.
"""

import re
from collections.abc import Callable
from typing import Any

from agent.claims.words import described
from agent.dialogue.left_out import left_out, left_out_span
from agent.dialogue.picking import pick
from agent.entities.found import first_value
from agent.entities.words import stems
from agent.goods.looks import called
from agent.goods.ranking import rank
from agent.goods.shopping import facets, is_unwanted, limits
from agent.goods.spoken_of import owned, wanted
from agent.goods.worn_size import worn_size
from agent.orders.words import is_that_order
from agent.understanding.heard import Heard
from tools.garments import KINDS

_ONE_OF = re.compile(r"\b(just |only )?one of (the|my|them|those|these|two|three|four|\d)\b", re.IGNORECASE)
_SIDE_BY_SIDE = re.compile(r"\bcompare\b|\bdifferences?\b|\bwhich (one )?(is|of them)\b", re.IGNORECASE)
_FIRST_TWO = re.compile(r"\bfirst (two|2)\b|\bboth\b", re.IGNORECASE)
_EMBEDDED_ITEM = re.compile(
    r"\b(?:return|send(?:ing)? back|exchange|refund(?: for)?|claim for|keep)\s+(?:only\s+|just\s+)?"
    r"(?:the|my|this|that|a|one of the)\s+([\w' -]{3,40})",
    re.IGNORECASE,
)
_NO_ITEM = ("order", "item", "items", "parcel", "two", "three", "both", "one", "ones", "other", "from", "too")
"""What stands where an item would, and names none."""
_SKU = re.compile(r"(?<![\w-])[A-Z]{2}\d{3,5}(?:-[A-Z0-9]{1,8}){1,3}(?![\w-])", re.IGNORECASE)


def _item(heard: Heard) -> str | None:
    """The words that name a thing: product, category, colour, "that shirt", what follows "return the"."""
    if thing := described(heard):
        return thing
    entities = heard.entities
    if (out := left_out_span(heard)) is not None:
        entities = entities.outside(*out)
    named = [*entities.products, *entities.categories, *entities.colours, *entities.materials]
    words = [found.text for found in named]
    words += [found.value for found in entities.categories]
    words += [kin for found in entities.categories for kin in _also_called(found.text)]
    words += [
        found.value.attribute
        for found in entities.references
        if found.value.kind in ("noun", "attribute") and found.value.attribute and not is_that_order(found.value)
        if found.value.attribute != "wrong"
    ]
    if not words and (match := _EMBEDDED_ITEM.search(heard.text)):
        words = [word for word in match[1].split() if word.lower() not in _NO_ITEM]
    return " ".join(dict.fromkeys(words)) or None


def _kind(heard: Heard) -> str | None:
    kinds = sorted(wanted(heard.text, heard.entities).categories, key=lambda each: not is_unwanted(heard.text, each))
    return kinds[-1].text if kinds else None


def _limits(heard: Heard) -> dict[str, Any] | None:
    said = limits(heard.text, heard.entities, heard.vocabulary) or {}
    return said | ({"owned": mine} if (mine := owned(heard)) else {}) or None


def _categories(heard: Heard) -> list[str] | None:
    out = left_out_span(heard)
    kept = heard.entities if out is None else heard.entities.outside(*out)
    return list(dict.fromkeys(found.value for found in kept.categories)) or None


def _also_called(text: str) -> list[str]:
    """What names the same kind of garment: a "t-shirt" is sold as a tee."""
    said = " ".join(stems(text))
    return [word for word, parents in KINDS.items() if parents and parents[0] == said and len(word) <= 4]


def _quantity(heard: Heard) -> int | None:
    if _ONE_OF.search(heard.text):
        return 1
    says_both = any(found.value.kind == "both" for found in heard.entities.references)
    options = {value.casefold() for values in heard.vocabulary.options.values() for value in values}
    counted = [found for found in heard.entities.quantities if found.text.casefold() not in options]
    return first_value(counted) or (2 if says_both else None)


def _product_ids(heard: Heard) -> list[str] | None:
    entities = heard.entities
    if entities.product_ids:
        return [found.value for found in entities.product_ids][:4]
    one_each = (found.value.product_ids for found in entities.products if len(found.value.product_ids) == 1)
    sure = list(dict.fromkeys(ids[0] for ids in one_each))
    kinds = {found.value.kind for found in entities.references}
    if sure and _SIDE_BY_SIDE.search(heard.text) and "pronoun" in kinds and (focus := heard.shown.get("product", ())):
        sure = list(dict.fromkeys([focus[0]["value"], *sure]))
    if sure:
        return sure[:4]
    shown = heard.shown.get("products", ())
    if len(shown) > 1 and (
        kinds & {"both", "all"} or _SIDE_BY_SIDE.search(heard.text) or _FIRST_TWO.search(heard.text)
    ):
        return [each["value"] for each in shown[: 2 if _FIRST_TWO.search(heard.text) else 4]]
    focus = heard.shown.get("product", ())
    if focus and "pronoun" in kinds and "ordinal" not in kinds:
        return called(heard) or [focus[0]["value"]]  # "the coat, is it warm", after the gloves
    picked = pick(shown, heard)
    if picked is None and focus and facets(heard.text) and not entities.categories:
        return [focus[0]["value"]]
    return [picked] if picked else None


def _besides_names(heard: Heard) -> str:
    """The words without the names of products: the "Organic Tee" asks for no material."""
    text = heard.text
    for found in heard.entities.products:
        text = text[: found.start] + " " * (found.end - found.start) + text[found.end :]
    return text


GOODS_FILLERS: dict[str, Callable[[Heard], Any]] = {
    "item": _item,
    "category": _categories,
    "sku": lambda heard: match[0].upper() if (match := _SKU.search(heard.text)) else None,
    "quantity": _quantity,
    "product_ids": _product_ids,
    "without": left_out,
    "limits": _limits,
    "worn_size": lambda heard: worn_size(heard.text),
    "facets": lambda heard: facets(_besides_names(heard)),
    "kind": _kind,
    "rank": lambda heard: rank(heard.text),
    "colour": lambda heard: heard.entities.colours[0].value.name if heard.entities.colours else None,
}
