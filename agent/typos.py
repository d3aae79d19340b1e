"""Slips in the words that decide what a support message is about: "retrun", "cacel", "ploicy".

Only words that are no English and one slip away from a word of support are changed; what the customer
typed stays in the transcript.
"""

import re
from functools import lru_cache

from agent.entities.spelling import Speller, common_english

_SUPPORT = (
    "cancel", "cancelled", "return", "returned", "returning", "returns", "refund", "refunded", "refunds", "policy",
    "policies", "order", "orders", "ordered", "exchange", "delivery", "delivered", "deliver", "shipping", "shipped",
    "tracking", "track", "parcel", "package", "discount", "discounts", "student", "students", "payment", "invoice",
    "warranty", "address", "password", "account", "newsletter", "damaged", "broken", "person", "human", "agent",
    "complaint", "status", "forget", "please", "where", "change", "voucher", "code", "size", "sizes", "available",
)  # fmt: skip
_WORD = re.compile(r"[A-Za-z]{5,}")


def mended(text: str) -> str:
    """The text with such slips put right."""
    speller = _speller()

    def mend(match: re.Match[str]) -> str:
        word = match.group()
        meant = speller.correct(word.lower())
        return meant if meant is not None and meant != word.lower() else word

    return _WORD.sub(mend, text)


@lru_cache(maxsize=1)
def _speller() -> Speller:
    return Speller.build(_SUPPORT, english=common_english())
