"""Which of one's orders are told by how they are doing: "which of my orders are marked as delivered?". Pure words."""

import re

from domain.orders import OrderStatus

_ON_ITS_WAY = (OrderStatus.SHIPPED, OrderStatus.DELAYED)
_NOT_SENT = (OrderStatus.PENDING, OrderStatus.PAID, OrderStatus.PACKED)
_NOT_YET = (
    r"(?:\b(?:not|never|(?:yet|still|left) to|waiting for|outstanding)|n['’]?t)\b(?: (?:yet|been|be|really|even))*"
)
_STATUSES: tuple[tuple[str, tuple[OrderStatus, ...]], ...] = (
    (
        rf"{_NOT_YET} (?:arrived?|delivered|come|here|there|got|received)\b"
        r"|\bstill (?:open|outstanding|missing|to come)\b",
        tuple(each for each in OrderStatus if each.is_open),
    ),
    (rf"{_NOT_YET} (?:shipped|sent|packed|left|gone out)\b", _NOT_SENT),
    (
        rf"\b(?:un-?paid|pending|to be paid|waiting for (?:\w+ )?payment)\b|{_NOT_YET} paid\b",
        (OrderStatus.PENDING,),
    ),
    (r"\b(?:cancel+ed|(?<=did i )cancel)\b", (OrderStatus.CANCELLED,)),
    (r"\b(?:returned|sent back|(?<=did i )(?:return|send back))\b", (OrderStatus.RETURNED,)),
    (r"(?<!be )\b(?:delivered|arrived)\b", (OrderStatus.DELIVERED,)),
    (r"\b(?:on (?:its|the|their) way|in transit|shipped)\b", _ON_ITS_WAY),
    (r"\blost\b", (OrderStatus.LOST,)),
    (r"\bpaid\b", (OrderStatus.PAID, OrderStatus.PACKED)),
)
_LEAD = r"^\W*(?:(?:and|so|ok(?:ay)?|but|then|thanks|great|hm+|oh|well|no)\W+)*"
_ASKED = re.compile(
    rf"{_LEAD}(?:(?:which|what|how many)(?: ones?)? "
    r"(?:of )?(?:all )?(?:my |our |the )?(?:other )?orders?"
    r"|(?:show|list|give|tell)(?: me)? (?:all )?(?:of )?(?:my|the) (?:other )?"
    r"(?:(?P<called>un-?paid|pending|cancel+ed|returned|delivered|shipped|lost) )?orders)\b"
    r"(?P<how>(?! (?:can|could|may|do|did|will|has(?! not|n['’]?t)|have i|contain|include)\b).*)$",
    re.IGNORECASE,
)
_RECEIVED = re.compile(
    rf"(?:{_LEAD}|[.!,;]\s+(?:(?:but|and|so)\s+)?)"
    r"(?:what|which)(?: all| else| things| items| stuff| orders| ones| parcels)?"
    r" (?:(?:have|had|did) (?:i|we)(?: (?:already|actually|last|ever))? (?:had|got|gotten|get|receive)"
    r"(?P<how>\b.{0,40}\b(?:delivered|arrived)\b.{0,20})"
    r"|(?:have i|have we|did i|did we|i['’]?ve) (?:already |actually )?(?P<got>received?)\b.{0,20})$",
    re.IGNORECASE,
)
""" "What have I had delivered lately?": of all that came."""
_POINTED = re.compile(
    rf"{_LEAD}(?:which|what|how many)(?: ones?)?(?: of (?:those|these|them))?"
    r"(?P<how>(?: (?:is|are|have|has|was|were|did i)|['’]s)(?:n['’]?t)?\b.{0,30})$",
    re.IGNORECASE,
)
""" "Which of those haven't arrived yet?", of the orders that were listed."""
_LAST = r"\b(?:last|latest|newest|(?:most|more) recent)"
_THING = r"(?:thing|one|order|parcel|package|delivery|item|stuff)"
_CAME_LAST = re.compile(
    rf"{_LAST} {_THING}(?: (?:that|which))?(?: (?:you|u|i|we|was|were|has|have|had|got|been|actually|already)){{0,3}}"
    r" (?:deliver(?:ed)?|arrived?|came|received|brought)\b"
    rf"|{_LAST} delivered {_THING}\b"
    r"|\bwhat (?:did (?:you|u)|was|have (?:you|u)|has been|came|arrived)(?: \w+)? (?:last deliver(?:ed)?"
    r"|deliver(?:ed)?(?: \w+){0,2} last|last)(?! (?:week|month|year|\w+day|night|time))(?: to me)?\W*$",
    re.IGNORECASE,
)
_NO_MORE = re.compile(
    r"^(?: (?:yet|already|so far|now|still|then|by now|to me|here|lately|recently|before"
    r"|(?:this|last) (?:week|month|year)))*\W*$",
    re.IGNORECASE,
)
_BUT_THESE = re.compile(r"\bother\b|\bbefore (?:these|those|that|this|them)\b", re.IGNORECASE)
_ELSE_CAME = re.compile(
    r"\b(?:never|not|n['’]?t|return|sen[dt]|back|broken|damaged|wrong|too|refund|exchange|invoice|missing|cancel)\b"
    r"|n['’]t\b",
    re.IGNORECASE,
)
""" "The last thing you delivered is broken": trouble with it."""
_ELSE = re.compile(r"\b(?:late|delayed|because|why|when|with|containing|from)\b", re.IGNORECASE)


def statuses_asked(text: str, *, are_listed: bool = False) -> tuple[OrderStatus, ...]:
    """Empty where none is asked for. `are_listed`: orders lie on the table, that "which of those" can be of."""
    if _ELSE.search(text):
        return ()
    if received := _RECEIVED.search(text):
        statuses, rest = ((OrderStatus.DELIVERED,), "") if received["got"] else _statuses(received["how"])
        return statuses if _NO_MORE.match(rest) else ()
    if asked := _ASKED.match(text):
        return _statuses(asked["called"] or asked["how"])[0]
    pointed = _POINTED.match(text) if are_listed else None
    statuses, rest = _statuses(pointed["how"]) if pointed else ((), "")
    return statuses if _NO_MORE.match(rest) else ()


def asks_what_came_last(text: str) -> bool:
    """ "What was the last thing you delivered to me?": the newest of what came, and nothing that is under way."""
    came = _CAME_LAST.search(text)
    if came is None:
        return False
    begins = max(text.rfind(stop, 0, came.start()) for stop in ".!?;\n") + 1
    return _ELSE_CAME.search(text[begins:].partition("?")[0]) is None


def asks_for_others(text: str) -> bool:
    """ "My other orders": those on the table are known."""
    return _BUT_THESE.search(text) is not None


def asks_of_listed(text: str) -> bool:
    """ "Which of those": no other than the ones on the table."""
    return _ASKED.match(text) is None and _RECEIVED.search(text) is None


def _statuses(how: str) -> tuple[tuple[OrderStatus, ...], str]:
    """With what is said behind."""
    for words, statuses in _STATUSES:
        if found := re.search(words, how, re.IGNORECASE):
            return statuses, how[found.end() :]
    return (), ""
