"""Which figure stands beside which words: "outerwear 45 days, the rest 30" is not "outerwear 30 days, the rest 45".

Texts are cut into clauses, so that each holds one figure of a kind. A figure of a wording is in its place when no
clause of the source with another figure of that kind is more about the same than the clauses that hold it.
"""

import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass

from agent.grounding import sentences
from agent.grounding.extract import mentions_once
from agent.grounding.mentions import Kind, Mention

FIGURES: frozenset[Kind] = frozenset(
    ["amount", "percentage", "date", "time", "duration", "number", "identifier", "code", "link", "email", "phone"]
)
_PLACED: frozenset[Kind] = frozenset(["amount", "percentage", "date", "duration"])
"""Kinds of which a text has several, each about something else. An order and its parcel are no rivals."""
BULLET = re.compile(r"[ \t]*(?:[-*•]|\d+[.)])[ \t]")
_CUT = re.compile(r",? (?:and|or|but|while|whereas|und|oder|aber|et|ou|mais|y|o|pero) |[,;:] | \(")
_WORD = re.compile(r"[a-zà-öø-ÿ]{3,}")
_SAID_ANYHOW = """
the and for you your yours are was were will with this that these those from have has had our can its it's they them
there here then than been being into out about would could should please just also all any each when which who what
how may must per via due yes
"""
_COMMON = frozenset(_SAID_ANYHOW.split())


Gloss = Callable[[str], str]
"""A sentence of another language in English words."""


@dataclass(frozen=True, slots=True)
class Clause:
    words: frozenset[str]
    figures: tuple[Mention, ...]

    def holds(self, figure: Mention) -> bool:
        return any(_is_same(figure, own) for own in self.figures)

    def has_other(self, figure: Mention) -> bool:
        return any(own.kind == figure.kind and not _is_same(figure, own) for own in self.figures)


def figures_of(text: str, locale: str) -> list[Mention]:
    found = [mention for mention in mentions_once(text, locale) if mention.kind in FIGURES]
    return sorted(found, key=lambda mention: mention.start)


def readings_of(text: str, locale: str) -> frozenset[Hashable]:
    return frozenset(reading for mention in figures_of(text, locale) for reading in mention.readings)


def content_words(text: str) -> frozenset[str]:
    """What a text is about: longer words without plural and grammar."""
    return frozenset(word.removesuffix("s") for word in _WORD.findall(text.lower()) if word not in _COMMON)


def clauses(text: str, locale: str, gloss: Gloss | None = None) -> list[Clause]:
    """Every stretch of the text that has figures; a line of a list is one, whatever it holds. Words are English."""
    pieces = [piece for one in sentences(text) for piece in ([one] if BULLET.match(one) else _cut(one, locale))]
    with_figures = [(piece, figures) for piece in pieces if (figures := tuple(figures_of(piece, locale)))]
    return [Clause(content_words(gloss(piece) if gloss else piece), figures) for piece, figures in with_figures]


def is_misplaced(
    sentence: str,
    source: Sequence[Clause],
    locale: str,
    *,
    ignores: Callable[[Mention], bool],
    gloss: Gloss | None = None,
) -> bool:
    """With a rough translation, some word in common is asked for where another figure could be meant."""
    said = [(clause, figure) for clause in clauses(sentence, locale, gloss) for figure in clause.figures]
    return any(
        not _is_in_place(figure, clause, source, least=1 if gloss else 0)
        for clause, figure in said
        if figure.kind in _PLACED and not ignores(figure)
    )


def _is_in_place(figure: Mention, clause: Clause, source: Iterable[Clause], *, least: int) -> bool:
    own, others, has_rivals = 0, 0, False
    for other in source:
        alike = len(clause.words & other.words)
        if other.holds(figure):
            own = max(own, alike)
        elif other.has_other(figure):
            others, has_rivals = max(others, alike), True
    return own >= (max(others, least) if has_rivals else others)


def _cut(text: str, locale: str) -> list[str]:
    """Cut before each figure of a kind that came already, so that every part says which is whose."""
    found = figures_of(text, locale)
    for cut in _CUT.finditer(text):
        before = {each.kind for each in found if each.end <= cut.start()} & _PLACED
        following = next((each.kind for each in found if each.start >= cut.end()), None)
        is_inside = any(each.start < cut.end() and cut.start() < each.end for each in found)
        if not is_inside and following in before:
            return [text[: cut.start()], *_cut(text[cut.end() :], locale)]
    return [text]


def _is_same(figure: Mention, other: Mention) -> bool:
    return figure.kind == other.kind and not set(figure.readings).isdisjoint(other.readings)
