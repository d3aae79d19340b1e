from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.money import Money, to_minor


@given(st.integers(-(10**9), 10**9), st.sampled_from(["USD", "EUR", "JPY", "KWD"]))
def test_an_amount_survives_the_way_to_major_units_and_back(amount_minor: int, currency: str) -> None:
    assert to_minor(Money(amount_minor, currency).amount, currency) == amount_minor


@pytest.mark.parametrize(
    ("said", "currency", "minor"),
    [("29.99", "USD", 2999), (29.99, "USD", 2999), ("0.005", "USD", 1), ("1299", "JPY", 1299), ("1.5", "KWD", 1500)],
)
def test_amounts_are_read_as_they_print(said: str | float, currency: str, minor: int) -> None:
    assert to_minor(said, currency) == minor


def test_amounts_of_two_currencies_do_not_add_up() -> None:
    with pytest.raises(ValueError, match="cannot mix"):
        _ = Money(100, "USD") + Money(100, "EUR")


def test_major_units_keep_the_currencys_decimals() -> None:
    assert Money(2990, "USD").amount == Decimal("29.90")
    assert str(Money(2990, "USD").amount) == "29.90"
