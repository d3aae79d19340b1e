"""The message as the extractors read it: folded character by character, so that places stay true."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from agent.entities.found import Found

Value = TypeVar("Value")

MAX_CHARS = 4000
"""Longer messages are read up to here: every extractor then has a bounded cost."""

TAKEN = "\x1f"
"""Stands where an earlier extractor claimed the text; neither a word character nor a space."""

_DASHES = "‐‑‒–—―−﹣－"
_SINGLE_QUOTES = "’‘ʼ´`＇"
_SPACES = "\u00a0\u2007\u2009\u202f\u3000\t"
_DIGIT = re.compile(r"\d")
_FOLD = str.maketrans(
    {
        **dict.fromkeys(_DASHES, "-"),
        **dict.fromkeys(_SINGLE_QUOTES, "'"),
        **dict.fromkeys(_SPACES, " "),
        **dict.fromkeys("“”„«»", '"'),
        **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
        "＃": "#",
        "＠": "@",
        TAKEN: " ",
    }
)


@dataclass(frozen=True, slots=True)
class Reading:
    original: str
    cased: str
    """Typographic variants folded, letters as typed; same length as `original`."""
    folded: str
    """`cased` in lower case; same length."""
    free: str
    """`folded` with claimed stretches replaced by TAKEN; same length."""

    @classmethod
    def of(cls, text: str) -> "Reading":
        original = text[:MAX_CHARS]
        cased = original.translate(_FOLD)
        folded = lower_in_place(cased)
        return cls(original=original, cased=cased, folded=folded, free=folded)

    def without(self, found: Iterable[Found[Any]]) -> "Reading":
        free = self.free
        for item in found:
            free = free[: item.start] + TAKEN * (item.end - item.start) + free[item.end :]
        return Reading(self.original, self.cased, self.folded, free)

    def found(self, value: Value, start: int, end: int) -> Found[Value]:
        return Found(value, start, end, self.original[start:end])

    def matched(self, value: Value, match: re.Match[str], group: int | str = 0) -> Found[Value]:
        return self.found(value, match.start(group), match.end(group))

    @property
    def has_digits(self) -> bool:
        return _DIGIT.search(self.free) is not None


def lower_in_place(text: str) -> str:
    """Lower case that never changes the length (U+0130 would become two characters)."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := character.lower()) == 1 else character for character in text)


def overlaps(item: Found[Any], others: Iterable[Found[Any]]) -> bool:
    return any(item.start < other.end and other.start < item.end for other in others)
