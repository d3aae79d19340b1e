"""What else is under way beside the order on the table: "anything else coming?", "is that my only one?"."""

from agent.intents.spec import View
from agent.orders.choosing import order_choices
from agent.orders.others import asks_if_only, asks_which_others
from agent.state import Task
from agent.steps import Ask, Call, Say, Step
from tools.orders import OrderList

_MOST = 8


def told(task: Task, view: View) -> Step:
    if view.principal.is_staff and view.principal.subject is None:
        return Ask("whom", "ask_whom")
    listing = view.results.get("orders")
    if not isinstance(listing, OrderList):
        return Call("list_orders", {"limit": 20}, "orders")
    if not listing.orders:
        return Say("no_orders")
    this = next((order for order in listing.orders if order.order_id == task["slots"].get("order_id")), None)
    others = [order for order in listing.orders if order.status.is_open and order is not this][:_MOST]
    facts = {
        "order": this,
        "others": others,
        "is_only": asks_if_only(view.text),
        "is_list": asks_which_others(view.text),
    }
    shown = others or ([this] if this else [])
    return Say("asked_others", facts, shows=order_choices(shown), shows_kind="orders")
