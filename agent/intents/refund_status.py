"""How far a claim or a refund is."""

import re

from agent.claim_choosing import claims_named
from agent.intents.answering import answer, answers
from agent.intents.spec import Intent, View
from agent.state import Task
from agent.steps import Ask, Call, Choice, Say, Step
from domain.claims import Claim
from domain.orders import Order, OrderStatus
from domain.payments import Payment, PaymentKind
from tools.claims import ClaimList
from tools.orders import OrderList
from tools.policies import PassagesFound


def next_step(task: Task, view: View) -> Step:
    slots = task["slots"]
    knows_somebody = view.principal.subject or view.proved_orders()
    if not knows_somebody and not slots.get("order_id"):
        return Ask("order_id", "ask_order_number")
    if slots.get("order_id") and not isinstance(view.results.get("order"), Order):
        return Call("get_order", {"order_id": slots["order_id"]}, "order")
    claims = view.results.get("claims")
    if not isinstance(claims, ClaimList):
        wanted = {name: slots[name] for name in ("claim_id", "order_id") if slots.get(name)}
        return Call("claim_status", wanted, "claims")
    if claims.claims:
        meant = claims_named(claims.claims, slots.get("item"))
        shows = tuple(Choice(claim.order_id, claim.claim_id, claim.item) for claim in meant)
        say = "claim_progress" if len(meant) == 1 else "claims"
        facts = {"claims": meant, "claim": meant[0], "paid_back": _paid_for(meant, claims)}
        return Say(say, facts, shows=shows, shows_kind="orders")
    return _without_claim(view)


def _paid_for(meant: tuple[Claim, ...], listing: ClaimList) -> tuple[Payment, ...]:
    """What was paid back for these claims, by the claim's number."""
    numbers = {claim.claim_id for claim in meant}
    return tuple(payment for payment in listing.paid_back if payment.reason in numbers)


def _without_claim(view: View) -> Step:
    order = view.results.get("order")
    if isinstance(order, Order) and order.status in (OrderStatus.CANCELLED, OrderStatus.RETURNED):
        return _refund_of(order, view)
    if order is None and view.principal.subject:
        listing = view.results.get("orders")
        if not isinstance(listing, OrderList):
            return Call("list_orders", {"limit": 20}, "orders")
        ended = [each for each in listing.orders if each.status in (OrderStatus.CANCELLED, OrderStatus.RETURNED)]
        if ended:
            return _refund_of(ended[0], view)
    return Say("no_claims", opens="return_item")


def _refund_of(order: Order, view: View) -> Step:
    """The order says that money goes back; how long that takes is in the shop's own words."""
    found = view.results.get("passages")
    if not isinstance(found, PassagesFound):
        return Call("find_passages", {"query": "When will I get my refund?"}, "passages")
    sure = answers(found)
    passages = answer(sure).facts["passages"] if sure else []
    refunds = [payment for payment in order.payments if payment.kind is PaymentKind.REFUND]
    return Say("refund_of_order", {"order": order, "refunds": refunds, "passages": passages[:1]})


INTENT = Intent(
    name="refund_status",
    meaning="where a refund already asked for is",
    route="returns",
    label="know how far a refund or claim is",
    next_step=next_step,
    slots=("claim_id", "order_id", "email", "postcode", "item"),
    tools=("claim_status", "get_order", "list_orders", "find_passages"),
    cues=re.compile(
        r"\b(?:where|how far|what about|what happened (?:to|with)|status of|news (?:on|about)|show|list|check on)\b"
        r".{0,14}\b(?:my |the )?(?:claims?|cl-\w+)\b",
        re.IGNORECASE,
    ),
)
