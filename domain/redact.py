"""Takes personal values out of text that leaves the shop: for traces and reports, never for what a customer reads.

Two nets: values that are known of the people concerned, and patterns of values that nobody told us of. Every pattern is
bounded, so cost grows linearly. Too much taken out is a nuisance, too little a breach: in doubt it goes.
A name or a street that is nowhere known and not announced ("my name is ...") stays.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

_DIGITS_IN_WORDS = "oh|zero|one|two|three|four|five|six|seven|eight|nine"
_DATE = re.compile(r"(?:19|20)\d\d-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./](?:19|20)?\d\d")
_STREET_WORD = (
    r"(?:street|st|road|rd|avenue|ave|lane|ln|court|ct|drive|dr|way|boulevard|blvd|place|pl|terrace|square|close|"
    r"crescent|parkway|pkwy|circle|highway|hwy|trail|mews|grove|hill)"
)
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("email", re.compile(r"[\w.%+-]{1,64}(?:@|\s?[\[(]at[\])]\s?)[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")),
    ("token", re.compile(r"(?<![\w-])(?=[A-Za-z_-]{0,40}\d)[A-Za-z0-9_-]{20,512}(?![\w-])")),
    (
        "street",
        re.compile(
            rf"(?<![\w-])(?:\d{{1,6}}[a-z]?\s+(?:[\w.'-]{{1,30}}\s+){{0,4}}?{_STREET_WORD}\b\.?"
            r"|[a-zà-ÿß.-]{2,40}(?:stra(?:ß|ss)e|str\.|weg|platz|allee|gasse)\s+\d{1,4}[a-z]?"
            r"|\d{1,4},?\s+(?:rue|avenue|calle|plaza|place)\s+[a-zà-ÿ.'-]{2,40}(?:\s+[a-zà-ÿ.'-]{2,40}){0,3})",
            re.IGNORECASE,
        ),
    ),
    ("number", re.compile(r"(?<![\w.,-])\+?\(?\d(?:[ ().\-/]{0,2}\d){6,18}(?![\w])")),
    ("reference", re.compile(r"(?<![\w-])(?=(?:[A-Za-z-]{0,12}\d){4})[A-Za-z0-9-]{6,40}(?![\w-])")),
    ("number", re.compile(r"(?<![\w.,])\d{5,18}(?![\w])")),
    ("digits", re.compile(r"(?:(?<=ending in )|(?<=ending )|(?<=[•*]))\d{4}\b", re.IGNORECASE)),
    (
        "postcode",
        re.compile(r"(?<![\w-])(?:[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}|[A-Z]\d[A-Z]\s?\d[A-Z]\d|\d{4}\s[A-Z]{2})(?![\w-])"),
    ),
    (
        "name",
        re.compile(
            r"(?:(?i:(?<=name is )|(?<=name's )|(?<=name: )|(?<=i am called )|(?<=heiße )|(?<=appelle )|(?<=llamo )))"
            r"[\w'-]{2,30}(?:\s[A-ZÀ-Þ][\w'-]{1,30}){0,2}"
        ),
    ),
)


_SECRETS = (
    re.compile(r"(?<![\w.,-])\d(?:[ .-]?\d){12,18}(?![\w])"),  # a card
    re.compile(r"(?<![\w@.,$€£-])\d(?:[ .-]?\d){5}(?![\w@-]|[.,]\d)"),  # a code by mail or text
    re.compile(rf"\b(?:(?:{_DIGITS_IN_WORDS})[\s,-]+){{5}}(?:{_DIGITS_IN_WORDS})\b", re.IGNORECASE),
    re.compile(r"(?<![\w-])(?=[A-Z0-9-]{0,40}\d)(?:[A-Z0-9]{4}-){2,7}[A-Z0-9]{4}(?![\w-])"),  # of a gift card
    re.compile(
        r"(?i:(?<=password is )|(?<=password: )|(?<=passwort ist )|(?<=passwort: )|(?<=mot de passe est )"
        r"|(?<=contraseña es )|(?<=pin is )|(?<=pin: )|(?<=cvv is )|(?<=cvv: )|(?<=cvc: )|(?<=cvv ))\S{3,64}"
    ),
)


def without_secrets(text: str) -> str:
    """Without what lets somebody in or pay: codes, passwords, card numbers. Names and order numbers stay."""
    for pattern in _SECRETS:
        text = pattern.sub("[removed]", text)
    return text


class Redactor:
    """Of one trace: the same value is the same placeholder wherever it occurs in it ("[email 1]")."""

    def __init__(self, known: Iterable[tuple[str, str]] = ()) -> None:
        """`known`: kind and value, of the people whom the text is about."""
        self._kinds = {_plain(value): kind for kind, value in known if len(value.strip()) > 1}
        self._known = _any_of(self._kinds)
        self._numbers: dict[tuple[str, str], int] = {}

    def text(self, text: str) -> str:
        if self._known is not None:
            text = self._known.sub(lambda found: self._instead(self._kinds[_plain(found[0])], found[0]), text)
        for kind, pattern in _PATTERNS:
            text = pattern.sub(lambda found, kind=kind: self._unless_date(kind, found[0]), text)
        return text

    def tree(self, value: Any) -> Any:
        """The same of every text in a JSON-like value; its keys are ours and stay."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Mapping):
            return {key: self.tree(each) for key, each in value.items()}
        if isinstance(value, Sequence):
            return [self.tree(each) for each in value]
        return value if value is None or isinstance(value, bool | int | float) else self.text(str(value))

    def _unless_date(self, kind: str, value: str) -> str:
        return value if _DATE.fullmatch(value) else self._instead(kind, value)

    def _instead(self, kind: str, value: str) -> str:
        same_kind = sum(known == kind for known, _ in self._numbers)
        number = self._numbers.setdefault((kind, _plain(value)), same_kind + 1)
        return f"[{kind} {number}]"


def _plain(value: str) -> str:
    return " ".join(value.split()).casefold()


def _any_of(values: Iterable[str]) -> re.Pattern[str] | None:
    """The longest first, so that a whole name goes before its parts; spaces are any white space."""
    longest = sorted(values, key=len, reverse=True)
    if not longest:
        return None
    written = "|".join(r"\s+".join(re.escape(word) for word in value.split()) for value in longest)
    return re.compile(rf"(?<!\w)(?:{written})(?!\w)", re.IGNORECASE)
