"""What customers say about themselves in passing: "I wear M", "I'm allergic to wool", "call me Jo".

Pure. Only the first person counts, only statements, and only the closed kinds of `domain.memories`. The reason why
somebody avoids a material is never taken along.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from agent.entities.found import Entities
from agent.entities.lexicon import Lexicon
from domain.memories import MemoryKind, Remembered, is_first_name, merged

_MAY_TELL = re.compile(r"\b(?:i|i'm|im|we|my|call me|allerg\w+)\b", re.IGNORECASE)
"""In every message that tells something; most others are done with after this look."""
_I = r"(?<![\w'])(?:i|we)"
_OFTEN = r"(?:\s(?:really|only|always|usually|normally|mostly|generally|just|also|much|still|tend\sto|do))*"
_LIKES = re.compile(
    rf"{_I}{_OFTEN}\s(?:love|like|adore|prefer|wear|buy|go\sfor|am\sinto)\b"
    rf"|{_I}(?:'m|\sam|m)\s(?:a\s(?:big\s)?fan\sof|into|fond\sof)\b"
    r"|\bmy\sfavou?rite\s(?:colou?rs?|materials?|fabrics?)\s(?:is|are)\b",
    re.IGNORECASE,
)
_AVOIDS = re.compile(
    rf"(?:{_I}(?:'m|\sam|m|\shave\san?)?{_OFTEN}(?:\sseverely)?\s|(?<![^.;,!?\n])\s*)allerg(?:ic\sto|y\sto)\b"
    rf"|(?:{_I}|\b(?:and|but)){_OFTEN}\s(?:avoid|hate|dislike|never\s(?:wear|buy)|can'?t\s(?:wear|stand|bear|have)|cannot\s(?:wear|stand)"
    r"|don'?t\s(?:like|wear|want|buy|do)|do\snot\s(?:like|wear|want|buy))\b"
    rf"|{_I}(?:'m|\sam|m)?{_OFTEN}\s(?:sensitive\sto|not\sa\sfan\sof|not\sinto)\b",
    re.IGNORECASE,
)
_SENSITIVE = re.compile(r"allerg|sensitive", re.IGNORECASE)
_BEFORE_VALUE = re.compile(
    r"\s*(?:(?:to|wearing|wear|buying|buy|having|anything|things?|clothes|stuff|something|pieces|garments|made|with"
    r"|in|of|from|out|the\scolou?rs?|colou?rs?|any|all|kinds?|:)\s*)*",
    re.IGNORECASE,
)
_BETWEEN_VALUES = re.compile(r"\s*(?:,|&|/|\+)?\s*(?:and|or|nor|and\sof\scourse)?\s*", re.IGNORECASE)
_AFTER_VALUE = re.compile(
    r"\s*(?:$|[.,;!?)\n]|(?:and|but|so|because|since|as|please|clothes|clothing|things?|stuff|fabrics?|garments?"
    r"|pieces|colou?rs?|at\sall|any\s?more|either|too|best|most(?:ly)?|a\slot|very|though|for\smyself|to\swear|only"
    r"|if\spossible|btw|by\sthe\sway|show|what|do|can|could|which|where)\b)",
    re.IGNORECASE,
)
_UNSAID = re.compile(
    r"\b(?:if|whether|would|should|shall|do|does|did|can|could|may|might|what|when|unless|imagine)\s*$", re.IGNORECASE
)
_OF_OTHERS = re.compile(
    r"\b(?:husband|boyfriend|wife|girlfriend|brother|sister|dad|father|mom|mum|mother|son|daughter|kids?|child(?:ren)?"
    r"|baby|partner|friend(?!s\scall)|gifts?|presents?|she|he|her|his|him)\b",
    re.IGNORECASE,
)
_RETRACTS = re.compile(r"\b(?:not|no\slonger|isn'?t|never\swas)\s*(?:actually\s)?$", re.IGNORECASE)

_NAME = re.compile(
    r"\b(?:(?:please\s|just\s|you\scan\s)?call\sme|i\sgo\sby|i\s(?:prefer|like)\sto\sbe\scalled"
    r"|my\s(?:friends|family)\scalls?\sme|my\snickname\sis)\s(?P<name>[^\W\d_][\w'’-]*)",
    re.IGNORECASE,
)
_NO_NAMES = """
back later tomorrow today tonight now when if at on in by a an the please asap after before once again anytime whenever
or and to with for about regarding crazy maybe stupid names old this that it what whatever
"""

_SIZE = (
    r"(?P<{0}>x{{0,3}}[sl]|[2-4]xl|m|extra\s(?:small|large)|small|medium|large|\d{{2}}(?:[.,]5)?)"
    r"(?![\w'-]|[.,]\d|\s?(?:%|years?|yo\b|cm|inch))"
)
_WORN_ON = (
    r"(?:\s(?:in|for|as)\s(?:my\s|a\s)?(?P<{0}>[a-z-]{{3,12}})|\s(?P<{0}b>shoes?|tops?|shirts?|trousers|pants|jeans))?"
)
_SIZES = re.compile(
    r"(?:(?<![\w'])i(?:\s(?:usually|normally|always|mostly|generally|now|actually))*\s(?:(?P<wears>wear)|take)"
    r"(?:\san?|\smostly|\susually)?(?P<sized>\ssize)?(?:\san?)?"
    r"|(?<![\w'])i(?:'m|\sam|m)(?:\s(?:usually|normally|actually|now|mostly))*(?:\san?|\sin)?(?P<sized2>\ssize)?(?:\san?)?"
    r"|\bmy\s(?:usual\s|normal\s)?(?:(?P<mine>[a-z]{3,8})\s)?(?P<sized3>size)\s(?:is|was)(?:\snow)?(?:\san?)?)"
    r"\s" + _SIZE.format("one") + _WORN_ON.format("on") + r"(?:(?:,|\sand|,\sand)\s(?:an?\s|size\s)?"
    + _SIZE.format("two") + _WORN_ON.format("on2") + ")?",
    re.IGNORECASE,
)  # fmt: skip
_PARTS = {
    "tops": re.compile(
        r"^(?:tops?|shirts?|t-?shirts?|tees?|sweaters?|jumpers?|knitwear|jackets?|coats?|dress(?:es)?)$"
    ),
    "bottoms": re.compile(r"^(?:bottoms?|trousers?|pants|jeans|skirts?|shorts|leggings)$"),
    "shoes": re.compile(r"^(?:shoes?|boots?|sneakers?|sandals?|trainers|footwear)$"),
}
_SHOE_SIZES = range(34, 50)
_SPELT = {
    "extra small": "xs", "small": "s", "medium": "m", "large": "l", "extra large": "xl", "2xl": "xxl", "3xl": "xxxl",
}  # fmt: skip
_AFTER_SIZE = re.compile(
    r"$|[.,;!)\n]|(?:and|but|so|usually|normally|mostly|now|not|or|btw|these\sdays|in\smost|in\severything|myself"
    r"|these|for|since|because|please|at\sthe)\b",
    re.IGNORECASE,
)


def told(text: str, entities: Entities, *, lexicon: Lexicon, today: date) -> tuple[Remembered, ...]:
    """The facts in one message, in the order of their kinds; empty for nearly every message.

    What is said where somebody else is spoken of may be about them: then only the name to use is taken.
    """
    if not _MAY_TELL.search(text):
        return ()
    if _OF_OTHERS.search(text):
        return merged((), _names(text, today))
    facts = [*_names(text, today), *_sizes(text, lexicon, today)]
    for pattern, is_avoided in ((_LIKES, False), (_AVOIDS, True)):
        for match in pattern.finditer(text):
            before = text[: match.start()]
            is_question = _UNSAID.search(before) is not None
            is_retracted = is_avoided and (_RETRACTS.search(before) or re.search(r"\bnot\b", match.group()[:12]))
            if not is_question and not (is_retracted and _SENSITIVE.search(match.group())):
                facts += _named(text, match.end(), entities, is_avoided=is_avoided, today=today)
    return merged((), facts)


def as_memory(facts: Sequence[Remembered]) -> list[dict[str, Any]]:
    """Facts as the conversation's state keeps them."""
    return [
        {
            "kind": fact.kind.value,
            "value": fact.value,
            "about": fact.about,
            "said_on": fact.said_on.isoformat() if fact.said_on else None,
        }
        for fact in facts
    ]


