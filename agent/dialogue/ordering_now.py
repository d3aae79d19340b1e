"""By when something would come that nobody has ordered yet: "if i order today, is it here before friday?". Pure.

Never a question about an order that there is. What is asked of those stands in `agent.orders`.
"""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from agent.dialogue.further_questions import speaks_of_own
from agent.entities.found import DateSpan, Found
from agent.intents.registry import INTENTS
from agent.orders.in_hand import order_in_hand
from agent.speaker.home_told import home_told
from agent.state import Memory
from agent.understanding.heard import Heard
from agent.understanding.local_reading import Request
from tools.places import places_in, places_said

ESTIMATE = "arrival_estimate"
_BUYS = r"(?:order|buy|pay|bought|get|got|place|take)(?:ed|ing)?"
_SOON = r"(?:today|now|tonight|tomorrow|this (?:week|evening|morning)|on (?:mon|tues|wednes|thurs|fri|satur|sun)day)"
_SUPPOSES = re.compile(
    rf"\bif (?:i|we|you|he|she|my \w+)(?: (?:were|was|would|just|only|now|to))* {_BUYS}\b"
    rf"|\b(?:order|buy)(?:ing|ed)? (?:(?!and\b)[\w'-]+ ){{0,8}}?{_SOON}\b",
    re.IGNORECASE,
)
_COMES = re.compile(
    r"\barriv(?:e|es|ing)\b"
    r"|\b(?!is there (?:an?|any|some|no)\b)(?:get|be|is|have|make|has) (?:it |them |this |that )?"
    r"(?:(?!shipping|delivery|postage)\w+ )?(?:here|there|(?:to|with) (?:me|us|her|him|them)|in time|by|before)\b"
    r"|\bneed (?:it|them|this|that|one) (?:by|before|for|until)\b|\bmake it\b|\breach (?:me|us)\b"
    r"|\b(?:here|there) (?:by|before|in time)\b"
    r"|\bcome (?:by|before|here|in time|on time)\b|\b(?:do|does|would|will) (?:it|they|this|that) come\b"
    r"|\b(?:get|have|receive) (?:it|them|this|that|mine)\b|\bdeliver (?:it|them|this|by|before)\b|\bbe delivered\b"
    r"|\b(?:delivery|shipping)\W+(?:\w+ )?(?:by|before)\b|\b(?:in|on) time\b"
    r"|\bhow (?:long|soon|fast|quick\w*)\b(?!.{0,40}\b(?:wait|valid|last)\b)",
    re.IGNORECASE,
)
_WOULD_COME = re.compile(
    r"\b(?:would|could|does|do|can) (?:it|they|this|that|these|those|one|delivery|shipping|standard|express|i|we|you"
    r"|the [\w ]{2,30}?|an? [\w ]{2,30}?|something|stuff|things)\b|\bis (?:it|that|this) possible\b"
    r"|\b(?:what|how) about (?:the )?(?:delivery|shipping)\b"
    r"|\b(?:it|that|standard|express|delivery|shipping) (?:would|should|could) (?:still |just )?"
    r"(?:make it|be|arrive|get)\b",
    re.IGNORECASE,
)
_BY = re.compile(r"\b(?:by|before|until|till|in time|on time|for)\b", re.IGNORECASE)
_BY_END = re.compile(r"\b(?:by|before|until|till)\W*$", re.IGNORECASE)
_ASKS = re.compile(
    r"\?|\b(?:when|how (?:long|soon|fast|quick\w*)|would|will|does|do|can|could|is it|possible)\b", re.IGNORECASE
)
_DONE = re.compile(
    r"\b(?:cancel|change|return|refund|exchange|swap|track|invoice|send back|charged?)\w*\b", re.IGNORECASE
)
_WAS_PLACED = re.compile(
    r"(?<!if )\b(?:i|we)(?:['’]?ve| have)?(?: just| already)? (?:ordered|bought|placed|paid)\b", re.IGNORECASE
)
""" "The order I placed on Saturday": there is one."""
_ORDERS_ON = re.compile(
    r"\b(?:order|buy|bought|pay|place)\w*\b"
    r"(?:(?!\b(?:now|today|to (?:get|have)|and (?:i|he|she|they|it|we|my))\b)[^.,;?!]){0,40}$",
    re.IGNORECASE,
)
_ON = re.compile(r"^on\b|\bon\W*$", re.IGNORECASE)
_ORDERED = re.compile(
    r"\b(?:order(?:ed)?|bought|placed|paid|from|since)\b(?:[^.,;?!](?!\b(?:come|arrive|be|get)\b)){0,24}$",
    re.IGNORECASE,
)
_NEXT_WEEKEND = re.compile(r"\bnext weekend\b", re.IGNORECASE)
_FRIDAY = 4
SURELY = 0.8
_LONGEST = 45
_YEAR = 365
_SHIPPING = ("shipping_policy", "further_question", ESTIMATE)


