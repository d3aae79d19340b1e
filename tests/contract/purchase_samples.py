"""What is said of purchases so far, of what is on file and of what was done in a conversation, with the facts given."""

from agent.steps import Say
from tests.contract.samples import order_lists, products, profile, searches

_DONE = ["cancel an order (VM-20009)", "be told when something is back in stock"]


def said_of_purchases() -> list[Say]:
    """What no walk through the intents comes by: it hangs on words that few examples have."""
    orders = tuple(order for order in order_lists()[-1].orders if order.status.is_open)[:3]
    return [
        Say("sorry_for_the_wait", {"orders": orders}),
        *(Say("done_so_far", {"tasks": tasks}) for tasks in (_DONE[:1], _DONE)),
        Say("nothing_done"),
        *(Say("not_in_description", {"product": product}) for product in products()),
        Say("on_file", {"customer": profile()}),
        *(Say(key, {"result": result}) for key in ("well_liked", "newest_unknown") for result in searches()[1:]),
    ]
