"""A checkable statement inside a text: what kind it is and what it says, spelling aside.

Sentences and evidence are read by the same rules, so an unusual spelling means the same on both sides.
"""

import re
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "amount",
    "percentage",
    "date",
    "month",
    "weekday",
    "relative_day",
    "time",
    "duration",
    "number",
    "identifier",
    "code",
    "link",
    "email",
    "phone",
    "product",
    "offer",
    "promise",
]

LANGUAGES = ("en", "de", "fr", "es")

_DIGIT = re.compile(r"\d")

MASK = "\x1f"
"""Stands where an earlier rule has read the text; neither a word character nor a space."""

_FOLD = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—―−﹣－", "-"),
        **dict.fromkeys("’‘ʼ´`＇", "'"),
        **dict.fromkeys("“”„«»", '"'),
        **dict.fromkeys("\u2007\u2009\u202f\u3000", "\u00a0"),
        **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
        "\t": " ",
        MASK: " ",
    }
)


@dataclass(frozen=True, slots=True)
class Mention:
    """`readings` are the values it can mean; one of them in the evidence is enough.

    `about` says more where the kind needs it: the counted noun of a number, before or after for a
    duration.
    """

    kind: Kind
    readings: tuple[Hashable, ...]
    start: int
    end: int
    text: str
    about: str = ""


@dataclass(slots=True)
class Reading:
    """A text while rules read it: folded, in lower case, and with what was read masked; places stay true."""

    original: str
    cased: str
    free: str

    @classmethod
    def of(cls, text: str) -> "Reading":
        cased = text.translate(_FOLD)
        return cls(text, cased, _lower(cased))

    def take(self, kind: Kind, readings: tuple[Hashable, ...], span: tuple[int, int], about: str = "") -> Mention:
        """The mention at `span`, masked for the rules that follow."""
        start, end = span
        self.hide(start, end)
        return Mention(kind, readings, start, end, self.original[start:end], about)

    @property
    def has_digits(self) -> bool:
        return _DIGIT.search(self.free) is not None

    def hide(self, start: int, end: int) -> None:
        self.free = self.free[:start] + MASK * (end - start) + self.free[end:]


def _lower(text: str) -> str:
    """Lower case of the same length: the few letters that would grow stay as they are."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)


def base_language(locale: str) -> str:
    """ "de-AT" -> "de"; a language without rules of its own is read as English."""
    language = locale.replace("_", "-").split("-", 1)[0].lower()
    return language if language in LANGUAGES else "en"
