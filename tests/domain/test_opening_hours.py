"""Whether somebody is there, from the words of a shop; what is not understood is never called closed."""

from datetime import UTC, date, datetime

import pytest

from domain.opening_hours import back_on, is_open

VERDEMUSE = "Monday to Friday 8 am to 6 pm, Saturday 9 am to 3 pm Pacific time"
FRIDAY, SATURDAY, SUNDAY = 20, 21, 22


@pytest.mark.parametrize(
    ("hours", "day", "clock", "expected"),
    [
        (VERDEMUSE, FRIDAY, (7, 59), False), (VERDEMUSE, FRIDAY, (8, 0), True), (VERDEMUSE, FRIDAY, (17, 59), True),
        (VERDEMUSE, FRIDAY, (18, 0), False),
        (VERDEMUSE, SATURDAY, (14, 0), True), (VERDEMUSE, SATURDAY, (16, 0), False),
        (VERDEMUSE, SUNDAY, (12, 0), False), ("Mon-Fri 9:30-17:00", FRIDAY, (9, 29), False),
        ("Mon-Fri 9:30-17:00", FRIDAY, (9, 30), True), ("daily 10 am to 12 am", SUNDAY, (23, 30), True),
        ("Saturday and Sunday from 10 to 16", FRIDAY, (11, 0), False),
        ("Saturday and Sunday from 10 to 16", SUNDAY, (11, 0), True), ("Friday to Monday 9-12", SATURDAY, (9, 0), True),
        ("Friday 6 pm to 2 am", FRIDAY, (23, 0), True), ("Friday 6 pm to 2 am", SATURDAY, (1, 0), True),
        ("Friday 6 pm to 2 am", SATURDAY, (3, 0), False), ("Friday 6 pm to 2 am", FRIDAY, (1, 0), False),
        ("daily 12 am to 12 am", SUNDAY, (4, 0), True), ("Mon-Fri 9-5", FRIDAY, (14, 0), None),
        ("9-17", FRIDAY, (20, 0), None), ("whenever we are awake", FRIDAY, (20, 0), None), ("", FRIDAY, (20, 0), None),
    ],
)  # fmt: skip
def test_somebody_is_there_or_not_or_it_is_not_said(
    hours: str, day: int, clock: tuple[int, int], expected: bool | None
) -> None:
    assert is_open(hours, datetime(2026, 11, day, *clock, tzinfo=UTC)) is expected


@pytest.mark.parametrize(
    ("hours", "day", "clock", "expected"),
    [
        (VERDEMUSE, SUNDAY, (15, 7), 23), (VERDEMUSE, SATURDAY, (8, 59), 21), (VERDEMUSE, FRIDAY, (18, 20), 21),
        (VERDEMUSE, FRIDAY, (12, 0), None), ("Friday 6 pm to 2 am", SATURDAY, (3, 0), 27), ("", SUNDAY, (3, 0), None),
    ],
)  # fmt: skip
def test_the_day_on_which_somebody_is_back(hours: str, day: int, clock: tuple[int, int], expected: int | None) -> None:
    at = datetime(2026, 11, day, *clock, tzinfo=UTC)
    assert back_on(hours, at) == (date(2026, 11, expected) if expected else None)
