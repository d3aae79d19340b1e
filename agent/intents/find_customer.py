"""A support lead looks a customer up, to serve them from then on. A customer is told that this is not for them."""

import re

from agent.intents.spec import Intent, View
from agent.orders.choosing import order_choices
from agent.state import Task
from agent.steps import Ask, Call, Say, Step
from domain.customers import Customer
from tools.orders import OrderList


def next_step(task: Task, view: View) -> Step:
    if not view.principal.is_staff:
        return Say("not_permitted", opens="human_agent")
    if view.principal.subject is None:
        return Ask("whom", "ask_whom")
    customer, listing = view.results.get("customer"), view.results.get("orders")
    if not isinstance(customer, Customer):
        return Call("get_profile", {}, "customer")
    if not isinstance(listing, OrderList):
        return Call("list_orders", {"limit": 5}, "orders")
    return Say(
        "lead_serving",
        {"customer": customer, "orders": listing.orders},
        shows=order_choices(listing.orders),
        shows_kind="orders",
    )


INTENT = Intent(
    name="find_customer",
    meaning="a support lead looks up a customer or their account",
    route="account",
    label="look up a customer",
    next_step=next_step,
    tools=("get_profile", "list_orders"),
    cues=re.compile(
        r"\b(?:look(?:ing)? up|pull up|search for|open the account of)\s+(?!(?:my|the|an?|your)\b)"
        r"|\b(?:find|look up|look for|pull up|search for|who is|show)\s+(?:me\s+)?(?:the\s+|a\s+)?customers?\b"
        r"|\b(?:find|show|open|pull up)\s+(?:me\s+)?(?:the\s+)?account\s+(?:of|for)\b"
        r"|\b(?:customer|client|caller)\b.{0,60}\b(?:on the (?:phone|line)|is calling|in the (?:shop|store))\b"
        r"|^\W*(?:please )?find (?!.*\b(?:orders?|parcels?|claims?|package|tracking|number)\b)"
        r"[^\W\d]+ [^\W\d]+,? \d{5}\W*$"
        r"|\bnext (?:customer|caller|client)\W*(?:is |it's )?\S+@\S+\W*$"
        r"|\bwhom? am i (?:acting|serving|working|helping|looking|on behalf)\b"
        r"|\b(?:which customer|whose account) (?:is this|am i|are we)\b",
        re.IGNORECASE,
    ),
)