def from_memory(kept: Sequence[Mapping[str, Any]]) -> tuple[Remembered, ...]:
    return tuple(
        Remembered(
            MemoryKind(each["kind"]),
            each["value"],
            each["about"],
            date.fromisoformat(each["said_on"]) if each.get("said_on") else None,
        )
        for each in kept
    )


def _named(text: str, start: int, entities: Entities, *, is_avoided: bool, today: date) -> Iterator[Remembered]:
    """Values that follow the verb directly, one or a list of them: "wool", "linen and organic cotton"."""
    at, gap = start, _BEFORE_VALUE
    said: list[tuple[MemoryKind, str]] = []
    while (found := _next(text, at, gap, entities)) is not None:
        kind, value, at = found
        said.append((kind, value))
        gap = _BETWEEN_VALUES
    if said and (_AFTER_VALUE.match(text, at) or (is_avoided and said[-1][0] is MemoryKind.MATERIAL)):
        for kind, value in said:
            if is_avoided and kind is MemoryKind.CATEGORY:
                continue
            yield Remembered(_AVOIDED[kind] if is_avoided else kind, value, "", today)


_AVOIDED = {MemoryKind.COLOUR: MemoryKind.COLOUR_AVOIDED, MemoryKind.MATERIAL: MemoryKind.MATERIAL_AVOIDED}


