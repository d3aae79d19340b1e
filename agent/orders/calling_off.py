"""What "cancel it" calls off while something else of an order is being done. Pure."""

import re

from agent.dialogue import tasks
from agent.state import Memory
from agent.understanding.local_reading import Understanding

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


_CHANGES = ("change_address", "change_order")


def to_be_cancelled(memory: Memory, understood: Understanding) -> str | None:
    """ "Ok then cancel it", before a change of an order got as far as a summary: the order, which is asked first."""
    task = tasks.current(memory)
    if task is None or task["intent"] not in _CHANGES or tasks.waiting(memory) is not None:
        return None
    is_it = understood.act.kind == "cancel" and _CANCELS_IT.match(understood.text) is not None
    return task["slots"].get("order_id") if is_it else None
