"""Spans of time, said in any unit and compared in one: the only place that knows that 30 days are a month."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from agent.grounding.mentions import Mention, Reading
from agent.grounding.numbers import value_of, word_pattern

# Days that people call months: a return window of 30 days is "one month", a warranty of 365 is "a year".
_DAYS_AS_MONTHS = {30: 1, 60: 2, 90: 3, 120: 4, 180: 6, 365: 12, 730: 24}

_GAP = "[ \u00a0]"
_WORKING = r"(?:working|business|bank|week)[ -]?"
_UNITS = {
    "workday": rf"{_WORKING}days?'?|weekdays?|werktagen?|werktage|arbeitstagen?|arbeitstage|werktag|arbeitstag"
    r"|jours? ouvr(?:és|é|ables|able)|días? (?:hábiles|hábil|laborables|laborable)",
    "day": r"(?:calendar |kalender)?days?'?|tagen?|tage|tag|tägige[rnsm]?|kalendertagen?|jours?|días?|dias?",
    "week": r"weeks?'?|wks?|wochen?|wöchige[rnsm]?|semaines?|semanas?",
    "month": r"months?'?|monaten?|monate?s?|monatige[rnsm]?|mois|mes(?:es)?",
    "year": r"years?'?|yrs?|jahren?|jahre?s?|jährige[rnsm]?|ans?|années?|años?",
    "hour": r"hours?'?|hrs?|stunden?|stündige[rnsm]?|std\.?|heures?|horas?|h",
    "minute": r"minutes?'?|mins?|minuten|minutos?",
}
_UNIT = "|".join(f"(?P<{name}>(?:{words})(?!\\w))" for name, words in _UNITS.items())
_ARTICLE = r"an?|one|eine[mnr]?|ein|une?|una?"
_BARE = re.compile(
    rf"(?<![\w-])(?:(?:in|within|after|for|up to|innerhalb|binnen|nach|dans|sous|après|en|dentro de|tras){_GAP})"
    rf"(?P<n>{_ARTICLE}){_GAP}(?:{_UNIT})"
)
_TO = rf"{_GAP}?(?:-|to|or|bis|oder|à|ou|a|o){_GAP}?"
_AHEAD = re.compile(r"(?<!\w)(?:in|dans|en|dentro de)[ \u00a0](?:about |only |just )?$")
_AGO_BEFORE = re.compile(r"(?<!\w)(?:vor|il y a|hace)[ \u00a0]$")
_AGO_AFTER = re.compile(r"[ \u00a0](?:ago|late|overdue|past|zu spät|verspätet|de retard|de retraso)\b")
_AHEAD_AFTER = re.compile(r"[ \u00a0](?:left|from now|from today|remaining|to go|restants?|übrig)\b")


_VAGUE = re.compile(
    rf"(?<![\w-])(?:a couple of|a few|several|ein paar|einige|quelques|unos|unas|algunos|algunas){_GAP}(?:{_UNIT})"
)
_LIFETIME = re.compile(r"(?<![\w-])(?:lifetime|lifelong|lebenslang\w*|à vie|de por vida)(?![\w])")


class Span(NamedTuple):
    """`unit` is minute, hour, day, workday, month, lifetime, or for "a few days" few day."""

    unit: str
    length: Decimal


def span_of(count: Decimal | int, unit: str) -> Span:
    """The one spelling of a duration: 24 hours -> 1 day, 2 weeks -> 14 days, 30 days -> 1 month."""
    count = Decimal(count)
    if unit == "minute" and count >= 60 and count % 60 == 0:
        return span_of(count / 60, "hour")
    if unit == "hour" and count >= 24 and count % 24 == 0:
        return span_of(count / 24, "day")
    if unit == "week":
        return span_of(count * 7, "day")
    if unit == "year":
        return Span("month", (count * 12).normalize())
    if unit == "day" and count in _DAYS_AS_MONTHS:
        return Span("month", Decimal(_DAYS_AS_MONTHS[int(count)]))
    return Span(unit, count.normalize())


def days_of(span: Span) -> int | None:
    """Whole days of a span; None for working days and parts of a day."""
    if span.unit == "day" and span.length == int(span.length):
        return int(span.length)
    if span.unit == "month":
        return next((days for days, months in _DAYS_AS_MONTHS.items() if months == span.length), None)
    return None


def durations(reading: Reading, languages: tuple[str, ...]) -> Iterator[Mention]:
    """A range is read as a pair: "3-5 days" does not say three."""
    for match in _counted(languages).finditer(reading.free):
        unit = match.lastgroup or "day"
        low = tuple(span_of(value, unit) for value in value_of(match["n"], languages))
        if match["n2"]:
            high = tuple(span_of(value, unit) for value in value_of(match["n2"], languages))
            yield reading.take("duration", ((*low, *high),), match.span())
        else:
            yield reading.take("duration", low, match.span(), _direction(reading, match))
    for match in _VAGUE.finditer(reading.free):
        yield reading.take("duration", (Span(f"few {match.lastgroup}", Decimal(1)),), match.span())
    for match in _LIFETIME.finditer(reading.free):
        yield reading.take("duration", (Span("lifetime", Decimal(1)),), match.span())
    for match in _BARE.finditer(reading.free):
        yield reading.take("duration", (span_of(1, match.lastgroup or "day"),), match.span())


def _direction(reading: Reading, match: re.Match[str]) -> str:
    """ "ago" and "ahead" make the span a day to count to from today."""
    before, after = match.string[max(0, match.start() - 20) : match.start()], match.string
    if _AGO_BEFORE.search(before) or _AGO_AFTER.match(after, match.end()):
        return "ago"
    return "ahead" if _AHEAD.search(before) or _AHEAD_AFTER.match(after, match.end()) else ""


@cache
def _counted(languages: tuple[str, ...]) -> re.Pattern[str]:
    number = rf"(?:\d{{1,4}}(?:[.,]\d)?(?!\d)|{word_pattern(languages)})"
    return re.compile(rf"(?<![\w.,-])(?P<n>{number})(?:{_TO}(?P<n2>{number}))?[ \u00a0-]?(?:{_UNIT})")
