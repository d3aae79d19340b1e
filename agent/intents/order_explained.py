"""Why an order is as it is: why it comes in parts, when it is packed. What the shop has written, next to the order."""

import re
from collections.abc import Sequence

from agent.intents.answering import answer, answers
from agent.intents.spec import View
from agent.orders.choosing import order_choices
from agent.steps import Call, Say, Step
from domain.orders import Order, OrderStatus
from tools.policies import PassagesFound

_PARTS = "Why does an order come in several parcels?"
_PACKING = "When will my order be packed?"
_COMBINED = "Can you combine two orders into one parcel?"
_TOGETHER = re.compile(
    r"\bcombin\w+|\btogether\b"
    r"|\b(?:both|them|orders|all)\b.{0,24}\b(?:one|same|1) (?:box|parcel|package|delivery|go)\b",
    re.IGNORECASE,
)
_WHY_PARTS = re.compile(r"\b(?:why|how come|together|at once|one (?:box|parcel|go))\b", re.IGNORECASE)


def explained(facet: str, meant: Sequence[Order], view: View) -> Step | None:
    """None where nothing of that is asked, or the shop has not written of it."""
    order = meant[0]
    if facet == "parcels" and _TOGETHER.search(view.text) and not any(len(each.parcels) > 1 for each in meant):
        return _combined(view)
    in_parts = facet == "parcels" and len(order.parcels) > 1 and _WHY_PARTS.search(view.text) is not None
    to_pack = facet == "arrival" and order.status is OrderStatus.PAID and order.expected is None
    if len(meant) != 1 or not (in_parts or to_pack):
        return None
    found = view.results.get("passages")
    if not isinstance(found, PassagesFound):
        return Call("find_passages", {"query": _PARTS if in_parts else _PACKING, "kinds": ("faq",)}, "passages")
    if not answers(found):
        return None
    facts = {"order": order, "passages": [answers(found)[0].passage]}
    say = "asked_in_parts" if in_parts else "asked_to_pack"
    return Say(say, facts, shows=order_choices(meant), shows_kind="orders")


def _combined(view: View) -> Step | None:
    """ "Could both come in one parcel": of orders that were placed apart."""
    found = view.results.get("passages")
    if not isinstance(found, PassagesFound):
        return Call("find_passages", {"query": _COMBINED, "kinds": ("faq",)}, "passages")
    sure = answers(found)
    return answer(sure, asked=_COMBINED) if sure else None
