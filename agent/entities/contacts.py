"""E-mail addresses, phone numbers and postcodes. Every pattern is bounded, so cost grows linearly.

Phone numbers are judged by the phonenumbers library (Google's libphonenumber data).
"""

import re

import phonenumbers
from phonenumbers import Leniency, PhoneNumberFormat, PhoneNumberMatcher

from agent.entities.found import Found
from agent.entities.reading import TAKEN, Reading

_EMAIL = re.compile(
    r"(?<![\w.%+-])[\w%+-](?:[\w.%+-]{0,62}[\w%+-])?@"
    r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,4}[a-z]{2,24}(?![\w-])"
)
_TOP_LEVEL = r"(?:com|org|net|edu|de|fr|es|it|eu|io|uk|info|me|ca|us)"
_DOT = r"\s?[\[(]?\s?dot\s?[\])]?\s?"
_SPOKEN_DOMAIN = rf"(?P<domain>[a-z0-9-]{{1,40}})(?P<tail>(?:{_DOT}[a-z]{{2,8}})??{_DOT}{_TOP_LEVEL})\b"
_SPOKEN = re.compile(rf"(?P<local>[\w.+-]{{1,64}})\s?(?P<at>[\[(]\s?at\s?[\])]|\sat\s)\s?{_SPOKEN_DOMAIN}")
_ANNOUNCES_EMAIL = re.compile(r"(?:\b(?:e-?mail|address|mail)(?: address)?(?: is|'s)?|\bit's|\bits|\bat|^)[\s:]*$")

_FEWEST_DIGITS = 9
"""Without a country code a shorter number is an account, an amount or a local number nobody could call."""
_PHONE_CONTEXT = re.compile(r"\b(?:phone|mobile|cell|tel|telephone|call|text|ring|whatsapp|number)\b")
_NOT_A_PHONE_BEFORE = re.compile(
    r"\b(?:order|tracking|invoice|parcel|claim|card|account|sku|ref|reference)(?: (?:number|no|nr|id))?\.?"
    r"(?: is)?[\s:#]*$"
)

_POSTCODE_WORD = re.compile(
    r"\b(?:zip ?code|zip|post ?code|postal code|plz|postleitzahl|code postal|código postal|codigo postal)"
    r"(?:\s?(?:is|was|to|ist|est|es|:|=|of|in|code|at))*\s{0,3}"
)
_UK = r"[a-z]{1,2}\d[a-z\d]?\s?\d[abd-hjlnp-uw-z]{2}"
_DIGITS = r"\d{5}(?:-\d{4})?"
_CANADIAN = r"[abceghj-nprstvxy]\d[a-z]\s?\d[a-z]\d"
_EITHER = re.compile(rf"(?:{_DIGITS}|{_UK}|{_CANADIAN})(?![\w-])")
_CASED = re.compile(
    r"(?<![\w-])(?:[A-Z]{1,2}\d[A-Z\d]?\s\d[ABD-HJLNP-UW-Z]{2}|[ABCEGHJ-NPRSTVXY]\d[A-Z]\s\d[A-Z]\d)(?![\w-])"
)
_AFTER_STATE = re.compile(r"(?<=[\w,] )(?P<state>[A-Z]{2}),? (?P<code>\d{5}(?:-\d{4})?)(?![\w-])")
_BEFORE_CITY = re.compile(
    r"(?:\b\d{1,4}[a-zA-Z]?|\b(?:rue|avenue|boulevard|place|chemin|allée|calle|plaza|avenida)\b[^,\d\n]{2,50}),\s{0,2}"
    r"(?P<code>\d{5}) (?=[A-ZÀ-Þ][a-zà-ÿ])"
)
"""As the continent writes it, behind the street: "Am Alten Markt 5, 10115 Berlin"."""
_US_STATES = frozenset(
    [
        "AL",
        "AK",
        "AZ",
        "AR",
        "CA",
        "CO",
        "CT",
        "DE",
        "DC",
        "FL",
        "GA",
        "HI",
        "ID",
        "IL",
        "IN",
        "IA",
        "KS",
        "KY",
        "LA",
        "ME",
        "MD",
        "MA",
        "MI",
        "MN",
        "MS",
        "MO",
        "MT",
        "NE",
        "NV",
        "NH",
        "NJ",
        "NM",
        "NY",
        "NC",
        "ND",
        "OH",
        "OK",
        "OR",
        "PA",
        "RI",
        "SC",
        "SD",
        "TN",
        "TX",
        "UT",
        "VT",
        "VA",
        "WA",
        "WV",
        "WI",
        "WY",
        "PR",
    ]
)
_ALONE = re.compile(
    rf"[\s,;:{TAKEN}]*(?:(?:it's|its|it is|mine is|sure|yes|ok|okay|and|with)[\s,:]{{1,3}}){{0,3}}"
    rf"(?P<code>{_DIGITS}|{_UK}|{_CANADIAN})"
    r"[\s.!]*(?:please|thanks|thank you)?[\s.!]*"
)


