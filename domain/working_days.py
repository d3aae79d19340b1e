"""Days on which a shop's people work: Monday to Friday. Public holidays are not known here, so a deadline that
is told may be a day generous to the shop, never a day short for the customer."""

from datetime import date, timedelta

_SATURDAY = 5


def is_working_day(day: date) -> bool:
    return day.weekday() < _SATURDAY


def add_working_days(day: date, count: int) -> date:
    """The `count`-th working day after `day`; with 0, `day` itself."""
    while count > 0:
        day += timedelta(days=1)
        count -= day.weekday() < _SATURDAY
    return day
