"""Places that are counted from another: "the one before the last", "second to last", "third from the bottom". Pure."""

import re
from dataclasses import replace

from agent.state import Memory
from agent.understanding.local_reading import Request

_PLACES = ("first", "second", "third", "fourth", "fifth", "sixth")
_PLACE = "|".join(_PLACES)
_FROM_END = re.compile(
    r"\b(?:the )?(?:one (?:right |just )?before (?:the )?last|second[- ](?:to[- ])?last|last but one|next[- ]to[- ]last"
    r"|penultimate|second from (?:the )?(?:bottom|end|last))\b(?: one)?",
    re.IGNORECASE,
)
_FROM_OTHER = re.compile(
    rf"\b(?:the )?one (?:right |just )?(?P<side>before|after) the (?P<from>{_PLACE})\b(?: one)?"
    rf"|\b(?:the )?(?P<down>{_PLACE})(?: one)? from (?:the )?(?:top|start|beginning)\b",
    re.IGNORECASE,
)


def counted_out(memory: Memory, request: Request) -> Request:
    """The same with the place itself: "the fourth one", of five that were shown."""
    count = len(memory["shown"].get("products", ())) if memory["looking_at"] == "products" else 0
    if not 1 < count <= len(_PLACES):
        return request
    text = _FROM_END.sub(f"the {_PLACES[count - 2]} one", request.text)
    text = _FROM_OTHER.sub(lambda found: _said(found, count), text)
    if text == request.text:
        return request
    return replace(request, text=text, entities=replace(request.entities, references=()))


def _said(found: re.Match[str], count: int) -> str:
    if found["down"]:
        return f"the {found['down']} one"
    place = _PLACES.index(found["from"].casefold()) + (1 if found["side"].casefold() == "after" else -1)
    return f"the {_PLACES[place]} one" if 0 <= place < count else found[0]