def find_emails(reading: Reading) -> tuple[Found[str], ...]:
    """Lower-cased; "jo at shop dot com" only where nothing but an address can be meant."""
    found = (
        [reading.matched(match.group(), match) for match in _EMAIL.finditer(reading.free)]
        if "@" in reading.free
        else []
    )
    if "dot" in reading.free:
        found += [
            reading.matched(f"{match['local']}@{match['domain']}{_undotted(match['tail'])}", match)
            for match in _SPOKEN.finditer(reading.free)
            if "(" in match["at"] or "[" in match["at"] or _announced(reading, match)
        ]
    return tuple(found)


def find_phones(reading: Reading, region: str) -> tuple[Found[str], ...]:
    if sum(character.isdigit() for character in reading.free) < 7:
        return ()
    spoken_of = _PHONE_CONTEXT.search(reading.folded) is not None
    leniency = Leniency.POSSIBLE if spoken_of else Leniency.VALID
    return tuple(
        reading.found(phonenumbers.format_number(match.number, PhoneNumberFormat.E164), match.start, match.end)
        for match in PhoneNumberMatcher(reading.free, region, leniency=leniency, max_tries=20)
        if (match.raw_string.startswith("+") or sum(c.isdigit() for c in match.raw_string) >= _FEWEST_DIGITS)
        and not _NOT_A_PHONE_BEFORE.search(reading.folded, max(0, match.start - 30), match.start)
    )


def find_postcodes(reading: Reading) -> tuple[Found[str], ...]:
    """US, German, French and Spanish five digits, UK and Canadian codes: where a word announces one, or alone."""
    if not reading.has_digits:
        return ()
    found: dict[int, Found[str]] = {}
    if alone := _ALONE.fullmatch(reading.free):
        found[alone.start("code")] = reading.matched(_written(alone["code"]), alone, "code")
    for word in _POSTCODE_WORD.finditer(reading.free):
        if code := _EITHER.match(reading.free, word.end()):
            found[code.start()] = reading.matched(_written(code.group()), code)
    for match in _CASED.finditer(reading.cased):
        if reading.free[match.start() : match.end()] == match.group().lower():
            found[match.start()] = reading.matched(_written(match.group()), match)
    for match in _BEFORE_CITY.finditer(reading.cased):
        if reading.free[match.start("code")].isdigit():
            found[match.start("code")] = reading.matched(match["code"], match, "code")
    for match in _AFTER_STATE.finditer(reading.cased):
        if match["state"] in _US_STATES and reading.free[match.start("code")].isdigit():
            found[match.start("code")] = reading.matched(match["code"], match, "code")
    return tuple(found[start] for start in sorted(found))


def _announced(reading: Reading, match: re.Match[str]) -> bool:
    return bool(_ANNOUNCES_EMAIL.search(reading.folded, max(0, match.start() - 25), match.start()))


def _undotted(tail: str) -> str:
    return re.sub(_DOT, ".", tail)


def _written(code: str) -> str:
    """ "sw1a1aa" -> "SW1A 1AA"; digits stay."""
    code = code.upper()
    if code[0].isdigit() or " " in code:
        return re.sub(r"\s+", " ", code)
    return f"{code[:-3]} {code[-3:]}"
