"""When an order that waits for its payment lapses: by the hours that the shop has written, none of ours."""

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from agent.intents.answering import answers
from agent.intents.spec import View
from agent.steps import Call
from domain.orders import Order
from tools.policies import PassagesFound

_PENDING = "Why is my order still pending?"
_HOURS = re.compile(r"\b(\d{1,2}) hours?\b")


def lapse_of(orders: Sequence[Order], view: View) -> dict[str, Any] | Call:
    """`lapses_at` is None of several, and where the shop has written no hours; what it has written is in `passages`."""
    found = view.results.get("passages")
    if not isinstance(found, PassagesFound):
        return Call("find_passages", {"query": _PENDING, "kinds": ("faq",)}, "passages")
    passages = [each.passage for each in answers(found)[:1]]
    hours = next((int(told[1]) for each in passages if (told := _HOURS.search(each.text))), None)
    lapses_at = orders[0].placed_at + timedelta(hours=hours) if hours and len(orders) == 1 else None
    is_over = lapses_at is not None and lapses_at < view.now
    return {"passages": passages, "lapses_at": lapses_at, "is_over": is_over}
