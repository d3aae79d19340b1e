"""What a message leaves out of a task: "everything except the socks", "no, leave the shirt".

A slot of `agent.understanding.slots`, kept apart because only tasks over several lines read it. Values are plain text.
"""

import re

from agent.understanding.heard import Heard

_STAYS = (
    r"(?:leave|leaving|keep|keeping|drop|skip|exclude|excluding|minus|remove|take|except|without|besides|apart from"
    r"|other than|forget|(?:everything|all|both|them|it) but)(?: out| about| for| off)?"
)
_LEFT_OUT = re.compile(
    rf"\b(?:{_STAYS}|not)\s+(?:the|my|those|that|these|this|her|his|a|an)\s+(?!order\b|parcel\b)(?P<what>[^,.;!?\n]{{2,60}})"
    rf"|\b{_STAYS}\s+(?P<bare>[^,.;!?\n]{{2,60}})",
    re.IGNORECASE,
)
""" `bare`: typed without an article; then the thing must come first, or it is no thing that is kept."""
_ENDS = re.compile(r"\b(?:and|but|just|because|since|as|please|return|exchange|send|instead|only)\b", re.IGNORECASE)


def left_out_span(heard: Heard) -> tuple[int, int] | None:
    """Where a thing stands that is to be left out; None: there is none, or what is left out is no thing."""
    entities = heard.entities
    things = [*entities.categories, *entities.products, *entities.colours]
    if not things:
        return None
    for match in _LEFT_OUT.finditer(heard.text):
        is_bare = match["what"] is None
        start, end = match.span("bare" if is_bare else "what")
        stop = _ENDS.search(heard.text, start, end)
        end = stop.start() if stop else end
        if any(start <= found.start < (start + 1 if is_bare else end) for found in things):
            return start, end
    return None


def left_out(heard: Heard) -> str | None:
    """The words that name it."""
    span = left_out_span(heard)
    return heard.text[slice(*span)].strip() if span else None
