"""How each slot is filled from what was heard. A slot's name means the same in every intent.

Values are plain JSON, since slots live in the conversation's memory.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any

from agent.claims.words import CLAIM_FILLERS
from agent.entities.found import Found, first_value
from agent.goods.words import GOODS_FILLERS
from agent.orders.change_words import CHANGE_FILLERS
from agent.orders.words import ORDER_FILLERS
from agent.speaker.desk import DESK_FILLERS
from agent.speaker.memories import as_memory, told
from agent.understanding.heard import Heard
from domain.memories import MemoryTopic

_CANCEL_REASONS = (
    ("ordered_by_mistake", r"\b(mistake|accident\w*|wrong (one|item|size|address)|twice|duplicate)\b"),
    ("found_cheaper", r"\b(cheaper|better price|less (money )?elsewhere)\b"),
    ("too_slow", r"\b(too (long|slow|late)|takes? (so|too) long|not arrive in time|taking forever)\b"),
    ("no_longer_needed", r"\b(no longer|don'?t (need|want)|changed? my mind|not need(ed)?)\b"),
)
_NOT_THERE_YET = re.compile(
    r"\W*(?:(?:but|and|also|ok|oh|hm+)\W+)*my (?:order|parcel|package|delivery)(?:['’]s| is| seems)"
    r"(?: \w+){0,2} late\W*",
    re.IGNORECASE,
)
""" "My order is late": no reason why anything goes back."""
_TOO_LATE_TO = re.compile(r"\btoo late (to|for)\b", re.IGNORECASE)


def fill(names: Sequence[str], heard: Heard) -> dict[str, Any]:
    """The slots that these words fill; what was not said is not in it."""
    if "order_id" in names:
        names = (*names, "odd_order_id")
    values = {name: FILLERS[name](heard) for name in names if name in FILLERS}
    return {name: value for name, value in values.items() if value is not None}


def _postcode(heard: Heard) -> str | None:
    """A bare five-digit answer may be an order number as well: then it is not taken for a postcode."""
    orders = {(found.start, found.end) for found in heard.entities.order_numbers}
    return first_value([found for found in heard.entities.postcodes if (found.start, found.end) not in orders])


def _reason(heard: Heard) -> str | None:
    said = [found.value.value for found in heard.entities.reasons]
    if _TOO_LATE_TO.search(heard.text) or _NOT_THERE_YET.fullmatch(heard.text):
        said = [reason for reason in said if reason != "late"]
    return said[0] if said else None


def _cancel_reason(heard: Heard) -> str | None:
    lowered = heard.text.lower()
    return next((reason for reason, pattern in _CANCEL_REASONS if re.search(pattern, lowered)), None)


_ENDS_ALERT = re.compile(
    r"\b(?:cancel|stop|end|remove|delete|turn off|drop|forget|no longer)\b.{0,30}\balerts?\b"
    r"|\bdon'?t (?:tell|notify|alert|write|e-?mail) me\b|\b(?:stop|no longer) (?:wait|notify)",
    re.IGNORECASE,
)
_LISTS_ALERTS = re.compile(
    r"\b(?:what|which|list|show|see|do i have|have i|are there)\b.{0,30}\balerts?\b|\bwhat am i waiting for\b"
    r"|^\W*(?:my |the |all (?:my )?)?(?:stock )?alerts?\W*$",
    re.IGNORECASE,
)
_OF_PHONE = re.compile(r"\b(?:phone|mobile|cell|telephone)\b", re.IGNORECASE)
_GIVES_NEW = re.compile(
    r"\b(?:to|is(?: now)?|now|new|instead|use|with|at|add|save|store)\W*$|\b(?:phone|mobile) number\W*$"
    r"|^\W*(?:(?:no|actually|sorry|wait|oops|i mean(?:t)?|rather|make it|correction|it'?s|should be)\W+){1,4}$",
    re.IGNORECASE,
)
_FORGOTTEN_TOPICS = {
    MemoryTopic.SIZES: re.compile(r"\bsizes?\b|\bthat i(?:'m| am)? (?:wear|take|an? (?:small|medium|large))", re.I),
    MemoryTopic.NAME: re.compile(r"\b(?:nick)?name\b|\bcall me\b", re.IGNORECASE),
    MemoryTopic.COLOURS: re.compile(r"\bcolou?rs?\b", re.IGNORECASE),
    MemoryTopic.MATERIALS: re.compile(r"\bmaterials?\b|\bfabrics?\b|\ballerg", re.IGNORECASE),
    MemoryTopic.CATEGORIES: re.compile(r"\bcategor(?:y|ies)\b", re.IGNORECASE),
}


def _told(heard: Heard) -> list[dict[str, Any]] | None:
    return as_memory(told(heard.text, heard.entities, lexicon=heard.vocabulary.lexicon, today=heard.today)) or None


_ALL_OF_IT = re.compile(
    r"\b(?:everything|all(?: of it| that)?|anything|whatever|the lot|about me|forget me)\b"
    r"|\bwhat you (?:know|remember|have)\b",
    re.IGNORECASE,
)


def _forget(heard: Heard) -> dict[str, str | None] | None:
    """{topic, value}: "that I avoid wool" is one value, "my sizes" is all of a topic. None: no word of either."""
    materials, colours = heard.entities.materials, heard.entities.colours
    if materials:
        return {"topic": MemoryTopic.MATERIALS.value, "value": materials[0].value}
    if colours:
        return {"topic": MemoryTopic.COLOURS.value, "value": colours[0].value.name}
    for topic, words in _FORGOTTEN_TOPICS.items():
        if words.search(heard.text):
            return {"topic": topic.value, "value": None}
    return {"topic": MemoryTopic.ALL.value, "value": None} if _ALL_OF_IT.search(heard.text) else None


def _alert_wish(text: str) -> str | None:
    if _ENDS_ALERT.search(text):
        return "end"
    return "list" if _LISTS_ALERTS.search(text) else None


def _means_all(heard: Heard) -> bool:
    return any(found.value.kind in ("all", "both") for found in heard.entities.references)


def _said_new(heard: Heard, found: Sequence[Found[str]]) -> str | None:
    """Given as the new one: "change it to jo@example.com". Any other address may be a proof of who speaks."""
    return next((each.value for each in reversed(found) if _GIVES_NEW.search(heard.text[: each.start])), None)


_FEWEST_OF_REASON = 2
""" "Loyal customer" is a reason; "fine" is none."""
FILLERS: dict[str, Callable[[Heard], Any]] = {
    "again": lambda heard: None,
    "why": lambda heard: heard.quotable if len(heard.text.split()) >= _FEWEST_OF_REASON else None,
    "email": lambda heard: first_value(heard.entities.emails),
    "postcode": _postcode,
    "reason": _reason,
    "note": lambda heard: heard.quotable if heard.entities.reasons else None,
    "cancel_reason": _cancel_reason,
    **ORDER_FILLERS,
    **GOODS_FILLERS,
    **CLAIM_FILLERS,
    **CHANGE_FILLERS,
    **DESK_FILLERS,
    "told": lambda heard: _told(heard),
    "forget": lambda heard: _forget(heard),
    "alert_wish": lambda heard: _alert_wish(heard.text),
    "all_alerts": lambda heard: _means_all(heard) or None,
    "new_email": lambda heard: heard.entities.emails[-1].value if heard.entities.emails else None,
    "new_phone": lambda heard: first_value(heard.entities.phones),
    "contact_part": lambda heard: "phone" if _OF_PHONE.search(heard.text) else None,
    "email_said": lambda heard: _said_new(heard, heard.entities.emails),
    "phone_said": lambda heard: _said_new(heard, heard.entities.phones),
}
