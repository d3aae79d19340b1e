"""Which colour or size somebody has already: "what colour was mine", "the hoodie of october, which size was that".

Asked beside goods that are for sale, it is of what was bought, and no colour of the shop answers it. Pure.
"""

import re
from typing import Any

from agent.state import Memory
from agent.table.clauses import clauses
from agent.understanding.heard import Heard
from agent.understanding.local_reading import Request
from agent.understanding.slots import fill

_OF_VERSION = re.compile(
    r"\b(?:what|which|remember|check|know|tell me|was it|is it)\b.{0,30}\b(?:colou?rs?|sizes?|shade|version)\b",
    re.IGNORECASE,
)
_HAVE = r"(?:have(?: got)?|own|got|bought|ordered|wear|took|chose|picked|purchased)"
_MINE = re.compile(
    rf"\bmine\b|\b(?:the )?ones? (?:that )?i(?:['’]ve)? (?:already |once )?{_HAVE}\b"
    rf"|\bdid i (?:\w+ )?(?:buy|order|get|have|choose|take|pick)\b|\b(?:do|have) i (?:already )?(?:have|own|got)\b"
    r"|\bi(?:['’]ve)? (?:already )?(?:have|own|got|bought|ordered|took|chose|picked|purchased) (?:it|them|that"
    r"|mine|this|already|last time|before|back then)\b"
    r"|\bmy (?:old|last|own|current|first) (?:one|pair)\b",
    re.IGNORECASE,
)
_OF_ORDER = re.compile(
    r"\b(?:was|were|did)\b.{0,20}\b(?:that|it|they|those|i)\b|\b(?:in|from) (?:my|that) (?:\w+ )?order\b", re.I
)


def asked_of_own_version(memory: Memory, request: Request, heard: Heard) -> tuple[str, str, dict[str, Any]] | None:
    """The message as (intent, text, slots); None where it asks nothing of what one has."""
    entities, text = request.entities, request.text
    of_order = (
        bool(entities.order_numbers) and _OF_ORDER.search(text) is not None and _OF_VERSION.search(text) is not None
    )
    asked = [clause for clause, _ in clauses(text) if _MINE.search(clause) and _OF_VERSION.search(clause)]
    if not (asked or of_order) or memory["tasks"]:
        return None
    named = [found.value.product_ids[0] for found in entities.products if len(found.value.product_ids) == 1]
    is_meant_otherwise = bool(entities.categories) or memory["looking_at"] == "orders"
    focus = [] if is_meant_otherwise else [each["value"] for each in heard.shown.get("product", ())][:1]
    said = fill(("category", "item", "order_id"), heard)
    if not (named or focus or said):
        return None
    return "bought_items", text, {**said, **({"product_ids": named or focus} if named or focus else {})}
