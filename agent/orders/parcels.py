"""Which parcel of an order is spoken of: "the other box", "the second one", "the one with the sweater". Pure."""

import re
from collections.abc import Sequence

from agent.orders.choosing import alike
from domain.orders import Order

PARCEL = (
    r"\b(?:other|second|first|2nd|1st|last|remaining|missing|next|both|two|one of the) "
    r"(?:parcels?|packages?|box(?:es)?|shipments?|half|part)\b"
    r"|\bthe rest(?! of (?:the (?:shop|range)|my (?:stuff|orders|things|parcels)))\b"
)
_PLACE = re.compile(
    r"\b(?:(?P<n1>first|1st)|(?P<n2>second|2nd)|(?P<n3>third|3rd)|(?P<last>last)"
    r"|(?P<rest>other|remaining|missing|next|rest|late))\b(?! (?:orders?|purchase)\b)",
    re.IGNORECASE,
)

_HOLDING = re.compile(
    r"\b(?:ones?|parcels?|packages?|box(?:es)?|part|half) (?:that |which )?(?:with|has|holds|contains|containing|of)"
    r" (?:the |my |an? )?(?P<thing>[a-z][a-z' -]*[a-z])|\bthe (?P<before>[a-z][a-z' -]*[a-z]) ones?\b",
    re.IGNORECASE,
)


def parcel_meant(text: str, under_way: Sequence[bool]) -> int | None:
    """Which of an order's parcels "the second one", "the other box" is, by place; `under_way`: which travel."""
    found = _PLACE.search(text)
    if found is None:
        return None
    if found["rest"]:
        return under_way.index(True) if under_way.count(True) == 1 else None
    place = len(under_way) - 1 if found["last"] else int((found.lastgroup or "n0")[1:]) - 1
    return place if place < len(under_way) else None


def parcel_holding(text: str, order: Order) -> int | None:
    """The one parcel with the thing that "the one with the sweater" names."""
    found = _HOLDING.search(text)
    if found is None:
        return None
    said = (found["thing"] or found["before"]).casefold().split()
    names = {line.line: line.name.casefold().split() for line in order.lines}
    holding = [
        place
        for place, parcel in enumerate(order.parcels)
        if any(alike(said[-1], word) for line in parcel.lines for word in names[line])
    ]
    return holding[0] if len(holding) == 1 else None


_OF_PARCEL = re.compile(PARCEL, re.IGNORECASE)


def is_of_parcel(text: str) -> bool:
    """ "The second parcel" is a part of one order, not the second of several."""
    return _OF_PARCEL.search(text) is not None
