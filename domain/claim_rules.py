"""What may be claimed: decided from stored facts alone, so that every decision can be made again later.

Source: the returns policy in force on the day of the order (`domain.policies`). All that a decision is made from is
one value, `ClaimFacts`, which is kept with the claim; `decide` is a pure function of it.
"""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from pydantic import BaseModel, ConfigDict

from domain.claims import ClaimKind, ClaimStatus, ReturnReason, kind_for
from domain.money import Money
from domain.orders import Order, OrderLine, OrderStatus
from domain.policies import ReturnRules


class ClaimFacts(BaseModel):
    """All that the decision on one line is made from."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: ClaimKind
    reason: ReturnReason
    quantity: int
    bought: int
    already_claimed: int
    """Pieces of the line under claim or settled."""
    has_open_claim: bool = False
    """On this line, of this kind."""
    asked_before: bool = False
    """Whether the order had its one claim of this kind."""
    order_status: OrderStatus
    delivered_on: date | None
    expected_on: date | None = None
    category: str
    final_sale: bool
    value_minor: int
    """Paid for these pieces, after their share of the discount."""
    shipping_minor: int = 0
    """Goes back too, because the whole order failed through our fault."""
    currency: str
    warranty_months: int | None = None
    """Of the product itself."""
    photos: int = 0
    set_aside: str | None = None
    """A refusal that a person of the team set aside, within their limits."""
    set_aside_why: str = ""
    """In their words."""
    rules: ReturnRules
    today: date


@dataclass(frozen=True, slots=True)
class Eligibility:
    """The decision on one line. `refusal` is None when the claim may be filed.

    `refusal` words: not_delivered, already_claimed, open_claim, asked_before, not_enough_left, cancelled,
    window_closed, excluded_category, final_sale, not_late_yet, no_estimate, warranty_over, no_warranty.
    """

    refusal: str | None
    clause: str
    policy_version: str
    last_day: date | None
    """The last day on which this line may be (or could have been) claimed."""
    refund: Money
    fee: Money
    needs_approval: bool
    needs_photo: bool = False
    first_day: date | None = None
    """From when it may be claimed, where that is yet to come."""

    @property
    def is_eligible(self) -> bool:
        return self.refusal is None


def decide(facts: ClaimFacts) -> Eligibility:
    """May this be claimed, by which clause, and what comes back?"""
    last_day, first_day = _last_day(facts), _first_day(facts)
    refusal, clause = _refusal(facts, first_day=first_day, last_day=last_day)
    if refusal is not None and refusal == facts.set_aside:
        refusal = None
    value = Money(facts.value_minor + facts.shipping_minor, facts.currency)
    fee = _fee(facts, value)
    photo_from = facts.rules.photo_above_minor.get(facts.kind.value)
    return Eligibility(
        refusal=refusal,
        clause=clause,
        policy_version=facts.rules.version,
        last_day=last_day,
        refund=value - fee,
        fee=fee,
        needs_approval=facts.value_minor > facts.rules.approval_above_minor,
        needs_photo=photo_from is not None and facts.value_minor >= photo_from and not facts.photos,
        first_day=first_day,
    )


def opening_status(facts: ClaimFacts, decision: Eligibility) -> ClaimStatus:
    """Where a claim that may be filed begins."""
    if decision.needs_photo:
        return ClaimStatus.EVIDENCE
    if decision.needs_approval or facts.kind in (ClaimKind.MISSING, ClaimKind.WARRANTY):
        return ClaimStatus.REVIEW
    if facts.kind is ClaimKind.REFUND:
        return ClaimStatus.APPROVED if facts.order_status is OrderStatus.LOST else ClaimStatus.REVIEW
    return ClaimStatus.FILED


def eligibility(
    order: Order,
    line: OrderLine,
    rules: ReturnRules,
    *,
    quantity: int,
    already_claimed: int,
    reason: ReturnReason,
    today: date,
) -> Eligibility:
    """May `quantity` pieces of this line go back? `already_claimed` pieces are under claim or settled."""
    return decide(
        facts_of(order, line, rules, quantity=quantity, already_claimed=already_claimed, reason=reason, today=today)
    )


def facts_of(
    order: Order,
    line: OrderLine,
    rules: ReturnRules,
    *,
    quantity: int,
    already_claimed: int,
    reason: ReturnReason,
    today: date,
    kind: ClaimKind | None = None,
) -> ClaimFacts:
    """The facts that the order itself tells; what claims and files add is set with `model_copy`."""
    delivered_at = order.line_delivered_at(line.line)
    value = paid_for(order, line, quantity=quantity)
    estimates = [parcel.estimated_delivery for parcel in order.parcels if line.line in parcel.lines]
    return ClaimFacts(
        kind=kind or kind_for(reason),
        reason=reason,
        quantity=quantity,
        bought=line.quantity,
        already_claimed=already_claimed,
        order_status=order.status,
        delivered_on=delivered_at.date() if delivered_at else None,
        expected_on=max((day for day in estimates if day), default=None),
        category=line.category,
        final_sale=line.final_sale,
        value_minor=value.amount_minor,
        currency=value.currency,
        rules=rules,
        today=today,
    )


def paid_for(order: Order, line: OrderLine, *, quantity: int) -> Money:
    """What these pieces cost after their share of the order's discount; a share is rounded up, so that
    all refunds together never exceed what was paid."""
    gross = line.unit_price * quantity
    goods_minor = sum(each.total.amount_minor for each in order.lines)
    share_minor = -(-order.discount.amount_minor * gross.amount_minor // goods_minor) if goods_minor else 0
    return Money(max(gross.amount_minor - share_minor, 0), gross.currency)


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the last day of a shorter month."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _fee(facts: ClaimFacts, value: Money) -> Money:
    """Only a return for the customer's own reasons costs anything."""
    reason = facts.reason
    is_free = reason.is_our_fault or reason.value in facts.rules.free_return_reasons
    if is_free or facts.kind is not ClaimKind.RETURN:
        return Money(0, value.currency)
    return Money(min(facts.rules.return_shipping_fee_minor, value.amount_minor), value.currency)


