"""A kind of thing that was asked for by name and that the shop has none of: said first, then what is nearest to it.

Without it the shelf beside ("necklaces": earrings) would pass for what was asked for.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from agent.entities.vocabulary import singular
from agent.intents.spec import View
from agent.intents.wished_products import MOST_LOOKED_AT, SHOWN, say_found
from agent.intents.written_of import words_of
from agent.state import Task
from agent.steps import Call, Say, Step
from domain.catalog import Product
from tools.garments import KINDS
from tools.products import SearchResult

_HARD = ("categories", "genders", "for_someone_else", "without", "min_price_minor", "max_price_minor")
"""What stays when the looks are let go."""


def unsold_kind(task: Task, view: View) -> Step | None:
    """None where the kind is sold, or none was named; it takes one look for the kind alone to know."""
    kind, limits = task["slots"].get("kind"), task["slots"].get("limits") or {}
    found = view.results.get("search")
    if not kind or not limits.get("categories") or not isinstance(found, SearchResult):
        return None
    noun = singular(kind.casefold().split()[-1])
    if any(_is_one(noun, hit.product) for hit in found.hits):
        return None
    of_kind = view.results.get("of_kind")
    if not isinstance(of_kind, SearchResult):
        return Call("search_products", {"query": kind, "limit": SHOWN}, "of_kind")
    return None if of_kind.hits else _beside(kind, noun, limits, view)


def _beside(kind: str, noun: str, limits: Mapping[str, Any], view: View) -> Step | None:
    """What is nearest on the shelf that it would stand on, within the limits; then without those of its looks."""
    hard = {name: limits[name] for name in _HARD if name in limits}
    for name, within in (("beside", dict(limits)), ("beside_hard", hard)):
        shelf = view.results.get(name)
        if not isinstance(shelf, SearchResult):
            return Call("search_products", {"query": "something", "limit": MOST_LOOKED_AT, **within}, name)
        if any(_is_one(noun, hit.product) for hit in shelf.hits):
            return None
        if near := tuple(hit for hit in shelf.hits if _is_akin(noun, hit.product))[:SHOWN]:
            return say_found("kind_not_sold", replace(shelf, hits=near), kind=kind)
    return Say("none_of_kind", {"kind": kind})


def _is_akin(noun: str, product: Product) -> bool:
    """Earrings are to necklaces, and bags to purses; gloves, which share only the widest shelf, are to neither."""
    near = {*KINDS.get(noun, ())[:-1]}
    return any(word in near or near & {*KINDS.get(word, ())} for word in map(singular, words_of(product.name)))


def _is_one(noun: str, product: Product) -> bool:
    said = [singular(word) for word in words_of(" ".join((product.name, *product.tags)))]
    is_called_so = any(word.endswith(noun) or noun in KINDS.get(word, ()) for word in said)
    return is_called_so or noun == singular(product.category.casefold())
