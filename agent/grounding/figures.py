"""Amounts of money, percentages and plain numbers."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from agent.grounding.mentions import Mention, Reading
from agent.grounding.numbers import DIGITS, MONEY_DIGITS, SPACE, parse, value_of, word_pattern
from domain.money import exponent

_DOLLARS = ("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN")
_CURRENCIES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(["us$", "$us", "$ us", "$\u00a0us", "us dollar", "us-dollar"], ("USD",)),
    **dict.fromkeys(["$", "dollar", "dólar", "dolar", "buck"], _DOLLARS),
    **dict.fromkeys(["c$", "ca$", "$ca", "$\u00a0ca", "canadian dollar"], ("CAD",)),
    **dict.fromkeys(["a$", "au$"], ("AUD",)),
    **dict.fromkeys(["€", "euro"], ("EUR",)),
    **dict.fromkeys(["£", "£gb", "pound", "quid", "pfund", "livre", "libra"], ("GBP",)),
    **dict.fromkeys(["¥", "jp¥", "yen"], ("JPY", "CNY")),
    **dict.fromkeys(["franc", "franken"], ("CHF",)),
    **dict.fromkeys(["kr", "krone", "krona"], ("SEK", "NOK", "DKK")),
    **dict.fromkeys(["zł", "zloty"], ("PLN",)),
    **dict.fromkeys(["₹", "rupee"], ("INR",)),
    **{
        code.lower(): (code,)
        for code in (*_DOLLARS, "EUR", "GBP", "JPY", "CNY", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF")
    },
    **{code.lower(): (code,) for code in ("INR", "BRL", "ZAR", "KRW", "ISK", "KWD", "BHD", "ILS", "AED")},
}
_SIGN = "|".join(re.escape(sign) for sign in sorted(_CURRENCIES, key=len, reverse=True))
_MARK = rf"(?:(?:{_SIGN})(?:s|es)?)(?![a-zà-ÿ])"
_TO = rf"{SPACE}?(?:-|to|bis|à|a|and|und|et|y){SPACE}?"
_WORDS = (
    "dollar",
    "dólar",
    "dolar",
    "buck",
    "euro",
    "pound",
    "quid",
    "pfund",
    "livre",
    "libra",
    "yen",
    "fran",
    "rupee",
)
_SIGN_BEFORE = "|".join(
    re.escape(sign) for sign in sorted(_CURRENCIES, key=len, reverse=True) if not any(word in sign for word in _WORDS)
)
_BEFORE = re.compile(
    rf"(?<![a-zà-ÿ0-9])(?P<mark>{_SIGN_BEFORE}){SPACE}?(?P<one>{MONEY_DIGITS})(?:{SPACE}?-{SPACE}?(?P<two>{MONEY_DIGITS})(?![\w-]))?"
)
_AFTER = re.compile(
    rf"(?<![\w-])(?:(?P<two>{MONEY_DIGITS}){_TO})?(?P<one>{MONEY_DIGITS})(?:[.,]-)?[ \u00a0-]?(?P<mark>{_MARK})"
)
_CENTS = re.compile(rf"(?<![\w.,-])(?P<one>\d{{1,2}}){SPACE}?(?:cents?\b|¢|céntimos?\b|centimes?\b)")
_PERCENT_MARK = rf"{SPACE}?-?(?:%|percent\b|per cent\b|prozent\w*|pour cent\b|por ciento\b|pct\b)"
_PERCENT_SIGN = re.compile(r"%|p(?:er|our|or) ?c|prozent|pct")
_PERCENT = re.compile(rf"(?:(?P<two>{DIGITS})%?{_TO})?(?P<one>{DIGITS}){_PERCENT_MARK}")
_NUMBER = re.compile(DIGITS)
_LIST_MARKER = re.compile(r"^[ \u00a0]*(?:[*>-][ \u00a0]*)?(?:\*\*)?\d{1,2}[.)](?=[ \u00a0]|\*)", re.MULTILINE)
_SCALE = re.compile(
    rf"(?<=\d)(?:{SPACE}?/{SPACE}?|{SPACE}(?:out of|von|sur|de|out of a possible){SPACE})5(?:[.,]0)?(?![\d.,]\d|\d)"
)
_COUNTED = re.compile(
    rf"{SPACE}?(?:(?P<times>[x×*](?![a-z]))|(?:\w+{SPACE}){{0,2}}?(?P<noun>parcels?|packages?|pakete?n?|colis|paquetes?|orders?"
    rf"|bestellungen|commandes|pedidos|claims?|in stock|left|available|remaining|auf lager|verfügbar|übrig|en stock"
    rf"|disponibles?|stars?|sternen?|étoiles|estrellas|pieces?|items?|articles?|artikel|artículos?)\b)"
)
_SMALL_TALK = re.compile(
    rf"{SPACE}(?:\w+{SPACE})?(?:things?|questions?|quick|ways|steps|details|points|more things|dinge|fragen|wege"
    rf"|schritte|choses|questions|façons|étapes|cosas|preguntas|formas|pasos)\b"
)
_NOUNS = {
    "parcel": "parcels",
    "package": "parcels",
    "paket": "parcels",
    "colis": "parcels",
    "paquete": "parcels",
    "order": "orders",
    "bestellung": "orders",
    "commande": "orders",
    "pedido": "orders",
    "claim": "claims",
    "star": "rating",
    "stern": "rating",
    "étoile": "rating",
    "estrella": "rating",
    "piece": "quantity",
    "item": "quantity",
    "article": "quantity",
    "artikel": "quantity",
    "artículo": "quantity",
}
_STOCK = ("in stock", "left", "available", "remaining", "auf lager", "verfügbar", "übrig", "en stock", "disponible")
# Words that are numbers and something else: only a unit behind them makes them numbers.
_NOT_ALONE = {"neuf", "once", "cent", "elf"}


def amounts(reading: Reading, languages: tuple[str, ...]) -> Iterator[Mention]:
    patterns = (_BEFORE, _AFTER) if reading.has_digits else ()
    for pattern in (*patterns, _money_words(languages)):
        for match in pattern.finditer(reading.free):
            currencies = _CURRENCIES.get(match["mark"]) or _CURRENCIES[_singular(match["mark"])]
            one = value_of(match["one"], languages)
            yield reading.take("amount", _money(one, currencies), _span(match, "one"))
            if two := match.groupdict().get("two"):
                reading_of_two = _money(value_of(two, languages), currencies)
                yield reading.take("amount", reading_of_two, match.span("two"))
            reading.hide(*match.span())
    for match in _CENTS.finditer(reading.free):
        yield reading.take("amount", tuple((int(match["one"]), code) for code in (*_DOLLARS, "EUR")), match.span())


def percentages(reading: Reading, languages: tuple[str, ...]) -> Iterator[Mention]:
    for pattern in (_PERCENT, _percent_words(languages)) if _PERCENT_SIGN.search(reading.free) else ():
        for match in pattern.finditer(reading.free):
            yield reading.take("percentage", _plain(value_of(match["one"], languages)), _span(match, "one"))
            if two := match.groupdict().get("two"):
                yield reading.take("percentage", _plain(parse(two)), match.span("two"))
            reading.hide(*match.span())


def numbers(reading: Reading, languages: tuple[str, ...]) -> Iterator[Mention]:
    """Whatever digits are left, and number words from two up. "One" is nearly always a pronoun."""
    if reading.has_digits:
        for pattern in (_LIST_MARKER, _SCALE):
            for match in pattern.finditer(reading.free):
                reading.hide(*match.span())
        for match in _NUMBER.finditer(reading.free):
            about = _about(reading.free, match.start(), match.end())
            yield reading.take("number", _plain(parse(match.group())), match.span(), about)
    for match in _number_words(languages).finditer(reading.free):
        values = _plain(value_of(match.group(), languages))
        if any(value not in (0, 1) for value in values) and not _is_talk(reading.free, match):
            about = _about(reading.free, match.start(), match.end())
            yield reading.take("number", values, match.span(), about)


def _span(match: re.Match[str], group: str) -> tuple[int, int]:
    """The number with its mark, without the other end of a range."""
    mark = match.start("mark") if "mark" in match.re.groupindex else match.end()
    if mark < match.start(group):
        return mark, match.end(group)
    return match.start(group), match.end()


def _singular(mark: str) -> str:
    if mark in _CURRENCIES:
        return mark
    return next((mark[:-cut] for cut in (1, 2) if mark[:-cut] in _CURRENCIES), "$")


def _money(values: tuple[Decimal, ...], currencies: tuple[str, ...]) -> tuple[tuple[int, str], ...]:
    scaled = ((value.scaleb(exponent(code)), code) for value in values for code in currencies)
    return tuple((int(minor), code) for minor, code in scaled if minor == minor.to_integral_value())


def _plain(values: tuple[Decimal, ...]) -> tuple[Decimal, ...]:
    return tuple(value.normalize() for value in values)


def _about(text: str, start: int, end: int) -> str:
    if text[max(0, start - 2) : start].strip() in ("x", "×") or _is_times_before(text, start):
        return "quantity"
    match = _COUNTED.match(text, end)
    if match is None:
        return ""
    noun = match["noun"] or ""
    if match["times"]:
        return "quantity"
    if noun.startswith(_STOCK):
        return "stock"
    return next((field for stem, field in _NOUNS.items() if noun.startswith(stem)), "")


def _is_times_before(text: str, start: int) -> bool:
    return text[max(0, start - 1) : start] == "×"


def _is_talk(text: str, match: re.Match[str]) -> bool:
    return match.group() in _NOT_ALONE or _SMALL_TALK.match(text, match.end()) is not None


@cache
def _number_words(languages: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){word_pattern(languages)}(?!-\w)")


@cache
def _money_words(languages: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?P<one>{word_pattern(languages)})[ \u00a0-](?P<mark>{_MARK})")


@cache
def _percent_words(languages: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?P<one>{word_pattern(languages)}){_PERCENT_MARK}")
