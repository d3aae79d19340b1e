"""A wish for another order than the one on the table, and one that is named by the figures of its number. Pure."""

from dataclasses import replace
from typing import Any

from agent.dialogue import tasks
from agent.dialogue.picking import picked_by_number
from agent.entities.found import Found
from agent.intents.registry import INTENTS
from agent.intents.spec import Intent
from agent.orders.called import names_one_by_status
from agent.orders.facets import order_facet
from agent.orders.in_hand import order_in_hand
from agent.orders.others import is_of_another
from agent.state import Memory, Task
from agent.understanding.heard import Heard
from agent.understanding.local_reading import Request
from domain.orders import OrderId


def of_another(memory: Memory, request: Request, intent: str, slots: dict[str, Any]) -> dict[str, Any]:
    """ "I have another order I don't want any more, can you cancel it": any but the one that "it" would point at."""
    focus = order_in_hand(memory)
    is_told = bool(request.entities.order_numbers) or slots.get("which") is not None
    may_be = "order_id" in INTENTS[intent].slots and intent != "order_question"
    if focus is None or is_told or not may_be or not is_of_another(request.text):
        return slots
    kept = {name: value for name, value in slots.items() if name != "order_in_view"}
    if kept.get("order_id") == focus:
        kept.pop("order_id")
    return {**kept, "not_order": focus}


def calls_another(heard: Heard) -> bool:
    """ "The other one", "the one that's packed": of an order, without its number or what it holds."""
    return tasks.points_at_other(heard) or names_one_by_status(heard.text)


def ask_of_another(task: Task, intent: Intent, heard: Heard) -> None:
    """ "No, the one that's packed", "my other order": what was asked goes on, unless the words ask their own."""
    asked, is_called = order_facet(heard.text) or task["slots"].get("order_facet"), names_one_by_status(heard.text)
    if tasks.points_at_other(heard):
        task["slots"]["another"] = True
    else:
        tasks.correct(task, intent, heard)
        if is_called:
            task["slots"].pop("order_id", None)
    task["slots"]["order_facet"] = "day" if asked == "arrival" and is_called else asked  # how it stands, they know


def with_number_shown(memory: Memory, request: Request) -> Request:
    """ "Invoice for the trousers, 81932", after VM-81932 was listed: as if its whole number had been typed."""
    if request.entities.order_numbers:
        return request
    shown = (*memory["shown"].get("orders", ()), *memory["shown"].get("order", ()))
    order_id = picked_by_number([each for each in shown if "-" in each["value"]], request.text)
    if order_id is None:
        return request
    digits = order_id.rpartition("-")[2]
    start = request.text.index(digits)
    found = Found(OrderId(order_id), start, start + len(digits), digits)
    return replace(request, entities=replace(request.entities, order_numbers=(found,)))
