"""What kind of thing a product is: the head nouns of its name, and the one that a query asks for.

English word order carries it: a `notebook case` is a case, a `case for notebooks` too. Nothing here is learned and
nothing is particular to a shop; where a shop names its categories, their heads count as well.
"""

import re
from dataclasses import dataclass

from tools.words import fold, singular, word_set

_TOKEN = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*|[,;:()|/&+–—]|-(?=\s)")
_TOWARDS = word_set(
    "for with w by from in of on to without incl including under over at into per as für mit pour avec con para"
)
_SEPARATORS = word_set("and or und et y plus")
_TRAILING = word_set(
    "black white blue red green grey gray silver gold pink purple orange yellow brown beige navy transparent clear"
    " original compatible new edition pro plus mini wired wireless digital series version model"
    " color colour multicolor basic classic standard retail bulk oem refurbished small medium large xl"
)
_LIGHT = word_set("pc kit set pack system unit device product item accessory part series")


@dataclass(frozen=True, slots=True)
class Kind:
    """Head nouns (what it is) and every other word of its noun phrases (what it is like or is for)."""

    heads: frozenset[str]
    modifiers: frozenset[str]


def kind_of(name: str, *, brand: str = "", category: str = "") -> Kind:
    """The kind of a product from its display name and its category.

    A name often says it twice, as marketing and as classification (`SlimFit Notebook Sleeve notebook case Gray`): each
    noun phrase gives a head, up to the first phrase written in lower case, which is the classification.
    """
    skipped = frozenset(singular(word) for word in re.findall(r"\w+", fold(brand)))
    heads: list[str] = []
    modifiers: list[str] = []
    for phrase in [*_phrases(name), *(_phrases(category.replace(" > ", ", ")) if category else [])]:
        kept = [word for word in _bare(phrase.tokens) if word not in skipped]
        modifiers.extend(kept)
        if kept and not phrase.is_purpose:
            heads.extend(_heads(kept))
    return Kind(frozenset(heads), frozenset(modifiers) - frozenset(heads))


def asked_kind(query: str) -> tuple[str, ...]:
    """The head nouns of a query, most telling first: `case for iphone` -> `case`; `gaming pc` -> `pc, gaming`."""
    phrases = (_bare(phrase.tokens) for phrase in _phrases(query, keep_numbers=True) if not phrase.is_purpose)
    first = next((phrase for phrase in phrases if phrase), [])
    return tuple(_heads(first)) if first else ()


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A run of words; `is_purpose` when a preposition leads it: what the thing is for, not what it is."""

    tokens: list[str]
    is_purpose: bool


def _phrases(text: str, *, keep_numbers: bool = False) -> list[_Phrase]:
    """Runs of words between punctuation, prepositions, codes, and a change from lower case to capitals."""
    runs = [_Phrase([], False)]
    for token in _TOKEN.findall(text.replace("®", " ").replace("™", " ").replace("©", " ")):
        if token.casefold() in _TOWARDS:
            runs.append(_Phrase([], True))
        elif not token[0].isalnum() or token.casefold() in _SEPARATORS:
            runs.append(_Phrase([], False))
        elif any(c.isdigit() for c in token) and not keep_numbers:
            runs.append(_Phrase([], runs[-1].is_purpose))
        elif runs[-1].tokens and runs[-1].tokens[-1][0].islower() and token[0].isupper():
            runs.append(_Phrase([token], runs[-1].is_purpose))
        else:
            runs[-1].tokens.append(token)
    filled = [run for run in runs if run.tokens]
    classified = next((i for i, run in enumerate(filled) if _is_classification(run)), len(filled) - 1)
    return filled[: classified + 1]


def _is_classification(phrase: _Phrase) -> bool:
    return not phrase.is_purpose and phrase.tokens[-1].islower() and len(phrase.tokens[-1]) > 2


def _bare(phrase: list[str]) -> list[str]:
    """Singular folded words without the colours and attributes that trail behind the noun."""
    found = [singular(word) for token in phrase for word in re.findall(r"\w+", fold(token))]
    while len(found) > 1 and found[-1] in _TRAILING:
        found.pop()
    return found


def _heads(bare: list[str]) -> list[str]:
    """The last word, and the one before it where the last says little: `notebook pc` is also a notebook."""
    return bare[-1:] if bare[-1] not in _LIGHT or len(bare) == 1 else [bare[-1], bare[-2]]
