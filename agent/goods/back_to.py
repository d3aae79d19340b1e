"""Going back to the goods that still lie there: "ok back to the shirts, which is the cheapest"."""

import re

from agent.entities.vocabulary import singular
from agent.state import Memory
from agent.understanding.heard import Heard

_BACK_TO = re.compile(
    r"\b(?:back|return(?:ing)?) to (?:the|those|these|your) (?:[\w-]+ ){0,2}?(?P<kind>[a-z]{3,})\b", re.IGNORECASE
)


def goes_back(memory: Memory, heard: Heard) -> None:
    """What the rules told last is left, where goods of that kind were shown before it."""
    said = _BACK_TO.search(heard.text)
    shown = memory["shown"].get("products", ())
    if said is None or memory["tasks"] or memory["looking_at"] == "orders":
        return
    kind = singular(said["kind"].casefold())
    if any(kind in map(singular, each["label"].casefold().split()) for each in shown):
        memory["looking_at"], memory["topic"], memory["quoted"] = "products", "", None
