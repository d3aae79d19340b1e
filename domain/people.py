"""Which values tell who somebody is: what has to go before text about them leaves the shop."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from domain.customers import Customer
from domain.orders import Order

_SAYS_LITTLE = frozenset({"country", "state"})
"""Parts of an address that a million others share, and that are words of many other texts ("OR", "US")."""


def known_values(customer: Customer | None, orders: Sequence[Order]) -> list[tuple[str, str]]:
    """Kind and value, for `domain.redact.Redactor`; also of the people and places that their orders went to."""
    values = [*_of(customer)] if customer else []
    for order in orders:
        values += [("order", order.order_id), ("email", order.email), *_of_address(order.address)]
        values += [("digits", digits) for digits in (order.payment.get("last4"),) if digits]
        values += [("tracking", parcel.tracking_number) for parcel in order.parcels if parcel.tracking_number]
    return list(dict.fromkeys(values))


def values_of_profile(profile: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The same of one entry of the demo shop's `users/profiles.json`."""
    values = [("customer", profile["user_id"]), *_of_name(profile["name"]), ("email", profile["email"])]
    values += [("phone", profile["phone"])] if profile.get("phone") else []
    return [*values, *_of_address(profile.get("address") or {})]


def _of(customer: Customer) -> Iterator[tuple[str, str]]:
    yield "customer", customer.customer_id
    yield from _of_name(customer.name)
    yield "email", customer.email
    if customer.phone:
        yield "phone", customer.phone
    if customer.postcode:
        yield "postcode", customer.postcode
    yield from _of_address(customer.address)


def _of_address(address: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for part, value in address.items():
        if part == "name":
            yield from _of_name(value)
        elif value and part not in _SAYS_LITTLE:
            yield ("postcode" if part == "postcode" else "address"), value


def _of_name(name: str) -> Iterator[tuple[str, str]]:
    yield "name", name
    yield from (("name", part) for part in name.replace("-", " ").split() if len(part) > 1)
