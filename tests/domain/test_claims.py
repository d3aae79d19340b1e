"""What may be claimed: the rules of `domain.claims`, by example and by property."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.claim_rules import Eligibility, eligibility, paid_for
from domain.claims import ReturnReason
from domain.customers import CustomerId
from domain.money import Money
from domain.orders import Order, OrderId, OrderLine, OrderStatus, Parcel
from domain.policies import ReturnRules, rules_in_force

DELIVERED = datetime(2026, 5, 10, 12, tzinfo=UTC)
RULES = ReturnRules(
    version="returns-2",
    title="Returns policy",
    effective_from=date(2026, 1, 1),
    window_days=30,
    category_window_days={"Outerwear": 45},
    excluded_categories=("Underwear",),
    damaged_window_days=60,
    return_shipping_fee_minor=495,
    free_return_reasons=("not_as_described",),
    refund_method="original",
    refund_days=5,
    send_back_days=14,
    approval_above_minor=20000,
)
REASONS = st.sampled_from(list(ReturnReason))


def line(**changes: object) -> OrderLine:
    shirt = OrderLine(1, "VM1001-M", "VM1001", "Meadow Linen Shirt", "M", "Green", 2, Money(5900, "USD"), "Shirts")
    return replace(shirt, **changes)


def order(item: OrderLine, **changes: object) -> Order:
    parcel = Parcel("P1", "UPS", "1Z1", None, "delivered", (item.line,), DELIVERED, None, DELIVERED, ())
    placed = Order(
        order_id=OrderId("VM-10001"),
        customer_id=CustomerId("U1"),
        email="maya@example.com",
        status=OrderStatus.DELIVERED,
        placed_at=DELIVERED - timedelta(days=4),
        lines=(item,),
        shipping_method="standard",
        shipping=Money(0, "USD"),
        discount=Money(0, "USD"),
        total=item.total,
        address={},
        payment={},
        parcels=(parcel,),
    )
    return replace(placed, **changes)


def decide(
    item: OrderLine | None = None, *, days: int = 3, quantity: int = 1, claimed: int = 0,
    reason: ReturnReason = ReturnReason.TOO_SMALL, **changes: object,
) -> Eligibility:  # fmt: skip
    item = item or line()
    return eligibility(
        order(item, **changes),
        item,
        RULES,
        quantity=quantity,
        already_claimed=claimed,
        reason=reason,
        today=DELIVERED.date() + timedelta(days=days),
    )


def test_a_return_within_the_window_gives_the_price_less_the_fee() -> None:
    decision = decide()
    assert decision.is_eligible
    assert decision.refund == Money(5405, "USD")
    assert decision.last_day == date(2026, 6, 9)


@pytest.mark.parametrize(("days", "refusal"), [(30, None), (31, "window_closed")])
def test_the_last_day_of_the_window_still_counts(days: int, refusal: str | None) -> None:
    assert decide(days=days).refusal == refusal


@pytest.mark.parametrize(("days", "refusal"), [(60, None), (61, "window_closed")])
def test_damage_has_a_window_of_its_own(days: int, refusal: str | None) -> None:
    assert decide(days=days, reason=ReturnReason.DAMAGED).refusal == refusal


def test_a_category_may_have_a_longer_window() -> None:
    assert decide(line(category="Outerwear"), days=44).is_eligible


def test_hygiene_items_go_back_only_when_something_is_wrong_with_them() -> None:
    underwear = line(category="Underwear")
    assert decide(underwear).refusal == "excluded_category"
    assert decide(underwear, reason=ReturnReason.WRONG_ITEM).is_eligible


def test_final_sale_goes_back_only_when_something_is_wrong_with_it() -> None:
    sale = line(final_sale=True)
    assert decide(sale).refusal == "final_sale"
    assert decide(sale, reason=ReturnReason.DEFECTIVE).is_eligible


def test_nothing_goes_back_before_it_arrived() -> None:
    assert decide(parcels=(), status=OrderStatus.SHIPPED).refusal == "not_delivered"


def test_a_cancelled_order_has_nothing_to_return() -> None:
    assert decide(status=OrderStatus.CANCELLED).refusal == "cancelled"


def test_pieces_under_claim_cannot_be_claimed_again() -> None:
    assert decide(claimed=2).refusal == "already_claimed"
    assert decide(claimed=1, quantity=2).refusal == "not_enough_left"
    assert decide(claimed=1, quantity=1).is_eligible


def test_our_mistake_costs_the_customer_nothing() -> None:
    assert decide(reason=ReturnReason.DAMAGED).fee == Money(0, "USD")
    assert decide(reason=ReturnReason.NOT_AS_DESCRIBED).fee == Money(0, "USD")


def test_a_claim_above_the_limit_waits_for_a_person() -> None:
    assert decide(line(unit_price=Money(20001, "USD"))).needs_approval
    assert not decide(line(unit_price=Money(20000, "USD"))).needs_approval


@given(
    days=st.integers(0, 400),
    quantity=st.integers(-1, 5),
    ordered=st.integers(1, 4),
    claimed=st.integers(0, 4),
    price=st.integers(0, 50_000),
    reason=REASONS,
)
def test_no_decision_pays_out_more_than_was_paid_or_for_more_than_is_left(
    days: int, quantity: int, ordered: int, claimed: int, price: int, reason: ReturnReason
) -> None:
    item = line(quantity=ordered, unit_price=Money(price, "USD"))
    decision = decide(item, days=days, quantity=quantity, claimed=claimed, reason=reason)
    if decision.is_eligible:
        assert 0 < quantity <= ordered - claimed
        assert 0 <= decision.refund.amount_minor <= price * quantity
        assert decision.refund + decision.fee == item.unit_price * quantity


@given(
    prices=st.lists(st.tuples(st.integers(1, 30_000), st.integers(1, 3)), min_size=1, max_size=5),
    percent=st.integers(0, 100),
)
def test_all_refunds_together_never_exceed_what_was_paid(prices: list[tuple[int, int]], percent: int) -> None:
    lines = tuple(
        line(line=at, unit_price=Money(price, "USD"), quantity=quantity)
        for at, (price, quantity) in enumerate(prices, start=1)
    )
    goods = sum(item.total.amount_minor for item in lines)
    discount = goods * percent // 100
    placed = order(lines[0], lines=lines, discount=Money(discount, "USD"))
    back = sum(paid_for(placed, item, quantity=1).amount_minor * item.quantity for item in lines)
    assert 0 <= back <= goods - discount


@given(days=st.integers(0, 120), reason=REASONS)
def test_waiting_never_makes_a_claim_possible(days: int, reason: ReturnReason) -> None:
    if not decide(days=days, reason=reason).is_eligible:
        assert not decide(days=days + 1, reason=reason).is_eligible


def test_an_order_is_judged_by_the_rules_of_its_day() -> None:
    earlier = RULES.model_copy(
        update={"version": "returns-1", "effective_from": date(2025, 1, 1), "effective_to": date(2026, 1, 1)}
    )
    versions = [RULES, earlier]
    assert rules_in_force(versions, date(2025, 12, 31)).version == "returns-1"
    assert rules_in_force(versions, date(2026, 1, 1)).version == "returns-2"
    assert rules_in_force(versions, date(2020, 1, 1)).version == "returns-1"


def test_a_shop_without_a_policy_has_no_rules() -> None:
    with pytest.raises(LookupError):
        rules_in_force([], date(2026, 1, 1))
