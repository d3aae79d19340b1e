"""What sending an order costs, by country, way of sending and worth of the goods. Figures: the shipping policy."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.money import Money


@dataclass(frozen=True, slots=True)
class ShippingZone:
    """Countries that cost the same."""

    name: str
    countries: frozenset[str]
    prices: dict[str, Money]
    """By method: {"standard": ..., "express": ...}."""
    free_standard_from: Money | None = None
    """What is paid for the goods, after discounts."""


def shipping_price(zones: Sequence[ShippingZone], *, country: str, method: str, goods: Money) -> Money | None:
    """None where the shop does not say, or does not send there that way."""
    zone = next((zone for zone in zones if country in zone.countries), None)
    price = zone.prices.get(method) if zone else None
    if zone is None or price is None:
        return None
    free_from = zone.free_standard_from
    if method == "standard" and free_from is not None and goods >= free_from:
        return Money(0, price.currency)
    return price
