"""How a word sounds, as a key: what people type by ear ("kiero", "yega", "rükerstatung", "jarive") has the same one.

Rough on purpose. Only words that nobody knows are looked up by it, and short ones not at all.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from agent.glossing.forms import folded

SHORTEST = 4
"""Letters below which everything sounds like something."""

_Rules = Sequence[tuple[re.Pattern[str], str]]


def _rules(*pairs: tuple[str, str]) -> _Rules:
    return [(re.compile(pattern), becomes) for pattern, becomes in pairs]


_SOUNDS: dict[str, _Rules] = {
    "es": _rules(
        (r"h(?!$)(?<!ch)", ""), (r"v", "b"), (r"ll", "y"), (r"qu(?=[ei])|q", "k"), (r"c(?=[ei])|z|x(?=[^aeiou])", "s"),
        (r"gu(?=[ei])", "g"), (r"g(?=[ei])", "j"), (r"c(?!h)", "k"), (r"w", "gu"), (r"n(?=[pb])", "m"),
        (r"sh", "ch"), (r"i$", "y"), (r"(.)\1+", r"\1"),
    ),
    "fr": _rules(
        (r"(.)\1+", r"\1"), (r"ph", "f"), (r"ch", "8"), (r"e?ment$", "m3"), (r"(?:er|ez|et|ai|ais|ait|aient)$", "9"),
        (r"eaux?|aux?", "o"), (r"(?:ent|es?|[tdp]?s|[txdpz])$", ""), (r"ai|ei", "e"), (r"qu|q|ck|c(?![eiyh])", "k"),
        (r"c(?=[eiy])|sc(?=[ei])", "s"), (r"ge(?=[ao])|g(?=[eiy])", "j"), (r"gu(?=[ei])", "g"),
        (r"(?:ain|ein|im|in|ym|yn)(?![aeiouy9])", "1"), (r"(?:an|am|en|em)(?![aeiouy9])", "2"), (r"om(?=[pb])", "on"),
        (r"h", ""), (r"y", "i"), (r"z", "s"), (r"o?eu|ou", "u"), (r"e(?=[^aeiou]+[aeiou9])(?<=[^aeiou12]e)", ""),
        (r"(.)\1+", r"\1"),
    ),
    "de": _rules(
        (r"(?<=[aou])e(?=[^aeiou])", ""), (r"ph|v", "f"), (r"th|dt", "t"), (r"ck|c(?!h)|q", "k"), (r"tz|z", "s"),
        (r"ieh|ie|ih|y", "i"), (r"(?<=[aeiou])h(?=[^aeiou]|$)", ""), (r"ai|ey|ay", "ei"), (r"x|chs", "ks"),
        (r"d$", "t"), (r"b$", "p"), (r"g$", "k"), (r"(.)\1+", r"\1"), (r"e(?=[lnr]s?$)", ""),
    ),
}  # fmt: skip
_CLOSED_E = re.compile(r"(?:é|ée|és|ées)$")
"""Folding would take it for the silent one."""


@lru_cache(maxsize=8192)
def sound(word: str, language: str) -> str:
    """The key of one word; empty where it is too short to tell."""
    key = folded(word)
    if len(key) < SHORTEST:
        return ""
    if language == "fr" and (ending := _CLOSED_E.search(word.casefold())):
        key = f"{key[: -len(ending[0])]}9"
    for pattern, becomes in _SOUNDS.get(language, ()):
        key = pattern.sub(becomes, key)
    return key if len(key) >= SHORTEST - 1 else ""
