"""Dates, weekdays, relative days and clock times, in every spelling Babel prints for our four languages.

Month and weekday names of all four are always read: evidence may be in another language than the reply.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from agent.grounding.mentions import Mention, Reading, base_language
from agent.grounding.numbers import one_of

_MONTHS = {
    name: number
    for names in (
        "january february march april may june july august september october november december",
        "januar februar märz april mai juni juli august september oktober november dezember",
        "jänner feber maerz apr mai jun jul aug sept okt nov dez",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "janv févr mars avr mai juin juil aout sept oct nov déc",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "ene feb mar abr may jun jul ago sep oct nov dic",
        "jan fevrier mär apr may jun jul aug setiembre oct nov dec",
    )
    for number, name in enumerate(names.split(), start=1)
}
_WEEKDAYS = {
    name: number
    for names in (
        "monday tuesday wednesday thursday friday saturday sunday",
        "montag dienstag mittwoch donnerstag freitag samstag sonntag",
        "lundi mardi mercredi jeudi vendredi samedi dimanche",
        "lunes martes miércoles jueves viernes sábado domingo",
        "- - miercoles - - sonnabend -",
    )
    for number, name in enumerate(names.split())
    if name != "-"
}
# Short names count only in front of a date: "So", "me" and "mar" are words too.
_SHORT_WEEKDAYS = {
    name: number
    for names in (
        "mon tue wed thu fri sat sun",
        "mo di mi do fr sa so",
        "lun mar mer jeu ven sam dim",
        "lun mar mié jue vie sáb dom",
        "- tues - thur - - -",
        "- - - thurs - - -",
    )
    for number, name in enumerate(names.split())
    if name != "-"
}


_MONTH = rf"(?:{one_of(_MONTHS)})(?!\w)\.?"
_WEEKDAY = rf"(?:{one_of(_WEEKDAYS)})s?(?!\w)"
_GAP = "[ \u00a0]"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?!\d)"
_NTH = r"(?:\.|st|nd|rd|th|er|º)?"
_YEAR = rf"(?:,?{_GAP}(?:de{_GAP}|del{_GAP}|of{_GAP})?(?P<{{0}}>(?:19|20)\d\d)(?!\d))?"
_LEAD = (
    rf"(?:(?P<weekday>{one_of({**_WEEKDAYS, **_SHORT_WEEKDAYS})})(?!\w)\.?,?{_GAP}(?:(?:the|den|dem|le|el|on"
    rf"|am){_GAP})?)?"
)
_TO = rf"{_GAP}?(?:-|to|until|bis|au|al){_GAP}?"
_WRITTEN = re.compile(
    rf"(?<![\w-]){_LEAD}(?:"
    rf"(?:(?P<from>{_DAY}){_NTH}{_TO}|(?:between|zwischen|entre)"
    rf"(?:{_GAP}(?:dem|le|el))?{_GAP}(?P<from2>{_DAY}){_NTH}"
    rf"{_GAP}(?:and|und|et|y){_GAP}(?:(?:dem|le|el){_GAP})?)?"
    rf"(?P<day>{_DAY}){_NTH}(?:{_GAP}|-)(?:(?:of|de){_GAP})?(?P<month>{_MONTH})(?:-(?P<y0>20\d\d)(?!\d))?{_YEAR.format('y1')}"
    rf"|(?P<month2>{_MONTH}){_GAP}(?:the{_GAP})?(?P<day2>{_DAY})(?:st|nd|rd|th)?(?:{_TO}(?P<to2>{_DAY})(?:st|nd|rd"
    rf"|th)?(?![:.,]\d))?"
    rf"{_YEAR.format('y2')})"
)
_ISO = re.compile(r"(?<![\w-])(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?![\d-])(?:t(?=\d))?")
_NUMERIC = re.compile(
    rf"(?<![\w./-]){_LEAD}(?P<a>\d{{1,2}})(?P<mark>[./-])(?P<b>\d{{1,2}})(?P=mark)(?P<year>\d{{4}}|\d\d)(?![\d/-]|\.\d)"
)
_GERMAN_SHORT = re.compile(rf"(?<![\w./-]){_LEAD}(?P<a>\d{{1,2}})\.{_GAP}?(?P<b>1[0-2]|0?[1-9])\.(?!\d)")
_SLASHED = re.compile(rf"(?<![\w./-]){_LEAD}(?P<a>\d{{1,2}})/(?P<b>\d{{1,2}})(?![\w/-]|\.\d)")
_MONTH_YEAR = re.compile(rf"(?<![\w-])(?P<month>{_MONTH}){_GAP}(?:de{_GAP})?(?P<year>20\d\d)(?!\d)")
_MONTH_ALONE = re.compile(
    rf"(?<![\w-])(?:in|im|since|seit|until|till|bis|by|from|last|this|next|en|depuis|desde|hasta|of|early|late|mid)"
    rf"{_GAP}(?:early{_GAP}|late{_GAP}|mid-?)?(?P<month>{_MONTH})(?!{_GAP}?\d)"
)
_DAY_OF_WEEK = re.compile(rf"(?<![\w-])(?P<name>{_WEEKDAY})")
_SHORT_RANGE = re.compile(
    rf"(?<![\w-])(?P<a>{one_of(_SHORT_WEEKDAYS)})\.?{_GAP}?(?:-|to"
    rf"|bis){_GAP}?(?P<b>{one_of(_SHORT_WEEKDAYS)})(?![\w])\.?"
)
_NTH_ALONE = re.compile(
    r"(?<![\w-])(?:(?:on|by|until|before|after|since|from)|(?:mon|tues|wednes|thurs|fri|satur|sun)day,?) the "
    r"(?P<day>\d{1,2})(?:st|nd|rd|th)\b"
)
_ORDINAL = re.compile(r"(?<![\w-])\d{1,2}(?:st|nd|rd|th|ème|ère|º|ª)(?!\w)")

_RELATIVE = {
    -2: r"(?:the )?day before yesterday|vorgestern|avant-hier|anteayer|antes de ayer",
    2: r"(?:the )?day after tomorrow|übermorgen|après-demain|pasado mañana",
    -1: r"yesterday|last night|gestern|hier(?= (?:soir|matin|à|,|\.))|ayer",
    1: r"tomorrow|demain|morgen(?! (?:früh)?stund)|mañana",
    0: r"today|tonight|this (?:morning|afternoon|evening)|heute|aujourd'hui|ce (?:matin|soir)|hoy|esta (?:tarde|noche)",
}
_RELATIVE_DAY = re.compile(
    r"(?<![\w-])(?:" + "|".join(f"(?P<d{offset + 2}>{words})" for offset, words in _RELATIVE.items()) + r")(?![\w-])"
)

_AT = rf"(?:{_GAP}?(?P<half>[ap])\.?{_GAP}?m\b\.?|{_GAP}?(?:uhr|o'clock)\b)"
_TIMES = (
    re.compile(
        rf"(?<![\w.,:-])(?P<h>\d{{1,2}}){_GAP}?(?:-|bis){_GAP}?(?=\d{{1,2}}(?:[:.]\d\d)?{_AT.replace('?P<half>', '')})"
    ),
    re.compile(
        rf"(?<![\w.,:])(?P<h>[01]?\d|2[0-4]):(?P<m>[0-5]\d)(?::(?P<s>[0-5]\d)(?:\.\d+)?(?:z"
        rf"|[+-]\d\d:\d\d)?)?(?![\d:])(?:{_AT})?"
    ),
    re.compile(rf"(?<![\w.,:])(?P<h>[01]?\d|2[0-4])\.(?P<m>[0-5]\d){_AT}"),
    re.compile(
        rf"(?<![\w.,:])(?P<h>[01]?\d|2[0-4]){_GAP}?h{_GAP}?(?P<m>[0-5]\d)(?:{_GAP}?min{_GAP}(?P<s>\d\d){_GAP}s)?(?!\w)"
    ),
    re.compile(rf"(?<![\w.,:])(?P<h>[01]?\d|2[0-4]){_AT}"),
)
_ROUND_THE_CLOCK = re.compile(r"(?<![\w/])24/7(?![\w/])")
_NOON = re.compile(r"(?<![\w-])(?:(?P<h12>noon|midday|mittags?)|(?P<h0>midnight|mitternacht|minuit|medianoche))(?!\w)")


_PERIODS = {
    ("week", 0): r"this week(?!end)|diese woche|cette semaine|esta semana",
    ("week", 1): r"next week(?!end)|nächste woche|la semaine prochaine|la próxima semana",
    ("week", -1): r"last week(?!end)|letzte woche|la semaine dernière|la semana pasada",
    ("weekend", 0): r"(?:this|the) weekend|am wochenende|ce week-end|este fin de semana",
    ("weekend", 1): r"next weekend",
}
_PERIOD = re.compile(
    r"(?<![\w-])(?:"
    + "|".join(f"(?P<{unit}{offset + 1}>{words})" for (unit, offset), words in _PERIODS.items())
    + r")(?![\w-])"
)


class Day(NamedTuple):
    """A date as said: the parts that were left out are None."""

    year: int | None
    month: int
    day: int
    weekday: int | None = None

    def may_be(self, day: date) -> bool:
        return (
            (self.month, self.day) == (day.month, day.day)
            and self.year in (None, day.year)
            and self.weekday in (None, day.weekday())
        )

    def falls_on(self, weekday: int | None) -> bool:
        """Only a day of a known year has a weekday."""
        if self.year is None:
            return False
        try:
            return date(self.year, self.month, self.day).weekday() == weekday
        except ValueError:
            return False


def shifted(day: date, offset: int) -> date:
    """So many days on; the last day of the calendar beyond it."""
    try:
        return day + timedelta(days=offset)
    except OverflowError:
        return date.max


def dates(reading: Reading, locale: str) -> Iterator[Mention]:
    if reading.has_digits:
        yield from _with_digits(reading, locale)
    for match in _MONTH_ALONE.finditer(reading.free):
        month = _MONTHS[match["month"].rstrip(".")]
        yield reading.take("month", ((None, month),), match.span("month"))


def month_named(text: str) -> tuple[int | None, int] | None:
    """(year, month) of a text that begins with a month's name: "May 2025", "mai"."""
    match = re.match(rf"(?P<month>{_MONTH})(?:{_GAP}(?P<year>20\d\d)(?!\d))?", text.lower())
    return match and (int(match["year"]) if match["year"] else None, _MONTHS[match["month"].rstrip(".")])


