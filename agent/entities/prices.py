"""Sums of money and price limits: "$1,299.00", "under fifty dollars", "20-40€", "cheap"."""

import re
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from agent.entities.found import Amount, Found, MoneyRange
from agent.entities.numerals import DIGITS, WORDS, number
from agent.entities.reading import Reading, overlaps
from domain.money import to_minor

_AROUND = Decimal("0.2")
""" "around 50" is read as 40 to 60."""

_CURRENCIES = {
    **dict.fromkeys(["$", "us$", "usd", "dollar", "dollars", "buck", "bucks"], "USD"),
    **dict.fromkeys(["€", "eur", "euro", "euros"], "EUR"),
    **dict.fromkeys(["£", "gbp", "pound", "pounds", "quid"], "GBP"),
    **dict.fromkeys(["c$", "cad"], "CAD"),
    **dict.fromkeys(["chf", "francs"], "CHF"),
    **dict.fromkeys(["¥", "jpy", "yen"], "JPY"),
}
_BEFORE = r"(?:us\$|c\$|[$€£¥]|(?:usd|eur|gbp|cad|chf)\b)"
_AFTER = r"(?:[$€£¥]|(?:usd|eur|gbp|cad|chf|jpy|dollars?|bucks?|euros?|pounds?|quid|francs|yen)\b)"
_NUMBER = rf"(?:{DIGITS}|\b{WORDS}\b)"


def _sum(name: str) -> str:
    return rf"(?:(?P<{name}b>{_BEFORE})\s?)?(?P<{name}>{_NUMBER})(?:\s?(?P<{name}a>{_AFTER}))?"


_MAX = (
    r"(?:(?:no|not) (?:more|higher|over|above) than|(?:not|nothing|none) (?:over|above|exceeding)|less (?:than|then)|"
    r"nothing (?:more|higher) than|"
    r"(?:lower|cheaper) (?:than|then)|at (?:the )?most|up ?to|under|below|beneath|within|max(?:imum)?(?: of)?|"
    r"budget(?: is| of|:)?(?: up to| under)?|spend|<(?!\s?3\b)=?)"
)
_MIN = (
    r"(?:no less than|more (?:than|then)|greater than|higher than|at (?:the )?least|over|above|"
    r"min(?:imum)?(?: of)?|starting (?:at|from)|>=?)"
)
_ABOUT = r"(?:around|about|roughly|approx(?:imately|\.)?|circa|ca\.|close to|~)"
_NEAR = rf"(?:{_ABOUT}|(?<=[,;.] )like)"
_MARKS = r"[\s:]{0,2}"

_BETWEEN = re.compile(rf"\b(?:between|from)\s{_sum('low')}\s?(?:and|to|-|&)\s?{_sum('high')}")
_HYPHENATED = re.compile(rf"(?<![\w.,/-]){_sum('low')}\s?(?:-|\bto\b)\s?{_sum('high')}(?![\w/-])")
_BOUNDED = re.compile(
    rf"(?:(?<![\w-])(?:(?P<max>{_MAX}(?: {_ABOUT})?)|(?P<min>{_MIN})|(?P<near>{_NEAR})))(?<=[\w.:<>=~])"
    rf"{_MARKS}{_sum('sum')}"
)
_TRAILED = re.compile(
    rf"(?<![\w.,-])(?:{_ABOUT} )?{_sum('sum')}\s?"
    r"(?:(?P<max>or (?:less|under|below|cheaper)|max(?:imum)?\b|tops\b|at most)"
    r"|(?P<min>or (?:more|above|over|up)|and (?:up|above|over)|minimum\b|plus\b|\+(?!\d)))"
)
_PLAIN = re.compile(
    rf"(?<![\w.,/-])(?:(?P<sumb>{_BEFORE})\s?(?P<sum>{_NUMBER})|(?P<sum2>{_NUMBER})\s?(?P<suma>{_AFTER}))"
)
_CENTS = re.compile(r"(?<![\w.,])(\d{1,2})\s?cents?\b")

