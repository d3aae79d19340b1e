"""What of all that arrived can still go back: "which of these can still be returned", with no order named."""

import re

from agent.intents.spec import View
from agent.orders.choosing import order_choices
from agent.state import Task
from agent.steps import Ask, Call, Say, Step
from tools.returns import ReturnsPossible

_BACK = r"(?:be )?(?:return(?:ed|able)?|sen[dt] back|give(?:n)? back|bring back|go back)"
_ASKS = re.compile(
    rf"\b(?:can|could|may|am|are) (?:i|we)(?: (?:still|able to|actually|also|now))* {_BACK}"
    r" (?:anything|something|any of (?:my|our|the|those|these)|some of (?:my|our|the|those|these))\b"
    r"|\b(?:what|which|anything|something|any)\b[^.!?;]{0,50}\b(?:can|could|may|am i able to|able to)\b[^.!?;]{0,20}"
    rf"\b{_BACK}\b(?! (?:it|that|this|them|the|my)\b)"
    r"|\b(?:what|which|anything|any)\b[^.!?;]{0,40}\b(?:is|are|still)\b[^.!?;]{0,20}\breturnable\b"
    r"|\b(?:what|which|anything|any)\b[^.!?;]{0,50}\b(?:in|within|inside) (?:the|its|their|our|your)"
    r" (?:return )?(?:window|period|time|deadline|\d+ days)\b",
    re.IGNORECASE,
)
_OF_OWN = re.compile(
    r"\b(?:i|we)(?:['’]?ve| have|['’]d| had)?(?: \w+){0,2}? (?:bought|ordered|purchased|received|gotten|got|had)\b"
    r"|\b(?:delivered|arrived|came|been here)\b"
    r"|\b(?:my|our)(?: \w+)? (?:orders?|purchases|deliver(?:y|ies)|stuff|things|clothes)\b"
    rf"|\b(?:can|could|may|am) (?:i|we) still (?:able to )?{_BACK}\W*$",
    re.IGNORECASE,
)
_OF_RULES = re.compile(
    r"\b(?:if|unless|without|after|sales?|reduced|discount\w*|gifts?|damaged|broken|faulty|worn|used|washed|opened|stores?"
    r"|shops?|free|how|who|where)\b",
    re.IGNORECASE,
)
""" "Can I return anything that came without its tag": what holds for everybody."""
_OF_ONE = re.compile(
    r"\d{4}|\b(?:that|this|the|my (?:last|first|latest|newest|previous))(?: \w+)?"
    r" (?:order|parcel|package|one|delivery)\b"
    r"|\b(?:of|from|in) (?:it|that|this)\b",
    re.IGNORECASE,
)
_NAMED = ("order_id", "item", "line", "lines", "category", "reason", "everything", "remedy", "which", "dates")
_MOST = 8
"""Lines of a list; what is over for long is not told one by one."""


def asks_for_returnable(text: str) -> bool:
    return _ASKS.search(text) is not None


def asks_for_own_returnable(text: str) -> bool:
    """Of what the customer has had, in so many words: "which of the things I've had delivered can I still return"."""
    return asks_for_returnable(text) and _OF_OWN.search(text) is not None and _OF_RULES.search(text) is None


def _points_at_one(text: str) -> bool:
    """Whether the question itself says which order: by its number, or "from that one"."""
    asked = _ASKS.search(text)
    begins = text.rfind(". ", 0, asked.start()) + 1 if asked is not None else 0
    return _OF_ONE.search(text[begins:]) is not None


def returnable(task: Task, view: View) -> Step | None:
    """A list with each last day; None where one order or thing is spoken of, or one order is all there is."""
    if view.principal.subject is None or not asks_for_returnable(view.text):
        return None
    if asks_for_own_returnable(view.text) and not _points_at_one(view.text):
        task["slots"].pop("order_id", None)  # "yes, cancel it. And which of my things can still go back": not "it"
    if task["slots"].keys() & set(_NAMED):
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