def _with_digits(reading: Reading, locale: str) -> Iterator[Mention]:
    for match in _ISO.finditer(reading.free):
        day = Day(int(match["year"]), int(match["month"]), int(match["day"]))
        yield reading.take("date", (day,), match.span())
    yield from _numeric(reading, locale)
    for match in _WRITTEN.finditer(reading.free):
        yield from _written(reading, match)
    for match in _MONTH_YEAR.finditer(reading.free):
        key = (int(match["year"]), _MONTHS[match["month"].rstrip(".")])
        yield reading.take("month", (key,), match.span())
    for match in _NTH_ALONE.finditer(reading.free):
        yield reading.take("date", (int(match["day"]),), match.span())
    for match in _ORDINAL.finditer(reading.free):
        reading.hide(*match.span())


def days(reading: Reading) -> Iterator[Mention]:
    """Weekdays without a date, and words such as "tomorrow"."""
    for match in _SHORT_RANGE.finditer(reading.free):
        for name in ("a", "b"):
            yield reading.take("weekday", (_SHORT_WEEKDAYS[match[name]],), match.span(name))
    for match in _DAY_OF_WEEK.finditer(reading.free):
        name = match["name"] if match["name"] in _WEEKDAYS else match["name"][:-1]
        yield reading.take("weekday", (_WEEKDAYS[name],), match.span())
    for match in _PERIOD.finditer(reading.free):
        said = next(name for name, text in match.groupdict().items() if text)
        yield reading.take("relative_day", ((said[:-1], int(said[-1]) - 1),), match.span())
    for match in _RELATIVE_DAY.finditer(reading.free):
        offset = next(int(name[1:]) - 2 for name, text in match.groupdict().items() if text)
        yield reading.take("relative_day", (offset,), match.span())


