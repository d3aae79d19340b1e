"""Kinds of things that a wish speaks of and does not look for: worn with it, owned already, or complained of. Pure."""

import re
from typing import Any

from agent.entities.found import Entities
from agent.understanding.heard import Heard
from tools.shelves import head_nouns
from tools.words import singular

_LEAD = r"(?:^|[.,;:!?\n] ?|[^\w\s'’] )(?:(?:aw+|o+h+|u+m+|uh|hm+|hey|but|no+|ok(?:ay)?|well|so|wait|haha|lol)\W+)*"
_BOUGHT = r"(?:ordered|bought|purchased|own|received|got|have|have got)"
_OWNED = re.compile(
    rf"\W{{1,2}}(?:that |which )?(?:i|we)(?:['’]ve| have)? (?:just |also |already )*{_BOUGHT}\b"
    r"(?! (?:to|been|seen|found|looked|heard|read|in mind|an?|the|no|not|my|on my)\b)",
    re.IGNORECASE,
)
""" "The skirt i already ordered", "like the prairie dress i got"."""
_OWNING = re.compile(
    rf"\b(?:i|we)(?:['’]ve| have)? already (?:{_BOUGHT} )?(?:the|that|this|these|those|an?|one of the)"
    r" (?:[\w-]+ ){0,2}$",
    re.IGNORECASE,
)
_REMARK = re.compile(
    rf"{_LEAD}(?:that|those|these|they|this|it)(?:['’]?s|['’]?re| is| are)"
    r" (?:(?:all|only|just|still|both|the|same) )*$",
    re.IGNORECASE,
)
""" "Those are all skirts", "that's the same skirt again"."""
SPOKEN_ILL_OF = re.compile(
    r"(?:['’]s| is| are| feels?| looks?| sounds?| seems?| might be| would be) (?:just |really |kind of |kinda |maybe )*"
    r"(?:too|(?:a )?(?:bit|little)(?: too)?|rather) (?!nice|lovely|good|great|pretty|cute|better|fine)\w+"
    r"| (?:makes?|gives?) (?:me|him|her|them|us) (?:feel )?(?:all )?(?:itch\w*|a rash|sneeze|sweat)\b| itch(?:es)?\b",
    re.IGNORECASE,
)
""" "Velvet feels a bit wintery", "wool makes her itchy": it is not what is looked for."""


def owned(heard: Heard) -> list[str]:
    """Numbers of what is said to be owned already: by its name, or as the kind of what was shown."""
    text, entities = heard.text, heard.entities
    if named := [each.value.product_ids for each in entities.products if _is_owned(text, each.start, each.end)]:
        return list(dict.fromkeys(ids[0] for ids in named if len(ids) == 1))
    kinds = {singular(each.text.casefold()) for each in entities.categories if _is_owned(text, each.start, each.end)}
    shown = heard.shown.get("products", ())
    return [each["value"] for each in shown if kinds & head_nouns(each["label"])]


def but_owned(slots: dict[str, Any], heard: Heard) -> dict[str, Any]:
    """The search without what they have."""
    return slots | {"limits": {**slots.get("limits", {}), "owned": mine}} if (mine := owned(heard)) else slots


def _is_owned(text: str, start: int, end: int) -> bool:
    return _OWNED.match(text, end) is not None or _OWNING.search(text[:start]) is not None


_WORN_WITH = re.compile(
    r"\b(?:under(?:neath)?|beneath|on top of|(?:go(?:es)?|wear|match(?:es|ing)?|pairs?|fits?)"
    r" (?:well |nicely )?(?:with|to|under|over)"
    r"|(?:match(?:es|ing)?|to match)) (?:an?|my|the|this|that|his|her) (?:[\w'-]+ )?$",
    re.IGNORECASE,
)


_UNDER_IT = re.compile(r"\W(?:under(?:neath)?|below|beneath)(?: it| them)?(?=\W*$|[,.;:?!])", re.IGNORECASE)
_WORN_SO = re.compile(r"\b(?:if|when|with|over|wear(?:ing)?|fits?|(?:room|space) for)\b[^.?!]*$", re.IGNORECASE)
""" "Would you take the bigger one if I want a thick jumper underneath"."""
_BESIDE = re.compile(
    r"\b(?:to )?(?:go(?:es)?|wear|match(?:es|ing)?|pairs?|worn|combine)(?: (?:it|well|nicely))? (?:with|under|over)"
    r" (?:an?|my|the|this|that|his|her|our) (?:[\w'’-]+ ?){1,4}?(?=[,.;:?!]|$| (?:in|for|under|below|around|and"
    r"|or|but)\b)",
    re.IGNORECASE,
)
""" "To go with the black fleece": neither black nor a fleece is looked for."""


def wanted(text: str, entities: Entities) -> Entities:
    """Without what is only spoken of: "something warm for under a jacket" is no jacket, nor one that is owned."""
    for start, end in _only_spoken_of(text, entities):
        entities = entities.outside(start, end)
    return entities


def besides_spoken_of(text: str, entities: Entities) -> str:
    """The words without those."""
    for start, end in _only_spoken_of(text, entities):
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _only_spoken_of(text: str, entities: Entities) -> list[tuple[int, int]]:
    things = (*entities.categories, *entities.products)
    told = [
        (found.start, found.end)
        for found in things
        if _is_owned(text, found.start, found.end)
        or _REMARK.search(text[: found.start])
        or (_UNDER_IT.match(text, found.end) and _WORN_SO.search(text[: found.start]))
        or (found in entities.categories and _WORN_WITH.search(text[: found.start]))
    ]
    beside = (match.span() for match in _BESIDE.finditer(text))
    named = (*things, *entities.colours)
    return [*told, *(span for span in beside if any(span[0] <= found.start < span[1] for found in named))]
