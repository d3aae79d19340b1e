"""What the things of one category are called, so that who asks for dresses is shown no skirts that hang beside them.

Pure. A kind limits only where the shop calls something so: with no "trainers" in any name, all shoes may be meant.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from tools.garments import KINDS, LISTED_BESIDE
from tools.knowledge.kinds import kind_of
from tools.words import singular

Heads = Mapping[str, frozenset[str]]


class Called(NamedTuple):
    """A product as its name and tags tell its kind."""

    name: str
    category: str
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shelves:
    heads: Mapping[str, Heads]
    """Category -> head noun of a name -> all that things with it are called, tags included."""

    @classmethod
    def of(cls, products: Iterable[Called]) -> "Shelves":
        heads: dict[str, dict[str, frozenset[str]]] = {}
        for name, category, tags in products:
            shelf = heads.setdefault(category, {})
            told = {noun for tag in tags for noun in (_phrase(tag), *kind_of(tag).heads)}
            shelf.update({head: shelf.get(head, frozenset()) | told for head in kind_of(name).heads})
        return cls(heads)

    def beside(self, kinds: Iterable[tuple[str, str]]) -> list[str]:
        """Head nouns that are none of what was said; each kind is its words, and the category that they stand for."""
        said: dict[str, set[str]] = {}
        for text, category in kinds:
            said.setdefault(category, set()).add(_phrase(text))
        return sorted({each for name, nouns in said.items() for each in _others(self.heads.get(name, {}), name, nouns)})

    def called(self, kind: str, category: str) -> list[str]:
        """Head nouns of what is of that kind."""
        shelf = self.heads.get(category, {})
        return [head for head, told in shelf.items() if _is_of(_phrase(kind), {head, *told})]


def head_nouns(name: str) -> frozenset[str]:
    """What a product's name says that it is."""
    return kind_of(name).heads


def _others(shelf: Heads, category: str, nouns: set[str]) -> list[str]:
    beside = {other for noun in nouns for other in LISTED_BESIDE.get(noun, ())} - nouns
    if any(_phrase(category) in _own(noun) for noun in nouns):
        return [head for head in shelf if head in beside]
    fit = [
        head
        for head, told in shelf.items()
        if head not in beside and any(_is_of(noun, {head, *told}) for noun in nouns)
    ]
    return [head for head in shelf if head not in fit] if fit else []


def _is_of(noun: str, told: set[str]) -> bool:
    return bool(_own(noun) & told) or any(word.endswith(noun) for word in told)


@cache
def _own(noun: str) -> frozenset[str]:
    """The kind, its other names, and what is a kind of it: beanies and caps, of hats."""
    parents = {_phrase(word): {*map(_phrase, others)} for word, others in KINDS.items()}
    own = {noun} | {other for other in parents.get(noun, ()) if noun in parents.get(other, ())}
    while more := {word for word, others in parents.items() if others & own} - own:
        own |= more
    return frozenset(own)


def _phrase(text: str) -> str:
    return " ".join(map(singular, text.casefold().replace("-", " ").split()))
