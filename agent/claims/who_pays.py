"""Whether a question about costs is one of yes and no, and which of the two says that it is free. Pure words."""

import re

_WHICH = re.compile(r"\b(?:who|how much|what|which|why|or)\b", re.IGNORECASE)
_PAYS = re.compile(
    r"\b(?:do|does|did|will|would|must|should|shall|am|are|is) (?:i|we|she|he|they|there)\b"
    r".{0,24}\b(?:pay|paying|charged|cover|costs?|fees?)\b"
    r"|\bcosts? (?:me|us|her|him|them|any|something|extra|more)\b"
    r"|\b(?:do|will|would|does) (?:you|it|that|this|an?|the)\b"
    r".{0,24}\b(?:charge|take|deduct|cost)\b"
    r"|\bany (?:costs?|fees?|charges?)\b|\bon me\b|\bout of my (?:own )?pocket\b|\bat my (?:own )?(?:cost|expense)\b",
    re.IGNORECASE,
)
_FREE = re.compile(
    r"\bfree\b|\b(?:do|will|would|does) (?:you|u|the shop)\b.{0,16}\b(?:pay|cover)\b|\bon (?:you|the house)\b"
    r"|\bpre-?paid\b|\b(?:is|are) .{0,30}\b(?:covered|paid for|included)\b",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"\b(?:ship\w*|send\w*|post\w*|mail\w*) (?:(?:it|them|that|this|those|these|the \w+|stuff) )?back\b"
    r"|\breturn (?:shipping|postage|delivery|label)\b|\b(?:do|will|would|must) i (?:have to |need to |then )?pay\b",
    re.IGNORECASE,
)
_PAID_BACK = re.compile(
    r"\b(?:refund\w*|reimburs\w*|get|got|give|want|keep|lose|lost|returned|include\w*)\b|\bi (?:already )?paid\b",
    re.IGNORECASE,
)


def asks_to_send_back(text: str) -> bool:
    """ "Do I have to pay for shipping it back": of what is to be sent yet, not of the delivery that was paid."""
    return _BACK.search(text) is not None and _PAID_BACK.search(text) is None


def asks_if_free(text: str) -> bool | None:
    """ "Is it free?" True, "do I have to pay?" False; None where neither yes nor no answers."""
    if _WHICH.search(text):
        return None
    if _FREE.search(text):
        return True
    return False if _PAYS.search(text) else None


def yes_or_no(text: str, *, is_free: bool | None) -> bool | None:
    """Yes, no, or neither, as the answer begins."""
    asked = asks_if_free(text)
    return None if asked is None or is_free is None else asked is is_free
