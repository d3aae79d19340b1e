"""Messages that are little more than the numbers of orders: "10234 or 10217, not sure". English words. Pure."""

import re

from agent.entities import Entities

_ABOUT = re.compile(r"\b(?:about|happening with|going on with|up with)(?: order| number| my order)?\s*$", re.IGNORECASE)
_FEW_WORDS = 9


def asks_about_number(text: str, entities: Entities) -> bool:
    """ "You still haven't told me about 10217"."""
    is_behind = any(_ABOUT.search(text[: found.start]) for found in entities.order_numbers)
    return is_behind and len(text.split()) <= _FEW_WORDS


_BETWEEN_NUMBERS = re.compile(
    r"(?:\W|\b(?:or|and|not sure(?: which)?|i think|i guess|maybe|perhaps|it'?s|order|number|nr|no|the|my|both|sorry"
    r"|was it|either)\b)*",
    re.IGNORECASE,
)


def is_only_numbers(text: str, entities: Entities) -> bool:
    """ "10234 or 10217, not sure": orders are named, and nothing is asked but how they are doing."""
    for found in reversed(entities.order_numbers):
        text = f"{text[: found.start]} {text[found.end :]}"
    return _BETWEEN_NUMBERS.fullmatch(text) is not None
