"""Which countries a text is about, so that the price for one is never given to who asked about another.

Names in four languages from Unicode's CLDR (through babel); a union stands for its members.
"""

import re
from collections.abc import Iterable
from functools import cache

from babel import Locale

from tools.words import fold

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
_OTHER_WORDS = frozenset(["chad", "georgia", "guinea", "jersey", "jordan", "mali", "niger", "togo"])
"""Garments, states of the US and given names before they are countries."""
_US = re.compile(r"\bUS\b|\b(?:the|in|within|inside) us\b")
_ELSEWHERE = re.compile(r"\b(?:outside|except|other than|not in|leaving)\b[^.?!]*", re.IGNORECASE)


def places_in(text: str) -> frozenset[str]:
    """ISO 3166 codes of the countries named, those of a union one by one; empty when none is."""
    text = _ELSEWHERE.sub(" ", text)
    found = {_names()[match.group()] for match in _pattern().finditer(fold(text))}
    if _US.search(text):
        found.add("US")
    return frozenset(found - {"EU"}) | (EU if "EU" in found else frozenset())


def places_said(text: str) -> tuple[str, ...]:
    """The words that name countries, folded, in their order: "germany" of "and to Germany?"."""
    text = _ELSEWHERE.sub(" ", text)
    found = [(match.start(), match.group()) for match in _pattern().finditer(fold(text))]
    found += [(match.start(), match.group().lower()) for match in _US.finditer(text)]
    return tuple(said for _, said in sorted(found))


class PlaceWords:
    """Which countries a body of texts names in so many words, and which only as members of a union."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._said = {said for text in texts for said in places_said(text)}
        self._union = next((said for said in sorted(self._said) if places_in(said) >= EU), None)

    def put(self, query: str) -> str:
        """The query with the union in place of a member that no text names: its name says nothing to an encoder."""
        if self._union is None:
            return query
        for said in places_said(query):
            if said not in self._said and places_in(said) < EU:
                query = re.sub(rf"(?<![\w-]){re.escape(said)}(?![\w-])", self._union, fold(query))
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
    longest_first = sorted(_names(), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w-])")
