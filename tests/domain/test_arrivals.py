"""When an order placed now would come."""

from datetime import UTC, date, datetime

from domain.shipping import ShippingZone, arrivals, leaves_on

FRIDAY, SATURDAY, MONDAY = (date(2026, 11, day) for day in (20, 21, 23))
ZONE = ShippingZone("US", frozenset({"US"}), {}, days={"standard": (3, 5)})


def at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def test_what_is_paid_before_the_cut_off_leaves_the_same_working_day() -> None:
    assert leaves_on(at(FRIDAY, 13), cut_off_hour=14) == FRIDAY
    assert leaves_on(at(FRIDAY, 14), cut_off_hour=14) == MONDAY
    assert leaves_on(at(SATURDAY, 9), cut_off_hour=14) == MONDAY


def test_without_a_known_cut_off_it_is_rather_told_late() -> None:
    assert leaves_on(at(FRIDAY, 9), cut_off_hour=None) == MONDAY


def test_days_are_counted_from_the_day_it_leaves() -> None:
    (arrival,) = arrivals([ZONE], leaves=MONDAY)
    assert (arrival.first, arrival.last, arrival.chance) == (date(2026, 11, 26), date(2026, 11, 30), None)


def test_in_time_is_what_has_a_working_day_to_spare() -> None:
    dues = [date(2026, 11, 25), date(2026, 11, 30), date(2026, 12, 1)]
    assert [arrivals([ZONE], leaves=MONDAY, due=due)[0].chance for due in dues] == ["too_late", "close", "in_time"]


def test_a_zone_that_says_nothing_of_its_days_promises_none() -> None:
    assert arrivals([ShippingZone("EU", frozenset({"DE"}), {})], leaves=MONDAY) == []
