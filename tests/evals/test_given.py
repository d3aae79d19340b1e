from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from evals.given import Ledger, NothingFits, written
from evals.scenario import Scenario

TODAY = date(2026, 11, 20)


def ago(days: int) -> datetime:
    return datetime(2026, 11, 20, 20, tzinfo=UTC) - timedelta(days=days)


def order(number: str, customer: str, *, delivered: int | None = None, **values: Any) -> dict[str, Any]:
    line = {"line": 1, "name": "Moss Shirt", "size": "M", "colour": "Green", "quantity": 1, "unit_price_minor": 7900}
    parcel = {
        "lines": [1],
        "tracking_number": "1Z5",
        "carrier": "UPS",
        "estimated_delivery": "2026-11-18",
        "delivered_at": ago(delivered).isoformat() if delivered is not None else None,
    }
    usual = {
        "order_id": number,
        "customer_id": customer,
        "email": f"{customer.lower()}@example.com",
        "postcode": "97209",
        "status": "delivered" if delivered is not None else "shipped",
        "placed_at": ago(20),
        "currency": "USD",
        "total_minor": 123450,
        "discount_minor": 0,
        "address": {"country": "US"},
        "lines": [line | {"category": "Shirts", "final_sale": False}],
        "parcels": [parcel],
    }
    return usual | values


def person(key: str) -> dict[str, Any]:
    return {
        "customer_id": key,
        "email": f"{key.lower()}@example.com",
        "name": key,
        "locale": "en-US",
        "address": {"postcode": "1"},
    }


LEDGER = Ledger(
    [order("VM-1", "U1"), order("VM-2", "U1", delivered=40), order("VM-3", "U2", delivered=5)],
    [person("U1"), person("U2"), person("U3")],
    {"VM-3": 1},
    TODAY,
)


def roles(**given: dict[str, Any]) -> dict[str, dict[str, str]]:
    turns = [{"user": "a", "expect": {"said": ["a"]}}]
    return LEDGER.roles(Scenario.model_validate({"name": "a", "given": given, "turns": turns}))


@pytest.mark.parametrize(
    ("wanted", "number"),
    [
        ({"status": "delivered"}, "VM-2"),
        ({"days_since_delivery": "<30"}, "VM-3"),
        ({"claimed": True}, "VM-3"),
        ({"not_customer": "u1@example.com"}, "VM-3"),
        ({"days_late": ">0", "status": "shipped"}, "VM-1"),
        ({"open_orders_of_customer": 0}, "VM-3"),
    ],
)
def test_role_stands_for_the_first_order_that_fits(wanted: dict[str, Any], number: str):
    assert roles(order=wanted)["order"][""] == number


def test_role_for_which_nothing_fits_is_an_error_and_no_pass():
    with pytest.raises(NothingFits, match="a: nothing in the shop is like `order`"):
        roles(order={"status": "lost"})


def test_two_roles_are_two_orders():
    both = roles(first={"customer": "u1@example.com"}, second={"customer": "{first.email}"})
    assert (both["first"][""], both["second"][""]) == ("VM-1", "VM-2")


def test_customer_without_orders_is_found():
    assert roles(somebody={"kind": "customer", "orders": 0})["somebody"]["email"] == "u3@example.com"


def test_facts_are_written_as_a_customer_reads_them():
    facts = roles(order={"number": "VM-2"})["order"]
    assert (facts["total"], facts["price"], facts["delivered"]) == ("$1,234.50", "$79.00", "October 11")


def test_variables_are_quoted_in_patterns_only():
    known = {"order": {"": "VM-1", "total": "$1.50"}}
    assert written("{order}: {order.total} {2}", known) == "VM-1: $1.50 {2}"
    assert written(r"{order.total} \d{2}", known, quoted=True) == r"\$1\.50 \d{2}"


def test_days_are_counted_from_the_day_on_which_the_scenario_runs():
    known = roles()
    assert written("{today}, {today+14.weekday}, {today-3.iso}", known) == "November 20, Friday, 2026-11-17"
