"""Which of one's orders are told by how they are doing: "which of my orders are marked as delivered?". Pure words."""

import re

from domain.orders import OrderStatus

_ON_ITS_WAY = (OrderStatus.SHIPPED, OrderStatus.DELAYED)
_WORDS: tuple[tuple[str, tuple[OrderStatus, ...]], ...] = (
    (r"un-?paid|pending|not (?:yet )?(?:been )?paid|waiting for (?:\w+ )?payment|to be paid", (OrderStatus.PENDING,)),
    (r"cancel+ed", (OrderStatus.CANCELLED,)),
    (r"(?:returned|sent back)", (OrderStatus.RETURNED,)),
    (r"(?<!not )(?<!not been )(?<!be )(?:delivered|arrived)", (OrderStatus.DELIVERED,)),
    (r"on (?:its|the|their) way|in transit|(?<!not )(?<!not been )shipped", _ON_ITS_WAY),
    (r"lost", (OrderStatus.LOST,)),
    (r"paid", (OrderStatus.PAID, OrderStatus.PACKED)),
)
_ASKED = re.compile(
    r"^\W*(?:(?:and|so|ok)\W+)*(?:(?:which|what|how many)(?: ones?)? "
    r"(?:of )?(?:all )?(?:my |our |the )?(?:other )?orders?"
    r"|(?:show|list|give|tell)(?: me)? (?:all )?(?:of )?(?:my|the) (?:other )?"
    r"(?:(?P<called>un-?paid|pending|cancel+ed|returned|delivered|shipped|lost) )?orders)\b"
    r"(?P<how>(?! (?:can|could|may|do|did|will|has|have i|contain|include)\b).*)$",
    re.IGNORECASE,
)
_BUT_THESE = re.compile(r"\bother\b", re.IGNORECASE)
_ELSE = re.compile(r"\b(?:late|delayed|because|why|when|with|containing|from)\b", re.IGNORECASE)


def statuses_asked(text: str) -> tuple[OrderStatus, ...]:
    """Empty where none is asked for."""
    asked = _ASKED.match(text)
    if asked is None or _ELSE.search(text):
        return ()
    how = asked["called"] or asked["how"]
    return next((of for words, of in _WORDS if re.search(rf"\b(?:{words})\b", how, re.IGNORECASE)), ())


def asks_for_others(text: str) -> bool:
    """ "My other orders": those on the table are known."""
    return _BUT_THESE.search(text) is not None
