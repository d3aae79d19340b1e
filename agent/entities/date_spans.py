"""From a matched date form to the days it means, relative to a `today` that the caller gives."""

import re
from calendar import monthrange
from datetime import date, timedelta

from agent.entities.date_forms import HOLIDAYS, MONTHS, SEASONS, WEEKDAYS
from agent.entities.found import DateSpan
from agent.entities.numerals import number


def calendar_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def on(day: date | None) -> DateSpan | None:
    return None if day is None else DateSpan(day, day)


def sided(side: str | None, span: DateSpan | None, today: date) -> DateSpan | None:
    if span is None:
        return None
    match side:
        case "since" | "starting" if span.start is not None and span.start <= today:
            return DateSpan(span.start, today)
        case "until" | "till" | "by":
            return DateSpan(today if span.end and span.end >= today else None, span.end)
        case "before":
            return DateSpan(None, span.start - timedelta(days=1) if span.start else None)
        case "after":
            return DateSpan(span.end + timedelta(days=1) if span.end else None, None)
        case _:
            return span


def fixed(word: str, today: date) -> DateSpan:
    if word == "the other day":
        return DateSpan(today - timedelta(days=7), today - timedelta(days=1))
    offset = {"yesterday": -1, "last night": -1, "tomorrow": 1}.get(word, 0)
    if "before yesterday" in word:
        offset = -2
    elif "after tomorrow" in word:
        offset = 2
    day = today + timedelta(days=offset)
    return DateSpan(day, day)


def _count(text: str) -> tuple[int, int]:
    """Fewest and most that the words can mean."""
    if text.startswith(("a few", "few")):
        return 2, 5
    if "couple" in text:
        return 2, 3
    if text == "several":
        return 3, 7
    if text in ("a", "an", "half a", "half an"):
        return 1, 1
    return int(number(text)), int(number(text))


def _days(unit: str) -> tuple[int, int]:
    """Length of the unit in days, and how many days either way people mean by it."""
    for prefix, length, slack in (("day", 1, 0), ("w", 7, 3), ("month", 30, 10), ("y", 365, 60)):
        if unit.startswith(prefix):
            return length, slack
    return 0, 0


def _shift(today: date, days: int) -> date:
    try:
        return today + timedelta(days=days)
    except OverflowError:
        return today


def ago(count: str, unit: str, today: date) -> DateSpan:
    fewest, most = _count(count)
    length, slack = _days(unit)
    latest = min(today, _shift(today, slack - fewest * length))
    return DateSpan(_shift(today, -most * length - slack), latest)


def ahead(count: str, unit: str, today: date) -> DateSpan | None:
    length, slack = _days(unit)
    if not length:
        return None
    fewest, most = _count(count)
    return DateSpan(max(today, _shift(today, fewest * length - slack)), _shift(today, most * length + slack))


def rolling(match: re.Match[str], today: date) -> DateSpan:
    _, most = _count(match["count"])
    length, _ = _days(match["unit"])
    reach = most * length
    if match["which"] == "next":
        return DateSpan(today, _shift(today, reach))
    return DateSpan(_shift(today, -reach), today)


_SUNDAY = 6


