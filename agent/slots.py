"""How each slot is filled from what was heard. A slot's name means the same in every intent.

Values are plain JSON, since slots live in the conversation's memory.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from rapidfuzz import fuzz, process

from agent.context import Vocabulary
from agent.entities.found import Entities, Found, Reference
from agent.shopping import facets, limits

_CANCEL_REASONS = (
    ("ordered_by_mistake", r"\b(mistake|accident\w*|wrong (one|item|size|address)|twice|duplicate)\b"),
    ("found_cheaper", r"\b(cheaper|better price|less (money )?elsewhere)\b"),
    ("too_slow", r"\b(too (long|slow|late)|takes? (so|too) long|not arrive in time|taking forever)\b"),
    ("no_longer_needed", r"\b(no longer|don'?t (need|want)|changed? my mind|not need(ed)?)\b"),
)
_TOO_LATE_TO = re.compile(r"\btoo late (to|for)\b", re.IGNORECASE)
_ONE_OF = re.compile(r"\b(just |only )?one of (the|my|them|those|these)\b", re.IGNORECASE)
_SIDE_BY_SIDE = re.compile(r"\bcompare\b|\bdifferences?\b|\bwhich (one )?(is|of them)\b", re.IGNORECASE)
_FIRST_TWO = re.compile(r"\bfirst (two|2)\b|\bboth\b", re.IGNORECASE)
_EMBEDDED_ITEM = re.compile(
    r"\b(?:return|send(?:ing)? back|exchange|refund(?: for)?|claim for|keep)\s+(?:only\s+|just\s+)?"
    r"(?:the|my|this|that|a|one of the)\s+([\w' -]{3,40})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Heard:
    """One request's words, and what was found in them."""

    text: str
    entities: Entities
    today: date
    vocabulary: Vocabulary
    shown: Mapping[str, Sequence[Mapping[str, str]]]
    """What the conversation showed last, by kind: [{value, label, words}]."""


def fill(names: Sequence[str], heard: Heard) -> dict[str, Any]:
    """The slots that these words fill; what was not said is not in it."""
    values = {name: FILLERS[name](heard) for name in names if name in FILLERS}
    return {name: value for name, value in values.items() if value is not None}


def _order_id(heard: Heard) -> str | None:
    if heard.entities.order_numbers:
        return str(heard.entities.order_numbers[0].value)
    return _pointed_at(heard, "orders")


def _pointed_at(heard: Heard, kind: str) -> str | None:
    """ "it", "that order", "the second one": only when it can mean just one thing that was shown."""
    shown = heard.shown.get(kind, ())
    focus = heard.shown.get(kind.removesuffix("s"), ())
    for reference in (found.value for found in heard.entities.references):
        if reference.kind == "ordinal" and reference.index and (kind != "orders" or len(shown) > 1):
            at = reference.index - 1 if reference.index > 0 else reference.index
            if -len(shown) <= at < len(shown):
                return shown[at]["value"]
        points_here = reference.kind == "pronoun" or (kind == "orders" and _is_that_order(reference))
        if points_here and len(focus) == 1:
            return focus[0]["value"]
    return None


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
    return _first(heard.entities.quantities) or (2 if says_both else None)


def _which(heard: Heard) -> str | None:
    for reference in (found.value for found in heard.entities.references):
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
    entities = heard.entities
    named = [*entities.products, *entities.categories, *entities.colours, *entities.materials]
    words = [found.text for found in named]
    words += [found.value for found in entities.categories]
    words += [
        found.value.attribute
        for found in entities.references
        if found.value.kind in ("noun", "attribute") and found.value.attribute and not _is_that_order(found.value)
    ]
    if not words and (match := _EMBEDDED_ITEM.search(heard.text)):
        words = [word for word in match[1].split() if word.lower() not in ("order", "item", "items", "parcel")]
    return " ".join(dict.fromkeys(words)) or None


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
    if sure:
        return sure[:4]
    kinds = {found.value.kind for found in entities.references}
    shown = heard.shown.get("products", ())
    if len(shown) > 1 and (kinds & {"both", "all"} or _SIDE_BY_SIDE.search(heard.text)):
        return [each["value"] for each in shown[: 2 if _FIRST_TWO.search(heard.text) else 4]]
    focus = heard.shown.get("product", ())
    if focus and "pronoun" in kinds and "ordinal" not in kinds:
        return [focus[0]["value"]]
    picked = pick(shown, heard)
    if picked is None and focus and facets(heard.text) and not entities.categories:
        return [focus[0]["value"]]
    return [picked] if picked else None