def _next(text: str, at: int, gap: re.Pattern[str], entities: Entities) -> tuple[MemoryKind, str, int] | None:
    """The value that stands at `at`, with no more than the gap's words before it, and where it ends."""
    kinds = (
        *((MemoryKind.MATERIAL, found.value, found) for found in entities.materials),
        *((MemoryKind.COLOUR, found.value.name, found) for found in entities.colours),
        *((MemoryKind.CATEGORY, found.value, found) for found in entities.categories),
    )
    return next(
        (
            (kind, value, found.end)
            for kind, value, found in kinds
            if found.start >= at and gap.fullmatch(text, at, found.start)
        ),
        None,
    )


def _names(text: str, today: date) -> Iterator[Remembered]:
    for match in _NAME.finditer(text):
        name = match["name"].strip("'’-")
        if (
            is_first_name(name)
            and name.casefold() not in _NO_NAMES.split()
            and not _UNSAID.search(text[: match.start()])
        ):
            yield Remembered(MemoryKind.NAME, name if name[:1].isupper() else name.capitalize(), "", today)


def _sizes(text: str, lexicon: Lexicon, today: date) -> Iterator[Remembered]:
    for match in _SIZES.finditer(text):
        after = text[match.end() :].lstrip()
        if _UNSAID.search(text[: match.start()]) or after.startswith("?"):
            continue
        says_size = any(match[name] for name in ("sized", "sized2", "sized3", "wears"))
        sizes = (
            (match["one"], match["on"] or match["onb"] or match["mine"]),
            (match["two"], match["on2"] or match["on2b"]),
        )
        for size, worn_on in sizes:
            if size and (worn_on or _AFTER_SIZE.match(after)):
                yield from _size(size, (worn_on or "").lower(), lexicon, today, is_sure=says_size)


def _size(size: str, worn_on: str, lexicon: Lexicon, today: date, *, is_sure: bool) -> Iterator[Remembered]:
    """A number alone may be an age: without a garment it needs "size" or "wear"."""
    value = lexicon.sizes.get(_SPELT.get(size.lower(), size.lower()))
    part = next((name for name, words in _PARTS.items() if words.match(worn_on)), "")
    is_number = size[:1].isdigit() and not size.lower().endswith("xl")
    if value is not None and (part or is_sure or not is_number):
        about = part or ("shoes" if is_number and int(size[:2]) in _SHOE_SIZES else "")
        yield Remembered(MemoryKind.SIZE, value, about, today)
