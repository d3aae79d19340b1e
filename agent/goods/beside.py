"""What is looked for to go with something that is named: "which hats go with the Everett Wool Coat". Pure.

The thing that is named is only what it is to go with; the kind beside it is what is looked for.
"""

from dataclasses import replace
from typing import Any

from agent.goods.spoken_of import besides_spoken_of, but_owned, wanted
from agent.state import Memory
from agent.understanding.heard import Heard
from agent.understanding.local_reading import Request
from agent.understanding.slots import fill

_OF_GOODS = ("product_search", "product_question", "promo_discount", "out_of_scope", "chitchat", None)


def looked_for_beside(memory: Memory, request: Request, heard: Heard) -> tuple[str, str, dict[str, Any]] | None:
    """The message as (intent, text, slots); None where nothing is named that it should go with, or no kind is."""
    if not request.entities.products or memory["tasks"] or request.intent not in _OF_GOODS:
        return None
    entities = wanted(request.text, request.entities)
    if entities.products or not entities.categories:
        return None
    own = replace(heard, text=besides_spoken_of(request.text, request.entities), entities=entities)
    return "product_search", own.text, but_owned(fill(("limits", "item", "kind"), own), heard)