FILLERS: dict[str, Callable[[Heard], Any]] = {
    "order_id": _order_id,
    "claim_id": lambda heard: _first(heard.entities.claim_numbers),
    "email": lambda heard: _first(heard.entities.emails),
    "postcode": _postcode,
    "which": _which,
    "dates": _dates,
    "item": _item,
    "category": lambda heard: list(dict.fromkeys(found.value for found in heard.entities.categories)) or None,
    "quantity": _quantity,
    "reason": _reason,
    "note": lambda heard: heard.text if heard.entities.reasons else None,
    "cancel_reason": _cancel_reason,
    "product_ids": _product_ids,
    "limits": lambda heard: limits(heard.text, heard.entities, heard.vocabulary),
    "facets": lambda heard: facets(heard.text),
}


def pick(choices: Sequence[Mapping[str, str]], heard: Heard) -> str | None:
    """The one choice that an answer means: by its number in the list, its label, its words, or "the blue one"."""
    if not choices:
        return None
    return _by_position(choices, heard) or _by_label(choices, heard.text) or _by_words(choices, heard)


def _by_position(choices: Sequence[Mapping[str, str]], heard: Heard) -> str | None:
    for reference in (found.value for found in heard.entities.references):
        at = {"ordinal": reference.index, "pronoun": 1 if len(choices) == 1 else None}.get(reference.kind)
        if at is not None and at != 0 and abs(at) <= len(choices):
            return choices[at - 1 if at > 0 else at]["value"]
    return None


def _by_label(choices: Sequence[Mapping[str, str]], text: str) -> str | None:
    labels = [choice["label"].casefold() for choice in choices]
    answer = text.strip().strip(".!").casefold()
    if answer in labels:
        return choices[labels.index(answer)]["value"]
    if len(answer) < 4:
        return None
    best = process.extract(answer, labels, scorer=fuzz.ratio, score_cutoff=85, limit=2)
    return choices[best[0][2]]["value"] if best and (len(best) == 1 or best[0][1] > best[1][1]) else None


_NOT_TELLING = frozenset(
    [
        "it",
        "its",
        "is",
        "was",
        "the",
        "this",
        "that",
        "these",
        "those",
        "my",
        "me",
        "your",
        "of",
        "to",
        "in",
        "on",
        "for",
        "from",
        "and",
        "or",
        "not",
        "no",
        "yes",
        "one",
        "ones",
        "ll",
        "keep",
        "want",
        "please",
        "would",
        "like",
        "with",
        "as",
        "be",
        "have",
        "has",
        "had",
        "do",
        "does",
        "just",
        "only",
        "mind",
        "changed",
    ]
)


def _by_words(choices: Sequence[Mapping[str, str]], heard: Heard) -> str | None:
    """The choice that shares most telling words with the answer, if it is only one."""
    said = set(re.findall(r"[\w-]{2,}", heard.text.casefold())) - _NOT_TELLING
    said |= {found.value.attribute for found in heard.entities.references if found.value.attribute}
    scores = [
        len(said & set(re.findall(r"[\w-]{2,}", f"{choice['label']} {choice.get('words', '')}".casefold())))
        for choice in choices
    ]
    best = max(scores)
    return choices[scores.index(best)]["value"] if best > 0 and scores.count(best) == 1 else None