def asks_of_new_order(memory: Memory, request: Request, heard: Heard) -> tuple[str, str, dict[str, Any]] | None:
    """As (intent, text, slots), where it is asked when an order would come that was not placed."""
    text, entities = request.text, request.entities
    if entities.order_numbers or entities.claim_numbers or len(text.split()) > _LONGEST or _DONE.search(text):
        return None
    if not (_COMES.search(text) and _ASKS.search(text)) or _WAS_PLACED.search(text):
        return None
    due = deadline(text, entities.dates, today=heard.today)
    if not (supposes_order(text) or (due is not None and _may_be_of_none(memory, request))):
        return None
    days = {"due": due, "ordered_on": day_of_ordering(text, entities.dates, heard.today)}
    said = {name: day.isoformat() for name, day in days.items() if day is not None}
    country, place = _country(memory, text)
    return ESTIMATE, f"{text} (to {place})" if place else text, {"country": country, **said}


def supposes_order(text: str) -> bool:
    """ "If I order now": of an order that nobody has placed."""
    return _SUPPOSES.search(text) is not None


def _may_be_of_none(memory: Memory, request: Request) -> bool:
    """ "Would it be there by the 8th": with no order on the table it is of what could be bought."""
    is_of_orders = memory["looking_at"] == "orders" or (order_in_hand(memory) is not None and not memory["quoted"])
    is_tracked = request.intent == "track_order" and request.confidence >= SURELY
    if is_of_orders or is_tracked or speaks_of_own(request.text) or memory["claim"] is not None:
        return False
    return _WOULD_COME.search(request.text) is not None and _BY.search(request.text) is not None


def _country(memory: Memory, text: str) -> tuple[str, str]:
    """Where it is to go, and as it was said in the question before where these words do not; "": nobody said."""
    before = memory["quoted"]
    is_of_shipping = memory["topic"] in _SHIPPING or (memory["topic"] in INTENTS and before is not None)
    if home := home_told(text, ""):
        return home, ""  # "i live in germany" says it, whatever else is travelled to
    if said := places_in(text):
        return min(said), ""
    if memory["home"]:
        return memory["home"], ""
    if before is None or not is_of_shipping or not (said := places_in(before["question"])):
        return "", ""
    return min(said), places_said(before["question"])[0]


def deadline(text: str, dates: Sequence[Found[DateSpan]], *, today: date) -> date | None:
    """The last day that is early enough: the 30th of "before the 1st". The day of ordering is none."""
    due = [each for each in dates if not is_of_ordering(text, each, today)]
    ends = [_nearer(each, ahead(each.value.end, today), today) for each in due if each.value.end]
    return min((end for end in ends if end >= today), default=None)


def due_by(text: str, dates: Sequence[Found[DateSpan]], *, today: date) -> date | None:
    """ "Will it be here by Thursday", of an order that there is: the day it has to come by, not when it was placed."""
    if not _COMES.search(text):
        return None
    return deadline(text, [each for each in dates if _is_due(text, each)], today=today)


def _is_due(text: str, found: Found[DateSpan]) -> bool:
    before = text[: found.start]
    is_by = _BY.match(found.text) or _BY_END.search(before)
    is_on = _ON.search(before) or _ON.match(found.text)
    return bool(is_by or (is_on and not _ORDERED.search(before)))


def _nearer(said: Found[DateSpan], end: date, today: date) -> date:
    """ "Next weekend", said before Friday, is the coming one to many: what is in time for that is so for the other."""
    is_vague = _NEXT_WEEKEND.search(said.text) is not None and today.weekday() < _FRIDAY
    return max(end - timedelta(days=7), today) if is_vague else end


def day_of_ordering(text: str, dates: Sequence[Found[DateSpan]], today: date) -> date | None:
    """ "If i order it on monday": a later day than this one."""
    days = [ahead(each.value.start, today) for each in dates if each.value.start and is_of_ordering(text, each, today)]
    return next((day for day in days if day > today), None)


def is_of_ordering(text: str, found: Found[DateSpan], today: date) -> bool:
    if _BY.match(found.text) or _BY_END.search(text[: found.start]):
        return False
    return found.value.start == found.value.end == today or _ORDERS_ON.search(text[: found.start]) is not None


def ahead(day: date, today: date) -> date:
    """ "Her birthday is dec 8" is read as the last one there was; a parcel that is to be sent comes before the next."""
    if day >= today:
        return day
    return day + timedelta(days=7 if (today - day).days <= 7 else _YEAR)
