"""What customers have on file to pay with, and every charge and refund of their orders.

Runs last, over orders that are written out: which kind of method an order took is decided there, which card here.
An order of which nothing went back names no payments: its total counts as charged when it was placed,
or as held where it is still pending.
"""

from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any

from domain.orders import OrderStatus
from domain.payments import MethodKind
from synthetic_data.generator.sources import Sources
from synthetic_data.records import OrderRecord, ProfileRecord

Wallet = list[dict[str, Any]]

BRANDS = ("Visa", "Visa", "Mastercard", "American Express", "Discover")
DEMO_CARDS = (("Visa", "4242"), ("American Express", "8921"), ("Discover", "9360"))
DEMO_GIFT_CARD, DEMO_BALANCE = "7731", Decimal("60.00")
"""Enough for most price differences, too little for a whole order: both answers can be seen in the demo."""


def settle(
    orders: list[OrderRecord], profiles: list[ProfileRecord], sources: Sources
) -> tuple[list[OrderRecord], list[ProfileRecord]]:
    """The same orders with payments, the same profiles with payment methods. The first profile is the demo customer."""
    random = sources.random("payments")
    wallets = {profile.user_id: Wallet() for profile in profiles}
    demo = profiles[0].user_id
    wallets[demo] = _demo_wallet(demo)
    settled = [_paid(order, wallets[order.user_id], random, is_demo=order.user_id == demo) for order in orders]
    for user_id, wallet in wallets.items():
        if user_id != demo:
            _fill(user_id, wallet, random)
    profiles = [
        ProfileRecord.model_validate({**profile.model_dump(), "payment_methods": wallets[profile.user_id]})
        for profile in profiles
    ]
    return settled, profiles


def _demo_wallet(user_id: str) -> Wallet:
    wallet = Wallet()
    for brand, last4 in DEMO_CARDS:
        _add(user_id, wallet, kind=MethodKind.CARD, brand=brand, last4=last4)
    for kind in (MethodKind.PAYPAL, MethodKind.GOOGLE_PAY, MethodKind.KLARNA):
        _add(user_id, wallet, kind=kind)
    _add(user_id, wallet, kind=MethodKind.GIFT_CARD, last4=DEMO_GIFT_CARD, balance=DEMO_BALANCE)
    return wallet


def _paid(order: OrderRecord, wallet: Wallet, random: Random, *, is_demo: bool) -> OrderRecord:
    method = _method(order, wallet, random, is_demo=is_demo)
    payment = order.payment
    if method["kind"] is MethodKind.CARD:
        payment = {"method": "card", "brand": method["brand"], "last4": method["last4"]}
    charge = {"at": order.placed_at, "kind": "charge", "method_id": method["method_id"], "amount": order.total}
    refunds = _refunds(order, method["method_id"])
    payments = [{**charge, "reason": "placed"}, *refunds] if refunds else []
    changed = {"payment": payment, "method_id": method["method_id"], "payments": payments}
    return OrderRecord.model_validate({**order.model_dump(), **changed})


def _method(order: OrderRecord, wallet: Wallet, random: Random, *, is_demo: bool) -> dict[str, Any]:
    kind = MethodKind.of(order.payment["method"])
    known = [method for method in wallet if method["kind"] is kind]
    if kind is not MethodKind.CARD or is_demo:
        same = [method for method in known if method.get("last4") == order.payment.get("last4")] or known
        return same[0] if same else _new(order.user_id, wallet, kind, random)
    if known and (len(known) > 2 or random.random() < 0.8):
        return random.choice(known)
    card = {"brand": order.payment["brand"], "last4": order.payment["last4"]}
    return _add(order.user_id, wallet, kind=kind, **card)


def _refunds(order: OrderRecord, method_id: str) -> list[dict[str, Any]]:
    """A cancelled or lost order goes back whole; of a returned one what its settled claims say, and never more."""
    back = {"kind": "refund", "method_id": method_id}
    last = order.history[-1]
    if order.status is OrderStatus.CANCELLED:
        return [{**back, "at": last.at, "amount": order.total, "reason": "cancelled"}]
    if order.status is OrderStatus.LOST and last.note.startswith("Full refund"):
        return [{**back, "at": last.at, "amount": order.total, "reason": "lost"}]
    refunds: list[dict[str, Any]] = []
    left = order.total
    for claim in sorted(order.returns, key=lambda claim: claim.history[-1].at):
        amount = min(claim.refund, left)
        if claim.status == "settled" and amount > 0:
            at = claim.history[-1].at + timedelta(minutes=1)
            refunds.append({**back, "at": at, "amount": amount, "reason": claim.claim_id})
            left -= amount
    return refunds


def _fill(user_id: str, wallet: Wallet, random: Random) -> None:
    """What customers have on file besides what they have used: a card at least, now and then a gift card."""
    kinds = {method["kind"] for method in wallet}
    if MethodKind.CARD not in kinds:
        _new(user_id, wallet, MethodKind.CARD, random)
    if MethodKind.GIFT_CARD not in kinds and random.random() < 0.3:
        _new(user_id, wallet, MethodKind.GIFT_CARD, random)
    if MethodKind.PAYPAL not in kinds and random.random() < 0.25:
        _new(user_id, wallet, MethodKind.PAYPAL, random)


def _new(user_id: str, wallet: Wallet, kind: MethodKind, random: Random) -> dict[str, Any]:
    if kind is MethodKind.CARD:
        return _add(user_id, wallet, kind=kind, brand=random.choice(BRANDS), last4=_digits(random))
    if kind is MethodKind.GIFT_CARD:
        balance = Decimal(random.choice((0, 500, 1240, 2500, 3675, 5000, 8120, 10000, 18950, 25000))) / 100
        return _add(user_id, wallet, kind=kind, last4=_digits(random), balance=balance)
    return _add(user_id, wallet, kind=kind)


def _add(user_id: str, wallet: Wallet, **facts: Any) -> dict[str, Any]:
    method = {"method_id": f"pm_{user_id}_{len(wallet) + 1}", **facts}
    wallet.append(method)
    return method


def _digits(random: Random) -> str:
    return f"{random.randint(0, 9999):04d}"
