"""Things of one message, each with a reason of its own: "the jeans are too big and the tee has a hole".

A claim has one reason, so each thing becomes a request, with what is said of all of them. English words. Pure.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from agent.entities import Entities
from agent.entities.found import Found
from domain.claims import ReturnReason

_BOUNDARY = re.compile(r"[.;!?]+(?=\s|$)\s*|\n+|,\s+|\s+(?=(?:and|but|plus|also|while|whereas)\s)", re.IGNORECASE)
_LINK = re.compile(r"^(?:[\s,;.!?-]|(?:and|but|plus|also|while|whereas|then)\b)+", re.IGNORECASE)
_OF_ALL = re.compile(
    r"\b(?:both|all)(?: of)?(?: (?:them|these|those|it|(?:the )?(?:things|items|pieces)))?\b"
    r"|\bthe (?:two|three)(?: of them)?\b|\b(?:them|these|those|everything)\b",
    re.IGNORECASE,
)
_NO_REASONS = (ReturnReason.LATE, ReturnReason.OTHER)
"""Said of a parcel, or of nothing in particular."""


@dataclass(slots=True)
class _Group:
    """Clauses in a row that speak of one thing."""

    clauses: list[str] = field(default_factory=list[str])
    things: set[str] = field(default_factory=set[str])
    reasons: set[str] = field(default_factory=set[str])


def things_apart(text: str, entities: Entities) -> list[str]:
    """One text for each thing; `[text]` where there are not surely two that differ in why."""
    reasons = [found for found in entities.reasons if found.value not in _NO_REASONS]
    if len({found.value for found in reasons}) < 2:
        return [text]
    lead, groups, tail = _grouped(text, _things(entities), reasons)
    if len(groups) < 2 or not all(each.things and each.reasons for each in groups):
        return [text]
    if any(earlier.reasons == later.reasons for earlier, later in pairwise(groups)):
        return [text]
    return [_sentences([*lead, *each.clauses, *(_OF_ALL.sub("it", said) for said in tail)]) for each in groups]


def _grouped(
    text: str, things: Sequence[Found[str]], reasons: Sequence[Found[ReturnReason]]
) -> tuple[list[str], list[_Group], list[str]]:
    """What is said before anything is named, each thing, and what is said of all of them at the end."""
    lead: list[str] = []
    groups: list[_Group] = []
    current: _Group | None = None
    for start, end in _clauses(text):
        clause = _LINK.sub("", text[start:end])
        named = {each.text.casefold() for each in things if start <= each.start < end}
        why = {each.value.value for each in reasons if start <= each.start < end}
        if not groups and not named and not why:
            lead.append(clause)
            continue
        current = next((each for each in groups if named and named <= each.things), current)
        if current is None or (named - current.things and current.things and current.reasons):
            groups.append(current := _Group())
        current.clauses.append(clause)
        current.things |= named
        current.reasons |= why
    tail: list[str] = []
    last = groups[-1].clauses if groups else []
    while len(last) > 1 and _OF_ALL.search(last[-1]) and not any(each.text in last[-1] for each in (*things, *reasons)):
        tail.insert(0, last.pop())
    return lead, groups, tail


def _things(entities: Entities) -> list[Found[str]]:
    named = [(found.start, found.end, found.text) for found in (*entities.products, *entities.categories)]
    return [Found(words, start, end, words) for start, end, words in named]


def _clauses(text: str) -> list[tuple[int, int]]:
    cuts = [match.end() for match in _BOUNDARY.finditer(text)]
    spans = zip([0, *cuts], [*cuts, len(text)], strict=True)
    return [(start, end) for start, end in spans if re.search(r"\w", text[start:end])]


def _sentences(clauses: Sequence[str]) -> str:
    *before, last = [each.strip(" ,;\n") for each in clauses]
    return " ".join([*(each if each[-1:] in ".!?" else f"{each}," for each in before), last])