def times(reading: Reading) -> Iterator[Mention]:
    for match in _ROUND_THE_CLOCK.finditer(reading.free):
        yield reading.take("time", ("24/7",), match.span())
    for pattern in _TIMES if reading.has_digits else ():
        for match in pattern.finditer(reading.free):
            yield reading.take("time", _clock(match), match.span())
    for match in _NOON.finditer(reading.free):
        yield reading.take("time", ((12, 0),) if match["h12"] else ((0, 0), (24, 0)), match.span())


def _clock(match: re.Match[str]) -> tuple[tuple[int, int], ...]:
    groups = match.groupdict()
    hour, minute, half = int(groups["h"]), int(groups.get("m") or 0), groups.get("half")
    if half:
        return ((hour % 12 + (12 if half == "p" else 0), minute),)
    # "2:07" and the "9" of "9-5 pm" may mean either half of the day; "14:07" cannot.
    return (
        ((hour, minute), (hour + 12, minute)) if 0 < hour < 12 and not match["h"].startswith("0") else ((hour, minute),)
    )


def _written(reading: Reading, match: re.Match[str]) -> Iterator[Mention]:
    month = _MONTHS[(match["month"] or match["month2"]).rstrip(".")]
    said_year = match["y0"] or match["y1"] or match["y2"]
    year = int(said_year) if said_year else None
    day = match["day"] or match["day2"]
    yield reading.take("date", (Day(year, month, int(day), _weekday(match)),), match.span())
    if other := match["from"] or match["from2"] or match["to2"]:
        yield reading.take("date", (Day(year, month, int(other)),), match.span())


