"""An order that is called by how it is doing: "my pending order", "the one that got lost". Pure words."""

import re

from domain.orders import OrderStatus

_STATUS_WORDS = {
    "pending": OrderStatus.PENDING,
    "unpaid": OrderStatus.PENDING,
    "paid": OrderStatus.PAID,
    "packed": OrderStatus.PACKED,
    "shipped": OrderStatus.SHIPPED,
    "delayed": OrderStatus.DELAYED,
    "late": OrderStatus.DELAYED,
    "delivered": OrderStatus.DELIVERED,
    "arrived": OrderStatus.DELIVERED,
    "lost": OrderStatus.LOST,
    "cancelled": OrderStatus.CANCELLED,
    "canceled": OrderStatus.CANCELLED,
}
_WORD = "|".join(_STATUS_WORDS)
_CALLED = re.compile(
    rf"\b(?P<before>{_WORD}) (?:order|one|purchase|parcel|package)s?\b"
    r"|\b(?:says?|said|marked|shows?|shown|listed)(?: as| it'?s| it is| it was)? (?P<told>delivered)\b"
    r"|\b(?:(?:order|parcel) (?:that|which)|one(?: (?:that|which))?)(?:['’]?s| is| was| has| got)?"
    rf"(?P<denied> not|n['’]?t)?(?: (?:so|still|yet|been|already))* (?P<behind>{_WORD})\b"
    r"|\b(?:orders|ones),? (?:that|which)(?: (?:are|were|have|been|already))* (?P<several>delivered|arrived)\b",
    re.IGNORECASE,
)


def status_called(text: str) -> OrderStatus | None:
    """None also for what it is called not to be, but for one that is "not paid yet"."""
    called = _CALLED.search(text)
    if called is None:
        return None
    word = called["before"] or called["told"] or called["behind"] or called["several"]
    status = _STATUS_WORDS[word.lower()]
    if called["denied"]:
        return OrderStatus.PENDING if status is OrderStatus.PAID else None
    return status


def is_called_by_status(text: str) -> bool:
    """ "The pending one" is an order, whatever else could be meant."""
    return _CALLED.search(text) is not None


def names_one_by_status(text: str) -> bool:
    """ "The paid one", "the order that's late"; "it says delivered" only tells how one is doing."""
    called = _CALLED.search(text)
    return called is not None and called["told"] is None
