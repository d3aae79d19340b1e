"""Payments in the files: what the shop ships adds up, and a folder that contradicts itself is refused."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from domain.orders import OrderStatus
from domain.payments import MethodKind, PaymentKind
from synthetic_data.load import read_and_check
from synthetic_data.reading import ShopFiles
from synthetic_data.terms import read_terms

Make = Callable[..., Path]


def test_every_shipped_order_was_paid_with_a_method_of_its_customer(verdemuse: ShopFiles) -> None:
    methods = {
        placed.record.user_id: {method.method_id: method for method in placed.record.payment_methods}
        for placed in verdemuse.profiles or ()
    }
    kinds = {method.kind for wallet in methods.values() for method in wallet.values()}
    assert kinds >= {MethodKind.CARD, MethodKind.PAYPAL, MethodKind.KLARNA, MethodKind.GIFT_CARD}
    for placed in verdemuse.orders or ():
        order = placed.record
        method = methods[order.user_id][order.method_id or ""]
        assert (method.kind.value, method.last4 if method.brand else None) == (
            order.payment["method"],
            order.payment.get("last4"),
        )


def test_what_went_back_is_what_became_of_the_order(verdemuse: ShopFiles) -> None:
    for placed in verdemuse.orders or ():
        order = placed.record
        back = sum((each.amount for each in order.payments if each.kind is PaymentKind.REFUND), Decimal(0))
        settled = sum((claim.refund for claim in order.returns if claim.status == "settled"), Decimal(0))
        if order.status is OrderStatus.CANCELLED:
            assert back == order.total
        elif order.status is not OrderStatus.LOST:
            assert back == min(settled, order.total), order.order_id


def paid_with(method_id: str, *amounts: int) -> Callable[[dict[str, Any]], None]:
    """The small shop's order, charged with the first amount; the others went back."""

    def spoil(files: dict[str, Any]) -> None:
        files["users/profiles.json"][0]["payment_methods"] = [{"method_id": "pm1", "kind": "paypal"}]
        files["orders/orders.json"][0]["payments"] = [
            {"at": "2026-02-01T10:00:00Z", "kind": kind, "method_id": method_id, "amount": amount}
            for kind, amount in zip(("charge", "refund", "refund"), amounts, strict=False)
        ]

    return spoil


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (paid_with("pm1", 65), None),
        (paid_with("pm1", 65, 60, 5), None),
        (paid_with("pm1", 65, 60, 6), "more is refunded than was charged"),
        (paid_with("pm9", 65), "has no payment method 'pm9'"),
    ],
)
def test_payments_that_contradict_the_order_are_found(
    shop_folder: Make, spoil: Callable[[dict[str, Any]], None], reason: str | None
) -> None:
    problems = [problem.reason for problem in read_and_check(shop_folder(spoil)).problems]
    assert [reason in problem for problem in problems] == [True] if reason else problems == []


@pytest.mark.parametrize(("kind", "balance"), [("gift_card", None), ("card", 5)])
def test_a_balance_goes_with_the_kinds_that_keep_one(shop_folder: Make, kind: str, balance: int | None) -> None:
    def spoil(files: dict[str, Any]) -> None:
        method = {"method_id": "pm1", "kind": kind, "balance": balance}
        files["users/profiles.json"][0]["payment_methods"] = [method]

    (problem,) = read_and_check(shop_folder(spoil)).problems
    assert "balance" in problem.reason


def test_terms_are_read_from_the_policies_and_need_none(tmp_path: Path, verdemuse: ShopFiles) -> None:
    assert read_terms(tmp_path, currency="EUR").shipping_zones == ()
    terms = read_terms(Path(__file__).parents[2] / "synthetic_data" / "policies", currency="USD")
    america = next(zone for zone in terms.shipping_zones if "US" in zone.countries)
    assert america.prices["standard"].amount_minor == 595 and terms.refund_working_days == 5
