"""Parcels and what carriers report of them: scans from Portland to the door, two parcels, delays and losses.

All instants lie before the anchor day, so that nothing has happened "in the future" at any hour of the day of loading.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

HUBS = {
    "US": ("Salt Lake City, UT", "Memphis, TN", "Chicago, IL", "Sacramento, CA"),
    "CA": ("Seattle, WA", "Richmond, BC", "Mississauga, ON"),
    "GB": ("Seattle, WA", "Langley", "Coventry"),
    "DE": ("Seattle, WA", "Leipzig"),
    "FR": ("Seattle, WA", "Roissy"),
    "ES": ("Seattle, WA", "Madrid Barajas"),
}
PREFIXES = {
    "USPS": "9400", "UPS": "1Z", "FedEx": "7712", "Canada Post": "7035", "Royal Mail": "VR", "DHL": "0034",
    "DHL Express": "48", "Colissimo": "6A", "Correos": "PQ",
}  # fmt: skip
LOCAL_CARRIERS = {"DE": "DHL", "FR": "Colissimo", "ES": "Correos"}
SAFE_PLACES = ("Left at the front door", "Handed to resident", "Left in the mailbox", "Left with a neighbor")
TRACKING = "https://tracking.example.com"
KEPT = timedelta(days=30)
"""Carriers forget: of parcels that arrived longer ago the first and the last scan are left, and no link."""


@dataclass(frozen=True, slots=True)
class Journey:
    """What happens to one parcel. `delivered_on` None: still under way, or gone when `is_lost`."""

    lines: tuple[int, ...]
    shipped_on: date
    estimated: date
    delivered_on: date | None = None
    is_lost: bool = False

    def is_old(self, today: date) -> bool:
        return self.delivered_on is not None and self.delivered_on < today - KEPT


def add_working_days(day: date, count: int) -> date:
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day


def instant(day: date, random: Random, *, earliest: int = 16, latest: int = 22) -> datetime:
    """A moment of that day; the hours are UTC and leave the date the same in Portland."""
    return datetime.combine(day, time(random.randint(earliest, latest), random.randint(0, 59)), UTC)


def make_parcel(
    journey: Journey, *, number: int, order_id: str, carrier: str, address: dict[str, str], today: date, random: Random
) -> dict[str, Any]:
    events = _events(journey, address=address, carrier=carrier, today=today, random=random)
    tracking = PREFIXES[carrier] + "".join(random.choice("0123456789") for _ in range(16 - len(PREFIXES[carrier])))
    last = events[-1]
    return {
        "parcel_id": f"P-{order_id.removeprefix('VM-')}-{number}",
        "carrier": carrier,
        "tracking_number": tracking,
        "tracking_url": None if journey.is_old(today) else f"{TRACKING}/{carrier.lower().replace(' ', '-')}/{tracking}",
        "lines": list(journey.lines),
        "status": _status(journey, last["code"]),
        "shipped_at": events[0]["at"],
        "estimated_delivery": journey.estimated,
        "delivered_at": last["at"] if last["code"] == "delivered" else None,
        "events": events,
    }


def carrier_for(country: str, carriers: tuple[str, ...], random: Random) -> str:
    local = LOCAL_CARRIERS.get(country)
    return local if local in carriers else random.choice(carriers)


def _status(journey: Journey, last_code: str) -> str:
    if journey.is_lost:
        return "lost"
    return {"delivered": "delivered", "delayed": "delayed", "out_for_delivery": "out_for_delivery"}.get(
        last_code, "in_transit"
    )


def _events(
    journey: Journey, *, address: dict[str, str], carrier: str, today: date, random: Random
) -> list[dict[str, Any]]:
    """Scans spread over the days of the journey, up to yesterday."""
    yesterday = today - timedelta(days=1)
    shipped_at = instant(journey.shipped_on, random, earliest=21)
    events = [_event(shipped_at, "shipped", f"{carrier} has picked up the parcel", "Portland, OR")]
    end = journey.delivered_on or journey.estimated
    stops = _stops(address)
    days = max((end - journey.shipped_on).days, 1)
    for position, (code, description, location) in enumerate(stops, 1):
        day = journey.shipped_on + timedelta(days=max(position * (days - 1) // len(stops), 0))
        at = max(instant(day, random, earliest=16, latest=20), events[-1]["at"] + timedelta(hours=1, minutes=7))
        if at.date() > yesterday or (journey.is_lost and position == len(stops)):
            break
        events.append(_event(at, code, description, location))
    home = _home(address)
    if journey.delivered_on and journey.is_old(today):
        arrived = max(instant(journey.delivered_on, random, latest=21), shipped_at + timedelta(hours=1))
        return [events[0], _event(arrived, "delivered", random.choice(SAFE_PLACES), home)]
    if journey.delivered_on:
        out = instant(journey.delivered_on, random, earliest=15, latest=15)
        out = max(out, events[-1]["at"] + timedelta(minutes=50))
        events.append(_event(out, "out_for_delivery", "Out for delivery", home))
        arrived = max(instant(journey.delivered_on, random, latest=21), out + timedelta(minutes=30))
        events.append(_event(arrived, "delivered", random.choice(SAFE_PLACES), home))
    elif journey.estimated < today:
        events.extend(_troubles(journey, events[-1], yesterday=yesterday, random=random))
    return events


def _troubles(journey: Journey, last: dict[str, Any], *, yesterday: date, random: Random) -> list[dict[str, Any]]:
    reason, location = (
        random.choice(("Delayed by weather", "Missed connection", "Held back by high volume")),
        last["location"],
    )
    at = max(instant(min(journey.estimated, yesterday), random), last["at"] + timedelta(hours=2))
    if not journey.is_lost:
        return [_event(at, "delayed", f"{reason}; the parcel is on its way", location)]
    traced = instant(journey.estimated + timedelta(days=7), random)
    gone = instant(add_working_days(journey.estimated + timedelta(days=7), random.randint(3, 5)), random)
    return [
        _event(at, "delayed", f"{reason}", location),
        _event(traced, "trace_opened", "A trace was opened with the carrier", ""),
        _event(gone, "lost", "The carrier could not find the parcel", ""),
    ]


def _stops(address: dict[str, str]) -> list[tuple[str, str, str]]:
    country = address["country"]
    hubs = [hub for hub in HUBS[country] if not hub.startswith(address["city"])]
    stops = [("departed", "Departed from the sorting center", "Portland, OR")]
    if country == "US":
        hub = hubs[sum(map(ord, address["postcode"])) % len(hubs)]
        return [
            *stops,
            ("in_transit", "Arrived at the sorting center", hub),
            ("arrived", "Arrived at the local depot", _home(address)),
        ]
    stops.append(("exported", "Departed the country", hubs[0]))
    stops.append(("customs_cleared", "Customs cleared, duties paid by VerdeMuse", hubs[-1]))
    return [*stops, ("arrived", "Arrived at the local depot", _home(address))]


def _home(address: dict[str, str]) -> str:
    return ", ".join(filter(None, (address["city"], address.get("state"))))


def _event(at: datetime, code: str, description: str, location: str) -> dict[str, Any]:
    return {"at": at, "code": code, "description": description, "location": location}
