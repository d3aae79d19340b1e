"""What a message says of which order is meant: its number, "that order", "the latest", when it was placed, "both".

Slots of `agent.understanding.slots`. What is pointed at is looked up in what the conversation has shown. Values are
plain JSON.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from agent.entities.found import Found, Reference, first_value
from agent.orders.asked import facet_of, is_part, rule_of
from agent.orders.called import BY_AGE, names_one_by_status
from agent.orders.choosing import alike
from agent.understanding.heard import Heard

_NOT = re.compile(r"\bnot\s+$", re.IGNORECASE)
""" "Not that order": any but that one."""
_SEVERAL = re.compile(r"\b(?:orders|purchases|parcels|packages|deliveries)\b", re.IGNORECASE)
""" "My older orders": not the one that was looked at last."""
_WAS_BOUGHT = re.compile(r"\b(?:bought|ordered|purchased|got|received|came|arrived)\b", re.IGNORECASE)
""" "What I bought in October": the one that is over."""
_LAST_TIME = re.compile(r"\b(?:order|buy|get)\b.{0,12}\blast time\b", re.IGNORECASE)
_POINTED_AT = re.compile(r"\b(?:the|my|that|those) (\w{4,})")
_NO_GOODS = frozenset({"size", "ones", "order", "orders", "card", "standard", "express", "next"})
_NEXT_TO_IT = re.compile(r"\b(?:older|earlier|newer|more recent)\b", re.IGNORECASE)
_SENT_BY = re.compile(
    r"\b(?:the|that|my) (express|standard|priority|overnight|same.day|next.day) (?:one|order|parcel|package)\b",
    re.IGNORECASE,
)
""" "Is the express one here tomorrow": of several the one that was ordered so."""
_CHANGES_IT = re.compile(r"\b(?:change|switch|upgrade|make|take|to the)\b", re.IGNORECASE)
_EVERY_ORDER = re.compile(
    r"\b(?P<both>both)\b(?! (?:of the )?(?:pieces|items|things|colou?rs|sizes|pairs))"
    r"|\b(?:all|every one|each one)(?: of)? (?:my|the|his|her|their|those|these|them)\b"
    r"|\ball (?:of )?(?:the )?(?:two|three|four|five|six|\d)\b"
    r"|\b(?:all|each|every)(?: of)? (?:my |the )?(?:orders?|two)\b"
    r"|\b(?:them|those) (?P<two>both|all)\b|\b(?:all|everything)\W*$",
    re.IGNORECASE,
)


def _order_id(heard: Heard) -> str | None:
    if heard.entities.order_numbers:
        return str(heard.entities.order_numbers[0].value)
    if _which(heard) is not None or names_one_by_status(heard.text):
        return None
    return _pointed_at(heard)


def _pointed_at(heard: Heard) -> str | None:
    """ "it", "that order", "the second one": only when it can mean just one thing that was shown."""
    shown, focus = heard.shown.get("orders", ()), heard.shown.get("order", ())
    for found in heard.entities.references:
        reference = found.value
        is_none_alone = _names_goods(found, heard) or _SEVERAL.search(found.text) is not None
        if reference.kind == "order" and (is_none_alone or _NOT.search(heard.text[: found.start])):
            continue
        if reference.kind == "ordinal" and reference.index and len(shown) > 1:
            at = reference.index - 1 if reference.index > 0 else reference.index
            if -len(shown) <= at < len(shown):
                return shown[at]["value"]
        points_here = reference.kind == "pronoun" or is_that_order(reference)
        if points_here and len(focus) == 1 and not names_other_goods(heard):
            return focus[0]["value"]
    return None


def names_other_goods(heard: Heard) -> bool:
    """Goods that the order being looked at does not hold: "what about the dress, is it paid"."""
    named = _goods_named(heard)
    focus = heard.shown.get("order", ())
    return bool(named) and not any(_holds(each, named) for each in focus)


def listed_with(heard: Heard) -> str | None:
    """The one of the orders shown that holds the goods named, or the most of them."""
    named = _goods_named(heard)
    held = {each["value"]: sum(_holds(each, {word}) for word in named) for each in heard.shown.get("orders", ())}
    most = max(held.values(), default=0)
    holding = [order_id for order_id, count in held.items() if count == most > 0]
    return holding[0] if len(holding) == 1 else None


def _goods_named(heard: Heard) -> set[str]:
    """By a word for goods, or by one out of the names of what the orders shown hold: "the poncho"."""
    named = (*heard.entities.categories, *heard.entities.products)
    pointed = {match[1] for match in _POINTED_AT.finditer(heard.text.casefold())} - _NO_GOODS
    shown = {word for each in heard.shown.get("orders", ()) for word in each.get("words", "").casefold().split()}
    return {word for found in named for word in found.text.casefold().split()} | (pointed & shown)


def _holds(choice: Mapping[str, str], named: set[str]) -> bool:
    has = choice.get("words", "").casefold().split()
    return any(alike(word, name) for word in named for name in has)


def _names_goods(reference: Found[Reference], heard: Heard) -> bool:
    """ "The dress order" is told by what is in it, whichever order was looked at last."""
    named = (*heard.entities.categories, *heard.entities.products)
    return any(found.start < reference.end and reference.start < found.end for found in named)


def is_that_order(reference: Reference) -> bool:
    return (reference.kind == "order" and reference.index is None) or (
        reference.kind == "noun" and reference.attribute in ("order", "parcel", "package", "delivery")
    )


def _which(heard: Heard) -> str | None:
    """ "latest", "first", or "before VM-10234": next to the order that is being looked at."""
    for reference in (found.value for found in heard.entities.references):
        if reference.kind == "before":
            focus = heard.shown.get("order", ())
            side = "before" if reference.index == -1 else "after"
            return f"{side} {reference.attribute or (focus[0]['value'] if len(focus) == 1 else 'latest')}"
        if reference.kind == "order" and reference.index is not None:
            return "latest" if reference.index < 0 else "first"
    if _LAST_TIME.search(heard.text):
        return "latest"
    if by_method := None if _CHANGES_IT.search(heard.text) else _SENT_BY.search(heard.text):
        return f"by {by_method[1].casefold()}"
    return _by_age(heard)


def _by_age(heard: Heard) -> str | None:
    """ "The older one": of those listed, else next to the one that is looked at."""
    by_age, focus = BY_AGE.match(heard.text), heard.shown.get("order", ())
    if by_age is None:
        return None
    if len(heard.shown.get("orders", ())) > 1:
        return "first" if by_age["old"] else "latest"
    is_next_to_it = len(focus) == 1 and _NEXT_TO_IT.search(heard.text) is not None
    return f"{'before' if by_age['old'] else 'after'} {focus[0]['value']}" if is_next_to_it else None


def _dates(heard: Heard) -> list[str] | None:
    """A span in the past: [first day, last day]. "By Friday" is a wish, not when something was ordered."""
    for span in (found.value for found in heard.entities.dates):
        start, end = span.start, span.end or heard.today
        if start is not None and start > heard.today and _WAS_BOUGHT.search(heard.text):
            start, end = (day - (start - start.replace(year=start.year - 1)) for day in (start, end))
        if start is not None and start <= heard.today:
            return [start.isoformat(), min(end, heard.today).isoformat()]
    return None


def _odd_order_id(heard: Heard) -> str | None:
    """An order number with a digit missing. Some shops write product numbers as one would misspell those."""
    return first_value(heard.entities.odd_order_numbers)


def _every_order(text: str) -> str | None:
    """ "both" or "all": how many of the orders in question are meant."""
    match = _EVERY_ORDER.search(text)
    if match is None:
        return None
    return "both" if match["both"] or (match["two"] or "").lower() == "both" else "all"


def _order_in_view(heard: Heard) -> str | None:
    """The one order that is being looked at, named or not."""
    focus = heard.shown.get("order", ())
    return focus[0]["value"] if len(focus) == 1 and not heard.entities.order_numbers else None


def _orders_in_view(heard: Heard) -> list[str] | None:
    """Those that were listed last, in that order."""
    return [each["value"] for each in heard.shown.get("orders", ())] or None


ORDER_FILLERS: dict[str, Callable[[Heard], Any]] = {
    "order_id": _order_id,
    "odd_order_id": _odd_order_id,
    "order_in_view": _order_in_view,
    "orders_in_view": _orders_in_view,
    "order_facet": facet_of,
    "order_rule": rule_of,
    "only_part": is_part,
    "another": lambda heard: any(found.value.kind == "other" for found in heard.entities.references) or None,
    "all_orders": lambda heard: _every_order(heard.text),
    "which": _which,
    "dates": _dates,
}
