"""What sending an order costs and how long it takes, by country, way of sending and worth of the goods.

Figures: the shipping policy.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from domain.money import Money
from domain.working_days import add_working_days, is_working_day


@dataclass(frozen=True, slots=True)
class ShippingZone:
    """Countries that cost the same."""

    name: str
    countries: frozenset[str]
    prices: dict[str, Money]
    """By method: {"standard": ..., "express": ...}."""
    free_standard_from: Money | None = None
    """What is paid for the goods, after discounts."""
    days: dict[str, tuple[int, int]] = field(default_factory=dict[str, tuple[int, int]])
    """By method, the fewest and the most working days from the day the parcel leaves; empty: the shop does not say."""


Chance = Literal["in_time", "close", "too_late"]


@dataclass(frozen=True, slots=True)
class Arrival:
    """When an order placed now would come, sent in one way."""

    zone: str
    method: str
    price: Money | None
    first: date
    last: date
    chance: Chance | None = None
    """That it is there on the day on which it has to be; None where there is none."""


def leaves_on(ordered_at: datetime, *, cut_off_hour: int | None) -> date:
    """The working day on which it is packed; `ordered_at` on the shop's own clock.

    Without a known cut-off it is the working day after: what is told is rather a day late than a day early.
    """
    day = ordered_at.date()
    is_early = cut_off_hour is not None and ordered_at.hour < cut_off_hour
    return day if is_working_day(day) and is_early else add_working_days(day, 1)


def arrivals(zones: Sequence[ShippingZone], *, leaves: date, due: date | None = None) -> list[Arrival]:
    """Of every zone, each way of sending of which the shop says how long it takes."""
    return [
        Arrival(zone.name, method, zone.prices.get(method), first, last, _chance(first, last, due))
        for zone in zones
        for method, (fewest, most) in zone.days.items()
        for first, last in [(add_working_days(leaves, fewest), add_working_days(leaves, most))]
    ]


def _chance(first: date, last: date, due: date | None) -> Chance | None:
    """In time is what has a working day to spare: public holidays are not known here, and carriers are late."""
    if due is None:
        return None
    if first > due:
        return "too_late"
    return "in_time" if add_working_days(last, 1) <= due else "close"


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
