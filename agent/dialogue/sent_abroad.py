"""Goods that somebody would have sent to a country: "can it go to my mum in Spain", of no order that there is. Pure.

It sounds like an address to be changed, or like goods that are looked for; what is asked is whether the shop delivers
there, and for how much.
"""

import re
from typing import Any

from agent.dialogue import tasks
from agent.dialogue.further_questions import speaks_of_own
from agent.entities.addresses import find_address
from agent.state import Memory
from agent.table.questions import QUESTIONS, question
from agent.understanding.heard import Heard
from agent.understanding.local_reading import Request
from tools.places import destinations

_SENDS = re.compile(r"\b(?:sen[dt]|sending|ship\w*|deliver\w*|post|mail)\b", re.IGNORECASE)
_ASKS_WHETHER = re.compile(
    r"\b(?:can|could|may|do|does|would|will) (?:i|we|you|u|it|they|one)\b|\bpossible\b"
    r"|\bis (?:it|that) (?:ok\w*|fine)\b",
    re.IGNORECASE,
)
_THOSE = re.compile(r"\b(?:ship|sen[dt]|deliver|post|mail|get) (?:them|['’]?em|it|these|those|one)\b", re.IGNORECASE)
""" "Can u ship em to my sister": the goods that were just looked at, whatever order lies beside them."""
_TO_SOMEBODY = re.compile(
    r"\b(?:my|an?|our|her|his|their|some(?:one|body)|to (?:her|him|them)|(?:somebody|someone) else)\b", re.IGNORECASE
)
_OF_ELSE = re.compile(
    r"\bback\b|\breturn\w*|\brefund\w*|\b(?:ex)?chang\w+|\bswap\w*|\binstead\b|\b(?:the|this|that|my) (?:\w+ )?"
    r"(?:order|parcel|package)\b|\b(?:e-?mail|invoice|label|photo|gift ?card)\w*|\bhow (?:long|much|fast)\b|\bwhen\b",
    re.IGNORECASE,
)
_OF_SOMEBODY = re.compile(
    r"\b(?:she|he|they)(?:['’]?s|['’]?re| is| are| lives?)(?: \w+)? in\b"
    r"|\bmy (?:\w+ )?\w+(?: is| lives?| who lives| over| back)?(?: \w+)? in\b"
    r"|\b(?:her|his|their) (?:address|place|house|home) in\b",
    re.IGNORECASE,
)
_TO_THEIRS = re.compile(
    r"\bto (?:her|him|them|(?:her|his|their|my \w+['’]?s?) (?:address|place|house|home|flat|door))\b", re.IGNORECASE
)
_SENDS_ON = re.compile(
    r"\b(?:sen[dt]|ship|deliver|post|mail|go|come)(?: (?:it|them|that|this|one))?"
    r"(?: (?:stra?i(?:gh)?t|direct(?:ly)?|right|over))*"
    r" to (?:her|him|them|my (?!place\b|house\b|home\b|address\b|country\b|email\b)\w+|someone else|somebody else)\b",
    re.IGNORECASE,
)
_MAILED = re.compile(r"\bby e-?mail\b|\bgift ?cards?\b", re.IGNORECASE)
"""What was told of goes to no address."""
_ANOTHER_ADDRESS = QUESTIONS["shipping"]["po_box"]
_GOES_BACK = re.compile(
    r"\bback\b|\breturn\w*|\brefund\w*|\b(?:ex)?chang\w+|\bswap\w*|\binstead\b|\b(?:e-?mail|invoice|label)\w*"
    r"|\b(?:the|this|that|my) (?:\w+ )?(?:order|parcel|package)\b",
    re.IGNORECASE,
)
_SAID_AS = ("shipping_policy", "change_address", "place_order", "product_search", "out_of_scope", None)


def sent_abroad(memory: Memory, request: Request, heard: Heard) -> tuple[str, str, dict[str, Any]] | None:
    """As (intent, text, slots), where no order is looked at or worked on, or goods were looked at since."""
    text, entities = request.text, request.entities
    if plain := _to_who_is_there(memory, request, heard.text):
        return "shipping_policy", plain if plain == _ANOTHER_ADDRESS else text, {"plainly": plain, "likely": 1.0}
    if request.intent not in _SAID_AS or request.order_id or entities.order_numbers or entities.claim_numbers:
        return None
    is_of_order = tasks.current(memory) is not None or heard.shown.get("order") or memory["looking_at"] == "orders"
    if is_of_order and not (memory["looking_at"] == "products" and _THOSE.search(text)):
        return None
    if (
        _OF_ELSE.search(text)
        or speaks_of_own(text)
        or (find_address(text) or {}).get("street")
        or not _TO_SOMEBODY.search(text)
    ):
        return None
    place = destinations(text)
    if not place or not (_SENDS.search(text) and _ASKS_WHETHER.search(text)):
        return None
    plain = question("shipping", "abroad", place)
    return "shipping_policy", text, {"plainly": plain, "likely": 1.0}


def _to_who_is_there(memory: Memory, request: Request, text: str) -> str | None:
    """ "And to her address? She's in Canada, how long and how much is it": what it takes and costs to go there."""
    entities = request.entities
    if entities.order_numbers or entities.claim_numbers or tasks.current(memory) is not None or speaks_of_own(text):
        return None
    place = destinations(text)
    if _GOES_BACK.search(text):
        return None
    quoted = memory["quoted"]
    is_of_rule = quoted is not None and memory["looking_at"] == "" and not _MAILED.search(quoted["told"])
    is_of_goods = memory["looking_at"] == "products" or is_of_rule
    if not place and is_of_goods and _SENDS_ON.search(text):
        return _ANOTHER_ADDRESS
    if not (place and _OF_SOMEBODY.search(text)):
        return None
    return question("shipping", "abroad", place) if _SENDS.search(text) or _TO_THEIRS.search(text) else None
