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
    r"\b(?:them|these|those) (?:both|all)\b"
    r"|\b(?:both|all)(?: of)?(?: (?:them|these|those|it|(?:the )?(?:things|items|pieces)))?\b"
    r"|\bthe (?:two|three)(?: of them)?\b|\b(?:them|these|those|everything)\b",
    re.IGNORECASE,
)
_WISHES = re.compile(
    r"\b(?:returns?|send|give|exchange|swap|replac\w+|refund\w*|get|have|want|need|like|keep|new|another)\b",
    re.IGNORECASE,
)
""" "Return the blouse and get new pants": a wish for each; "return the blouse and the pants" is one for both."""
_STOP = re.compile(r"[.,;!?]+\s+|\n+")
_ARTICLE = re.compile(r"(?:\b(?:both|the|my|an?|this|these|those)\s+)+$", re.IGNORECASE)
_ROW = re.compile(r"(?:[\s,&]|\b(?:and|both|the|my|an?|this|these|those|also)\b)+", re.IGNORECASE)
_THE = re.compile(r"\b(?:the|my|this|that)\s+$", re.IGNORECASE)
_IS_SAID_OF = re.compile(
    r"(?: ones?)?(?:['’]s|\s(?:is|are|was|were|has|have|had|came|arrived|got|fits?|runs?"
    r"|(?:does|did|do|is|was)(?:n['’]?t)?))\b",
    re.IGNORECASE,
)
""" "The fleece has a hole", "the blue one is too big": called by what it is made of, or by its colour."""
_NO_REASONS = (ReturnReason.LATE, ReturnReason.OTHER)
"""Said of a parcel, or of nothing in particular."""


@dataclass(slots=True)
class _Group:
    """Clauses in a row that speak of one thing."""

    clauses: list[str] = field(default_factory=list[str])
    things: set[str] = field(default_factory=set[str])
    reasons: set[str] = field(default_factory=set[str])


@dataclass(frozen=True, slots=True)
class _Wish:
    """ "I want to return the blouse and the pants from my last order.": said once, and meant of each."""

    before: str
    behind: str
    things: frozenset[str]
    end: int

    def of(self, things: set[str]) -> str:
        return f"{self.before}the {' and the '.join(sorted(things & self.things))}{self.behind}."


def things_apart(text: str, entities: Entities) -> list[str]:
    """One text for each thing; `[text]` where there are not surely two that differ in why."""
    reasons = [found for found in entities.reasons if found.value not in _NO_REASONS]
    if len({found.value for found in reasons}) < 2:
        return [text]
    things = _things(text, entities)
    wish = _wished_of_several(text, things, reasons)
    begun = wish.end if wish else 0
    lead, groups, tail = _grouped(text, [each for each in things if each.start >= begun], reasons, begun=begun)
    if len(groups) < 2 or not all(each.things and each.reasons for each in groups):
        return [text]
    if any(earlier.reasons == later.reasons for earlier, later in pairwise(groups)):
        return [text]
    of_all = [_OF_ALL.sub("it", said) for said in tail]
    wished = [[wish.of(each.things)] if wish and each.things & wish.things else list[str]() for each in groups]
    return [_sentences([*own, *lead, *each.clauses, *of_all]) for own, each in zip(wished, groups, strict=True)]


def _wished_of_several(text: str, things: Sequence[Found[str]], reasons: Sequence[Found[ReturnReason]]) -> _Wish | None:
    """What is wished of a row of things at first, where what is wrong is told of each of them behind it."""
    listed, names = list(things[:1]), {each.value.casefold() for each in things[:1]}
    for each in things[1:]:
        if each.value.casefold() in names or not _ROW.fullmatch(text, listed[-1].end, each.start):
            break
        listed.append(each)
        names.add(each.value.casefold())
    stop = _STOP.search(text, listed[-1].end) if len(names) > 1 else None
    if stop is None or any(each.start < stop.start() for each in reasons):
        return None
    if not names <= {each.value.casefold() for each in things if each.start >= stop.end()}:
        return None
    before = _ARTICLE.sub("", text[: listed[0].start])
    return _Wish(before, text[listed[-1].end : stop.start()], frozenset(names), stop.end())


def _grouped(
    text: str, things: Sequence[Found[str]], reasons: Sequence[Found[ReturnReason]], *, begun: int
) -> tuple[list[str], list[_Group], list[str]]:
    """What is said before anything is named, each thing, and what is said of all of them at the end."""
    lead: list[str] = []
    groups: list[_Group] = []
    current: _Group | None = None
    for start, end in (each for each in _clauses(text) if each[0] >= begun):
        clause = _LINK.sub("", text[start:end])
        named = {each.text.casefold() for each in things if start <= each.start < end}
        why = {each.value.value for each in reasons if start <= each.start < end}
        if not groups and not named and not why:
            lead.append(clause)
            continue
        current = next((each for each in groups if named and named <= each.things), current)
        is_another = current is not None and bool(named - current.things and current.things)
        if current is None or (is_another and (current.reasons or _is_wish_of_its_own(current, clause))):
            groups.append(current := _Group())
        current.clauses.append(clause)
        current.things |= named
        current.reasons |= why
    tail: list[str] = []
    last = groups[-1].clauses if groups else []
    while len(last) > 1 and _OF_ALL.search(last[-1]) and not any(each.text in last[-1] for each in (*things, *reasons)):
        tail.insert(0, last.pop())
    return lead, groups, tail


def _is_wish_of_its_own(before: _Group, clause: str) -> bool:
    return all(_WISHES.search(each) for each in (*before.clauses, clause))


def _things(text: str, entities: Entities) -> list[Found[str]]:
    named = [(found.start, found.end, found.text) for found in (*entities.products, *entities.categories)]
    for found in (*entities.materials, *entities.colours):
        stands_for_it = _THE.search(text[: found.start]) and _IS_SAID_OF.match(text, found.end)
        if stands_for_it and not any(start <= found.start < end for start, end, _ in named):
            named.append((found.start, found.end, found.text))
    return [Found(words, start, end, words) for start, end, words in sorted(named)]


def _clauses(text: str) -> list[tuple[int, int]]:
    cuts = [match.end() for match in _BOUNDARY.finditer(text)]
    spans = zip([0, *cuts], [*cuts, len(text)], strict=True)
    return [(start, end) for start, end in spans if re.search(r"\w", text[start:end])]


def _sentences(clauses: Sequence[str]) -> str:
    *before, last = [each.strip(" ,;\n") for each in clauses]
    return " ".join([*(each if each[-1:] in ".!?" else f"{each}," for each in before), last])
