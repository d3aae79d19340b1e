"""An order that is called by how it is doing or its age: "my pending order", "the one that got lost". Pure words."""

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
BY_AGE = re.compile(
    r"^\W*(?:(?:the|my|no|i mean|ok|and|for|that'?s|its|it'?s)\W+)*"
    r"(?:(?P<old>older|oldest|earlier|earliest)|newer|newest|latest|most recent|more recent|last)"
    r"(?: (?:one|order))?\W*$",
    re.IGNORECASE,
)
""" "The newer one", of the orders that were listed."""
_BY_WORD = ("before", "told", "behind", "several", "reported", "one")
_SAID = re.compile(rf"\b(?:{_WORD})\b", re.IGNORECASE)
_DENIED = re.compile(r"\b(?:not|never|isn['’]?t|wasn['’]?t|hasn['’]?t|no)\b|\?", re.IGNORECASE)
_CALLED = re.compile(
    rf"\b(?P<before>{_WORD}) (?:order|one|purchase|parcel|package)s?\b"
    r"|\b(?:says?|said|marked|shows?|shown|listed)(?: as| it'?s| it is| it was)? (?P<told>delivered)\b"
    r"|\b(?:(?:order|parcel) (?:that|which)|one(?: (?:that|which))?)(?:['’]?s| is| was| has| got)?"
    rf"(?P<denied> not|n['’]?t)?(?: (?:so|still|yet|been|already))* (?P<behind>{_WORD})\b"
    r"|\b(?:last|latest|newest|most recent) (?:order|one|parcel|package|delivery|thing|stuff)(?: (?:that|which))?"
    r" (?P<got>(?:(?:i|we)(?:['’]ve| have)?(?: just)? (?:got(?! (?:open|coming|on|left|under))|received)|came))\b"
    r"|\b(?:orders|ones),? (?:that|which)(?: (?:are|were|have|been|already))* (?P<several>delivered|arrived)\b"
    r"|(?:\b(?:reported|marked|listed)(?: as)? |^\W*(?=\w+\?))(?P<reported>lost|delayed|late)\b"
    r"|\bone(?: of (?:them|those|my orders))? (?:is|got|was|as)(?: reported)? (?P<one>lost|delayed|late)\b",
    re.IGNORECASE,
)


def status_called(text: str) -> OrderStatus | None:
    """None also for what it is called not to be, but for one that is "not paid yet"."""
    called = _CALLED.search(text)
    if called is None:
        return None
    if called["got"]:
        return OrderStatus.DELIVERED
    word = next(called[name] for name in _BY_WORD if called[name])
    status = _STATUS_WORDS[word.lower()]
    if called["denied"]:
        return OrderStatus.PENDING if status is OrderStatus.PAID else None
    return status


def status_said(text: str) -> OrderStatus | None:
    """In an answer to which one is meant also a bare word: "lost", "the one marked as late"."""
    said = {_STATUS_WORDS[word.lower()] for word in _SAID.findall(text)}
    is_plain = len(said) == 1 and _DENIED.search(text) is None
    return status_called(text) or (said.pop() if is_plain else None)


def is_called_by_status(text: str) -> bool:
    """ "The pending one" is an order, whatever else could be meant."""
    return _CALLED.search(text) is not None


def names_one_by_status(text: str) -> bool:
    """ "The paid one", "the order that's late"; "it says delivered" only tells how one is doing."""
    called = _CALLED.search(text)
    return called is not None and called["told"] is None
