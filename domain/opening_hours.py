"""When the shop's people are there, read from how a shop writes it: "Monday to Friday 8 am to 6 pm, Saturday 9-15"."""

import re
from datetime import date, datetime, time, timedelta

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|satur|sat|sun)(?:days?)?"
_TO = r"\s*(?:to|until|till|through|-|–)\s*"
_CLOCK = r"(\d{1,2})(?:[:.](\d\d))?\s*(am|pm)?"
_PART = re.compile(
    rf"(?P<days>every ?day|daily|{_DAY}(?:(?:{_TO}|\s*(?:,|and|&)\s*){_DAY})*)[\s,:]*(?:from\s+)?{_CLOCK}{_TO}{_CLOCK}",
    re.IGNORECASE,
)
_RANGE = re.compile(rf"({_DAY}){_TO}({_DAY})", re.IGNORECASE)
_ONE = re.compile(_DAY, re.IGNORECASE)
_STEP, _STEPS = timedelta(minutes=30), 8 * 48
"""A week and a day of half-hours."""
_EVERY = re.compile(r"every ?day|daily", re.IGNORECASE)


def is_open(hours: str, at: datetime) -> bool | None:
    """Whether somebody is there at this moment of the shop's own clock; None when the words do not tell."""
    verdicts = [_covers(part, at) for part in _PART.finditer(hours)]
    if True in verdicts:
        return True
    return None if not verdicts or None in verdicts else False


def back_on(hours: str, at: datetime) -> date | None:
    """The day on which somebody is there next; None while somebody is, and where the words do not tell.

    `at`: a moment of the shop's own clock. Sound to the half-hour, which is how shops open.
    """
    if is_open(hours, at) is not False:
        return None
    first = at.replace(minute=at.minute // 30 * 30, second=0, microsecond=0)
    moments = (first + _STEP * number for number in range(1, _STEPS))
    return next((moment.date() for moment in moments if is_open(hours, moment)), None)


def _covers(part: re.Match[str], at: datetime) -> bool | None:
    """Past midnight where it closes before it opens; "9 to 5" without a word which half of the day tells nothing."""
    opens, closes = _clock(*part.groups()[1:4]), _clock(*part.groups()[4:7])
    is_told = bool(part.groups()[3] or part.groups()[6]) or closes == time(0)
    if opens is None or closes is None or (closes <= opens and not is_told):
        return None
    days, now = _days(part["days"]), at.time()
    if opens < closes:
        return at.weekday() in days and opens <= now < closes
    return (at.weekday() in days and opens <= now) or ((at.weekday() - 1) % 7 in days and now < closes)


def _days(said: str) -> set[int]:
    if _EVERY.fullmatch(said):
        return set(range(7))
    days = {_number(each[0]) for each in _ONE.finditer(said)}
    for first, last in ((_number(each[1]), _number(each[2])) for each in _RANGE.finditer(said)):
        days |= {(first + step) % 7 for step in range((last - first) % 7 + 1)}
    return days


def _number(day: str) -> int:
    return _DAYS.index(day[:3].lower())


def _clock(hour: str, minute: str | None, half: str | None) -> time | None:
    number = int(hour)
    if half:
        number = number % 12 + (12 if half.lower() == "pm" else 0)
    return time(number % 24, int(minute or 0)) if number <= 24 and int(minute or 0) < 60 else None
