"""A cancellation is regretted: money and stock are released, so it stays; the same can be ordered again."""

import re

from agent.intents.spec import Intent, View
from agent.orders.choosing import choose_order, order_choices
from agent.state import Task
from agent.steps import Call, Say, Step
from domain.orders import Order, OrderStatus

_LATELY = 14
"""Days in which a cancelled order comes to mind without being named."""


def next_step(task: Task, view: View) -> Step:
    order = view.results.get("order")
    if not isinstance(order, Order):
        chosen = choose_order(
            task, view, fits=lambda each: _is_meant(each, task, view), none_fit="none_cancelled", purpose="which_order"
        )
        return Call("get_order", {"order_id": chosen}, "order") if isinstance(chosen, str) else chosen
    shows = order_choices([order])
    if order.status is not OrderStatus.CANCELLED:
        return Say("not_cancelled", {"order": order}, shows=shows, shows_kind="orders")
    return Say(
        "cancelled_for_good",
        {"order": order},
        shows=shows,
        shows_kind="orders",
        opens="place_order",
        opens_slots={"order_id": order.order_id, "again": True},
    )


def _is_meant(order: Order, task: Task, view: View) -> bool:
    """The one just cancelled or looked at, when it was cancelled; else any cancelled lately."""
    if order.status is not OrderStatus.CANCELLED:
        return False
    seen = task["slots"].get("order_in_view")
    return order.order_id == seen if seen else (view.today - order.placed_at.date()).days <= _LATELY


INTENT = Intent(
    name="uncancel_order",
    meaning="take back the cancellation of an order",
    route="order",
    label="undo a cancellation",
    next_step=next_step,
    slots=("order_id", "email", "postcode", "which", "dates", "item", "order_in_view"),
    tools=("list_orders", "get_order"),
    cues=re.compile(
        r"\b(?:undo|reverse|revert|revoke|take back|withdraw|stop|cancel|retract)\s+(?:my|the|that|this|her|his)\s+"
        r"(?:order )?cancel+ations?\b"
        r"|\bun-?cancel\w*|\b(?:reinstate|reactivate|revive|restore)\b.{0,30}\b(?:orders?|vm-?\s?\d+|it|that)\b"
        r"|\bcancel+ed (?:it|that|my order|the (?:wrong )?order|vm-?\s?\d+|(?:the|my) \w+)\b.{0,20}\b(?:by (?:mistake"
        r"|accident)"
        r"|accident\w*|not mean)"
        r"|\b(?:did ?n[o']?t|did not) (?:mean|want) (?:for you )?to cancel\b"
        r"|\b(?:want|need|like|get|have) (?:my|the|that) cancel+ed order back\b",
        re.IGNORECASE,
    ),
)
