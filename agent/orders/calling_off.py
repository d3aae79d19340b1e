"""What "cancel it" calls off while something else of an order is being done. Pure."""

import re
from dataclasses import replace

from agent.dialogue import tasks
from agent.dialogue.answers import wonders
from agent.state import Memory
from agent.understanding.local_reading import Request, Understanding

_CANCELS_IT = re.compile(
    r"^\W*(?:(?:oh|ok(?:ay)?|no|wait|then|actually|please|pls|just|well|so|can|could|you|i want to)\W+)*"
    r"cancel (?:it|(?:the|my|that) order)(?:\W+(?:then|please|pls|instead|altogether|completely))*\W*$",
    re.IGNORECASE,
)
_CALLS_OFF = re.compile(
    r"^\W*(?:(?:oh|ok(?:ay)?|no|wait|then|actually|please|pls|just|hm+|can|could|you)\W+)*"
    r"(?:cancel|stop|scrap|drop|forget)\W+(?:it|that|this|everything|all)\b",
    re.IGNORECASE,
)


def calls_off(memory: Memory, understood: Understanding) -> bool:
    """ "Cancel that, too expensive", of a purchase that is only being prepared: no order is to be cancelled."""
    task = tasks.current(memory)
    is_bought = task is not None and task["intent"] == "place_order"
    return is_bought and not understood.entities.order_numbers and _CALLS_OFF.match(understood.text) is not None


_KEEPS = re.compile(r"^\W*(?:(?:please|pls|just|i'?ll|i want to|let'?s|let me)\W+)*keep\b", re.IGNORECASE)


def keeps_it(memory: Memory, understood: Understanding) -> bool:
    """ "No, keep the dress" to the summary of a cancellation: nothing is cancelled, and nothing else is wished."""
    task = tasks.current(memory)
    is_summed_up = task is not None and task["intent"] == "cancel_order" and tasks.waiting(memory) is not None
    is_no = understood.act.kind in ("deny", "cancel", "none") and "?" not in understood.text
    said = understood.act.remainder or understood.text
    return is_summed_up and is_no and _KEEPS.match(said) is not None


_CHANGES = ("change_address", "change_order")


def to_be_cancelled(memory: Memory, understood: Understanding) -> str | None:
    """ "Ok then cancel it", before a change of an order got as far as a summary: the order, which is asked first."""
    task = tasks.current(memory)
    if task is None or task["intent"] not in _CHANGES or tasks.waiting(memory) is not None:
        return None
    is_it = understood.act.kind == "cancel" and _CANCELS_IT.match(understood.text) is not None
    return task["slots"].get("order_id") if is_it else None


_AFTER_IT = re.compile(
    r"^\W*(?:(?:and|so|ok(?:ay)?|but|hm+|then|well|yes)\W+)*(?:how long|how many days|when|how soon|what happens"
    r"|what(?:'s| is) next)(?: (?:does|do|will|would|is) (?:it|that|this|they))?"
    r"(?: (?:then|next|after(?: that)?|now|take|be|that))*\W*$",
    re.IGNORECASE,
)
""" "How long does that take", "what happens then": of what is being done, not of parcels."""
_MONEY_BACK = "When do I get my money back?"


def asked_of_cancelling(memory: Memory, request: Request) -> Request | None:
    """The same question in whole words, where an order is being cancelled or just was."""
    after = after_cancelling(memory, request) if _AFTER_IT.match(request.text) else request
    return replace(after, text=_MONEY_BACK) if after != request else None


def after_cancelling(memory: Memory, request: Request) -> Request:
    """ "When do I get my money back?" while an order is being cancelled, or just was: that of no return."""
    task, closed = tasks.current(memory), memory["closed"]
    last = task or closed
    if task is not None and task["intent"] == "return_item":
        return request
    past = memory["past"][-1] if memory["past"] else None
    if past is not None and past["intent"] == "cancel_order" and past["came_of_it"] == "done":
        return replace(request, intent="order_question", confidence=1.0, order_id=past["about"])
    if last is None or last["intent"] != "cancel_order":
        return request
    order_id = last["slots"].get("order_id")
    if request.intent == "refund_request" and not wonders(request.text):
        return replace(request, order_id=order_id)  # "then refund me", of what could not be cancelled
    return replace(request, intent="order_question", confidence=1.0, order_id=order_id)


_COSTS = {
    "cancel_order": ("shipping_policy", "Can I cancel my order?"),
    "change_address": ("shipping_policy", "How do I change the delivery address?"),
}
"""What is being done, and where its cost is written: intent and question."""


def cost_of_changing(memory: Memory, request: Request) -> Request:
    """ "Would that cost me extra": of another size by the prices of this product, of the rest as it is written."""
    last = tasks.current(memory) or memory["closed"]
    if last is None:
        return request
    if last["intent"] == "change_order":
        order_id = last["slots"].get("order_id")
        return replace(request, intent="order_question", confidence=1.0, order_id=order_id, facet="cost_of_it")
    if last["intent"] not in _COSTS:
        return request
    intent, question = _COSTS[last["intent"]]
    return replace(request, text=question, intent=intent, confidence=1.0, alternatives=(intent,))
