"""Text messages as carriers count them: GSM-7 or UCS-2, in segments; and how a long text is split.

Sources: GSM 03.38 (the default alphabet and its extension table); Twilio's page on segments (160/153 and 70/67).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("^{}\\[~]|€\f")
"""Two units each."""
_PLAIN = str.maketrans(
    {
        "‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "‑": "-", "…": "...",
        "•": "-", "·": "-", "×": "x", "→": "->", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u200b": "", "\t": " ",
    }
)  # fmt: skip
_SENTENCE = re.compile(r".+?(?:[.!?:][\"')\]]*(?=\s)|\n+|\Z)\s*", re.DOTALL)
_WORD = re.compile(r"\S+\s*")

Fits = Callable[[str], bool]


class Alphabet(StrEnum):
    GSM_7 = "gsm-7"
    UCS_2 = "ucs-2"
    """One character outside of GSM-7 puts the whole message into this one."""


@dataclass(frozen=True, slots=True)
class Segments:
    alphabet: Alphabet
    units: int
    """Septets of GSM-7, or 16-bit units of UCS-2."""
    count: int
    """What is paid for."""


_ROOM = {Alphabet.GSM_7: (160, 153), Alphabet.UCS_2: (70, 67)}
"""Units of a message alone, and of one that is a segment of several."""


def plain(text: str) -> str:
    """Typographic quotes, dashes and spaces as GSM-7 has them: one of them would cost two segments for one."""
    return text.translate(_PLAIN)


def segments(text: str) -> Segments:
    """How many messages a carrier makes of it. No character is torn in two, so a segment may end a unit early."""
    is_gsm = all(char in _BASIC or char in _EXTENDED for char in text)
    alphabet = Alphabet.GSM_7 if is_gsm else Alphabet.UCS_2
    widths = [_width(char, alphabet) for char in text]
    alone, each = _ROOM[alphabet]
    units = sum(widths)
    if units <= alone:
        return Segments(alphabet, units, 1 if text else 0)
    count, room = 1, each
    for width in widths:
        if width > room:
            count, room = count + 1, each
        room -= width
    return Segments(alphabet, units, count)


def _width(char: str, alphabet: Alphabet) -> int:
    if alphabet is Alphabet.GSM_7:
        return 2 if char in _EXTENDED else 1
    return 2 if ord(char) > 0xFFFF else 1


def split(text: str, fits: Fits) -> list[str]:
    """The text in as few messages as fit: cut between sentences, else between words, else anywhere.

    `fits` must say yes to every single character. Joined with blanks the parts are the text again.
    """
    parts: list[str] = []
    held = ""
    for piece in _pieces(text.strip(), fits):
        if held and not fits((held + piece).rstrip()):
            parts.append(held.rstrip())
            held = ""
        held += piece
    return [*parts, held.rstrip()] if held.strip() else parts


def _pieces(text: str, fits: Fits) -> Iterator[str]:
    for sentence in _SENTENCE.findall(text):
        if fits(sentence.rstrip()):
            yield sentence
            continue
        for word in _WORD.findall(sentence):
            yield from [word] if fits(word.rstrip()) else word
