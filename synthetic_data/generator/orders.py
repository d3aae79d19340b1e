"""Orders written out in full from their plans: lines, sums, payment, parcels, history, claims."""

from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import Any

from domain.orders import OrderStatus
from synthetic_data.generator.claims import make_claims
from synthetic_data.generator.parcels import carrier_for, instant, make_parcel
from synthetic_data.generator.plans import Pick, Plan
from synthetic_data.generator.sources import Sources
from synthetic_data.records import OrderRecord

CANCEL_REASONS = ("no_longer_needed", "ordered_by_mistake", "found_cheaper", "too_slow", "other")
METHODS = ("card", "card", "card", "card", "paypal", "paypal", "apple_pay", "google_pay", "klarna", "gift_card")
KLARNA_COUNTRIES = ("US", "GB", "DE")


def make_orders(plans: list[Plan], sources: Sources) -> list[OrderRecord]:
    """In the order of placing. The first order of a customer may carry the welcome code."""
    random = sources.random("orders")
    seen: set[str] = set()
    orders: list[OrderRecord] = []
    for plan in sorted(plans, key=lambda plan: (plan.placed_on, plan.order_id)):
        is_first = plan.profile.user_id not in seen
        seen.add(plan.profile.user_id)
        orders.append(OrderRecord.model_validate(_order(plan, is_first=is_first, sources=sources, random=random)))
    return sorted(orders, key=lambda order: (order.placed_at, order.order_id))


def _order(plan: Plan, *, is_first: bool, sources: Sources, random: Random) -> dict[str, Any]:
    zone = sources.figures.zone_of(plan.country)
    option = zone.express if plan.method == "express" else zone.standard
    placed_at = instant(plan.placed_on, random, earliest=16, latest=21)
    lines = [_line(number, pick) for number, pick in enumerate(plan.picks, 1)]
    money = _money(plan, zone.free_from, option.price, is_first=is_first, sources=sources, random=random)
    carrier = carrier_for(plan.country, option.carriers, random)
    parcels = [
        make_parcel(
            journey,
            number=number,
            order_id=plan.order_id,
            carrier=carrier,
            address=plan.profile.address,
            today=sources.anchor,
            random=random,
        )
        for number, journey in enumerate(plan.journeys, 1)
    ]
    reason = random.choice(CANCEL_REASONS) if plan.status is OrderStatus.CANCELLED else None
    payment = _payment(plan, money["total"], random)
    claims = make_claims(plan, lines, parcels, sources=sources, random=random)
    return {
        "order_id": plan.order_id,
        "user_id": plan.profile.user_id,
        "status": plan.status,
        "placed_at": placed_at,
        "currency": "USD",
        "lines": lines,
        "shipping_method": plan.method,
        **money,
        "address": plan.profile.address,
        "payment": payment,
        "parcels": parcels,
        "history": _history(plan, placed_at, parcels, claims, reason=reason, random=random),
        "returns": claims,
        "cancel_reason": reason,
    }


def _line(number: int, pick: Pick) -> dict[str, Any]:
    return {
        "line": number,
        "sku": pick.variant.sku,
        "product_id": pick.product.product_id,
        "name": pick.product.name,
        "size": pick.variant.size,
        "colour": pick.variant.colour,
        "quantity": pick.quantity,
        "unit_price": pick.variant.price or pick.product.price,
        "final_sale": pick.product.final_sale,
    }


def _money(
    plan: Plan, free_from: Decimal, price: Decimal, *, is_first: bool, sources: Sources, random: Random
) -> dict[str, Any]:
    """Codes do not count for final sale; the free-shipping threshold is what is paid after the discount."""
    goods = sum((pick.product.price * pick.quantity for pick in plan.picks), Decimal(0))
    regular = sum(
        (pick.product.price * pick.quantity for pick in plan.picks if not pick.product.final_sale), Decimal(0)
    )
    has_code = is_first and plan.profile.marketing_opt_in and random.random() < 0.7 and regular > 0
    share = Decimal(sources.figures.welcome_percent) / 100
    discount = (regular * share).quantize(Decimal("0.01"), ROUND_HALF_UP) if has_code else Decimal(0)
    shipping = Decimal(0) if plan.method == "standard" and goods - discount >= free_from else price
    money = {"shipping_price": shipping, "discount": discount, "total": goods + shipping - discount}
    return {**money, "promo_code": "WELCOME10"} if has_code else money


def _payment(plan: Plan, total: Decimal, random: Random) -> dict[str, str]:
    method = random.choice(METHODS)
    if method == "klarna" and (plan.country not in KLARNA_COUNTRIES or not 35 <= total <= 1000):
        method = "card"
    if method != "card":
        return {"method": method}
    brand = random.choice(("Visa", "Visa", "Mastercard", "American Express", "Discover"))
    return {"method": "card", "brand": brand, "last4": f"{random.randint(0, 9999):04d}"}


def _history(
    plan: Plan,
    placed_at: datetime,
    parcels: list[dict[str, Any]],
    claims: list[dict[str, Any]],
    *,
    reason: str | None,
    random: Random,
) -> list[dict[str, Any]]:
    history = [_entry(placed_at, "pending", "Order placed")]
    if plan.status is OrderStatus.PENDING:
        return history
    if plan.status is OrderStatus.CANCELLED:
        at = placed_at + timedelta(minutes=random.randint(20, 200))
        return [*history, _entry(at, "cancelled", f"Cancelled by the customer: {reason}")]
    paid_at = placed_at + timedelta(minutes=random.randint(1, 9))
    history.append(_entry(paid_at, "paid", "Payment confirmed"))
    if plan.status is OrderStatus.PAID:
        return history
    packed_at = parcels[0]["shipped_at"] - timedelta(minutes=random.randint(70, 200)) if parcels else None
    history.append(_entry(packed_at or paid_at + timedelta(hours=random.randint(19, 23)), "packed", "Packed"))
    for number, parcel in enumerate(parcels, 1):
        named = f"Parcel {number} of {len(parcels)}" if len(parcels) > 1 else "The parcel"
        history.append(_entry(parcel["shipped_at"], "shipped", f"{named} left with {parcel['carrier']}"))
        if parcel["delivered_at"]:
            history.append(_entry(parcel["delivered_at"], "delivered", f"{named} was delivered"))
    history.extend(_outcome(plan, parcels, claims, random))
    is_old = all(parcel["tracking_url"] is None for parcel in parcels)
    kept = [entry for entry in history if not (is_old and parcels and entry["status"] in ("paid", "packed"))]
    return sorted(kept, key=lambda entry: entry["at"])


def _outcome(
    plan: Plan, parcels: list[dict[str, Any]], claims: list[dict[str, Any]], random: Random
) -> list[dict[str, Any]]:
    if plan.status in (OrderStatus.DELAYED, OrderStatus.LOST):
        troubles = [event for event in parcels[0]["events"] if event["code"] in ("delayed", "lost")]
        entries = [_entry(event["at"], event["code"], event["description"]) for event in troubles]
        if plan.status is OrderStatus.LOST:
            note = random.choice(("Full refund sent, shipping included", "Replacement offered, waiting for an answer"))
            entries.append(_entry(entries[-1]["at"] + timedelta(hours=2), "lost", note))
        return entries
    if plan.status is OrderStatus.RETURNED:
        return [
            _entry(max(claim["history"][-1]["at"] for claim in claims), "returned", "All items came back, refund sent")
        ]
    return []


def _entry(at: datetime, status: str, note: str) -> dict[str, Any]:
    return {"at": at, "status": status, "note": note}
