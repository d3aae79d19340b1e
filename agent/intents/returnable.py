"""What of all that arrived can still go back: "which of these can still be returned", with no order named."""

import re

from agent.intents.spec import View
from agent.orders.choosing import order_choices
from agent.state import Task
from agent.steps import Ask, Call, Say, Step
from tools.returns import ReturnsPossible

_BACK = r"(?:be )?(?:return(?:ed|able)?|sen[dt] back|give(?:n)? back|bring back|go back)"
_ASKS = re.compile(
    r"\b(?:what|which|anything|something|any)\b[^.!?;]{0,50}\b(?:can|could|may|am i able to|able to)\b[^.!?;]{0,20}"
    rf"\b{_BACK}\b(?! (?:it|that|this|them|the|my)\b)"
    r"|\b(?:what|which|anything|any)\b[^.!?;]{0,40}\b(?:is|are|still)\b[^.!?;]{0,20}\breturnable\b"
    r"|\b(?:what|which|anything|any)\b[^.!?;]{0,50}\b(?:in|within|inside) (?:the|its|their|our|your)"
    r" (?:return )?(?:window|period|time|deadline|\d+ days)\b",
    re.IGNORECASE,
)
_NAMED = ("order_id", "item", "line", "lines", "category", "reason", "everything", "remedy", "which", "dates")
_MOST = 8
"""Lines of a list; what is over for long is not told one by one."""


def asks_for_returnable(text: str) -> bool:
    return _ASKS.search(text) is not None


def returnable(task: Task, view: View) -> Step | None:
    """A list with each last day; None where one order or thing is spoken of, or one order is all there is."""
    if task["slots"].keys() & set(_NAMED) or view.principal.subject is None or not asks_for_returnable(view.text):
        return None
    found = view.results.get("returnable")
    if not isinstance(found, ReturnsPossible):
        return Call("list_returnable", {}, "returnable")
    if len(found.checks) < 2:
        return None
    able = [(order, each) for order, each in found.lines if each.eligibility.is_eligible]
    over = [(order, each) for order, each in found.lines if not each.eligibility.is_eligible]
    shown = over[: max(_MOST - len(able), 2)]
    facts = {"able": able, "over": shown, "more": len(over) - len(shown), "checks": found.checks}
    orders = list({order.order_id: order for order, _ in able or over}.values())
    if not able:
        return Say("nothing_goes_back_any_more", facts, shows=order_choices(orders), shows_kind="orders")
    return Ask("order_id", "what_can_still_go_back", facts, order_choices(orders))
