"""How many: "two of them", "3x", "a pair of", "both", "make it two"."""

import re

from agent.entities.found import Found
from agent.entities.lexicon import Lexicon
from agent.entities.numerals import COUNT, number
from agent.entities.reading import Reading, overlaps
from agent.entities.words import words

_N = rf"(?<![\w.,$€£/-])(?P<n>{COUNT})(?![\w%])"
_TIMES = re.compile(r"(?<![\w.,$€£/-])(?P<n>\d{1,3})\s?[x×](?![\w×])|(?<![\w×])[x×]\s?(?P<n2>\d{1,3})(?![\w.])")
_COUNTED = re.compile(
    rf"{_N}(?<!\bone)\s(?:more\s)?(?:(?:of (?:them|these|those|it|the|each|my))|pieces?|pcs|items?|units?|pairs?|"
    r"copies|products?|articles?|things?)\b"
)
_ONE_OF = re.compile(r"(?<!which )(?<!every )\b(?P<n>one) of (?:them|these|those|each)(?=\s?(?:$|[.,;!?]|please\b))")
_NAMED = re.compile(rf"\b(?:quantity|qty|amount|number of items)(?: is| of| to|:)?\s{{0,2}}{_N}")
_MADE = re.compile(
    rf"\b(?:make it|make that|actually|just|only|i want|i need|i'll take|give me|send me|"
    rf"order)\s{_N}(?=\s?(?:$|[.,;!?]|please\b|pls\b|instead\b|not\b|in (?!total|all|one)[a-z]+\b))"
)
_PAIR = re.compile(r"\b(?:a|one) pair of\b")
_BOTH = re.compile(r"\bboth\b")
_ALONE = re.compile(
    rf"\s*(?:(?:just|only|ok|okay|yes|maybe|make it|please)[\s,]{{1,2}}){{0,2}}{_N}\s?(?:please|pls|"
    rf"thanks|instead)?[\s.!]*"
)
_COUNT = re.compile(_N)
_NOT_COUNTED_BEFORE = re.compile(
    r"(?:\b(?:size|no|number|option|sz|the|waist|under|over|than|which|this|that)\.?|#)\s?$"
)


def find_quantities(reading: Reading, lexicon: Lexicon) -> tuple[Found[int], ...]:
    found: list[Found[int]] = []

    def keep(item: Found[int]) -> None:
        if item.value > 0 and not overlaps(item, found):
            found.append(item)

    free = reading.free
    for match in _PAIR.finditer(free):
        keep(reading.matched(1, match))
    for match in _TIMES.finditer(free):
        keep(reading.matched(int(match["n"] or match["n2"]), match))
    for pattern in (_COUNTED, _ONE_OF, _NAMED, _MADE):
        for match in pattern.finditer(free):
            keep(reading.matched(int(number(match["n"])), match, "n"))
    for match in _BOTH.finditer(free):
        keep(reading.matched(2, match))
    if alone := _ALONE.fullmatch(free):
        keep(reading.matched(int(number(alone["n"])), alone, "n"))
    for match in _COUNT.finditer(free):
        if _counts_garments(match, reading, lexicon):
            keep(reading.matched(int(number(match["n"])), match, "n"))
    return tuple(sorted(found, key=lambda item: item.start))


def _counts_garments(match: re.Match[str], reading: Reading, lexicon: Lexicon) -> bool:
    """ "3 blue linen shirts": catalogue words lead from the number to a garment."""
    if _NOT_COUNTED_BEFORE.search(reading.folded, max(0, match.start() - 10), match.start()):
        return False
    for word in words(reading.folded[match.end() : match.end() + 45])[:4]:
        phrase = (word.stem,)
        if phrase in lexicon.categories or word.stem in ("shirt", "sock", "dress", "bag"):
            return True
        if phrase not in lexicon.colours and phrase not in lexicon.materials and word.text not in _BETWEEN:
            return False
    return False


_BETWEEN = frozenset(
    ["t", "small", "medium", "large", "organic", "recycled", "more", "different", "new", "s", "m", "l", "xs", "xl"]
)
