"""Amounts, days and lists as a reader of one locale writes them."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal

from domain.money import Money

_THIS_YEAR = {"de": "EEEE, d. MMMM", "fr": "EEEE d MMMM", "es": "EEEE, d 'de' MMMM"}

_MONTHS = {name: at for at, name in Locale.parse("en").months["stand-alone"]["wide"].items()}


@lru_cache(maxsize=64)
def locale_of(tag: str) -> Locale:
    """ "en-US" or "en_US"; an unknown tag is read as its language, then as US English."""
    for candidate in (tag.replace("-", "_"), tag.split("-")[0].split("_")[0]):
        try:
            return Locale.parse(candidate)
        except (ValueError, UnknownLocaleError):
            continue
    return Locale.parse("en_US")


@lru_cache(maxsize=4096)
def _money(amount_minor: int, currency: str, locale: Locale) -> str:
    return format_currency(Money(amount_minor, currency).amount, currency, locale=locale)


@lru_cache(maxsize=4096)
def _day(day: date, is_this_year: bool, locale: Locale) -> str:
    if locale.language == "en":
        pattern = "EEEE, MMMM d" if locale.territory in (None, "US") else "EEEE d MMMM"
        return format_date(day, pattern if is_this_year else f"{pattern}, y", locale=locale)
    if is_this_year and (pattern := _THIS_YEAR.get(locale.language)):
        return format_date(day, pattern, locale=locale)
    return format_date(day, "full" if is_this_year else "long", locale=locale)


def filters(locale: Locale, today: date) -> dict[str, Callable[..., str]]:
    """Template filters bound to one reader and one day."""

    def day(value: date | datetime | None) -> str:
        plain = value.date() if isinstance(value, datetime) else value
        return _day(plain, plain.year == today.year, locale) if plain else ""

    def moment(value: datetime) -> str:
        return f"{day(value)}, {format_time(value, 'short', locale=locale)}"

    def money(value: Money) -> str:
        return _money(value.amount_minor, value.currency, locale)

    def month(value: str) -> str:
        """ "May 2025", as tools name a month, in the reader's words."""
        name, _, year = value.partition(" ")
        said = locale.months["stand-alone"]["wide"].get(_MONTHS.get(name, 0), name)
        return f"{said} {year}".rstrip()

    def number(value: float) -> str:
        return format_decimal(value, "#,##0.0##", locale=locale)

    def listed(values: Sequence[Any]) -> str:
        return format_list([str(value) for value in values], locale=locale)

    def country(code: str) -> str:
        return locale.territories.get(code, code)

    return {
        "day": day, "moment": moment, "month": month, "money": money, "number": number, "listed": listed,
        "country": country,
    }  # fmt: skip
