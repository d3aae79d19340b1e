"""Cancelling an order that has not been packed yet."""

import re
from typing import Any

from agent.intents.answering import answer, answers, from_passages, is_how_to
from agent.intents.spec import Intent, View
from agent.orders.choosing import choose_order, likeness, order_choices
from agent.orders.payment_methods import money_back, used_method
from agent.state import Task
from agent.steps import Ask, Call, Choice, Propose, Say, Step
from domain.claims import ReturnReason
from domain.orders import Order, OrderLine, OrderStatus
from tools.orders import OrderCancelled
from tools.policies import PassagesFound
from tools.returns import ReturnCheck

REASONS = {
    "no_longer_needed": "No longer needed",
    "ordered_by_mistake": "Ordered by mistake",
    "found_cheaper": "Found cheaper",
    "too_slow": "Takes too long",
    "other": "Another reason",
}
PERSON = ("Talk to a person",)
_THE_ORDER = re.compile(r"\b(?:orders?|purchase|parcel|package|everything|all)\b", re.IGNORECASE)
""" "The order with the jeans" is told by what is in it."""
_ON_ITS_WAY = (OrderStatus.PACKED, OrderStatus.SHIPPED, OrderStatus.DELAYED)
_told_how = from_passages("cancelling an order", then="cancel_order")


def next_step(task: Task, view: View) -> Step:
    if is_how_to(view.text) and "order_id" not in task["slots"]:
        return _told_how(task, view)
    if isinstance(done := view.results.get("done"), OrderCancelled):
        return Say("order_was_cancelled", {"order": done.order, "done": done, "receipt": done})
    if task["slots"].get("only_part") and not task["slots"].get("item"):
        return _no_single_item(view)
    order = view.results.get("order")
    if not isinstance(order, Order):
        chosen = choose_order(
            task,
            view,
            fits=lambda order: order.status.may_be_cancelled and not view.is_closed(order),
            none_fit="none_to_cancel",
            purpose="which_to_cancel",
        )
        return Call("get_order", {"order_id": chosen}, "order") if isinstance(chosen, str) else chosen
    if not order.status.may_be_cancelled:
        return _too_late(order, view)
    if view.is_closed(order):
        return Say("change_refused_items_final", {"order": order}, quick_replies=PERSON)
    if len(order.lines) == 1 and _is_kept(task["slots"], order.lines[0]):
        return Say("dropped", {"task": INTENT.label})  # the only thing in it is to be kept
    if view.cancel_reasons and task["slots"].get("cancel_reason") not in view.cancel_reasons:
        choices = tuple(Choice(reason, REASONS[reason]) for reason in view.cancel_reasons)
        return Ask("cancel_reason", "ask_cancel_reason", {"order": order, "choices": choices}, choices)
    return Propose(
        "cancel_pending_order",
        {"order_id": order.order_id, "reason": task["slots"].get("cancel_reason", "other")},
        "confirm_cancel_whole" if _is_of_part(task, order) else "confirm_cancel",
        {"order": order, "back": money_back(order, (used_method(order),))},
        verb="cancel",
    )


def _is_kept(slots: dict[str, Any], line: OrderLine) -> bool:
    """Whether this is what is to stay; "cancel the dress but keep the tote" names another thing for that."""
    kept, named = slots.get("without") or "", slots.get("item") or ""
    is_other = likeness(named, line) > 0 == likeness(kept, line)
    return bool(kept) and not is_other


def _no_single_item(view: View) -> Step:
    """ "Take one thing out": in the shop's own words, before anybody asks which."""
    found = view.results.get("passages")
    if not isinstance(found, PassagesFound):
        return Call("find_passages", {"query": "Can I cancel a single item of my order?"}, "passages")
    sure = answers(found)
    return answer(sure, asked=view.text) if sure else Say("not_known", {"topic": "orders"}, opens="human_agent")


def _too_late(order: Order, view: View) -> Step:
    """What has not arrived may be sent back once it has, where the rules take such goods back at all."""
    check = view.results.get("check")
    if order.status in _ON_ITS_WAY and not isinstance(check, ReturnCheck):
        return Call("check_return", {"order_id": order.order_id, "reason": ReturnReason.CHANGED_MIND.value}, "check")
    may_go_back = not isinstance(check, ReturnCheck) or any(
        check.rules.takes_back(line.category, final_sale=line.final_sale) for line in order.lines
    )
    return Say(
        f"cannot_cancel_{order.status.value}",
        {"order": order, "may_go_back": may_go_back},
        shows=order_choices([order]),
        shows_kind="orders",
        opens="return_item" if order.status is OrderStatus.DELIVERED else "",
        opens_slots={"order_id": order.order_id},
    )


def _is_of_part(task: Task, order: Order) -> bool:
    """ "Cancel just the skirt", of an order that holds more."""
    slots = task["slots"]
    if len(order.lines) < 2 or slots.get("without") or slots.get("only_part"):
        return len(order.lines) > 1
    named = [bool(slots.get("item")) and likeness(slots["item"], line) > 0 for line in order.lines]
    return any(named) and not all(named) and not _THE_ORDER.search(task["text"])


INTENT = Intent(
    name="cancel_order",
    meaning="cancel an order that was placed",
    route="order",
    label="cancel an order",
    next_step=next_step,
    undone_by="uncancel_order",
    slots=(
        "order_id",
        "order_in_view",
        "email",
        "postcode",
        "which",
        "dates",
        "item",
        "cancel_reason",
        "without",
        "only_part",
        "all_orders",
    ),
    tools=("find_passages", "list_orders", "get_order", "check_return", "cancel_pending_order"),
)
