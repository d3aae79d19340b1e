"""Numbers in digits and in words, in the four languages."""

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from typing import Any

SPACE = "[ \u00a0]"
GROUPED = r"\d{1,3}(?:[.,'\u00a0]\d{3})+(?:[.,]\d{1,2})?(?!\d)"
DIGITS = rf"(?:{GROUPED}|\d+(?:[.,]\d+)?)"
MONEY_DIGITS = rf"(?:{GROUPED}|\d{{1,3}}(?: \d{{3}})+(?:,\d{{1,2}})?(?!\d)|\d+(?:[.,]\d+)?)"

_EN = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_DE = (
    "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn "
    "siebzehn achtzehn neunzehn"
)
_FR = (
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept "
    "dix-huit dix-neuf"
)
_ES = (
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete "
    "dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete "
    "veintiocho veintinueve"
)
_EN_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_DE_TENS = "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig"
_FR_TENS = "vingt trente quarante cinquante soixante soixante quatre-vingt quatre-vingt"
_ES_TENS = "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa"
_AND = " and "
_ONE = {
    "en": ("one",),
    "de": ("ein", "eine", "einen", "einem", "einer", "eines"),
    "fr": ("un", "une"),
    "es": ("un", "una"),
}


def parse(text: str) -> tuple[Decimal, ...]:
    """The values that digits can mean: "1,299.00" -> 1299, "29,99" -> 29.99, "1.299" -> 1299 or 1.299."""
    compact = re.sub(r"[ '\u00a0]", "", text)
    marks = [mark for mark in compact if mark in ".,"]
    if not marks:
        return (Decimal(compact),)
    head, tail = compact.rsplit(marks[-1], 1)
    if len(set(marks)) == 1 and len(marks) > 1:
        return (Decimal(re.sub(r"[.,]", "", compact)),)
    as_decimal = Decimal(re.sub(r"[.,]", "", head) + "." + tail)
    if len(marks) == 1 and len(tail) == 3 and head != "0" and len(head) <= 3:
        return (Decimal(head + tail), as_decimal)
    return (as_decimal,)


@cache
def words(language: str) -> dict[str, int]:
    """Number words of a language from one to 999 thousand as far as shops write them out."""
    build = {"en": _english, "de": _german, "fr": _french, "es": _spanish}[language]
    return {**build(), **dict.fromkeys(_ONE[language], 1)}


@cache
def word_pattern(languages: tuple[str, ...]) -> str:
    """A regular expression for any of the number words, longest first.

    Hundreds and what follows their "and" are two patterns in a row: with all 1,710 of them spelled out, each of the
    patterns that contain this took 40-80 ms to compile, at the first turn; so it is 11.
    """
    known = {word for language in languages for word in words(language)}
    compound = [word.split(_AND) for word in known if _AND in word]
    heads, tails = ({parts[at] for parts in compound} for at in (0, -1))
    plain = one_of(word for word in known if _AND not in word)
    hundreds = f"{one_of(heads)}{_AND}{one_of(tails)}|" if compound else ""
    return rf"(?:{hundreds}{plain})(?!\w)"


def one_of(known: Iterable[str]) -> str:
    """A regular expression for any of these strings, longest first, as a prefix tree.

    A thousand plain alternatives cost 2 ms a sentence; the tree costs a step a letter.
    """
    tree: dict[str, Any] = {}
    # In one order, so that the same pattern is made in each process.
    for word in sorted(known):
        node = tree
        for character in word:
            node = node.setdefault(character, {})
        node[""] = {}
    return _branch(tree)


def _branch(node: dict[str, Any]) -> str:
    ends = "" in node
    parts = [re.escape(character) + _branch(below) for character, below in node.items() if character]
    if not parts:
        return ""
    body = parts[0] if len(parts) == 1 and not ends else f"(?:{'|'.join(parts)})"
    return f"{body}?" if ends else body


def value_of(text: str, languages: tuple[str, ...]) -> tuple[Decimal, ...]:
    """Digits or a number word, as the two patterns match them."""
    if text[0].isdigit():
        return parse(text)
    found = (words(language).get(text) for language in languages)
    return tuple({Decimal(value): None for value in found if value is not None})


def _english() -> dict[str, int]:
    table = {word: value for value, word in enumerate(_EN.split())}
    for tens, word in enumerate(_EN_TENS.split(), start=2):
        table[word] = tens * 10
        for one, small in enumerate(_EN.split()[1:10], start=1):
            table[f"{word}-{small}"] = table[f"{word} {small}"] = tens * 10 + one
    below = dict(table)
    for count, small in enumerate(_EN.split()[1:10], start=1):
        for head in (f"{small} hundred", "a hundred") if count == 1 else (f"{small} hundred",):
            table[head] = count * 100
            table |= {f"{head} and {rest}": count * 100 + value for rest, value in below.items() if value}
        table[f"{small} thousand"] = count * 1000
    return {**table, "a thousand": 1000, "a dozen": 12, "half a dozen": 6, "two dozen": 24}


def _german() -> dict[str, int]:
    table = {word: value for value, word in enumerate(_DE.split())}
    ones = ["ein", *_DE.split()[2:10]]
    for tens, word in enumerate(_DE_TENS.split(), start=2):
        table[word] = tens * 10
        table |= {f"{small}und{word}": tens * 10 + one for one, small in enumerate(ones, start=1)}
    for count, small in enumerate(ones, start=1):
        table[f"{small}hundert"] = count * 100
        table[f"{small}tausend"] = count * 1000
    return {**table, "hundert": 100, "tausend": 1000}


def _french() -> dict[str, int]:
    small = _FR.split()
    table = {word: value for value, word in enumerate(small)}
    for tens, word in enumerate(_FR_TENS.split(), start=2):
        span = 20 if tens in (6, 8) else 10
        if tens in (7, 9):
            continue
        table[word + ("s" if tens == 8 else "")] = tens * 10
        for one in range(1, span):
            link = " et " if one in (1, 11) and tens != 8 else "-"
            table[f"{word}{link}{small[one]}"] = table[f"{word}-{small[one]}"] = tens * 10 + one
    return {**table, "cent": 100, "mille": 1000} | {f"{small[n]} cents": n * 100 for n in range(2, 10)}


def _spanish() -> dict[str, int]:
    small = _ES.split()
    table = {word: value for value, word in enumerate(small)}
    for tens, word in enumerate(_ES_TENS.split(), start=2):
        table[word] = tens * 10
        if tens > 2:
            table |= {f"{word} y {small[one]}": tens * 10 + one for one in range(1, 10)}
    hundreds = ["cien", "doscientos", "trescientos", "cuatrocientos", "quinientos"]
    return {**table, "mil": 1000} | {word: (n + 1) * 100 for n, word in enumerate(hundreds)}
