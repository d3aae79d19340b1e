"""What is asked or wished of one's own orders where none was spoken of: "my sandals were due on friday". Pure.

The reader is trained on what follows an answer about an order; alone its words have to be surer, and only what can
hardly be said of anything else is taken from it.
"""

import re

from agent.dialogue import tasks
from agent.dialogue.leaning import begins_anew
from agent.orders.asked import facet_read, wish_read
from agent.orders.facets import OrderFacet
from agent.state import Memory
from agent.understanding.heard import Heard
from agent.understanding.local_reading import SURE, Request

ALONE = 0.9
"""Of 266 messages that are no matter of a shop 5 are read as one of an order from here on."""
TELLS_OWN: tuple[OrderFacet, ...] = ("late", "changeable", "parcels")
_HARDLY_ELSE: tuple[OrderFacet, ...] = ("late", "parcels", "arrival", "carrier", "number", "never_comes", "notify")
_WISHED = ("cancel_order", "lost_parcel", "change_order")
_NO_MATTER = (None, "out_of_scope", "chitchat")
_MINE = re.compile(r"\bmy\b", re.IGNORECASE)


def facet_at_large(memory: Memory, request: Request, heard: Heard) -> OrderFacet | None:
    if tasks.current(memory) or request.entities.order_numbers:
        return None
    if is_of_own(request):
        read = facet_read(request, heard)
        return read if read in TELLS_OWN else None
    read = facet_read(request, heard, least=ALONE) if _is_alone(memory, request) else None
    return read if read in _HARDLY_ELSE else None


def wish_at_large(memory: Memory, request: Request, heard: Heard) -> str | None:
    """ "Don't need the tote after all, get rid of it": its order is found by what is named, and asked for else."""
    if tasks.current(memory) or begins_anew(request.text) or request.alternatives == (request.intent,):
        return None
    is_unsure = request.confidence < SURE or request.intent in _NO_MATTER
    wish = wish_read(request, heard, least=ALONE) if is_unsure else None
    return wish if wish in _WISHED else None


def is_of_own(request: Request) -> bool:
    """ "My sandals should have been here on friday": of an order, though none was spoken of."""
    is_lost = request.intent in _NO_MATTER and bool(request.entities.categories)
    return request.intent == "track_order" or (is_lost and _MINE.search(request.text) is not None)


def _is_alone(memory: Memory, request: Request) -> bool:
    """No matter of the shop by its words, and nothing else is being spoken of."""
    is_elsewhere = memory["looking_at"] == "products" or memory["quoted"] is not None
    return request.intent in _NO_MATTER and not is_elsewhere and not request.entities.products
