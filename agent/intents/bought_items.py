"""What exactly was bought: "the storage of the tablet I ordered", "what did all my grills cost together?"."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from agent.intents.spec import Intent, View
from agent.orders.choosing import likeness, order_choices
from agent.orders.told import told_of
from agent.state import Task
from agent.steps import Call, Say, Step
from domain.money import Money
from domain.orders import Order, OrderLine, OrderStatus
from tools.orders import OrderList

"""Left over, so few are shown too."""
_ASKS = r"\b(?:what|which|how (?:much|many|big)|know|check|tell me|remind me|confirm|find out)\b"
_ABOUT = (
    r"\b(?:storage|sizes?|colou?rs?|capacity|material|options?|version|model|specs?|specifications|resolution"
    r"|total|cost|spen[dt]|price|paid)\b"
)
_BOUGHT = r"\b(?:i|we)(?:'ve| have)? (?:just |once )?(?:ordered|bought|purchased)\b"
_CUES = re.compile(
    rf"^(?!.*\b(?:returns?|returning|exchange|refund|cancel|wrong|policy|instead)\b).*{_ASKS}.{{0,40}}{_ABOUT}.{{0,60}}"
    rf"{_BOUGHT}",
    re.IGNORECASE | re.DOTALL,
)
_SUM = re.compile(r"\b(?:total|sum|altogether|together|spen[dt]|in all|how much)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Bought:
    order: Order
    line: OrderLine


def next_step(task: Task, view: View) -> Step:
    listing = view.results.get("orders")
    if not isinstance(listing, OrderList):
        return Call("list_orders", {"limit": 50}, "orders")
    found = _named(task["slots"], listing)
    if not found:
        return Say("none_bought", shows=order_choices(listing.orders[:6]), shows_kind="orders")
    orders = {one.order.order_id: one.order for one in found}
    shown = told_of(found)
    facts = {"found": shown, "more": len(found) - len(shown)}
    beside_goods = bool(task["slots"].get("product_ids") or task["slots"].get("is_beside"))  # spoken of still
    shows = () if beside_goods else order_choices(list(orders.values())[:6])
    if not _SUM.search(view.text):
        return Say("bought_items", facts, shows=shows, shows_kind="" if beside_goods else "orders")
    total = sum((one.line.total for one in found), Money(0, found[0].order.total.currency))
    return Say("bought_sum", {**facts, "total": total, "name": found[0].line.name}, shows=shows, shows_kind="orders")


def products_bought(task: Task, view: View, *, most: int) -> Call | None:
    """Looks up which products `bought` means, for a question about the goods themselves; None once that is known."""
    if "bought" not in task["slots"] or task["slots"].get("product_ids"):
        return None
    orders = view.results.get("orders")
    if not isinstance(orders, OrderList):
        return Call("list_orders", {"limit": 50}, "orders")
    found = _named({**task["slots"]["bought"], "is_beside": True}, orders)
    task["slots"]["product_ids"] = list(dict.fromkeys(one.line.product_id for one in found))[:most]
    return None


def _named(slots: Mapping[str, Any], listing: OrderList) -> list[Bought]:
    """The lines that the words name best, newest first; what was cancelled was not bought."""
    mention = " ".join([*(slots.get("category") or ()), slots.get("item") or ""])
    every = [
        Bought(order, line)
        for order in listing.orders
        if order.status is not OrderStatus.CANCELLED
        for line in order.lines
    ]
    if order_id := slots.get("order_id"):
        every = [one for one in every if one.order.order_id == order_id] or every
        if not slots.get("item") and slots.get("is_beside"):
            return every
    if line := slots.get("line"):
        return [one for one in every if one.line.line == line]
    if ids := slots.get("product_ids"):
        return [one for one in every if one.line.product_id in ids]
    scores = [likeness(mention, one.line) for one in every]
    best = max(scores, default=0)
    return [one for one, score in zip(every, scores, strict=True) if best and score == best]


INTENT = Intent(
    name="bought_items",
    meaning="what exactly was bought, and what it cost in all",
    route="order",
    label="look up something you bought",
    next_step=next_step,
    slots=("category", "item", "order_id", "email"),
    tools=("list_orders",),
    cues=_CUES,
)