# Without a currency a limit is money only when nothing that is being counted follows.
_NOTHING_COUNTED = re.compile(
    r"\s*(?:$|[.,;:!?)\x1f]|(?:please|pls|and|or|for|in|with|if|thanks|but|which|that|to|each|per|total|budget|"
    r"together|altogether|combined|overall|as|range|would|is|on|not|maybe|ideally|preferably|shipped|delivered|only|now|size)\b)"
)
_COUNTED_BEFORE = re.compile(
    r"\b(?:sizes?(?! (?:x{0,3}[sml]|\d\d?)\b)"
    r"|aged?|ages|years?|i'm|i am|im|she's|he's|kids?|rated|rating|stars?|weigh[st]?|waist|orders?|"
    r"pages?|temperature|within|people)\b[\w\s]{0,8}$"
)
_SPEAKS_OF_PRICE = re.compile(
    r"\b(?:price|priced|budget|cost|costs|costing|spend|range|cheap|expensive|pricey|affordable|worth|gift|present"
    r"|something|(?:need|want|after|looking for) an?|for (?:around|about)|in total|all together|altogether)\b"
)

_CHEAP = re.compile(
    r"\b(?:cheap(?:er|est|ly)?|affordable|inexpensive|low(?:er|est)?[ -](?:cost|priced?|price)|"
    r"budget(?:[ -]friendly)?|"
    r"economical|(?:not|isn't|aren't|nothing)(?: too| that| so| very)? (?:expensive|pricey|costly)|"
    r"(?:less|too) (?:expensive|pricey|costly)|bargains?)\b"
)
_EXPENSIVE = re.compile(
    r"\b(?:premium|luxur(?:y|ious)|high[ -]end|up(?:scale|market)|(?:most|more) expensive|priciest)\b"
)


_FEELS_CHEAP = re.compile(
    r"\b(?:feel|feels|felt|look|looks|looked|seem|seems|(?:fabric|material|quality) is)\s(?:\w+\s){0,2}$"
)
_WEIGHT = re.compile(r"\b\d{1,3}\s?(?:pounds|lbs?)\b")
_SPEAKS_OF_WEIGHT = re.compile(r"\b(?:weigh\w*|tall|heav\w+|lbs?|thin at|lost|gained)\b")


_COMES_TO = re.compile(
    r"(?:(?<!can )(?<!could )(?<!do )(?<!may )\b(?:i|we)(?: (?:then|also|just|already|easily))?"
    r" (?:get|go|come|am|are|will be|would be)|\b(?:i['’]?m|we['’]?re|(?:i|we)['’]?(?:d|ll) be)"
    r"|\b(?:it|that|this|which)(?: will| would|['’]?ll|['’]?d)? (?:bring|put|push|take|get|make)s? (?:me|us|it|that)"
    r"|\b(?:it|that|this)(?: will| would|['’]?ll|['’]?d) (?:be|come to)"
    r"|\b(?:basket|cart|order|total|sum) (?:is|gets|goes|comes to|(?:will|would) be))"
    r"(?: (?:to|well|just|already|then))* ?$"
)
""" "If I add a shirt I get over 75": what a basket comes to limits nothing that is looked for."""


class Prices(NamedTuple):
    limits: tuple[Found[MoneyRange], ...]
    amounts: tuple[Found[Amount], ...]


def find_prices(reading: Reading, currency: str) -> Prices:
    """`currency` (the shop's) only scales sums that name none; their `currency` stays None."""
    if _SPEAKS_OF_WEIGHT.search(reading.folded):
        reading = reading.without([reading.matched(None, match) for match in _WEIGHT.finditer(reading.free)])
    limits: list[Found[MoneyRange]] = []
    amounts: tuple[Found[Amount], ...] = ()
    if reading.has_digits or re.search(WORDS, reading.free):
        limits = _limits(reading, currency)
        amounts = _amounts(reading.without(limits), currency)
    limits += _relative(reading.without([*limits, *amounts]), has_number=bool(limits))
    return Prices(tuple(sorted(limits, key=lambda limit: limit.start)), amounts)


