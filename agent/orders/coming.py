"""Whether something that was ordered comes by a day: "is my blazer coming thursday". Pure words."""

import re

from agent.entities.found import Entities

_THING = r"(?:the|my|that|this|those|these) [\w' -]{2,30}?"
_IT = r"(?:it|they)"
_COMES = (
    r"(?:be (?:here|there|delivered|with me)|arriv(?:e|ing)|com(?:e|ing)(?! (?:back|in|with|out|from|as|only)\b)"
    r"|get(?:ting)? here|make it(?! to (?:stock|store))|(?:still )?in time|on time)"
)
_ASKS = re.compile(
    rf"\b(?:will|is|are|does|do|can|would) {_THING} (?:(?:still|even|really|also|all|going to|gonna) )*{_COMES}\b"
    rf"|\b{_THING}[,:?.]? (?:will|is|are|does|do|can|would) {_IT} (?:(?:still|even|really|going to|gonna) )*{_COMES}\b",
    re.IGNORECASE,
)
_BY_THEN = re.compile(
    r"\b(?:in|on) time\b|\b(?:by|before|until|till) \w+|\btoday\b|\btonight\b|\btomorrow\b", re.IGNORECASE
)
_NOT_ORDERED = re.compile(r"\bif (?:i|we) (?:order|buy|get|pay)\b|\b(?:stock|sale|size)\b", re.IGNORECASE)


def asks_if_comes(text: str, entities: Entities) -> bool:
    """Of one's own, and no question of what is sold: the thing is pointed at, and a day or a time is told."""
    is_named = bool(entities.categories or entities.products) and not entities.order_numbers
    is_by_then = bool(entities.dates) or _BY_THEN.search(text) is not None
    return is_named and is_by_then and _ASKS.search(text) is not None and _NOT_ORDERED.search(text) is None
