"""What a message asks of the goods on the table, where no rule of `table_words` fits: read by its examples.

What has a plain question of its own is asked in its words ("got anything that won't bankrupt me": "anything
cheaper"), so that there is one way to answer each.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from agent.state import Memory
from agent.table.clauses import last_clause
from agent.table.reader import ELSEWHERE, Asked, Table
from agent.understanding.heard import Heard
from agent.understanding.local_reading import Request

LIKELY = 0.6
SURELY = 0.85
"""After an answer about the shop's rules, which the same words may go on from."""
FACETS = ("price", "stock", "sizes", "colours", "material", "care", "fit", "warranty", "rating")
WRITTEN = ("suits", "details", "origin", "lasts", "looks")
"""Answered, if at all, by what is written of the product."""
_PLAIN: Mapping[str, str] = {
    "which_size": "which size should i take",
    "recommend": "which one would you recommend",
    "compare": "compare them",
    "cheapest": "which one is the cheapest",
    "cheaper": "anything cheaper",
    "more": "what else do you have",
    "buy": "i'll take it",
    "alert": "tell me when it is back",
    "goes_with": "what goes with it",
    "discount": "is it on sale",
    "total": "how much are both together",
}
_MEASURE = re.compile(
    r"\bhow (?:long|short|wide|tall|high|deep|big|thick)\b(?! (?:do|does|will|should|can))"
    r"|\b(?:length|width|height|depth|inseam|dimensions|measurements)\b",
    re.IGNORECASE,
)
_DEAREST = re.compile(
    r"\b(?:most|dear\w*|expensive|pric(?:ey|ier|iest)|highest|top|fanciest|luxur\w+)\b", re.IGNORECASE
)


def read_of_goods(request: Request, heard: Heard, *, is_of_rules: bool, text: str = "") -> Asked | None:
    """None where it is not likely enough, or says outright what it wants. `text`: without the goods' own names.

    Of "bit pricey. whats the lightest" the end is read, where the whole is nothing for sure.
    """
    if request.alternatives == (request.intent,) or request.entities.order_numbers:
        return None
    needed = SURELY if is_of_rules else LIKELY
    text = text or request.text
    for words in dict.fromkeys((text, last_clause(text))):
        if (asked := heard.read("goods", words)).probability >= needed:
            asked = of_measure(asked, words)
            return asked if asked.name != ELSEWHERE else None
    return None


def of_measure(asked: Asked, text: str) -> Asked:
    """ "How long is it" is told by no cut and by no list of sizes; only what is written of it may."""
    is_measure = asked.name in ("fit", "sizes") and _MEASURE.search(text) is not None
    return replace(asked, name="details") if is_measure else asked


def asks_of_goods(memory: Memory, text: str, read: Callable[[Table, str], Asked]) -> bool:
    """ "Not so boring", "what do people say about it": surely of the goods that lie there, and no ill mood."""
    if memory["looking_at"] != "products":
        return False
    asked = read("goods", text)
    return asked.name not in (ELSEWHERE, "no_thanks") and asked.probability >= SURELY


def plain_question(name: str, text: str) -> str | None:
    """The words that the rules know, for what was asked in others."""
    if name == "cheapest" and _DEAREST.search(text):
        return "which one is the most expensive"
    return _PLAIN.get(name)
