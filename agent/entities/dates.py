"""Days and spans of days, relative to a `today` that the caller gives. No clock is read.

English forms are small rules of our own, because dateparser costs 0.7 ms a call (measured); it is asked
only when a date-looking token is left over, mostly German, French or Spanish.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, time

from agent.entities import date_forms as forms
from agent.entities import date_spans as spans
from agent.entities.found import DateSpan, Found
from agent.entities.reading import Reading, overlaps

_Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], DateSpan | None]]


def find_dates(
    reading: Reading, *, today: date, day_first: bool, languages: tuple[str, ...]
) -> tuple[Found[DateSpan], ...]:
    """A day without a year is the nearest past one, unless the sentence looks ahead ("by Friday")."""
    if not forms.LOOKS_LIKE_DATE.search(reading.free):
        return ()
    looks_ahead = forms.AHEAD_WORDS.search(reading.folded) is not None
    found: list[Found[DateSpan]] = []
    for pattern, read in _rules(today, day_first, looks_ahead):
        for match in pattern.finditer(reading.free):
            if (span := read(match)) is not None:
                item = reading.matched(span, match)
                if not overlaps(item, found):
                    found.append(item)
    if not found and len(languages) > 1:
        found += _left_over(reading, today=today, day_first=day_first, languages=languages)
    return tuple(sorted(found, key=lambda item: item.start))


def _rules(today: date, day_first: bool, looks_ahead: bool) -> tuple[_Rule, ...]:
    """The most telling form first: what it takes, no later rule reads."""
    return (
        (forms.ISO, lambda m: spans.on(spans.calendar_day(int(m["year"]), int(m["month"]), int(m["day"])))),
        (forms.NUMERIC, lambda m: spans.numeric(m, today, day_first, looks_ahead)),
        (forms.NUMERIC_SHORT, lambda m: spans.numeric(m, today, day_first, looks_ahead)),
        (forms.DAY_MONTH, lambda m: spans.named_day(m, today, looks_ahead)),
        (forms.MONTH_DAY, lambda m: spans.named_day(m, today, looks_ahead)),
        (forms.FIXED, lambda m: spans.fixed(m["word"], today)),
        (forms.AGO, lambda m: spans.ago(m["count"], m["unit"], today)),
        (forms.ROLLING, lambda m: spans.rolling(m, today)),
        (forms.PERIOD, lambda m: spans.sided(m["side"], spans.period(m["which"], m["unit"], today), today)),
        (forms.DAY_OF_WEEK, lambda m: spans.weekday(m, today, looks_ahead)),
        (forms.SEASON, lambda m: spans.season(m, today)),
        (forms.HOLIDAY, lambda m: spans.holiday(m, today)),
        (forms.IN_MONTH, lambda m: spans.month(m, today, looks_ahead)),
        (forms.DAY_ALONE, lambda m: spans.day_alone(m, today, looks_ahead)),
        (forms.MONTH_ALONE, lambda m: spans.month(m, today, looks_ahead)),
        (forms.AHEAD, lambda m: spans.ahead(m["count"], m["unit"], today)),
    )


def _left_over(reading: Reading, *, today: date, day_first: bool, languages: tuple[str, ...]) -> list[Found[DateSpan]]:
    match = forms.LEFT_OVER.search(reading.free)
    if match is None:
        return []
    import dateparser  # 60 ms to import, and most shops never come here

    settings = {
        "RELATIVE_BASE": datetime.combine(today, time()),  # naive, as dateparser computes
        "DATE_ORDER": "DMY" if day_first else "MDY",
        "PREFER_DATES_FROM": "past",
    }
    parsed = dateparser.parse(match.group(), languages=list(languages), settings=settings)
    return [] if parsed is None else [reading.matched(DateSpan(parsed.date(), parsed.date()), match)]
