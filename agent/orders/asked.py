"""What a message asks of the order on the table, where no word of it says so: read by its examples.

"My doorbell is broken" wishes something for the handing over, "is that the quick one" asks for the kind of delivery.
"""

import re
from collections.abc import Mapping
from typing import cast, get_args

from agent.intents.registry import INTENTS
from agent.orders.facets import OrderFacet, order_facet
from agent.table.questions import question
from agent.table.reader import Asked
from agent.understanding.heard import Heard
from agent.understanding.local_reading import SURE, Request

LIKELY = 0.6
"""From here on the reading is followed; below it nine in ten are right as well, but a list is safer than a guess."""
SURELY = 0.85
"""Against an intent that the classifier is sure of the reading must be surer."""
OF_GOODS = 0.2
""" "Only want one of those now" sounds like a search, and of all that is spoken of hardly goods are meant."""
OF_THE_REST = 0.75
""" "The tee came, the shorts didn't" sounds like a return, which nobody asks for in such words."""
_WISHES: Mapping[str, str] = {
    "cancel": "cancel_order",
    "leave_out": "cancel_order",
    "change_items": "change_order",
    "change_payment": "change_order",
    "change_address": "change_address",
    "return": "return_item",
    "exchange": "exchange_item",
    "damaged": "return_item",
    "not_got": "lost_parcel",
    "reorder": "place_order",
    "invoice": "invoice",
    "undo": "uncancel_order",
}
"""What is wished for the order, as the intent that does it."""
_SENDS_BACK = re.compile(
    r"\b(?:return|(?:send|give)(?: \w+)? back)\b(?!.*\b(?:exchange|swap|instead|another|size)\b)", re.IGNORECASE
)
_FACETS = frozenset(get_args(OrderFacet))
_OF_CHANGES = ("change_order", "change_address")


def facet_of(heard: Heard) -> OrderFacet | None:
    """By the words, else by the reading: for a message that is known to ask something of an order."""
    return order_facet(heard.text) or _facet(heard.read("order", heard.text))


def is_part(heard: Heard) -> bool | None:
    """ "Take the hat out, keep the rest", of an order that can only be called off as a whole."""
    asked = heard.read("order", heard.text)
    return True if asked.name == "leave_out" and asked.probability >= LIKELY else None


def rule_of(heard: Heard) -> str | None:
    """The plain question about delivery that the words come to: "what if they miss me" of a parcel on its way."""
    asked = heard.read("shipping", heard.text)
    if asked.probability < SURELY:
        return None
    is_missed = asked.name == "not_home" and "sign" not in heard.text.casefold()
    return "I missed the delivery. What now?" if is_missed else question("shipping", asked.name, ())


def facet_read(request: Request, heard: Heard, *, least: float = 0.0) -> OrderFacet | None:
    """The detail that is asked for, as far as the reader is sure of it."""
    asked = heard.read("order", request.text)
    is_rest = asked.name == "parcels" and request.intent == "return_item"
    needed = OF_THE_REST if is_rest else _needed(request, heard)
    return _facet(asked) if asked.probability >= max(least, needed) else None


def _facet(asked: Asked) -> OrderFacet | None:
    return cast(OrderFacet, asked.name) if asked.name in _FACETS else None


def wish_read(request: Request, heard: Heard, *, least: float = 0.0) -> str | None:
    """The intent of a wish for the order, in words that name neither."""
    asked = heard.read("order", request.text)
    intent = _WISHES.get(asked.name)
    needed = LIKELY if request.intent == intent else _needed(request, heard)
    if intent is None or asked.probability < max(least, needed):
        return None
    if intent == "exchange_item" and _SENDS_BACK.search(request.text):
        return "return_item"  # "a bit short, can i send those back": why, and no wish for another
    if intent in _OF_CHANGES and request.intent in _OF_CHANGES:
        return request.intent  # which of the two it is, the words say better
    return intent


def asks_if_done(request: Request, heard: Heard) -> bool:
    """ "So is that changed now": of what was wished before, not a wish."""
    asked = heard.read("order", request.text)
    return asked.name == "done_yet" and asked.probability >= _needed(request, heard)


def _needed(request: Request, heard: Heard) -> float:
    intent = INTENTS.get(request.intent or "")
    is_sure = intent is not None and intent.route not in ("chat", "oos", "order") and request.confidence > SURE
    if is_sure and intent is not None and intent.route == "product":
        is_sure = heard.areas(request.text).get("goods", 1.0) >= OF_GOODS
    return SURELY if is_sure else LIKELY
