"""What is asked of a thing that nobody has yet: "if it doesn't fit, can I exchange it?", "can it go back after the
holidays if I order now?". The rules answer, and no order is looked for. Pure.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from agent.dialogue import tasks
from agent.dialogue.further_questions import asks, speaks_of_own
from agent.dialogue.interpretation import Interpretation
from agent.dialogue.openings import open_one
from agent.dialogue.ordering_now import ahead, day_of_ordering, is_of_ordering, supposes_order
from agent.entities.found import DateSpan, Found
from agent.intents.registry import INTENTS
from agent.orders.in_hand import order_in_hand
from agent.state import Memory
from agent.table.questions import ANOTHER, EXCHANGE, QUESTIONS
from agent.understanding.heard import Heard
from agent.understanding.local_reading import Request, Understanding
from tools.places import places_in

LAST_DAY = "return_deadline"
_LONGEST = 45
_SWAPS = re.compile(r"\b(?:exchang\w+|swap\w*)\b", re.IGNORECASE)
_BACK = re.compile(
    r"\breturn(?:s|ed|ing|able)?\b(?! (?:label|shipping|postage|address))|\bexchang\w+|\bswap\w*"
    r"|\b(?:send|sent|give|bring|take|taken|go|goes)\b(?: (?:it|them|this|that|something|things))? back\b",
    re.IGNORECASE,
)
_NOT_RIGHT = re.compile(
    r"\b(?:if|in case|when|should)\b[^.?!;]{1,40}?(?:\b(?:do(?:es)?(?: not|n['’]?t)|not)\b[^.?!;]{0,12}"
    r"\b(?:fit|suit|like|please|match|want)\b|\btoo (?:big|small|large|tight|long|short|wide|loose)\b"
    r"|\b(?:wrong|not the right) (?:size|colou?r)\b)",
    re.IGNORECASE,
)
_AGAINST = re.compile(r"\b(?:for|against|into|with)\b", re.IGNORECASE)
_COST = re.compile(r"\b(?:free|cost\w*|pay\w*|charged?|fees?)\b", re.IGNORECASE)
_ASKS_COST = re.compile(
    r"^\W*(?!.*\b(?:refund\w*|get\b.{0,40}\bback)\b)"
    r"(?:is|are|does|do|will|would|who|how much|what)\b.{0,90}\b(?:free|costs?|pays?|charged?|fees?)\b",
    re.IGNORECASE,
)
_ELSE = re.compile(r"\b(?:sold out|out of stock|label|sale)\b", re.IGNORECASE)
_ARRIVES = re.compile(
    r"\b(?:deliver\w*|arriv\w*|come|comes|coming|get|gets|receiv\w*|have it|it is here|reach\w*)\b[^.;?!]{0,25}$",
    re.IGNORECASE,
)
_RETURNS = "Can I return it if it does not fit?"
_ENDS = re.compile(r"\b(?:ends?|ended|last day|deadline|expires?|is over|runs? out)\b", re.IGNORECASE)
_IS_OVER = re.compile(
    r"\b(?:days|weeks|month|return (?:window|period|time)|window|deadline)\b[^.?!]{0,20}"
    r"\b(?:over|up|expired?|ended|gone|past|passed|run out|runs? out|too late)\b"
    r"|\btoo late to (?:return|send|give|bring|exchange|swap)\b",
    re.IGNORECASE,
)
_GIVEN = re.compile(r"\b(?:gifts?|presents?)\b(?! cards?)", re.IGNORECASE)
_TAKEN_BACK = ("return_item", "exchange_item", "refund_request", "warranty_claim")
_GIVEN_TO_ME = re.compile(
    r"\bmy (?:[\w-]+ )?(?:friend|mum|mom|mother|dad|father|parents|sister|brother|wife|husband|girlfriend|boyfriend"
    r"|partner|aunt|uncle|gran\w*|niece|nephew|cousin|daughter|son|colleague|boss)s?"
    r" (?:has |have |had )?(?:just )?(?:bought|gave|given|got|gifted) (?:(?:it|this|them|these|that|the \w+)"
    r" (?:to|for) )?me\b"
    r"|\b(?:got|received|given|was|were|is|are)\b[\w ']{0,30}\b(?:as |for )?an? (?:\w+ )?(?:gift|present)"
    r" (?:from|by) my\b"
    r"|\b(?:got|received|was given)\b[\w ']{0,40}\b(?:from|by) my [\w ]{2,20} as an? (?:gift|present)\b",
    re.IGNORECASE,
)
""" "My friend bought me a scarf, it has a hole": in an order of somebody else's, and in none of one's own."""
_LENGTH = re.compile(r"\b(?:days?|weeks?|months?)\b", re.IGNORECASE)
_ASKED = re.compile(r"\?|\b(?:can|could|may|until when|how long|when|does|is|will|would)\b", re.IGNORECASE)


def asks_beforehand(memory: Memory, result: Interpretation, understood: Understanding, heard: Heard) -> bool:
    """One question of the rules, whatever order or claim was spoken of before."""
    if len(understood.requests) != 1 or understood.requests[0].matter or tasks.waiting(memory) is not None:
        return False
    request = understood.requests[0]
    entities = request.entities
    if entities.claim_numbers or len(request.text.split()) > _LONGEST:
        return False
    if (of_cost := _what_it_costs(memory, request)) is not None:
        open_one(memory, result, *of_cost)
        return True
    if entities.order_numbers:
        return False
    if request.intent in _TAKEN_BACK and _GIVEN_TO_ME.search(request.text):
        open_one(memory, result, "returns_policy", QUESTIONS["returns"]["gift"], {})
        return True
    is_of_return = _BACK.search(request.text) or _IS_OVER.search(request.text)
    if not is_of_return or not (asks(request.text) or _ASKED.search(request.text)):
        return False
    opened = _last_day(memory, request, heard.today) or _for_another(memory, request) or _if_not_right(memory, request)
    if opened is not None:
        open_one(memory, result, *opened)
    return opened is not None


def _last_day(memory: Memory, request: Request, today: date) -> tuple[str, str, dict[str, Any]] | None:
    """ "If it comes on December 1, until when can it go back": of a day of delivery that is only supposed."""
    text, days = request.text, [each for each in request.entities.dates if not _LENGTH.search(each.text)]
    delivered = _day(each for each in days if _ARRIVES.search(text[: each.start]))
    if delivered is not None and ahead(delivered, today) != delivered and not re.search(r"\bif\b", text, re.I):
        return None  # "it was delivered on the 10th": one's own
    of_return = [each for each in days if _is_of_return(text, each, today)]
    of_others = [each for each in days if each not in of_return]
    is_ordered = delivered is None and supposes_order(text)
    is_given = bool(of_return) and _GIVEN.search(text) is not None and not speaks_of_own(text)
    if not (delivered or is_ordered or is_given):
        return None
    slots: dict[str, Any] = {"ordered_now": is_ordered, "country": min(places_in(text), default="")}
    if is_ordered and (later := day_of_ordering(text, of_others, today)) is not None:
        slots["ordered_on"] = later.isoformat()
    if delivered is not None:
        slots["delivered_on"] = ahead(delivered, today).isoformat()
    if (wished := _day(of_return)) is not None:
        is_over = _IS_OVER.search(text) is not None
        is_end = not is_over and _ENDS.search(text) is not None
        slots |= {"asked_on": ahead(wished, today).isoformat(), "is_end": is_end, "is_over": is_over}
        last = of_return[0].value.end
        slots |= {"asked_to": ahead(last, today).isoformat()} if last is not None and last > wished else {}
    return LAST_DAY, text, {**slots, **_thing(memory, request)}


def _is_of_return(text: str, found: Found[DateSpan], today: date) -> bool:
    """ "Ordered today, can it go back on the 28th": neither the day of ordering nor that of delivery."""
    back = [each.end() for each in _BACK.finditer(text, 0, found.start)]
    if back and not _ARRIVES.search(text[back[-1] : found.start]):
        return not is_of_ordering(text[back[-1] :], _moved(found, -back[-1]), today)
    return not _ARRIVES.search(text[: found.start]) and not is_of_ordering(text, found, today)


def _moved(found: Found[DateSpan], by: int) -> Found[DateSpan]:
    return replace(found, start=found.start + by, end=found.end + by)


def _day(days: Any) -> date | None:
    found: Sequence[Found[DateSpan]] = list(days)
    return next((day for each in found if (day := each.value.start or each.value.end) is not None), None)


def _thing(memory: Memory, request: Request) -> dict[str, Any]:
    """What it is of: its category may have a window of its own."""
    named = [found.value.product_ids for found in request.entities.products]
    shown = memory["shown"].get("product") or ()
    if len(named) == 1 and len(named[0]) == 1:
        return {"product_ids": [str(named[0][0])]}
    if request.entities.categories:
        return {"category": request.entities.categories[0].value}
    if memory["looking_at"] == "products" and len(shown) == 1:
        return {"product_ids": [shown[0]["value"]]}
    return {}


def _for_another(memory: Memory, request: Request) -> tuple[str, str, dict[str, Any]] | None:
    """ "Can I exchange a shirt for trousers?": two kinds of things, whatever was bought."""
    kinds = request.entities.categories
    if not asks(request.text) or len({found.value for found in kinds}) != 2 or not _SWAPS.search(request.text):
        return None
    between = request.text[kinds[0].end : kinds[-1].start]
    return ("returns_policy", ANOTHER, {}) if _AGAINST.search(between) else None


def _if_not_right(memory: Memory, request: Request) -> tuple[str, str, dict[str, Any]] | None:
    """ "If the jacket is too small, can I exchange it for an L?", with no order on the table."""
    text = request.text
    if not _NOT_RIGHT.search(text) or _ELSE.search(text) or speaks_of_own(text) or _is_of_bought(memory):
        return None
    if _SWAPS.search(text):
        return "returns_policy", EXCHANGE, {}
    if _GIVEN.search(text):
        return "returns_policy", QUESTIONS["returns"]["gift"], {}
    return "returns_policy", QUESTIONS["returns"]["cost"] if _COST.search(text) else _RETURNS, {}


def _what_it_costs(memory: Memory, request: Request) -> tuple[str, str, dict[str, Any]] | None:
    """ "Is an exchange of the jeans from order 12345 free?": the same of whatever was bought, while none is begun."""
    is_asked = _ASKS_COST.search(request.text) is not None and _BACK.search(request.text) is not None
    if not is_asked or _is_begun(memory) or (memory["claim"] is not None and not request.entities.order_numbers):
        return None
    plain = EXCHANGE if _SWAPS.search(request.text) else QUESTIONS["returns"]["cost"]
    return "returns_policy", plain, {"said": request.text}


def _is_begun(memory: Memory) -> bool:
    task = tasks.current(memory)
    return task is not None and task["intent"] in INTENTS and INTENTS[task["intent"]].route == "returns"


def _is_of_bought(memory: Memory) -> bool:
    return _is_begun(memory) or (memory["looking_at"] == "orders" and order_in_hand(memory) is not None)