def period(which: str, unit: str, today: date) -> DateSpan:
    step = {"last": -1, "past": -1, "this": 0, "next": 1}[which]
    if unit == "week":
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=step)
        is_over = step == -1 and today.weekday() == _SUNDAY  # where weeks begin on it, the six days before are the last
        return DateSpan(monday, today - timedelta(days=1) if is_over else monday + timedelta(days=6))
    if unit == "weekend":
        saturday = today - timedelta(days=today.weekday()) + timedelta(days=5, weeks=step)
        return DateSpan(saturday, saturday + timedelta(days=1))
    if unit == "year":
        return DateSpan(date(today.year + step, 1, 1), date(today.year + step, 12, 31))
    months = today.year * 12 + today.month - 1 + step
    return _whole_month(months // 12, months % 12 + 1)


def _whole_month(year: int, month: int) -> DateSpan:
    return DateSpan(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def weekday(match: re.Match[str], today: date, looks_ahead: bool) -> DateSpan | None:
    name = match["name"] or match["short"]
    side = match["side"] or match["side2"]
    which = match["which"] or match["which2"]
    wanted = next(index for index, weekday in enumerate(WEEKDAYS) if weekday.startswith(name[:3]))
    back = (today.weekday() - wanted) % 7
    forward = (wanted - today.weekday()) % 7
    past = which in ("last", "past") or side in ("since", "from")
    ahead = which in ("next", "coming", "this coming", "this") or side in ("by", "until", "till")
    if past or not (ahead or looks_ahead):
        return sided(side, on(today - timedelta(days=back or (7 if which else 0))), today)
    return sided(side, on(today + timedelta(days=forward or (7 if which == "next" else 0))), today)


def named_day(match: re.Match[str], today: date, looks_ahead: bool) -> DateSpan | None:
    month, day = _month_number(match["month"]), int(match["day"])
    if match["year"]:
        return sided(match["side"], on(calendar_day(int(match["year"]), month, day)), today)
    return sided(match["side"], on(_nearest(month, day, today, looks_ahead)), today)


def _nearest(month: int, day: int, today: date, looks_ahead: bool) -> date | None:
    """That day in the closest year on the side the sentence looks to; 29 February finds a leap year."""
    step = 1 if looks_ahead else -1
    for year in range(today.year, today.year + 9 * step, step):
        candidate = calendar_day(year, month, day)
        if candidate is not None and (candidate >= today if looks_ahead else candidate <= today):
            return candidate
    return None


def _month_number(name: str) -> int:
    return next(index for index, month in enumerate(MONTHS, start=1) if month.startswith(name[:3]))


def month(match: re.Match[str], today: date, looks_ahead: bool) -> DateSpan:
    month = _month_number(match["month"])
    side = match.groupdict().get("side")
    if match["year"]:
        return sided(side, _whole_month(int(match["year"]), month), today) or DateSpan(None, None)
    if side == "next" or (looks_ahead and side not in ("last", "since")):
        year = today.year if month >= today.month else today.year + 1
    else:
        year = today.year if month < today.month + (side != "last") else today.year - 1
    return sided(side, _whole_month(year, month), today) or DateSpan(None, None)


def season(match: re.Match[str], today: date) -> DateSpan:
    """ "Back in the summer": the three months that began last."""
    first = SEASONS[match["name"]]
    year = today.year if first <= today.month else today.year - 1
    if match["which"] == "last" and year == today.year and today.month < first + 3:
        year -= 1  # said in summer, last summer is not this one
    start, end = _whole_month(year, first), _whole_month(year + (first + 1) // 12, (first + 1) % 12 + 1)
    return DateSpan(start.start, end.end)


def day_alone(match: re.Match[str], today: date, looks_ahead: bool) -> DateSpan | None:
    wanted = int(match["day"])
    ahead = looks_ahead and match["side"] not in ("since", "from")
    for months in range(3):
        index = today.year * 12 + today.month - 1 + (months if ahead else -months)
        candidate = calendar_day(index // 12, index % 12 + 1, wanted)
        if candidate is not None and (candidate >= today if ahead else candidate <= today):
            return sided(match["side"], on(candidate), today)
    return None


def numeric(match: re.Match[str], today: date, day_first: bool, looks_ahead: bool) -> DateSpan | None:
    first, second = int(match["first"]), int(match["second"])
    dotted = match.groupdict().get("mark") == "."
    day, month = (first, second) if (day_first or dotted or first > 12) and second <= 12 else (second, first)
    year = match.groupdict().get("year")
    if year is None:
        return on(_nearest(month, day, today, looks_ahead)) if 1 <= month <= 12 else None
    return on(calendar_day(int(year) if len(year) == 4 else 2000 + int(year), month, day))


def holiday(match: re.Match[str], today: date) -> DateSpan | None:
    month, day = next(when for name, when in HOLIDAYS.items() if match["name"].startswith(name))
    past = match["side"] in ("since", "last", "after")
    return sided(match["side"], on(_nearest(month, day, today, not past)), today)