def _last_day(facts: ClaimFacts) -> date | None:
    delivered, rules = facts.delivered_on, facts.rules
    if delivered is None:
        return None
    if facts.kind is ClaimKind.WARRANTY:
        months = rules.warranty_for(facts.category, product_months=facts.warranty_months)
        return months_after(delivered, months) if months else None
    if facts.kind is ClaimKind.REFUND:
        return delivered + timedelta(days=rules.not_received_days)
    return delivered + timedelta(days=rules.window_for(facts.category, our_fault=facts.reason.is_our_fault))


def _first_day(facts: ClaimFacts) -> date | None:
    is_under_way = facts.kind is ClaimKind.REFUND and facts.delivered_on is None
    if not is_under_way or facts.order_status is OrderStatus.LOST or facts.expected_on is None:
        return None
    return facts.expected_on + timedelta(days=facts.rules.lost_after_days)


def _refusal(facts: ClaimFacts, *, first_day: date | None, last_day: date | None) -> tuple[str | None, str]:
    if facts.order_status is OrderStatus.CANCELLED:
        return "cancelled", "delivered_items"
    left = facts.bought - facts.already_claimed
    may_be_here = facts.kind is ClaimKind.REFUND or facts.delivered_on is not None
    if facts.order_status is OrderStatus.RETURNED or (left <= 0 and may_be_here):
        return "already_claimed", "one_claim"
    if facts.kind is ClaimKind.REFUND and facts.delivered_on is None:
        return _refusal_of_missing_parcel(facts, first_day=first_day)
    if facts.delivered_on is None:
        return "not_delivered", "delivered_items"
    if facts.has_open_claim:
        return "open_claim", "one_claim"
    if not 0 < facts.quantity <= left:
        return "not_enough_left", "one_claim"
    if facts.asked_before:
        return "asked_before", "once"
    if facts.kind is ClaimKind.WARRANTY and last_day is None:
        return "no_warranty", "warranty"
    clause = _clause(facts)
    if clause == "window" and facts.category in facts.rules.excluded_categories:
        return "excluded_category", "hygiene"
    if clause == "window" and facts.final_sale and not facts.rules.final_sale_returnable:
        return "final_sale", "final_sale"
    if last_day is None or facts.today > last_day:
        return "warranty_over" if facts.kind is ClaimKind.WARRANTY else "window_closed", clause
    return None, clause


def _refusal_of_missing_parcel(facts: ClaimFacts, *, first_day: date | None) -> tuple[str | None, str]:
    """It has not arrived: too early to call it lost, or not even sent."""
    if facts.has_open_claim:
        return "open_claim", "one_claim"
    if not 0 < facts.quantity <= facts.bought - facts.already_claimed:
        return "not_enough_left", "one_claim"
    if facts.order_status is OrderStatus.LOST:
        return None, "lost"
    if first_day is None:
        return "no_estimate", "lost"
    return ("not_late_yet", "lost") if facts.today < first_day else (None, "lost")


def _clause(facts: ClaimFacts) -> str:
    """The clause that a claim of this kind is decided by."""
    if facts.kind is ClaimKind.WARRANTY:
        return "warranty"
    if facts.kind is ClaimKind.REFUND:
        return "not_received"
    return "damaged_window" if facts.reason.is_our_fault else "window"
