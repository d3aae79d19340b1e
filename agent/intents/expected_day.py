"""On which day it comes, asked once more or asked for sure: the carrier's day, not all that is known of it.

Days are the parcels' own estimates; of what has not been sent nothing is told but why there is no day yet.
"""

import re
from datetime import date

from agent.claims.lines import line_named
from agent.intents.spec import View
from agent.orders.choosing import order_choices
from agent.state import Task
from agent.steps import Call, Say, Step
from domain.orders import Order, OrderStatus, Parcel
from tools.deliveries import DeliveryEstimate

_WHEN = re.compile(
    r"\b(?:when|how (?:long|soon|much longer)|(?:what|which) (?:day|date|time)|delivery (?:day|date|time)"
    r"|arrival (?:day|date|time)|(?:a|the|any) (?:day|date))\b",
    re.IGNORECASE,
)


def told(order: Order, task: Task, view: View) -> Say | None:
    """None for an order of which only its state tells more: one that came, or waits to be packed."""
    parcels = _meant(order, task)
    is_unpaid = order.awaits_payment
    if not (parcels or is_unpaid):
        return None
    late = [each for each in parcels if order.status is OrderStatus.DELAYED or _is_past(each, view)]
    facts = {"order": order, "parcels": parcels, "late": late}
    return Say("asked_day", facts, shows=order_choices([order]), shows_kind="orders")


def by_that_day(order: Order, task: Task, view: View) -> Step | None:
    """ "Will it be here by Thursday?", of what has not been sent: nobody can promise it; how long it takes is told.

    As it is where no day is named: "when will it come?", of what is packed."""
    due = date.fromisoformat(task["slots"]["due"]) if task["slots"].get("due") else None
    asks_when = task["slots"].get("order_facet") == "day" or _WHEN.search(view.text) is not None
    is_asked = due is not None or (order.status is OrderStatus.PACKED and asks_when)
    if not is_asked or order.parcels or not order.status.is_open or order.expected is not None:
        return None
    estimate, country = view.results.get("estimate"), (order.address or {}).get("country", "")
    if not isinstance(estimate, DeliveryEstimate):
        asked = {"country": country, "due": task["slots"].get("due") or None}
        return Call("estimate_delivery", asked, "estimate")
    is_known = bool(country) and not order.awaits_payment
    coming = [each for each in estimate.arrivals if is_known and each.method == order.shipping_method]
    facts = {"order": order, "due": due, "leaves": estimate.leaves, "arrivals": coming[:1]}
    return Say("asked_by_day", facts, shows=order_choices([order]), shows_kind="orders")


def _meant(order: Order, task: Task) -> list[Parcel]:
    """Those under way; of several the one that holds what was named."""
    coming = [parcel for parcel in order.parcels if parcel.delivered_at is None]
    named = line_named(task["slots"].get("item") or "", order.lines)
    if named is None:
        return coming
    holding = [parcel for parcel in order.parcels if named.line in parcel.lines]
    return [parcel for parcel in holding if parcel in coming] if holding else coming


def _is_past(parcel: Parcel, view: View) -> bool:
    return parcel.estimated_delivery is not None and parcel.estimated_delivery < view.today
