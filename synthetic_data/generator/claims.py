"""Claims that were filed before today: all lines of returned orders, one line of some delivered ones.

Windows, exclusions and fees are those of the returns policy in force on the day of the order.
"""

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from domain.orders import OrderStatus
from synthetic_data.generator.parcels import add_working_days, instant
from synthetic_data.generator.plans import Plan
from synthetic_data.generator.sources import Sources

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without 0, 1, I and O, which are misread."""
REASONS = (
    "too_small",
    "too_big",
    "does_not_fit",
    "changed_mind",
    "not_as_described",
    "quality",
    "damaged",
    "wrong_item",
)
OUR_FAULT = ("damaged", "defective", "wrong_item", "missing_item")
NOTES = {
    "too_small": "Tight across the shoulders.",
    "too_big": "One size down would be right.",
    "does_not_fit": "The cut is not for me.",
    "changed_mind": "",
    "not_as_described": "The colour looks different from the picture.",
    "quality": "The fabric is thinner than I hoped.",
    "damaged": "There is a hole near the seam.",
    "wrong_item": "I was sent another colour.",
}
CLAIMED_SHARE, RECENTLY_CLAIMED_SHARE = 0.04, 0.2
"""Of delivered orders, and of those that arrived in the last two weeks: their claims are still under way."""
RECENTLY = timedelta(days=14)
CLAIMED_ORDERS = frozenset({"VM-10187"})
"""Demo orders with a claim under way."""
UNCLAIMED_ORDERS = frozenset({"VM-10234", "VM-10198", "VM-10163", "VM-10129", "VM-10042"})
"""Demo orders that a visitor may try to return."""


def make_claims(
    plan: Plan,
    lines: list[dict[str, Any]],
    parcels: list[dict[str, Any]],
    *,
    sources: Sources,
    random: Random,
) -> list[dict[str, Any]]:
    if plan.status is OrderStatus.RETURNED:
        reason = random.choice(REASONS)
        return [_claim(plan, line, parcels, reason=reason, sources=sources, random=random) for line in lines]
    if plan.status is not OrderStatus.DELIVERED:
        return []
    is_recent = parcels[0]["delivered_at"].date() > sources.anchor - RECENTLY
    share = RECENTLY_CLAIMED_SHARE if is_recent else CLAIMED_SHARE
    if plan.order_id not in CLAIMED_ORDERS and (plan.order_id in UNCLAIMED_ORDERS or random.random() > share):
        return []
    claim = _claim(plan, lines[0], parcels, reason=random.choice(REASONS), sources=sources, random=random)
    return [claim]


def _claim(
    plan: Plan,
    line: dict[str, Any],
    parcels: list[dict[str, Any]],
    *,
    reason: str,
    sources: Sources,
    random: Random,
) -> dict[str, Any]:
    rules = sources.figures.return_rules(plan.placed_on)
    category = next(p.product.category for p in plan.picks if p.product.product_id == line["product_id"])
    if category in rules["excluded_categories"] or line["final_sale"]:
        reason = "damaged"
    delivered_on = parcels[0]["delivered_at"].date()
    filed_on = _filed_on(plan, delivered_on, anchor=sources.anchor, random=random)
    value = line["unit_price"] * line["quantity"]
    fee = _fee(reason, rules, value)
    status, history = _course(plan, filed_on, value=value, rules=rules, anchor=sources.anchor, random=random)
    return {
        "claim_id": "CL-" + "".join(random.choice(ALPHABET) for _ in range(6)),
        "line": line["line"],
        "quantity": line["quantity"],
        "kind": "damaged" if reason in OUR_FAULT else "return",
        "reason": reason,
        "note": NOTES[reason],
        "status": status,
        "refund": value - fee,
        "fee": fee,
        "policy_version": rules["version"],
        "clause": "damaged_window" if reason in OUR_FAULT else "window",
        "filed_at": history[0]["at"],
        "send_back_by": filed_on + timedelta(days=rules["send_back_days"]),
        "history": history,
    }


def _fee(reason: str, rules: dict[str, Any], value: Decimal) -> Decimal:
    if reason in rules["free_return_reasons"]:
        return Decimal(0)
    return min(Decimal(rules["return_shipping_fee_minor"]) / 100, value)


def _filed_on(plan: Plan, delivered_on: date, *, anchor: date, random: Random) -> date:
    if plan.status is OrderStatus.RETURNED:
        return delivered_on + timedelta(days=random.randint(1, 4))
    return min(delivered_on + timedelta(days=random.randint(1, 12)), anchor - timedelta(days=1))


def _course(
    plan: Plan, filed_on: date, *, value: Decimal, rules: dict[str, Any], anchor: date, random: Random
) -> tuple[str, list[dict[str, Any]]]:
    """What has become of it by now: filed, then approved when the parcel is in, then settled."""
    needs_person = value * 100 > rules["approval_above_minor"]
    filed = {"at": instant(filed_on, random), "status": "review" if needs_person else "filed", "note": "Claim filed"}
    history = [filed]
    arrived = add_working_days(filed_on, random.randint(4, 7))
    is_returned = plan.status is OrderStatus.RETURNED
    if arrived < anchor or is_returned:
        history.append(
            {"at": instant(arrived, random), "status": "approved", "note": "The return reached the warehouse"}
        )
        paid = add_working_days(arrived, random.randint(1, 3))
        if paid < anchor or is_returned:
            history.append(
                {"at": instant(paid, random), "status": "settled", "note": "Refund sent to the original payment method"}
            )
    return history[-1]["status"], history
