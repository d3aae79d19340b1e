"""Whether an order is paid, and what of its money goes back: by what its ledger says was taken, and what only held."""

import re
from collections.abc import Sequence
from typing import Any

from agent.intents.answering import answer, answers
from agent.intents.spec import View
from agent.orders.choosing import order_choices
from agent.orders.payment_methods import used_method
from agent.orders.waiting import PAY, PAYMENT_LINK
from agent.state import Task
from agent.steps import Call, Say, Step
from domain.orders import Order, OrderStatus
from domain.payments import PaymentKind, held_by_method
from tools.orders import OrderTracking
from tools.policies import PassagesFound

WANTS_TO_PAY = re.compile(
    rf"\b(?:can|could|how(?! did| have| was)|where|want|let|like|need|possible)\b.{{0,24}}\b{PAY}|{PAYMENT_LINK}",
    re.IGNORECASE,
)
_ASKS_IF = re.compile(
    r"^(?!.*\b(?:how|what|which|when|where|why)\b)\W*"
    r"(?:\w+\W+){0,4}?(?:is|was|has|have|did|were|does)\b(?! (?:it|that|this|they) with).{0,40}"
    r"\b(?:paid|payed|pay|taken?|took|charged?|through|confirmed|received|go|got|payment)\b|\bor not\b",
    re.IGNORECASE,
)
""" "Has Klarna taken the money or not": a yes or a no."""
_ASKS_BACK = re.compile(
    r"\b(?:go(?:es|ing)?|com(?:es?|ing)|gets?|getting|get|give|sen[dt]|pa(?:y|id)|put|money|cash|it|that|transferred)"
    r"(?: \w+){0,3}? back\b|\bwhat happens (?:to|with)\b"
    r"|\b(?:refund(?:ed|ing|s)?|re-?imburse\w*|releas(?:e|ed|ing)|reserv(?:ed|ation))\b",
    re.IGNORECASE,
)
""" "So what's going back to PayPal?": of one that is not paid, nothing."""
_ABOUT_MONEY = Call(
    "find_passages", {"query": "How do I get my money back after cancelling?", "kinds": ("faq",)}, "passages"
)


def told(view: View, *, orders: Sequence[Order], **known: Any) -> Say:
    """Whether they are paid; and where the one can be that is not, nobody has written: a colleague may know."""
    unpaid = [order for order in orders if order.awaits_payment]
    is_where = bool(unpaid) and WANTS_TO_PAY.search(view.text) is not None
    facts: dict[str, Any] = {
        **known,
        "orders": tuple(unpaid if is_where else orders),
        "is_yes_no": _ASKS_IF.search(view.text) is not None,
        "asks_back": _ASKS_BACK.search(view.text) is not None,
        "methods": {order.order_id: used_method(order).name for order in orders},
        "held": {order.order_id: bool(held_by_method(order.payments)) for order in orders},
    }
    shown = order_choices(orders)
    if is_where:
        return Say("asked_where_to_pay", facts, shows=shown, shows_kind="orders", opens="human_agent")
    return Say("asked_payment", facts, shows=shown, shows_kind="orders")


def when_money_is_back(task: Task, view: View) -> Step:
    """Of an order that was cancelled how much went back, too; of any how long that takes, in the shop's words."""
    found = view.results.get("passages")
    if not isinstance(found, PassagesFound):
        return _ABOUT_MONEY
    sure = answers(found)
    order_id, of_one = task["slots"].get("order_id"), view.results.get("tracking")
    if order_id and not isinstance(of_one, OrderTracking):
        return Call("track_order", {"order_id": order_id}, "tracking")
    if isinstance(of_one, OrderTracking) and of_one.order.status is OrderStatus.CANCELLED:
        refunds = [payment for payment in of_one.order.payments if payment.kind is PaymentKind.REFUND]
        passages = answer(sure, asked=view.text).facts["passages"] if sure else []
        facts = {"order": of_one.order, "refunds": refunds, "passages": passages[:1]}
        return Say("refund_of_order", facts, shows=order_choices([of_one.order]), shows_kind="orders")
    return answer(sure, asked=view.text) if sure else Say("not_known", {"topic": "refunds"}, opens="human_agent")
