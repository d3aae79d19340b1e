"""Money back: an order that has not left is cancelled, one that arrived is returned. The rules decide which."""

from agent.intents import cancel_order, lost_parcel, return_item, track_order
from agent.intents.spec import Intent, View
from agent.orders.choosing import choose_order
from agent.state import Task
from agent.steps import Call, Step
from domain.claims import ClaimKind, Remedy
from domain.orders import Order, OrderStatus
from tools.orders import OrderCancelled
from tools.returns import ReturnCheck


def next_step(task: Task, view: View) -> Step:
    if isinstance(view.results.get("done"), OrderCancelled):
        return cancel_order.next_step(task, view)
    check = view.results.get("check")
    if isinstance(check, ReturnCheck) and check.kind is ClaimKind.REFUND:
        return lost_parcel.next_step(task, view)
    if isinstance(check, ReturnCheck) or "done" in view.results:
        return return_item.next_step(task, view)
    order = view.results.get("order")
    if not isinstance(order, Order):
        chosen = choose_order(
            task, view, fits=_has_money_in_it, none_fit="nothing_to_refund", purpose="which_to_refund"
        )
        return Call("get_order", {"order_id": chosen}, "order") if isinstance(chosen, str) else chosen
    if order.status is OrderStatus.DELIVERED or any(parcel.delivered_at for parcel in order.parcels):
        task["slots"]["order_id"] = order.order_id
        return return_item.next_step(task, view)
    if order.status in (OrderStatus.SHIPPED, OrderStatus.DELAYED, OrderStatus.LOST):
        task["slots"] |= {"order_id": order.order_id, "remedy": task["slots"].get("remedy") or "refund"}
        return lost_parcel.next_step(task, view)
    if task["slots"].get("remedy") == Remedy.REPLACEMENT:
        return track_order.next_step(task, view)  # nothing is wrong yet, and another one does not leave sooner
    return cancel_order.next_step(task, view)


def _has_money_in_it(order: Order) -> bool:
    return order.status not in (OrderStatus.CANCELLED, OrderStatus.RETURNED)


INTENT = Intent(
    name="refund_request",
    meaning="wants money back",
    route="returns",
    label="get money back",
    next_step=next_step,
    undone_by="uncancel_order",
    slots=(*return_item.INTENT.slots, "order_in_view"),
    tools=(
        "find_passages",
        "get_products",
        "list_orders",
        "get_order",
        "check_return",
        "file_return",
        "claim_status",
        "withdraw_claim",
        "cancel_pending_order",
    ),
)
