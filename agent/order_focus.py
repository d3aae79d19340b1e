"""Which order is on the table, and whether a short question is about it: "whats in it", "and the other parcel?".

Pure. What is asked of an order is read by `agent.order_facets`; a message that names its order or its goods speaks for
itself.
"""

from collections.abc import Sequence
from dataclasses import replace

from agent import tasks
from agent.heard import Heard
from agent.intents.registry import INTENTS
from agent.order_facets import LEANING, is_of_parcel, order_facet
from agent.shopping import facets
from agent.slots import FILLERS
from agent.state import Memory
from agent.understanding import Request, Understanding

_OF_ORDERS = ("order", "returns", "account")
_SURE = 1.0
_TELLS_OWN = ("late", "changeable", "parcels")
"""Asked of one's own orders in so many words, whether or not one is on the table."""
_OWN_NAMED = ("carrier", "address", "late", "payment", "faster")
"""Of an order given by its number; what else may be asked of one has its own answer already."""


def about_orders(memory: Memory, understood: Understanding, heard: Heard) -> Understanding:
    """The same, with the requests that ask something of the order on the table read as such."""
    requests = tuple(_about_order(memory, request, heard) for request in understood.requests)
    return replace(understood, requests=requests)


def order_in_hand(memory: Memory) -> str | None:
    """The order of the task that is open, else the one that was looked at or settled last."""
    task = tasks.current(memory)
    if task is not None and _is_of_orders(task["intent"]) and (order_id := task["slots"].get("order_id")):
        return str(order_id)
    focus = memory["shown"].get("order", ())
    if memory["looking_at"] == "orders" and len(focus) == 1 and "-" in focus[0]["value"]:
        return focus[0]["value"]
    closed = memory["closed"]
    if closed is not None and memory["looking_at"] != "products" and closed["slots"].get("order_id"):
        return str(closed["slots"]["order_id"])
    return None


def _is_of_orders(intent: str) -> bool:
    return intent == "place_order" or (intent in INTENTS and INTENTS[intent].route in _OF_ORDERS)


def _orders_listed(memory: Memory) -> Sequence[str]:
    task = tasks.current(memory)
    if task is not None and task["asked"] == "order_id" and task["choices"]:
        return [choice["value"] for choice in task["choices"]]
    if memory["looking_at"] != "orders":
        return ()
    return [each["value"] for each in memory["shown"].get("orders", ())]


def _about_order(memory: Memory, request: Request, heard: Heard) -> Request:
    facet = order_facet(request.text)
    if facet is None or _is_of_goods(request, facet):
        return request
    own = replace(heard, text=request.text, entities=request.entities)
    read = replace(request, intent="order_question", confidence=_SURE, alternatives=("order_question",))
    if request.entities.order_numbers:
        return read if facet in _OWN_NAMED else request
    focus, listed = order_in_hand(memory), _orders_listed(memory)
    if focus is None and not listed:
        is_own = request.intent == "track_order" or (facet == "changeable" and request.intent is not None)
        return read if facet in _TELLS_OWN and is_own else request
    if facet in LEANING and (memory["topic"] or memory["looking_at"] == "products"):
        return request
    names_one = any(FILLERS[name](own) for name in ("order_id", "which", "dates"))
    if focus is not None and (not names_one or is_of_parcel(request.text)):
        return replace(read, order_id=focus)
    return read


def _is_of_goods(request: Request, facet: str) -> bool:
    """ "What is it made of", "how much is the tote": of a thing in the shop."""
    asked = set(facets(request.text) or ()) - {"price", "stock", "returns"}
    return bool(asked) or (bool(request.entities.products) and facet not in ("late", "arrival"))
