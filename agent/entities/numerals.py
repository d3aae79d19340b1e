"""Numbers in words and in digits: "fifty", "twenty five", "1,299.00", "29,99"."""

import re
from decimal import Decimal

_SMALL = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_TENS = {
    word: value * 10
    for value, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
_SCALES = {"hundred": 100, "thousand": 1000}
_WORD = "|".join(sorted([*_SMALL, *_TENS, *_SCALES], key=len, reverse=True))

WORDS = rf"(?:(?:a\s)?(?:{_WORD})(?:[\s-](?:and\s)?(?:{_WORD})){{0,7}})"
"""Regular expression for a number in English words."""

DIGITS = r"(?:\d{1,3}(?:[.,' ]\d{3})+(?:[.,]\d{1,2})?|\d{1,7}(?:[.,]\d{1,2})?)(?!\d)(?:\s?k\b)?"
"""Regular expression for a number with either reading of comma and point, or "1.5k"."""

COUNT = rf"(?:\d{{1,3}}|{'|'.join(w for w in [*_SMALL, *_TENS] if w != 'zero')})"
"""Regular expression for a whole number small enough to count things with."""


def from_words(text: str) -> int:
    """ "a hundred and twenty" -> 120. The text must match WORDS."""
    total = current = 0
    for word in re.findall(_WORD, text):
        if word in _SCALES:
            current = max(current, 1) * _SCALES[word]
            if word == "thousand":
                total, current = total + current, 0
        else:
            current += _SMALL.get(word, 0) + _TENS.get(word, 0)
    return total + current


def from_digits(text: str) -> Decimal:
    """ "1,299.00", "1.299,00", "29,99" and "1.5k". Three digits behind the only mark are thousands."""
    text = text.strip()
    if text.endswith("k"):
        return from_digits(text[:-1]) * 1000
    text = re.sub(r"[' ]", "", text)
    decimals = re.search(r"[.,](\d{1,2})$", text)
    whole = re.sub(r"\D", "", text[: decimals.start()] if decimals else text)
    return Decimal(f"{whole}.{decimals[1]}" if decimals else whole)


def number(text: str) -> Decimal:
    """A number in words or digits, as matched by WORDS, DIGITS or COUNT."""
    return from_digits(text) if text[0].isdigit() else Decimal(from_words(text))
