"""How the sum that was paid back for a claim came about, when, and where it went."""

from agent.claims.choosing import as_shown
from agent.claims.refunds import asked_of_refund, asks_sum, is_missing
from agent.intents.spec import View
from agent.steps import Call, Say, Step
from domain.claim_rules import paid_for
from domain.claims import Claim, ClaimKind, ClaimStatus, Remedy
from domain.money import Money
from domain.orders import Order
from domain.payments import MethodKind, Payment, PaymentMethod
from tools.claims import ClaimList


def explained(asked: str, claim: Claim, view: View) -> Step | None:
    """None for a claim that paid nothing back yet, and where only how much it was is asked."""
    if claim.status is not ClaimStatus.SETTLED or claim.remedy is not Remedy.REFUND:
        return None
    if asked == "amount" and not asked_of_refund(view.text):
        return None
    order, claims = view.results.get("order"), view.results.get("claims")
    if not isinstance(order, Order):
        return Call("get_order", {"order_id": claim.order_id}, "order")
    line = order.line(claim.line)
    if line is None:
        return None
    paid = claims.paid_back if isinstance(claims, ClaimList) else ()
    paid = [payment for payment in paid if payment.reason == claim.claim_id]
    price = paid_for(order, line, quantity=claim.quantity)
    nothing = Money(0, price.currency)
    facts = {
        "claim": claim,
        "order": order,
        "price": price,
        "off": max(price - claim.refund, nothing),
        "more": max(claim.refund - price, nothing),
        "is_fee": claim.kind is ClaimKind.RETURN,
        "paid": paid,
        "to": claim.method or _method(order, paid),
        "is_place": asked == "paid_to" and not asks_sum(view.text),
        "is_missing": is_missing(view.text),
    }
    opens = "human_agent" if facts["is_missing"] else ""
    return Say("refund_explained", facts, shows=as_shown((claim,)), shows_kind="orders", opens=opens)


def own_refund(view: View) -> Step | None:
    """Why less came back than was paid, of the refund that is meant; None where several may be, or there is none."""
    if view.principal.subject is None:
        return None
    claims = view.results.get("claims")
    if not isinstance(claims, ClaimList):
        return Call("claim_status", {}, "claims")
    paid = [each for each in claims.claims if each.status is ClaimStatus.SETTLED and each.remedy is Remedy.REFUND]
    named = [each for each in paid if each.order_id.casefold() in view.text.casefold()]
    said = [each for each in paid if str(each.refund.amount) in view.text]
    meant = said or named or paid
    return explained("cost", meant[0], view) if len(meant) == 1 else None


def _method(order: Order, paid: list[Payment]) -> str:
    """What the order was paid with, where the money went there."""
    if not paid or paid[-1].method_id != order.method_id:
        return ""
    kind = MethodKind.of(order.payment.get("method", ""))
    return PaymentMethod(order.method_id or "", kind, order.payment.get("brand")).name
