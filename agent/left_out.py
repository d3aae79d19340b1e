"""What a message leaves out of a task: "everything except the socks", "no, leave the shirt".

A slot of `agent.slots`, kept apart because only tasks over several lines read it. Values are plain text.
"""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agent.slots import Heard

_LEFT_OUT = re.compile(
    r"\b(?:leave|leaving|keep|keeping|drop|skip|exclude|excluding|minus|remove|take|except|without|but(?! not\b)|not"
    r"|besides|apart from|other than|forget)\b(?: out| about| for| off)?\s+"
    r"(?:the|my|those|that|these|this|her|his|a|an)\s+(?P<what>[^,.;!?\n]{2,60})",
    re.IGNORECASE,
)
_ENDS = re.compile(r"\b(?:and|but|just|because|since|as|please|return|exchange|send|instead|only)\b", re.IGNORECASE)


def left_out_span(heard: "Heard") -> tuple[int, int] | None:
    """Where a thing stands that is to be left out; None: there is none, or what is left out is no thing."""
    entities = heard.entities
    things = [*entities.categories, *entities.products, *entities.colours]
    if not things:
        return None
    for match in _LEFT_OUT.finditer(heard.text):
        start, end = match.span("what")
        stop = _ENDS.search(heard.text, start, end)
        end = stop.start() if stop else end
        if any(start <= found.start < end for found in things):
            return start, end
    return None


def left_out(heard: "Heard") -> str | None:
    """The words that name it."""
    span = left_out_span(heard)
    return heard.text[slice(*span)].strip() if span else None
