"""Until when something could go back that nobody has yet: days counted from the rules in force, from a day of delivery
that was supposed or from the estimate of an order placed now. `agent.dialogue.beforehand` hears that it is asked.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from agent.intents.answering import from_passages
from agent.intents.not_taken_back import not_taken_back
from agent.intents.plain_returns import RETURNS
from agent.intents.spec import Intent, View
from agent.state import Task
from agent.steps import Call, Say, Step
from domain.policies import ReturnRules
from tools.deliveries import DeliveryEstimate
from tools.policies import RulesInForce
from tools.products import ProductDetails

_from_passages = from_passages("returns policy", plain=RETURNS)


@dataclass(frozen=True, slots=True)
class Window:
    """Between which days it would come one way, and until when it could then go back."""

    zone: str
    method: str
    first: date
    last: date
    until_first: date
    """The last day to file it, if it comes on the first of these days."""
    until_last: date


@dataclass(frozen=True, slots=True)
class LastDay:
    """The window of one thing, and what follows for the days that were spoken of."""

    days: int
    category: str
    """Whose window it is; "": that of most things."""
    delivered: date | None
    """Supposed by the customer, and `until` what follows."""
    until: date | None
    windows: tuple[Window, ...]
    """Of an order placed now, by way of sending."""
    asked: date | None
    """The day on which it is to go back, or on which the window is thought to end."""
    delivered_from: date | None
    """From when on it must have come to go back on that day."""


Verdict = Literal["yes", "no", "perhaps", ""]


def next_step(task: Task, view: View) -> Step:
    if (never := not_taken_back(task, view)) is not None:
        return never
    slots, rules = task["slots"], view.results.get("rules")
    if not isinstance(rules, RulesInForce):
        return Call("get_return_rules", {}, "rules")
    details = view.results.get("details")
    if slots.get("product_ids") and not isinstance(details, ProductDetails):
        return Call("get_products", {"product_ids": slots["product_ids"]}, "details")
    category = details.products[0].category if isinstance(details, ProductDetails) else slots.get("category", "")
    if category in rules.rules.excluded_categories:
        return _from_passages(task, view)
    estimate = view.results.get("estimate")
    if slots.get("ordered_now") and not isinstance(estimate, DeliveryEstimate):
        asked = {name: slots[name] for name in ("country", "ordered_on") if slots.get(name)}
        return Call("estimate_delivery", asked, "estimate")
    told = _last_day(task, rules.rules, category, estimate if isinstance(estimate, DeliveryEstimate) else None)
    if not (told.until or told.windows or told.asked):
        return _from_passages(task, view)
    verdict = _verdict(task, told)
    verdict = {"yes": "no", "no": "yes"}.get(verdict, verdict) if slots.get("is_over") else verdict
    facts = {"told": told, "verdict": verdict, "longer": not category, "rules": rules.rules}
    return Say("return_deadline", {**facts, "estimate": estimate, "passages": rules.passages})


def _last_day(task: Task, rules: ReturnRules, category: str, estimate: DeliveryEstimate | None) -> LastDay:
    slots, days = task["slots"], timedelta(days=rules.window_for(category, our_fault=False))
    asked, delivered = (
        date.fromisoformat(said) if (said := slots.get(name) or "") else None for name in ("asked_on", "delivered_on")
    )
    return LastDay(
        days=days.days,
        category=category if category in rules.category_window_days else "",
        delivered=delivered,
        until=delivered + days if delivered else None,
        windows=tuple(
            Window(each.zone, each.method, each.first, each.last, each.first + days, each.last + days)
            for each in (estimate.arrivals if estimate is not None else ())
        ),
        asked=asked,
        delivered_from=asked - days if asked else None,
    )


def _verdict(task: Task, told: LastDay) -> Verdict:
    """Of the day that was asked about; "": none was, or all depends on a delivery that nobody supposed."""
    if told.asked is None:
        return ""
    asked_to = task["slots"].get("asked_to")
    if asked_to and told.until is not None and told.asked <= told.until < date.fromisoformat(asked_to):
        return ""  # "in January", with a window that ends in the middle of it
    if told.until is not None:
        is_so = told.asked == told.until if task["slots"].get("is_end") else told.asked <= told.until
        return "yes" if is_so else "no"
    if not told.windows:
        return ""
    if all(told.asked <= each.until_first for each in told.windows):
        return "yes"
    return "perhaps" if any(told.asked <= each.until_last for each in told.windows) else "no"


INTENT = Intent(
    name="return_deadline",
    meaning="until when something could be returned that is not delivered or not ordered yet",
    route="policy",
    label="know until when something can go back",
    next_step=next_step,
    tools=("get_return_rules", "get_products", "estimate_delivery", "find_passages"),
    goes_on=True,
)
