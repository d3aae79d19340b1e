"""Categories, colours and materials: phrases of the lexicon, longest first, with a slip forgiven."""

import re
from typing import NamedTuple

from agent.entities.found import Colour, Found
from agent.entities.lexicon import Lexicon
from agent.entities.reading import Reading
from agent.entities.vocabulary import AMBIGUOUS_MATERIALS, NOT_A_CATEGORY
from agent.entities.words import Word, words

_NOT_A_COLOUR_AFTER = re.compile(
    r"[\s-]{1,2}(?:friday|monday|cross|card|member(?:s|ship)?|status|tier|standard|energy|washing|"
    r"label|list|flag|"
    r"screen|market|house|book|carpet|juice|hat offer)\b"
)
_OF_A_DEGREE = re.compile(r"\bhow $")
""" "How green is it": asked of it, and no choice among its colours."""
_OF_NATURE = re.compile(
    r"\bas in\b|\b(?:environment\w*|planet|climate|eco|ecological\w*|sustainab\w*|greenwash\w*|micro-?plastics?)\b"
)
_GARMENT_BEFORE = re.compile(
    r"(?:\b(?:a|an|the|this|that|my|your|any|some|crop|tank|yoga|swim|boxer|ankle|with|and|black|"
    r"white)\s|\w+s\s)$"
)
_OUT_OF = re.compile(r"\b(?:in|of|from|made|pure|soft|100%|real|organic|recycled)\s$")


class Attributes(NamedTuple):
    categories: tuple[Found[str], ...]
    colours: tuple[Found[Colour], ...]
    materials: tuple[Found[str], ...]


def find_attributes(reading: Reading, lexicon: Lexicon) -> Attributes:
    said = words(reading.free)
    known = [lexicon.speller.correct(word.stem) or word.stem for word in said]
    categories: list[Found[str]] = []
    colours: list[Found[Colour]] = []
    materials: list[Found[str]] = []
    index = 0
    while index < len(said):
        length = _longest(lexicon, known, index)
        if length == 0:
            index += 1
            continue
        phrase, span = tuple(known[index : index + length]), said[index : index + length]
        if phrase in lexicon.colours and _is_colour(reading, span):
            colours.append(reading.found(lexicon.colours[phrase], span[0].start, span[-1].end))
        if phrase in lexicon.materials and _is_material(reading, lexicon, span):
            materials.append(reading.found(lexicon.materials[phrase], span[0].start, span[-1].end))
        if phrase in lexicon.categories and _is_category(
            reading, span, follows_attribute=_touches(span, [*colours, *materials])
        ):
            categories.append(reading.found(lexicon.categories[phrase], span[0].start, span[-1].end))
        index += length
    return Attributes(tuple(categories), tuple(colours), tuple(materials))


def _longest(lexicon: Lexicon, known: list[str], index: int) -> int:
    for length in range(min(lexicon.longest_phrase, len(known) - index), 0, -1):
        phrase = tuple(known[index : index + length])
        if phrase in lexicon.categories or phrase in lexicon.colours or phrase in lexicon.materials:
            return length
    return 0


def _is_colour(reading: Reading, span: list[Word]) -> bool:
    if _OF_A_DEGREE.search(reading.folded, max(0, span[0].start - 12), span[0].start):
        return False
    if span[0].text == "green" and len(span) == 1 and _OF_NATURE.search(reading.folded):
        return False
    return _NOT_A_COLOUR_AFTER.match(reading.folded, span[-1].end) is None


def _is_material(reading: Reading, lexicon: Lexicon, span: list[Word]) -> bool:
    if len(span) > 1 or span[0].stem not in AMBIGUOUS_MATERIALS:
        return True
    if _OUT_OF.search(reading.folded, max(0, span[0].start - 12), span[0].start):
        return True
    following = words(reading.folded[span[-1].end : span[-1].end + 20])[:1]
    return bool(following) and (following[0].stem,) in lexicon.categories


def _is_category(reading: Reading, span: list[Word], *, follows_attribute: bool) -> bool:
    """ "shorts" and "a top" are garments, "short" and "on top" are not."""
    first = span[0]
    if len(span) > 1 or first.stem not in NOT_A_CATEGORY or follows_attribute:
        return True
    if first.text != first.stem:
        return True
    if first.stem in ("short", "tight", "brief", "slack"):
        return False
    return _GARMENT_BEFORE.search(reading.folded, max(0, first.start - 12), first.start) is not None


def _touches(span: list[Word], others: list[Found[str] | Found[Colour]]) -> bool:
    return any(0 <= span[0].start - other.end <= 1 for other in others)