def _numeric(reading: Reading, locale: str) -> Iterator[Mention]:
    for match in _NUMERIC.finditer(reading.free):
        year = int(match["year"]) if len(match["year"]) == 4 else 2000 + int(match["year"])
        days_said = _orders(match, year, day_first=_is_day_first(locale, match["mark"]))
        yield reading.take("date", days_said, match.span())
    for match in _GERMAN_SHORT.finditer(reading.free) if base_language(locale) == "de" else ():
        yield reading.take("date", _orders(match, None, day_first=True), match.span())
    for match in _SLASHED.finditer(reading.free):
        said = _orders(match, None, day_first=_is_day_first(locale, "/"))
        if said and match.group() != "24/7":
            yield reading.take("date", said, match.span())


def _orders(match: re.Match[str], year: int | None, *, day_first: bool | None) -> tuple[Day, ...]:
    a, b, weekday = int(match["a"]), int(match["b"]), _weekday(match)
    both = (Day(year, b, a, weekday), Day(year, a, b, weekday))
    chosen = both if day_first is None else both[:1] if day_first else both[1:]
    return tuple(day for day in chosen if 1 <= day.month <= 12 and 1 <= day.day <= 31)


def _is_day_first(locale: str, mark: str) -> bool | None:
    """None where both orders are read: plain "en" does not say which side of the ocean."""
    if mark == ".":
        return True
    tag = locale.replace("_", "-")
    if tag in ("en-US", "en-CA"):
        return False
    return None if tag == "en" else True


def _weekday(match: re.Match[str]) -> int | None:
    name = match["weekday"]
    return None if name is None else _WEEKDAYS.get(name, _SHORT_WEEKDAYS.get(name))
