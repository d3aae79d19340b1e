"""Return claims: what may be claimed, decided from stored facts alone.

Source: the returns policy in force on the day of the order (`domain.policies`). The same inputs
always give the same decision, so a decision can be replayed later.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from domain.money import Money
from domain.orders import Order, OrderLine, OrderStatus
from domain.policies import ReturnRules


class ClaimKind(StrEnum):
    RETURN = "return"
    EXCHANGE = "exchange"
    REFUND = "refund"
    DAMAGED = "damaged"
    MISSING = "missing"
    WARRANTY = "warranty"


class ReturnReason(StrEnum):
    """Why an item goes back. The words are the closed set the entity extractor knows."""

    TOO_SMALL = "too_small"
    TOO_BIG = "too_big"
    DOES_NOT_FIT = "does_not_fit"
    CHANGED_MIND = "changed_mind"
    DAMAGED = "damaged"
    DEFECTIVE = "defective"
    WRONG_ITEM = "wrong_item"
    MISSING_ITEM = "missing_item"
    NOT_AS_DESCRIBED = "not_as_described"
    LATE = "late"
    QUALITY = "quality"
    OTHER = "other"

    @property
    def is_our_fault(self) -> bool:
        return self in _OUR_FAULT


_OUR_FAULT = {
    ReturnReason.DAMAGED,
    ReturnReason.DEFECTIVE,
    ReturnReason.WRONG_ITEM,
    ReturnReason.MISSING_ITEM,
}


class ClaimStatus(StrEnum):
    FILED = "filed"
    """Accepted by the rules; the item is on its way back to us."""
    REVIEW = "review"
    """Worth more than the bot may decide: a person approves."""
    APPROVED = "approved"
    DENIED = "denied"
    SETTLED = "settled"
    WITHDRAWN = "withdrawn"

    @property
    def is_open(self) -> bool:
        return self in (ClaimStatus.FILED, ClaimStatus.REVIEW, ClaimStatus.APPROVED)


@dataclass(frozen=True, slots=True)
class Claim:
    claim_id: str
    order_id: str
    line: int
    item: str
    kind: ClaimKind
    quantity: int
    reason: ReturnReason
    status: ClaimStatus
    refund: Money
    filed_at: datetime
    send_back_by: date
    policy_version: str


@dataclass(frozen=True, slots=True)
class Eligibility:
    """The decision on one line. `refusal` is None when the claim may be filed.

    `refusal` words: not_delivered, already_claimed, window_closed,
    excluded_category, final_sale, not_enough_left, cancelled.
    """

    refusal: str | None
    clause: str
    policy_version: str
    last_day: date | None
    """The last day on which this line may be (or could have been) claimed."""
    refund: Money
    fee: Money
    needs_approval: bool

    @property
    def is_eligible(self) -> bool:
        return self.refusal is None


def kind_for(reason: ReturnReason) -> ClaimKind:
    if reason is ReturnReason.MISSING_ITEM:
        return ClaimKind.MISSING
    return ClaimKind.DAMAGED if reason.is_our_fault else ClaimKind.RETURN


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
    delivered_at = order.line_delivered_at(line.line)
    last_day = _last_day(line, rules, delivered_at=delivered_at, reason=reason)
    refusal, clause = _refusal(
        order,
        line,
        rules,
        quantity=quantity,
        left=line.quantity - already_claimed,
        reason=reason,
        last_day=last_day,
        today=today,
    )
    value = paid_for(order, line, quantity=quantity)
    is_free = reason.is_our_fault or reason.value in rules.free_return_reasons
    fee_minor = 0 if is_free else min(rules.return_shipping_fee_minor, value.amount_minor)
    fee = Money(fee_minor, value.currency)
    return Eligibility(
        refusal=refusal,
        clause=clause,
        policy_version=rules.version,
        last_day=last_day,
        refund=value - fee,
        fee=fee,
        needs_approval=value.amount_minor > rules.approval_above_minor,
    )


def paid_for(order: Order, line: OrderLine, *, quantity: int) -> Money:
    """What these pieces cost after their share of the order's discount; a share is rounded up, so that
    all refunds together never exceed what was paid."""
    gross = line.unit_price * quantity
    goods_minor = sum(each.total.amount_minor for each in order.lines)
    share_minor = -(-order.discount.amount_minor * gross.amount_minor // goods_minor) if goods_minor else 0
    return Money(max(gross.amount_minor - share_minor, 0), gross.currency)


def _last_day(
    line: OrderLine, rules: ReturnRules, *, delivered_at: datetime | None, reason: ReturnReason
) -> date | None:
    if delivered_at is None:
        return None
    return delivered_at.date() + timedelta(days=rules.window_for(line.category, our_fault=reason.is_our_fault))


def _refusal(
    order: Order,
    line: OrderLine,
    rules: ReturnRules,
    *,
    quantity: int,
    left: int,
    reason: ReturnReason,
    last_day: date | None,
    today: date,
) -> tuple[str | None, str]:
    if order.status is OrderStatus.CANCELLED:
        return "cancelled", "delivered_items"
    if order.status is OrderStatus.RETURNED or (left <= 0 and order.status is OrderStatus.DELIVERED):
        return "already_claimed", "one_claim"
    if last_day is None:
        return "not_delivered", "delivered_items"
    if left <= 0:
        return "already_claimed", "one_claim"
    if not 0 < quantity <= left:
        return "not_enough_left", "one_claim"
    if not reason.is_our_fault and line.category in rules.excluded_categories:
        return "excluded_category", "hygiene"
    if not reason.is_our_fault and line.final_sale and not rules.final_sale_returnable:
        return "final_sale", "final_sale"
    if today > last_day:
        return "window_closed", "damaged_window" if reason.is_our_fault else "window"
    return None, "damaged_window" if reason.is_our_fault else "window"
