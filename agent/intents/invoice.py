"""What an order cost, line by line, and where its invoice is."""

import re

from agent.choosing import choose_order, order_choices
from agent.intents.answering import from_passages
from agent.intents.spec import Intent, View
from agent.state import Task
from agent.steps import Call, Say, Step
from domain.orders import Order

_ASKS_SUM = re.compile(
    r"\b(how much|what)\b.{0,20}\b(pay|paid|spen[dt]|cost me|charged|total)\b|\btotal (of|for) (my|the)\b",
    re.IGNORECASE,
)
_where_it_is = from_passages("invoices", person=True)


def next_step(task: Task, view: View) -> Step:
    if not asks_sum(view.text):
        return _where_it_is(task, view)
    order = view.results.get("order")
    if isinstance(order, Order):
        return Say("order_sums", {"order": order}, shows=order_choices([order]), shows_kind="orders")
    chosen = choose_order(task, view, fits=lambda order: True, none_fit="no_orders", purpose="which_order")
    return Call("get_order", {"order_id": chosen}, "order") if isinstance(chosen, str) else chosen


def asks_sum(text: str) -> bool:
    """ "How much did I pay for the coat?": answered from the order, not from an article."""
    return _ASKS_SUM.search(text) is not None


INTENT = Intent(
    name="invoice",
    meaning="find, get or correct an invoice or bill",
    route="account",
    label="get an invoice",
    next_step=next_step,
    slots=("order_id", "email", "postcode", "which", "dates", "item"),
    tools=("find_passages", "list_orders", "get_order"),
)
