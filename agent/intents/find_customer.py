"""A support lead looks a customer up, to serve them from then on, or asks who and what is on that account.

A customer is told that this is not for them.
"""

import re
from collections import Counter
from typing import Any

from agent.claims.choosing import as_shown
from agent.intents.remembered import PARTS
from agent.intents.spec import Intent, View
from agent.orders.choosing import order_choices
from agent.speaker.leads import ask_postcode
from agent.state import Task
from agent.steps import Ask, Call, Say, Step
from agent.understanding.their_claims import only_open_ones
from domain.customers import Customer
from domain.orders import OrderStatus
from tools.claims import ClaimList
from tools.orders import OrderList


def next_step(task: Task, view: View) -> Step:
    if not view.principal.is_staff:
        return Say("not_permitted", opens="human_agent")
    slots, matter = task["slots"], task["slots"].get("matter", "serve")
    name = slots.get("name_said") or (slots.get("name_meant") if matter == "serve" else None)
    name = None if _TELLS_WHOM.search(view.text) else name
    if view.principal.subject is None:
        return _ask_for(name)
    customer = view.results.get("customer")
    if not isinstance(customer, Customer):
        return Call("get_profile", {}, "customer")
    if name and not set(name.casefold().split()) & set(customer.name.casefold().split()):
        return _ask_for(name)
    if matter == "profile":
        return Say("lead_profile", {"customer": customer, "part": _part(view.text)})
    listing = view.results.get("orders")
    if not isinstance(listing, OrderList):
        return Call("list_orders", {"limit": MOST_LOOKED_AT if matter in _OF_ALL else MOST_SHOWN}, "orders")
    facts = {"customer": customer, "orders": listing.orders}
    if matter not in (*_OF_ALL, "claims"):
        named = [order for order in listing.orders if order.order_id.rpartition("-")[2] in view.text]
        return Say("lead_serving", facts, shows=order_choices(named or listing.orders), shows_kind="orders")
    claims = view.results.get("claims")
    if not isinstance(claims, ClaimList):
        return Call("claim_status", {}, "claims")
    if matter == "claims":
        return _claims(facts, claims, is_open=only_open_ones(task["text"]))
    return (
        _open_things(facts, listing, claims, view, task["text"])
        if matter == "open_things"
        else _record(facts, listing, claims)
    )


_TELLS_WHOM = re.compile(r"[@\d]")
"""By an address or a number they were found, or not; the name beside it decides nothing."""
_OF_ALL = ("open_things", "record")
MOST_SHOWN = 5
MOST_LOOKED_AT = 50
MOST_CLAIMS = 8


_PARTS = {
    **PARTS,
    "sizes": re.compile(r"\bsizes?\b", re.IGNORECASE),
    "methods": re.compile(r"\bpay(?:s|ments?|ing)?\b|\bcards?\b", re.IGNORECASE),
    "newsletter": re.compile(r"\bnewsletter\b", re.IGNORECASE),
}


def _part(text: str) -> str:
    """The one detail of the account that is asked for; "" for all of them."""
    asked = [part for part, words in _PARTS.items() if words.search(text)]
    return asked[0] if len(asked) == 1 and "@" not in text and not re.search(r"\d", text) else ""


def _ask_for(name: str | None) -> Ask:
    return ask_postcode(name) if name else Ask("whom", "ask_whom")


def _claims(facts: dict[str, Any], claims: ClaimList, *, is_open: bool) -> Say:
    """All claims they filed, the newest first, or those under way; where none is, the ones before."""
    under_way = tuple(claim for claim in claims.claims if claim.status.is_open)
    told = under_way if is_open and under_way else claims.claims
    return Say(
        "lead_claims",
        facts | {"told": told[:MOST_CLAIMS], "count": len(told), "is_open": is_open, "none_open": not under_way},
        shows=as_shown(told[:MOST_CLAIMS]),
        shows_kind="orders",
    )


def _open_things(facts: dict[str, Any], listing: OrderList, claims: ClaimList, view: View, text: str) -> Say:
    """What still moves: claims under way, and orders that have not arrived, or of these what is named alone."""
    names_claims, names_orders = _CLAIMS.search(text) is not None, _ORDERS.search(text) is not None
    if names_claims and not names_orders:
        return _claims(facts, claims, is_open=True)
    is_of_both = names_claims or not names_orders
    under_way = tuple(claim for claim in claims.claims if claim.status.is_open and is_of_both)
    orders = tuple(order for order in listing.orders if order.status in _MOVES)
    if _LATE.search(text):
        under_way, orders = (), tuple(order for order in orders if order.is_late(view.today))
    shows = as_shown(under_way) if under_way else order_choices(orders)
    named = "late" if _LATE.search(text) else "" if is_of_both else "orders"
    return Say(
        "lead_open",
        facts | {"under_way": under_way, "moving": orders, "named": named},
        shows=shows,
        shows_kind="orders",
    )


_CLAIMS = re.compile(r"\b(?:claims?|cases?|returns?|refunds?|exchanges?)\b", re.IGNORECASE)
_ORDERS = re.compile(r"\b(?:orders?|parcels?|packages?|deliver(?:y|ies)|shipments?)\b", re.IGNORECASE)
_LATE = re.compile(r"\b(?:late|delayed|overdue)\b", re.IGNORECASE)
_MOVES = (
    *(OrderStatus.PENDING, OrderStatus.PAID, OrderStatus.PACKED),
    *(OrderStatus.SHIPPED, OrderStatus.DELAYED, OrderStatus.LOST),
)


def _record(facts: dict[str, Any], listing: OrderList, claims: ClaimList) -> Say:
    """How long they have bought here, and what came back of it."""
    kinds = Counter(claim.status.value for claim in claims.claims)
    facts |= {
        "count": len(listing.orders),
        "is_all": len(listing.orders) < MOST_LOOKED_AT,
        "oldest": listing.orders[-1] if listing.orders else None,
        "filed": len(claims.claims),
        "statuses": sorted(kinds.items()),
        "latest": claims.claims[:MOST_SHOWN],
    }
    return Say("lead_record", facts)  # asked beside the claim that is on the table, which stays there


INTENT = Intent(
    name="find_customer",
    meaning="a support lead looks up a customer or their account",
    route="account",
    label="look up a customer",
    next_step=next_step,
    slots=("name_meant",),
    tools=("get_profile", "list_orders", "claim_status"),
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
