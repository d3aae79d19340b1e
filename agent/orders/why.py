"""Why an order is late or what became of one that is lost: what the carrier says is the answer. Pure words."""

import re

from agent.orders.called import status_called
from domain.orders import OrderStatus

_WHY = re.compile(
    r"\b(?:why|how come"
    r"|what(?:['’]?s| is| was| has)? (?:happen(?:ed|ing)|going on|up with|wrong with|the (?:deal|story) with"
    r"|(?:the |causing the )?(?:hold[ -]?up|reason|cause|delay))|how (?:can|could|did) (?:it|that|this|they)"
    r"|what does (?:that|this|it|\w+ \w+) mean)\b|\?\W*(?:how|what happened)\W*$",
    re.IGNORECASE,
)
_LATE = re.compile(
    r"\b(?:late|delay\w*|overdue|hold[ -]?up|tak\w+ (?:so|this|that) long"
    r"|(?:should|supposed|meant|expected|due)\b.{0,24}\b(?:come|came|arrived?|here|there|be(?:en)?)"
    r"|(?:not|are ?nt|is ?nt|n['’]t|has ?nt|have ?nt)\b.{0,12}\b(?:here|there|arrived?|come))\b",
    re.IGNORECASE,
)
_OF_MONEY = re.compile(r"\b(?:refund|money|paid|pay\w*|return\w*|claim|photo|code|mail|answer|reply)\b", re.IGNORECASE)
_LONGEST = 30


def asks_why(text: str) -> bool:
    """ "The sandals, why are they late? I need them on Saturday", "reported lost?? what's going on with that one"."""
    if len(text.split()) > _LONGEST or _OF_MONEY.search(text) or not _WHY.search(text):
        return False
    return _LATE.search(text) is not None or status_called(text) in (OrderStatus.LOST, OrderStatus.DELAYED)
