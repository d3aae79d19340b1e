"""How each slot is filled from what was heard. A slot's name means the same in every intent.

Values are plain JSON, since slots live in the conversation's memory.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any

from agent.change_words import CHANGE_FILLERS
from agent.claim_words import CLAIM_FILLERS, described
from agent.entities.found import Found, Reference
from agent.entities.vocabulary import KINDS
from agent.entities.words import stems
from agent.heard import Heard
from agent.left_out import left_out, left_out_span
from agent.memories import as_memory, told
from agent.picking import pick
from agent.shopping import facets, limits
from domain.memories import MemoryTopic

_CANCEL_REASONS = (
    ("ordered_by_mistake", r"\b(mistake|accident\w*|wrong (one|item|size|address)|twice|duplicate)\b"),
    ("found_cheaper", r"\b(cheaper|better price|less (money )?elsewhere)\b"),
    ("too_slow", r"\b(too (long|slow|late)|takes? (so|too) long|not arrive in time|taking forever)\b"),
    ("no_longer_needed", r"\b(no longer|don'?t (need|want)|changed? my mind|not need(ed)?)\b"),
)
_TOO_LATE_TO = re.compile(r"\btoo late (to|for)\b", re.IGNORECASE)
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


def fill(names: Sequence[str], heard: Heard) -> dict[str, Any]:
    """The slots that these words fill; what was not said is not in it."""
    if "order_id" in names:
        names = (*names, "odd_order_id")
    values = {name: FILLERS[name](heard) for name in names if name in FILLERS}
    return {name: value for name, value in values.items() if value is not None}


def _order_id(heard: Heard) -> str | None:
    if heard.entities.order_numbers:
        return str(heard.entities.order_numbers[0].value)
    if _which(heard) is not None:
        return None
    return _pointed_at(heard, "orders")


def _pointed_at(heard: Heard, kind: str) -> str | None:
    """ "it", "that order", "the second one": only when it can mean just one thing that was shown."""
    shown = heard.shown.get(kind, ())
    focus = heard.shown.get(kind.removesuffix("s"), ())
    for found in heard.entities.references:
        reference = found.value
        if reference.kind == "order" and (_names_goods(found, heard) or _NOT.search(heard.text[: found.start])):
            continue
        if reference.kind == "ordinal" and reference.index and (kind != "orders" or len(shown) > 1):
            at = reference.index - 1 if reference.index > 0 else reference.index
            if -len(shown) <= at < len(shown):
                return shown[at]["value"]
        points_here = reference.kind == "pronoun" or (kind == "orders" and _is_that_order(reference))
        if points_here and len(focus) == 1:
            return focus[0]["value"]
    return None


_NOT = re.compile(r"\bnot\s+$", re.IGNORECASE)
""" "Not that order": any but that one."""


def _names_goods(reference: Found[Reference], heard: Heard) -> bool:
    """ "The dress order" is told by what is in it, whichever order was looked at last."""
    named = (*heard.entities.categories, *heard.entities.products)
    return any(found.start < reference.end and reference.start < found.end for found in named)


def _is_that_order(reference: Reference) -> bool:
    return (reference.kind == "order" and reference.index is None) or (
        reference.kind == "noun" and reference.attribute in ("order", "parcel", "package", "delivery")
    )


def _first(found: Sequence[Found[Any]]) -> Any:
    return found[0].value if found else None


def _postcode(heard: Heard) -> str | None:
    """A bare five-digit answer may be an order number as well: then it is not taken for a postcode."""
    orders = {(found.start, found.end) for found in heard.entities.order_numbers}
    return _first([found for found in heard.entities.postcodes if (found.start, found.end) not in orders])


def _quantity(heard: Heard) -> int | None:
    if _ONE_OF.search(heard.text):
        return 1
    says_both = any(found.value.kind == "both" for found in heard.entities.references)
    options = {value.casefold() for values in heard.vocabulary.options.values() for value in values}
    counted = [found for found in heard.entities.quantities if found.text.casefold() not in options]
    return _first(counted) or (2 if says_both else None)


def _which(heard: Heard) -> str | None:
    """ "latest", "first", or "before VM-10234": next to the order that is being looked at."""
    for reference in (found.value for found in heard.entities.references):
        if reference.kind == "before":
            focus = heard.shown.get("order", ())
            side = "before" if reference.index == -1 else "after"
            return f"{side} {focus[0]['value'] if len(focus) == 1 else 'latest'}"
        if reference.kind == "order" and reference.index is not None:
            return "latest" if reference.index < 0 else "first"
    return None


def _dates(heard: Heard) -> list[str] | None:
    """A span in the past: [first day, last day]. "By Friday" is a wish, not when something was ordered."""
    for span in (found.value for found in heard.entities.dates):
        if span.start is not None and span.start <= heard.today:
            end = min(span.end or heard.today, heard.today)
            return [span.start.isoformat(), end.isoformat()]
    return None


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
        if found.value.kind in ("noun", "attribute") and found.value.attribute and not _is_that_order(found.value)
    ]
    if not words and (match := _EMBEDDED_ITEM.search(heard.text)):
        words = [word for word in match[1].split() if word.lower() not in _NO_ITEM]
    return " ".join(dict.fromkeys(words)) or None


def _categories(heard: Heard) -> list[str] | None:
    out = left_out_span(heard)
    kept = heard.entities if out is None else heard.entities.outside(*out)
    return list(dict.fromkeys(found.value for found in kept.categories)) or None


def _also_called(text: str) -> list[str]:
    """What names the same kind of garment: a "t-shirt" is sold as a tee."""
    said = " ".join(stems(text))
    return [word for word, parents in KINDS.items() if parents and parents[0] == said and len(word) <= 4]


def _reason(heard: Heard) -> str | None:
    said = [found.value.value for found in heard.entities.reasons]
    if _TOO_LATE_TO.search(heard.text):
        said = [reason for reason in said if reason != "late"]
    return said[0] if said else None


def _cancel_reason(heard: Heard) -> str | None:
    lowered = heard.text.lower()
    return next((reason for reason, pattern in _CANCEL_REASONS if re.search(pattern, lowered)), None)


def _product_ids(heard: Heard) -> list[str] | None:
    entities = heard.entities
    if entities.product_ids:
        return [found.value for found in entities.product_ids][:4]
    sure = [found.value.product_ids[0] for found in entities.products if len(found.value.product_ids) == 1]
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
        return [focus[0]["value"]]
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


def _odd_order_id(heard: Heard) -> str | None:
    """An order number with a digit missing. Some shops write product numbers as one would misspell those."""
    return _first(heard.entities.odd_order_numbers)


_SKU = re.compile(r"(?<![\w-])[A-Z]{2}\d{3,5}(?:-[A-Z0-9]{1,8}){1,3}(?![\w-])", re.IGNORECASE)
_ENDS_ALERT = re.compile(
    r"\b(?:cancel|stop|end|remove|delete|turn off|drop|forget|no longer)\b.{0,30}\balerts?\b"
    r"|\bdon'?t (?:tell|notify|alert|write|e-?mail) me\b|\b(?:stop|no longer) (?:wait|notify)",
    re.IGNORECASE,
)
_LISTS_ALERTS = re.compile(
    r"\b(?:what|which|list|show|see|do i have|have i|are there)\b.{0,30}\balerts?\b|\bwhat am i waiting for\b"
    r"|^\W*(?:my |the |all (?:my )?)?(?:stock )?alerts?\W*$",
    re.IGNORECASE,
)
_OF_PHONE = re.compile(r"\b(?:phone|mobile|cell|telephone)\b", re.IGNORECASE)
_GIVES_NEW = re.compile(
    r"\b(?:to|is(?: now)?|new|instead|use|with|at)\W*$"
    r"|^\W*(?:(?:no|actually|sorry|wait|oops|i mean(?:t)?|rather|make it|correction|it'?s|should be)\W+){1,4}$",
    re.IGNORECASE,
)
_FORGOTTEN_TOPICS = {
    MemoryTopic.SIZES: re.compile(r"\bsizes?\b|\bthat i(?:'m| am)? (?:wear|take|an? (?:small|medium|large))", re.I),
    MemoryTopic.NAME: re.compile(r"\b(?:nick)?name\b|\bcall me\b", re.IGNORECASE),
    MemoryTopic.COLOURS: re.compile(r"\bcolou?rs?\b", re.IGNORECASE),
    MemoryTopic.MATERIALS: re.compile(r"\bmaterials?\b|\bfabrics?\b|\ballerg", re.IGNORECASE),
    MemoryTopic.CATEGORIES: re.compile(r"\bcategor(?:y|ies)\b", re.IGNORECASE),
}


def _told(heard: Heard) -> list[dict[str, Any]] | None:
    return as_memory(told(heard.text, heard.entities, lexicon=heard.vocabulary.lexicon, today=heard.today)) or None


def _forget(heard: Heard) -> dict[str, str | None] | None:
    """{topic, value}: "that I avoid wool" is one value, "my sizes" is all of a topic, anything else is all."""
    materials, colours = heard.entities.materials, heard.entities.colours
    if materials:
        return {"topic": MemoryTopic.MATERIALS.value, "value": materials[0].value}
    if colours:
        return {"topic": MemoryTopic.COLOURS.value, "value": colours[0].value.name}
    for topic, words in _FORGOTTEN_TOPICS.items():
        if words.search(heard.text):
            return {"topic": topic.value, "value": None}
    return {"topic": MemoryTopic.ALL.value, "value": None}


def _alert_wish(text: str) -> str | None:
    if _ENDS_ALERT.search(text):
        return "end"
    return "list" if _LISTS_ALERTS.search(text) else None


def _means_all(heard: Heard) -> bool:
    return any(found.value.kind in ("all", "both") for found in heard.entities.references)


def _said_new(heard: Heard, found: Sequence[Found[str]]) -> str | None:
    """Given as the new one: "change it to jo@example.com". Any other address may be a proof of who speaks."""
    return next((each.value for each in reversed(found) if _GIVES_NEW.search(heard.text[: each.start])), None)


_EVERY_ORDER = re.compile(
    r"\b(?P<both>both)\b|\b(?:all|every one|each one)(?: of)? (?:my|the|his|her|their|those|these|them)\b"
    r"|\b(?:them|those) (?P<two>both|all)\b|\b(?:all|everything)\W*$",
    re.IGNORECASE,
)


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


FILLERS: dict[str, Callable[[Heard], Any]] = {
    "without": left_out,
    "all_orders": lambda heard: _every_order(heard.text),
    "again": lambda heard: None,
    "order_in_view": _order_in_view,
    "why": lambda heard: heard.quotable if len(heard.text.split()) >= 3 else None,
    "order_id": _order_id,
    "odd_order_id": _odd_order_id,
    "email": lambda heard: _first(heard.entities.emails),
    "postcode": _postcode,
    "which": _which,
    "dates": _dates,
    "item": _item,
    "category": lambda heard: _categories(heard),
    "quantity": _quantity,
    "reason": _reason,
    "note": lambda heard: heard.quotable if heard.entities.reasons else None,
    "cancel_reason": _cancel_reason,
    "product_ids": _product_ids,
    "limits": lambda heard: limits(heard.text, heard.entities, heard.vocabulary),
    "facets": lambda heard: facets(_besides_names(heard)),
    **CLAIM_FILLERS,
    **CHANGE_FILLERS,
    "told": lambda heard: _told(heard),
    "forget": lambda heard: _forget(heard),
    "alert_wish": lambda heard: _alert_wish(heard.text),
    "all_alerts": lambda heard: _means_all(heard) or None,
    "sku": lambda heard: match[0].upper() if (match := _SKU.search(heard.text)) else None,
    "new_email": lambda heard: heard.entities.emails[-1].value if heard.entities.emails else None,
    "new_phone": lambda heard: _first(heard.entities.phones),
    "contact_part": lambda heard: "phone" if _OF_PHONE.search(heard.text) else None,
    "email_said": lambda heard: _said_new(heard, heard.entities.emails),
    "phone_said": lambda heard: _said_new(heard, heard.entities.phones),
}
