"""Whether a thing is good for the world: "how green is it really", "is nylon bad for the planet". Pure.

What can be told is on its label: what it is made of, its certificates and its footprint; nothing else is judged.
"""

import re
from typing import Any

from agent.goods.pointing import fits_focus, pointed_at
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
_CERTIFIED = re.compile(
    r"^\W*(?:(?:and|so|ok(?:ay)?|but|also)\W+)*(?:(?:do|does) (?:you|it|they|this|that) (?:have|carry|hold)"
    r"|(?:is|are) there|(?:what|which)) (?:any |some |the )?certificat\w+"
    r"(?: (?:for (?:it|that|this|them|those)|do(?:es)? (?:it|they|you) have|there|too|as well))*\W*$",
    re.IGNORECASE,
)
""" "And do you have certificates", of the one thing that is looked at."""
_OF_ELSE = re.compile(
    r"\b(?:ship\w*|deliver\w*|packag\w*|parcels?|boxe?s?|shop|company|brand|you guys)\b", re.IGNORECASE
)


def asks_how_green(memory: Memory, request: Request, heard: Heard) -> tuple[str, str, dict[str, Any]] | None:
    """Of what is looked at, as (intent, text, slots); of the shop as a whole its own writings tell."""
    table = [each["value"] for each in heard.shown.get("products", ())]
    if memory["looking_at"] != "products" or not table or request.entities.order_numbers:
        return None
    focus = [each["value"] for each in heard.shown.get("product", ())][:1]
    if focus and _CERTIFIED.match(request.text):
        return "product_question", request.text, {"product_ids": focus, "facets": ["certificates"]}
    is_of_focus = fits_focus(request.entities, heard)
    is_of_other = bool(request.entities.categories) and not is_of_focus
    if not _GREEN.search(request.text) or _OF_ELSE.search(request.text) or is_of_other:
        return None
    names_other = bool(request.entities.materials or request.entities.colours) and not POINTS.search(request.text)
    if names_other:
        return None  # "is silver bad for the planet": of silver, and not of what lies here
    meant = focus if is_of_focus else (pointed_at(heard, table, focus) or table)[:_MOST]
    facets = ["material", "certificates", "footprint"]
    if len(meant) > 1:
        return "product_question", request.text, {"product_ids": meant, "facets": facets[:1]}
    return "product_question", request.text, {"product_ids": meant, "facets": facets}
