"""A wish for another order than the one on the table, and one that is named by the figures of its number. Pure."""

from dataclasses import replace
from typing import Any

from agent.dialogue.picking import picked_by_number
from agent.entities.found import Found
from agent.intents.registry import INTENTS
from agent.orders.in_hand import order_in_hand
from agent.orders.others import is_of_another
from agent.state import Memory
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
