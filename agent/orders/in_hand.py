"""Which order lies on the table, and which were listed last. Pure."""

from collections.abc import Sequence

from agent.dialogue import tasks
from agent.intents.registry import INTENTS
from agent.state import Memory

_OF_ORDERS = ("order", "returns", "account")


def order_in_hand(memory: Memory) -> str | None:
    """The order of the task that is open, else the one that was looked at or settled last.

    A task that was put off for another order is open still, and "it" is that other one.
    """
    task = tasks.current(memory)
    focus, closed = memory["shown"].get("order", ()), memory["closed"]
    seen = focus[0]["value"] if len(focus) == 1 and "-" in focus[0]["value"] else None
    is_put_off = task is not None and task["put_off"] > 0 and closed is not None and seen is not None
    if is_put_off and memory["looking_at"] == "orders":
        return seen
    if task is not None and _is_of_orders(task["intent"]) and (order_id := task["slots"].get("order_id")):
        return str(order_id)
    if memory["looking_at"] == "orders" and seen is not None:
        return seen
    if closed is not None and memory["looking_at"] != "products" and closed["slots"].get("order_id"):
        return str(closed["slots"]["order_id"])
    return seen if memory["looking_at"] == "" else None


def _is_of_orders(intent: str) -> bool:
    return intent == "place_order" or (intent in INTENTS and INTENTS[intent].route in _OF_ORDERS)


def orders_listed(memory: Memory) -> Sequence[str]:
    task = tasks.current(memory)
    if task is not None and task["asked"] == "order_id" and task["choices"]:
        return [choice["value"] for choice in task["choices"]]
    if memory["looking_at"] != "orders":
        return ()
    return [each["value"] for each in memory["shown"].get("orders", ())]
