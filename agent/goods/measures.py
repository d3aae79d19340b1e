"""Measures of the body in a message, in centimetres as charts have them: "34 waist", "my chest is 92 cm", "34/32"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_CM_PER_INCH = 2.54
_INCHES = range(18, 61)
"""So many a waist or a chest has; a bare number of more may be anything."""
_WHAT = r"chest|bust|waist|hips?"
_UNIT = r"(?:\s?-?\s?(?P<{}>cm|centimet\w+|inch(?:es)?|in\b(?! (?!the waist|waist))|[\"”″]|''))?"
_COUNT = r"\b(?<![$€£.,])(?P<{}>\d{{2,3}}(?:\.\d)?)(?![\d%$€£])"
_MEASURE = re.compile(
    rf"\b(?P<what>{_WHAT}|foot length|feet|foot)\b(?: (?:is|are|of|size|measures|about|around|roughly|a))*[\s:=]{{1,2}}"
    rf"{_COUNT.format('count')}{_UNIT.format('unit')}"
    rf"|{_COUNT.format('number')}{_UNIT.format('of_unit')}(?: \w+)? ?(?P<of>{_WHAT}|foot|feet)\b(?! (?:bags?|packs?))"
    r"|\b(?P<pair>(?:2[4-9]|3\d|4[0-8]))\s?[x/]\s?(?:2[6-9]|3[0-8])\b",
    re.IGNORECASE,
)
_WHOSE = r"(?:\b(?:my|his|her|their|with|for|i have|i wear|i['’]?m|has|and|an?)\s+)*"
_OF_MEASURES = re.compile(rf"{_WHOSE}(?:{_MEASURE.pattern})", re.IGNORECASE)
_CALLED = {"bust": "chest", "hips": "hip", "foot": "foot length", "feet": "foot length"}


@dataclass(frozen=True, slots=True)
class Measure:
    what: str
    """In a chart's words: chest, waist, hip, foot length."""
    count: str
    """As it was said."""
    unit: str
    cm: float


def measures_said(text: str) -> list[Measure]:
    """Each once. A bare number is inches as long as it may be; of feet nothing is guessed."""
    said: dict[str, Measure] = {}
    for found in _MEASURE.finditer(text):
        what = (found["what"] or found["of"] or "waist").casefold()
        what, count = _CALLED.get(what, what), found["count"] or found["number"] or found["pair"]
        unit = (found["unit"] or found["of_unit"] or "").casefold()
        if not unit and (what == "foot length" or int(float(count)) not in _INCHES):
            continue
        is_metric = unit.startswith("c")
        cm = float(count) if is_metric else round(float(count) * _CM_PER_INCH)
        said.setdefault(what, Measure(what, count, "cm" if is_metric else "inches", cm))
    return list(said.values())


_OF_THE_WHOLE = re.compile(
    r"\b[4-7] ?(?:ft|foot|feet|['’′])(?! ?(?:long|wide))(?: ?\d{1,2}\b)?|\b1[.,][4-9]\d? ?m\b|\b(?:1[4-9]|20)\d ?cm\b"
    r"|\b\d{2,3} ?(?:lbs?|pounds|kg|kilos?)\b|\b\d{1,2} stone\b|\bi weigh \d",
    re.IGNORECASE,
)


def of_height_or_weight(text: str) -> bool:
    """ "I'm 6 ft 1, about 180 lbs": no chart goes by these."""
    return _OF_THE_WHOLE.search(besides_measures(text)) is not None


def besides_measures(text: str) -> str:
    """The rest of the words, as far as they are of goods."""
    return _OF_MEASURES.sub(" ", text) if measures_said(text) else text


_IN_CM = re.compile(r"\b(?P<low>\d+(?:\.\d)?)(?:\s?[-–]\s?(?P<high>\d+(?:\.\d)?))? cm\b")
_SPEAKS_OF_INCHES = re.compile(r"\binch(?:es)?\b|\d\s?[\"”″]", re.IGNORECASE)


def said_in_inches(text: str) -> bool:
    """ "32 inches", and a bare 32, where a chart has centimetres."""
    measures = measures_said(text)
    is_said = any(each.unit == "inches" for each in measures) and not any(each.unit == "cm" for each in measures)
    return is_said or _SPEAKS_OF_INCHES.search(text) is not None


def with_inches(chart: str) -> str:
    """ "Waist 78-84 cm (30.5-33 inches)" of "waist 78-84 cm", to the half inch."""
    return _IN_CM.sub(lambda found: f"{found[0]} ({_inches(found['low'])}{_to(found['high'])} inches)", chart)


def _to(high: str | None) -> str:
    return f"-{_inches(high)}" if high else ""


def _inches(cm: str) -> str:
    return f"{round(float(cm) / _CM_PER_INCH * 2) / 2:g}"


def of_feet(measures: Sequence[Measure]) -> bool:
    return any(each.what == "foot length" for each in measures)
