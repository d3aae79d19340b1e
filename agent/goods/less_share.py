"""What one thing costs with a code, or less the share that was told last: "how much would it be with that". Pure.

The share itself is looked up again in the shop's offers (see `agent.intents.price_delivered`): nothing is reckoned by
what only the customer says.
"""

import re
from typing import Any

from agent.intents.baskets import DELIVERY, PERCENT
from agent.state import Memory

_ASKS_SUM = r"(?:how much|costs?|price|total|come (?:to|out)|pay)"
_WITH = r"(?:with|using|after|minus|less|including|incl\w*|apply\w*|use|used)"
_CODES = r"(?:codes?|coupon|voucher|promo|discount|[a-z]{3,}\d{1,3})"
_WITH_CODE = re.compile(
    rf"\b{_ASKS_SUM}\b.{{0,80}}\b{_WITH}\b.{{0,16}}\b(?:{_CODES}|\d{{1,2}} ?(?:%|percent))"
    rf"|\b{_WITH}\b.{{0,16}}\b{_CODES}\b.{{0,60}}\b{_ASKS_SUM}\b",
    re.IGNORECASE,
)
""" "What would the jacket cost me with that code"."""
_WITH_THAT = re.compile(rf"\b{_ASKS_SUM}\b.{{0,80}}\b{_WITH} (?:that|it|this)(?: one| off)?\W*$", re.IGNORECASE)
_THAT_ALONE = re.compile(
    rf"^\W*(?:(?:no|and|but|so|i mean|i meant)\W+)*{_WITH} (?:the |that |my |a )?(?:\w+ )?"
    rf"(?:(?:{_CODES}|\d{{1,2}} ?(?:%|percent)(?: off)?)\W*)+$",
    re.IGNORECASE,
)
""" "With the 15% off", where a price was told."""
_CODE = re.compile(r"\b[A-Z]{3,}\d{1,3}\b")


def less_share(memory: Memory, text: str) -> dict[str, Any] | None:
    """Slots of the question; None where no code or share is spoken of, or not one alone."""
    is_told_on = "price" in (memory["search"].get("asked") or ()) and _THAT_ALONE.match(text) is not None
    if not (_WITH_CODE.search(text) or _WITH_THAT.search(text) or is_told_on):
        return None
    told = memory["quoted"]["told"] if memory["quoted"] is not None else ""
    for words in (text, told):
        codes = list(dict.fromkeys(_CODE.findall(words.upper() if words is text else words)))
        shares = list(dict.fromkeys(int(found["percent"]) for found in PERCENT.finditer(words)))
        if len(codes) == 1 or (not codes and len(shares) == 1):
            share = {"code": codes[0]} if codes else {"share": shares[0]}
            return {"facets": ["price"], "delivered": DELIVERY.search(text) is not None, **share}
    return None
