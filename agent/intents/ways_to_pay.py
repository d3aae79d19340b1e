"""What the customer can pay with from the account: methods on file, and what is left on gift cards and store credit."""

import re

from agent.intents.spec import Intent, View
from agent.state import Task
from agent.steps import Call, Say, Step
from domain.customers import Customer

_HELD = r"(?:gift ?cards?|store credit)"
_LEFT = r"(?:balance|left|remaining|remains|how much)"
_CUES = re.compile(
    rf"^(?!.*(?:vm-?|#\w?)\d{{4}}).*(?:\b{_LEFT}\b.{{0,30}}\bmy {_HELD}\b|\bmy {_HELD}\b.{{0,25}}\b{_LEFT}\b)"
    r"|\b(?:which|what) (?:payment methods?|ways to pay|cards?) (?:do i have|have i got|are (?:on|in|saved))\b"
    r"|\bmy (?:saved |stored )?payment methods\b",
    re.IGNORECASE | re.DOTALL,
)
"""Beside the number of an order something else is wanted first."""
_OF_BALANCE = re.compile(rf"\b{_HELD}\b|\bbalance\b", re.IGNORECASE)


def next_step(task: Task, view: View) -> Step:
    customer = view.results.get("profile")
    if not isinstance(customer, Customer):
        return Call("get_profile", {}, "profile")
    held = [method for method in customer.payment_methods if method.kind.keeps_balance]
    if not _OF_BALANCE.search(view.text):
        say = "methods_on_file" if customer.payment_methods else "no_methods_on_file"
        return Say(say, {"methods": customer.payment_methods})
    return Say("balances", {"methods": held}) if held else Say("no_balance")


INTENT = Intent(
    name="ways_to_pay",
    meaning="payment methods on file, what is left on a gift card",
    route="account",
    label="look at your payment methods",
    next_step=next_step,
    tools=("get_profile",),
    cues=_CUES,
)
