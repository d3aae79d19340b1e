"""What is asked of an order that is named by its number, read as of one that lies on the table. Pure.

The rules and the reader know "how do i pay for it" and "is it lost"; with a number in the place of "it" the words ask
the same.
"""

import re
from dataclasses import replace

from agent.orders.asked import SURELY, facet_read, wish_read
from agent.orders.facets import OrderFacet, order_facet
from agent.understanding.heard import Heard
from agent.understanding.local_reading import Request

_CALLED = re.compile(
    r"(?:\b(?:my|the|this|that)\s+)?(?:\b(?:order|parcel|package)\s+)?(?:(?:number|no\.?|nr\.?)\s*|#\s*)?$",
    re.IGNORECASE,
)
_SOUNDS_LIKE = (
    *(None, "track_order", "order_history", "shipping_policy", "payment_policy", "payment_issue", "returns_policy"),
    *("out_of_scope", "chitchat", "product_question", "further_question"),
)
"""What a question about one order is taken for by its other words; wishes keep to theirs."""
_TRACKED: tuple[OrderFacet, ...] = ("arrival", "number", "parcels")
"""Told in full where it is told where the order is."""

_SOUND_LIKE_WHERE: tuple[OrderFacet, ...] = ("address", "confirmed")
""" "Could you tell me where it is", "can you check it for me": hardly told apart by the reader."""


def as_it(request: Request) -> str:
    """Its words with "it" for the one order that they name; "" where they name none, or several."""
    named = request.entities.order_numbers
    if len({found.value for found in named}) != 1:
        return ""
    text = request.text
    for found in reversed(named):
        text = f"{_CALLED.sub('', text[: found.start])}it{text[found.end :]}"
    return text


def facet_by_number(request: Request, heard: Heard) -> OrderFacet | None:
    """The detail that is asked of the order named; None where it is no question of one order."""
    text = as_it(request) if _may_be(request) else ""
    if not text:
        return None
    read = facet_read(replace(request, text=text), heard, least=SURELY)
    is_tracked = request.intent == "track_order"
    facet = order_facet(text) or (None if is_tracked and read in _SOUND_LIKE_WHERE else read)
    return None if is_tracked and facet in _TRACKED else facet


def wish_by_number(request: Request, heard: Heard) -> str | None:
    """ "I do not need order VM-10234 any more": what is wished of the order named, as the intent that does it."""
    text = as_it(request) if _may_be(request) else ""
    return wish_read(replace(request, text=text), heard, least=SURELY) if text else None


def is_told_by_tracking(request: Request, facet: OrderFacet) -> bool:
    return bool(request.entities.order_numbers) and facet in _TRACKED and _may_be(request)


def _may_be(request: Request) -> bool:
    is_tracked = request.intent == "track_order" and request.alternatives == ("track_order",)
    return request.intent in _SOUNDS_LIKE and not is_tracked
