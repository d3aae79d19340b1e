"""Which countries a text is about, so that the price for one is never given to who asked about another.

Names in four languages from Unicode's CLDR (through babel); a union stands for its members. Of cities the big ones
(`cities.txt`) and those after which the world's time zones are called, and the states of the US, where a preposition
says that they are places.
"""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from babel import Locale
from babel.core import get_global

from tools.words import fold, word_set

_MEMBERS = "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE"
EU = frozenset(_MEMBERS.split())
_LANGUAGES = ("en", "de", "fr", "es")
_ALSO = {
    "usa": "US",
    "u.s.": "US",
    "u.s.a.": "US",
    "the states": "US",
    "america": "US",
    "uk": "GB",
    "u.k.": "GB",
    "great britain": "GB",
    "britain": "GB",
    "england": "GB",
    "scotland": "GB",
    "wales": "GB",
    "northern ireland": "GB",
    "holland": "NL",
    "turkey": "TR",
    "korea": "KR",
    "czechia": "CZ",
    "czech republic": "CZ",
    "eu": "EU",
    "europe": "EU",
}
_STATES = word_set(
    """
    alabama alaska arizona arkansas california colorado connecticut delaware florida hawaii idaho illinois indiana iowa
    kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana nebraska
    nevada ohio oklahoma oregon pennsylvania tennessee texas utah vermont virginia washington wisconsin wyoming
    """
)
_NO_CITIES = word_set(
    "casey center christmas darwin davis dawson easter jersey knox midway nome oral palmer regina resolute sofia"
)
"""Given names and words of every day before they are cities."""
_OTHER_WORDS = frozenset(["chad", "georgia", "guinea", "jersey", "jordan", "mali", "niger", "togo"])
"""Garments, states of the US and given names before they are countries."""
_US = re.compile(r"\bUS\b|\b(?:the|in|within|inside) us\b")
_ELSEWHERE = re.compile(r"\b(?:outside|except|other than|leaving)\b[^.?!]*|\bnot in\b[^.?!,;]*", re.IGNORECASE)
_DENIES = (
    r"(?<!why )\b(?:not|(?:do not|don['’]?t) (?:live|reside)|(?:didn['’]?t|did not) (?:say|mean|ask)"
    r"|(?:never|nobody) said)"
    r"\s(?:(?:in|to|from|for|about|at|the|anything|anywhere)\s)*"
)
_US_DENIED = re.compile(rf"{_DENIES}(?:US\b|(?<=\bthe )us\b|(?<=\bin )us\b)", re.IGNORECASE)


def places_in(text: str) -> frozenset[str]:
    """ISO 3166 codes of the countries named, those of a union one by one; empty when none is."""
    found = {code for _, _, code in _named(text)}
    return frozenset(found - {"EU"}) | (EU if "EU" in found else frozenset())


def places_said(text: str) -> tuple[str, ...]:
    """The words that name countries, folded, in their order: "germany" of "and to Germany?"."""
    return tuple(said for _, said, _ in _named(text))


_ORIGIN = re.compile(
    r"\b(?:from|(?:live|living|based|am|i['’]?m|we['’]?re|are) (?:\w+ )?in|outside)(?: of)?(?: the)?\s*$", re.IGNORECASE
)


def destinations(text: str) -> tuple[str, ...]:
    """As `places_said`, without where somebody is or orders from, if another place is named: "from Canada to Spain"."""
    folded = fold(text)
    bound = [said for at, said, _ in _named(text) if not _ORIGIN.search(folded[:at])]
    return tuple(bound) or places_said(text)


def places_denied(text: str) -> frozenset[str]:
    """Codes of those that it is not: "i'm not in the uk", "not germany, canada"; "EU" for the union."""
    found = {_names()[match["place"]] for match in _denied().finditer(fold(text))}
    return frozenset(found | ({"US"} if _US_DENIED.search(text) else set()))


def _named(text: str) -> list[tuple[int, str, str]]:
    """Where, the word folded, and its code; without those that are denied anywhere in the text.

    A city where no country is named: "Cordoba, Spain" is in no other.
    """
    denied, text = places_denied(text), _ELSEWHERE.sub(" ", text)
    found = [(match.start(), match.group(), _names()[match.group()]) for match in _pattern().finditer(fold(text))]
    found += [(match.start(), match.group().lower(), "US") for match in _US.finditer(text)]
    found = found or _cities_named(fold(text))
    return sorted(each for each in found if each[2] not in denied)


class PlaceWords:
    """Which countries a body of texts names in so many words, and which only as members of a union."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._said = {said for text in texts for said in places_said(text)}
        self._of_country = {places_in(said): said for said in sorted(self._said, key=len)}
        self._union = next((said for said in sorted(self._said) if places_in(said) >= EU), None)

    def put(self, query: str) -> str:
        """The query with names that the texts have: the union in place of a member that none names, the country in
        place of its city. What no text names says nothing to an encoder."""
        for said in places_said(query):
            about = places_in(f"in {said}")
            known = self._of_country.get(about) or (self._union if about < EU else None)
            if said not in self._said and known is not None:
                query = re.sub(rf"(?<![\w-]){re.escape(said)}(?![\w-])", known, fold(query))
        return query


@cache
def _names() -> dict[str, str]:
    known = {
        fold(name): code
        for language in _LANGUAGES
        for code, name in Locale(language).territories.items()
        if len(code) == 2 and code.isalpha()
    }
    return {name: code for name, code in {**known, **_ALSO}.items() if len(name) > 1 and name not in _OTHER_WORDS}


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{_longest_first()})(?![\w-])")


@cache
def _denied() -> re.Pattern[str]:
    return re.compile(rf"{_DENIES}(?P<place>{_longest_first()})(?![\w-])")


def _longest_first() -> str:
    return "|".join(map(re.escape, sorted(_names(), key=len, reverse=True)))


_PLACED = re.compile(
    r"\b(?:to|in|from|near|at|about)\s(?:the\s)?(?=(?P<words>[a-z][a-z.'-]*(?:\s[a-z][a-z.'-]*){0,3}))"
)
_BIG_CITIES = Path(__file__).with_name("cities.txt")


def _cities_named(folded: str) -> list[tuple[int, str, str]]:
    """ "To new york city please": the longest name behind a word of place."""
    found: list[tuple[int, str, str]] = []
    for match in _PLACED.finditer(folded):
        said = match["words"].split()
        names = (" ".join(said[:count]).rstrip(".'-") for count in range(len(said), 0, -1))
        if name := next((each for each in names if each in _cities()), None):
            found.append((match.start("words"), name, _cities()[name]))
    return found


@cache
def _cities() -> dict[str, str]:
    zones = get_global("zone_territories").items()
    of_zones = {zone.rpartition("/")[2].replace("_", " ").lower(): code for zone, code in zones if code != "001"}
    listed = (line.split(" ", 1) for line in _BIG_CITIES.read_text().splitlines() if not line.startswith("#"))
    big = {name: code for code, names in listed for name in names.split(", ")}
    named = {**of_zones, **big, **dict.fromkeys(_STATES, "US")}
    return {name: code for name, code in named.items() if name not in {*_NO_CITIES, *_names(), *_OTHER_WORDS}}
