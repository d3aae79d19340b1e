"""On which day it comes, asked once more or asked for sure: the carrier's day, not all that is known of it.

Days are the parcels' own estimates; of what has not been sent nothing is told but why there is no day yet.
"""

from agent.claims.lines import line_named
from agent.intents.spec import View
from agent.orders.choosing import order_choices
from agent.state import Task
from agent.steps import Say
from domain.orders import Order, OrderStatus, Parcel


def told(order: Order, task: Task, view: View) -> Say | None:
    """None for an order of which only its state tells more: one that came, or waits to be packed."""
    parcels = _meant(order, task)
    is_unpaid = order.status is OrderStatus.PENDING
    if not (parcels or is_unpaid):
        return None
    late = [each for each in parcels if order.status is OrderStatus.DELAYED or _is_past(each, view)]
    facts = {"order": order, "parcels": parcels, "late": late}
    return Say("asked_day", facts, shows=order_choices([order]), shows_kind="orders")


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
