"""Money and stock of changed orders, over any order and any sequence of changes; and every reason for a no."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.catalog import Product, ProductId, Sku, Variant
from domain.customers import CustomerId
from domain.money import Money
from domain.order_changes import (
    LineChange,
    address_refusal,
    full_address,
    payment_refusal,
    quote_items,
    refund_refusal,
    refusal,
    settle_cancellation,
    settle_difference,
    settle_payment_change,
    stock_moves,
)
from domain.orders import Order, OrderId, OrderLine, OrderStatus
from domain.payments import MethodKind, Payment, PaymentKind, PaymentMethod, held_by_method, net_paid

AT = datetime(2026, 11, 20, 10, tzinfo=UTC)
HOME = {"name": "Ada", "street": "1 Elm Road", "city": "Salem", "state": "OR", "postcode": "97301", "country": "US"}
SKUS: tuple[str, ...] = ("a", "b", "c")


def usd(minor: int) -> Money:
    return Money(minor, "USD")


def variant(sku: str, price: int = 5000, stock: int = 30) -> Variant:
    return Variant(Sku(sku), "M", sku, stock, usd(price))


def product(*variants: Variant, product_id: str = "P") -> Product:
    return Product(
        product_id=ProductId(product_id), name="Shirt", description="", category="Shirts", price=usd(5000),
        return_policy="", materials=(), care="", tags=(), image=None, rating=None, warranty_months=None,
        variants=variants,
    )  # fmt: skip


def line(number: int = 1, *, sku: str = "a", quantity: int = 1, price: int = 5000) -> OrderLine:
    return OrderLine(number, sku, "P", "Shirt", "M", sku, quantity, usd(price), "Shirts")


def order(*lines: OrderLine, shipping: int = 500, discount: int = 0, **changed: Any) -> Order:
    lines = lines or (line(),)
    total = sum(each.total.amount_minor for each in lines) + shipping - discount
    made = Order(
        order_id=OrderId("VM-10001"), customer_id=CustomerId("U1"), email="ada@example.com",
        status=OrderStatus.PENDING, placed_at=AT, lines=lines, shipping_method="standard", shipping=usd(shipping),
        discount=usd(discount), total=usd(total), address=HOME, payment={"method": "card"}, parcels=(),
        payments=(Payment(AT, PaymentKind.CHARGE, "card", usd(total), "placed"),), method_id="card",
    )  # fmt: skip
    return replace(made, **changed)


CARD = PaymentMethod("card", MethodKind.CARD, "Visa", "4242")
PAYPAL = PaymentMethod("paypal", MethodKind.PAYPAL)


def gift_card(left: int) -> PaymentMethod:
    return PaymentMethod("gift", MethodKind.GIFT_CARD, last4="7731", balance=usd(left))


prices = st.dictionaries(st.sampled_from(SKUS), st.integers(1, 50_000), min_size=3)
orders = st.builds(
    lambda lines, shipping, share: order(
        *(line(at, sku=sku, quantity=pieces, price=price) for at, (sku, pieces, price) in enumerate(lines, 1)),
        shipping=shipping,
        discount=sum(pieces * price for _, pieces, price in lines) * share // 100,
    ),
    st.lists(st.tuples(st.sampled_from(SKUS), st.integers(1, 5), st.integers(1, 50_000)), min_size=1, max_size=4),
    st.integers(0, 3000),
    st.integers(0, 100),
)
changes = st.dictionaries(st.integers(1, 4), st.tuples(st.sampled_from(SKUS), st.integers(1, 20)), min_size=1)


def asked(wanted: dict[int, tuple[str, int]]) -> list[LineChange]:
    return [LineChange(number, Sku(sku), pieces) for number, (sku, pieces) in wanted.items()]


@given(orders, prices, changes, st.integers(0, 100_000))
def test_what_is_paid_is_always_what_is_owed(
    before: Order, today: dict[str, int], wanted: dict[int, tuple[str, int]], left: int
) -> None:
    products = {"P": product(*(variant(sku, price, stock=500) for sku, price in today.items()))}
    for method in (CARD, gift_card(left)):
        quote = quote_items(before, asked(wanted), products=products, method=method)
        if quote.refusal is not None:
            continue
        after = replace(quote.after, payments=(*before.payments, *settle_difference(quote, at=AT)))
        assert after.paid == after.total and after.total.amount_minor >= 0
        assert after.discount.amount_minor >= 0
        if method.balance is not None and quote.difference.amount_minor > 0:
            assert method.with_change(quote.difference * -1).balance == method.balance - quote.difference
        elsewhere = replace(after, payments=(*after.payments, *settle_payment_change(after, PAYPAL, at=AT)))
        assert elsewhere.paid == elsewhere.total
        nowhere = (*elsewhere.payments, *settle_cancellation(elsewhere, at=AT))
        assert net_paid(nowhere, "USD") == usd(0) and held_by_method(nowhere) == {}


@given(orders, prices, changes)
def test_pieces_are_neither_made_nor_lost(
    before: Order, today: dict[str, int], wanted: dict[int, tuple[str, int]]
) -> None:
    products = {"P": product(*(variant(sku, price, stock=500) for sku, price in today.items()))}
    quote = quote_items(before, asked(wanted), products=products, method=CARD)
    if quote.refusal is None:
        held = Counter(dict.fromkeys(SKUS, 0))
        for sign, lines in ((-1, before.lines), (1, quote.after.lines)):
            for each in lines:
                held[each.sku] += sign * each.quantity
        moved = stock_moves(before, asked(wanted))
        assert {sku: held[sku] for sku in SKUS} == {sku: moved[sku] for sku in SKUS}


@given(st.integers(0, 10_000), st.integers(-10_000, 10_000))
def test_a_gift_card_is_never_overdrawn(left: int, change: int) -> None:
    card = gift_card(left)
    if left + change < 0:
        with pytest.raises(ValueError, match="overdrawn"):
            card.with_change(usd(change))
    else:
        assert card.with_change(usd(change)).balance == usd(left + change)


@given(
    st.lists(st.tuples(st.sampled_from(["card", "paypal"]), st.integers(1, 9000)), max_size=6), st.integers(0, 30_000)
)
def test_no_more_goes_back_than_was_paid(charges: list[tuple[str, int]], amount: int) -> None:
    paid = order(payments=tuple(Payment(AT, PaymentKind.CHARGE, by, usd(sum_)) for by, sum_ in charges))
    is_refused = refund_refusal(paid, usd(amount)) is not None
    assert is_refused == (amount == 0 or amount > sum(sum_ for _, sum_ in charges))


TWO = {"P": product(variant("a"), variant("b", 6000, stock=2), variant("c", stock=0))}


@pytest.mark.parametrize(
    ("before", "change", "method", "reason"),
    [
        (order(), LineChange(1, Sku("b"), 1), CARD, None),
        (order(), LineChange(1, Sku("b"), 1), gift_card(1000), None),
        (order(), LineChange(1, Sku("b"), 1), gift_card(999), "gift_card_too_small"),
        (order(), LineChange(1, Sku("b"), 1), None, "unknown_method"),
        (order(), LineChange(1, Sku("b"), 3), CARD, "not_available"),
        (order(), LineChange(1, Sku("c"), 1), CARD, "not_available"),
        (order(line(sku="c", quantity=3)), LineChange(1, Sku("c"), 2), CARD, None),
        (order(), LineChange(1, Sku("a"), 1), CARD, "same_as_before"),
        (order(), LineChange(1, Sku("z"), 1), CARD, "other_product"),
        (order(), LineChange(2, Sku("b"), 1), CARD, "no_such_line"),
        (order(), LineChange(1, Sku("b"), 0), CARD, "bad_quantity"),
        (order(), LineChange(1, Sku("b"), 21), CARD, "bad_quantity"),
        (order(changes=("items",)), LineChange(1, Sku("b"), 1), CARD, "already_changed"),
        (order(changes=("payment", "address")), LineChange(1, Sku("b"), 1), CARD, None),
        (order(status=OrderStatus.PAID), LineChange(1, Sku("b"), 1), CARD, "items_paid"),
        (order(status=OrderStatus.PACKED), LineChange(1, Sku("b"), 1), CARD, "items_packed"),
        (order(status=OrderStatus.CANCELLED), LineChange(1, Sku("b"), 1), CARD, "items_cancelled"),
        (order(status=OrderStatus.DELIVERED), LineChange(1, Sku("b"), 1), CARD, "items_delivered"),
        (order(status=OrderStatus.SHIPPED), LineChange(1, Sku("b"), 1), CARD, "items_sent"),
    ],
)
def test_why_items_cannot_be_changed(
    before: Order, change: LineChange, method: PaymentMethod | None, reason: str | None
) -> None:
    assert quote_items(before, [change], products=TWO, method=method).refusal == reason


def test_two_lines_share_what_is_in_stock() -> None:
    two = order(line(1), line(2))
    both = [LineChange(1, Sku("b"), 1), LineChange(2, Sku("b"), 2)]
    assert quote_items(two, both, products=TWO, method=CARD).refusal == "not_available"
    assert quote_items(two, [both[0], LineChange(2, Sku("b"), 1)], products=TWO, method=CARD).refusal is None


def test_a_discount_stays_the_same_share() -> None:
    quote = quote_items(order(discount=500), [LineChange(1, Sku("b"), 2)], products=TWO, method=CARD)
    assert quote.after.discount == usd(1200) and quote.after.total == usd(12000 + 500 - 1200)


@pytest.mark.parametrize(
    ("before", "method", "reason"),
    [
        (order(), PAYPAL, None),
        (order(), gift_card(5500), None),
        (order(), gift_card(5499), "gift_card_too_small"),
        (order(), CARD, "same_as_before"),
        (order(), None, "unknown_method"),
        (order(changes=("payment",)), PAYPAL, "already_changed"),
        (order(changes=("items",)), PAYPAL, None),
        (order(status=OrderStatus.PAID), PAYPAL, "payment_paid"),
        (order(status=OrderStatus.SHIPPED), PAYPAL, "payment_sent"),
    ],
)
def test_why_the_payment_cannot_be_changed(before: Order, method: PaymentMethod | None, reason: str | None) -> None:
    assert payment_refusal(before, method) == reason


@pytest.mark.parametrize(
    ("before", "said", "reason"),
    [
        (order(), {"street": "12 Oak Street"}, None),
        (order(status=OrderStatus.PAID), {"postcode": "97302"}, None),
        (order(changes=("address",)), {"street": "12 Oak Street"}, None),
        (order(), {"street": "1 elm road"}, "same_as_before"),
        (order(), {"country": "CA", "postcode": "V5K 0A1"}, "other_country"),
        (order(), {"street": " "}, "incomplete_address"),
        (order(), {"state": ""}, "incomplete_address"),
        (order(status=OrderStatus.PACKED), {"street": "12 Oak Street"}, "address_packed"),
        (order(status=OrderStatus.LOST), {"street": "12 Oak Street"}, "address_sent"),
    ],
)
def test_why_the_address_cannot_be_changed(before: Order, said: dict[str, str], reason: str | None) -> None:
    assert address_refusal(before, {**HOME, **said}) == reason


def test_a_new_address_keeps_whose_it_is_and_the_country() -> None:
    said = {"street": "12 Oak Street", "city": "Bend", "state": "OR", "postcode": "97701"}
    assert full_address(said, like=HOME) == {**said, "name": "Ada", "country": "US"}


@pytest.mark.parametrize("status", OrderStatus)
def test_only_a_pending_order_changes_its_money(status: OrderStatus) -> None:
    may = status is OrderStatus.PENDING
    assert (refusal(order(status=status), "items") is None) == may
    assert (refusal(order(status=status), "payment") is None) == may
    assert (refusal(order(status=status), "address") is None) == status.may_be_cancelled


def test_an_unpaid_order_is_charged_nothing_by_a_change_and_gives_nothing_back() -> None:
    unpaid = order(payments=(Payment(AT, PaymentKind.HOLD, "card", usd(2500), "placed"),))
    assert unpaid.awaits_payment and unpaid.paid == usd(0)
    otherwise = settle_payment_change(unpaid, PAYPAL, at=AT)
    cancelled = settle_cancellation(unpaid, at=AT)
    assert [each.kind for each in (*otherwise, *cancelled)] == [
        PaymentKind.HOLD,
        PaymentKind.RELEASE,
        PaymentKind.RELEASE,
    ]


def test_a_pending_order_that_was_charged_does_not_wait_for_its_payment() -> None:
    assert not order().awaits_payment and order().stage == "paid"
    assert settle_cancellation(order(), at=AT)[0].kind is PaymentKind.REFUND
