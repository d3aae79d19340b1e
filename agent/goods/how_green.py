"""Whether a thing is good for the world: "how green is it really", "is nylon bad for the planet". Pure.

What can be told is on its label: what it is made of, its certificates and its footprint; nothing else is judged.
"""

import re
from typing import Any

from agent.goods.pointing import pointed_at
from agent.goods.table_words import POINTS
from agent.state import Memory
from agent.understanding.heard import Heard
from agent.understanding.local_reading import Request

_MOST = 3
_GREEN = re.compile(
    r"\b(?:how|really|actually|truly|is (?:it|this|that)|are (?:they|these|those)) (?:(?:really|actually|truly|all)? ?)"
    r"(?:sustainable|eco|eco[- ]?friendly|environmental\w*|ethical)\b"
    r"|\bhow (?:really )?green (?:is|are)\b|\bgreen as in\b"
    r"|\b(?:good|bad|better|worse|kind|harmful|friendly) (?:for|to) the (?:environment|planet|climate|nature|earth)\b",
    re.IGNORECASE,
)
_OF_ELSE = re.compile(
    r"\b(?:ship\w*|deliver\w*|packag\w*|parcels?|boxe?s?|shop|company|brand|you guys)\b", re.IGNORECASE
)


def asks_how_green(memory: Memory, request: Request, heard: Heard) -> tuple[str, str, dict[str, Any]] | None:
    """Of what is looked at, as (intent, text, slots); of the shop as a whole its own writings tell."""
    table = [each["value"] for each in heard.shown.get("products", ())]
    if memory["looking_at"] != "products" or not table or request.entities.order_numbers:
        return None
    if not _GREEN.search(request.text) or _OF_ELSE.search(request.text) or request.entities.categories:
        return None
    names_other = bool(request.entities.materials or request.entities.colours) and not POINTS.search(request.text)
    if names_other:
        return None  # "is silver bad for the planet": of silver, and not of what lies here
    focus = [each["value"] for each in heard.shown.get("product", ())][:1]
    meant = (pointed_at(heard, table, focus) or table)[:_MOST]
    facets = ["material", "certificates", "footprint"]
    if len(meant) > 1:
        return "product_question", request.text, {"product_ids": meant, "facets": facets[:1]}
    return "product_question", request.text, {"product_ids": meant, "facets": facets}
