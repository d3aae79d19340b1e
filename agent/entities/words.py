"""A message as words with their places, and phrases as tuples of their stems."""

import re
from dataclasses import dataclass

from agent.entities.vocabulary import singular

_WORD = re.compile(r"[^\W_]+(?:'[a-z]+)?(?:[.]\d+)?")
_JOINED = {"tshirt": ("t", "shirt"), "tshirts": ("t", "shirt"), "pjs": ("pj",)}


@dataclass(frozen=True, slots=True)
class Word:
    stem: str
    """Singular, lower case."""
    text: str
    """Lower case as typed."""
    start: int
    end: int


def words(folded: str) -> list[Word]:
    """Hyphens separate, so that "off-white" and "off white" are the same two words."""
    found: list[Word] = []
    for match in _WORD.finditer(folded):
        text = match.group()
        for stem in _JOINED.get(text, (singular(text),)):
            found.append(Word(stem, text, match.start(), match.end()))
    return found


def stems(phrase: str) -> tuple[str, ...]:
    return tuple(word.stem for word in words(phrase.lower().replace("’", "'")))