def _limits(reading: Reading, currency: str) -> list[Found[MoneyRange]]:
    found: list[Found[MoneyRange]] = []
    for pattern in (_BETWEEN, _HYPHENATED):
        for match in pattern.finditer(reading.free):
            _keep(found, _pair(reading, match, currency, hyphenated=pattern is _HYPHENATED))
    for pattern in (_TRAILED, _BOUNDED):
        for match in pattern.finditer(reading.free):
            _keep(found, _one_ended(reading, match, currency))
    return found


def _keep(found: list[Found[MoneyRange]], limit: Found[MoneyRange] | None) -> None:
    if limit is not None and not overlaps(limit, found):
        found.append(limit)


def _pair(reading: Reading, match: re.Match[str], shop_currency: str, *, hyphenated: bool) -> Found[MoneyRange] | None:
    said = _said_currency(match, "low", "high")
    if said is None:
        needs_price_word = hyphenated or match.group().startswith("from")
        if needs_price_word and not _SPEAKS_OF_PRICE.search(reading.folded):
            return None
        if not _counts_nothing(reading, match):
            return None
    low, high = (_minor(match[name], said or shop_currency) for name in ("low", "high"))
    if low > high:
        return None
    return reading.matched(MoneyRange(low, high, said), match)


def _one_ended(reading: Reading, match: re.Match[str], shop_currency: str) -> Found[MoneyRange] | None:
    said = _said_currency(match, "sum")
    groups = match.groupdict()
    if said is None and not _is_price_without_currency(reading, match):
        return None
    if groups["min"] and _COMES_TO.search(reading.folded, 0, match.start()):
        return None
    value = _minor(match["sum"], said or shop_currency)
    if groups["max"]:
        limit = MoneyRange(max_minor=value)
    elif groups["min"]:
        limit = MoneyRange(min_minor=value)
    else:
        margin = int(value * _AROUND)
        limit = MoneyRange(value - margin, value + margin)
    return reading.matched(replace(limit, currency=said), match)


def _is_price_without_currency(reading: Reading, match: re.Match[str]) -> bool:
    if not _counts_nothing(reading, match) or match["sum"] in ("one", "1"):
        return False
    groups = match.groupdict()
    is_weak = groups.get("near") or match.group().startswith(("within", "up to", "upto")) or groups["max"] is None
    if is_weak and match.re is _BOUNDED and not match.group().startswith(("over", "above", "more", "at least")):
        return bool(_SPEAKS_OF_PRICE.search(reading.folded))
    if match.re is _TRAILED:
        return bool(_SPEAKS_OF_PRICE.search(reading.folded)) or bool(groups["max"])
    return True


def _counts_nothing(reading: Reading, match: re.Match[str]) -> bool:
    before = _COUNTED_BEFORE.search(reading.folded, max(0, match.start() - 20), match.start())
    return before is None and _NOTHING_COUNTED.match(reading.free, match.end()) is not None


def _amounts(reading: Reading, shop_currency: str) -> tuple[Found[Amount], ...]:
    found = []
    for match in _PLAIN.finditer(reading.free):
        said = _CURRENCIES[match["sumb"] or match["suma"]]
        found.append(reading.matched(Amount(_minor(match["sum"] or match["sum2"], said), said), match))
    for match in _CENTS.finditer(reading.free):
        found.append(reading.matched(Amount(int(match[1]), None), match))
    return tuple(sorted(found, key=lambda amount: amount.start))


def _relative(reading: Reading, *, has_number: bool) -> list[Found[MoneyRange]]:
    found: list[Found[MoneyRange]] = []
    for match in _CHEAP.finditer(reading.free):
        is_a_feel = _FEELS_CHEAP.search(reading.folded, max(0, match.start() - 25), match.start())
        if not is_a_feel and not (has_number and match.group() == "budget"):
            found.append(reading.matched(MoneyRange(relative="cheap"), match))
    for match in _EXPENSIVE.finditer(reading.free):
        found.append(reading.matched(MoneyRange(relative="expensive"), match))
    return found


def _said_currency(match: re.Match[str], *names: str) -> str | None:
    marks = (match[f"{name}{side}"] for name in names for side in "ba")
    return next((_CURRENCIES[mark] for mark in marks if mark), None)


def _minor(text: str, currency: str) -> int:
    return to_minor(number(text), currency)
