"""Several kinds looked for at once: a search for each, then the first of each in turn. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, zip_longest
from typing import Any

from agent.goods.kindred import kindred
from agent.intents.spec import View
from agent.intents.wished_products import say_found
from agent.intents.written_of import is_noted, sentences_having
from agent.state import Task
from agent.steps import Call, Step
from tools.knowledge.port import ProductHit
from tools.products import SearchResult

_ALSO = {"light": ("summer",)}
_LOOKED_AT, _OF_EACH, _OF_ONE = 12, 3, 5


def of_kinds(task: Task, view: View) -> Step | None:
    """None where no several are, and where nothing of any is found: then all the words together are looked for."""
    slots = task["slots"]
    kinds: list[str] = slots.get("kinds") or []
    limits: dict[str, Any] = slots.get("limits") or {}
    found: list[SearchResult] = []
    for place, kind in enumerate(kinds):
        for name, query in ((f"kind_{place}", kind), (f"bare_{place}", kind.split()[-1])):
            result = view.results.get(name)
            if not isinstance(result, SearchResult):
                return Call("search_products", {"query": query, "limit": _LOOKED_AT, **limits}, name)
            if result.hits or query == kind.split()[-1]:
                found.append(result)
                break
    shelves = [_spoken_of(result.hits, slots.get("speaks_of") or ()) for result in found]
    each = _OF_EACH if len([shelf for shelf in shelves if shelf]) > 1 else _OF_ONE
    hits = [hit for hit in chain.from_iterable(zip_longest(*(shelf[:each] for shelf in shelves))) if hit is not None]
    if not hits:
        return None
    once = {hit.product.product_id: replace(hit, is_near=False) for hit in hits}
    return say_found("products_found", replace(found[0], hits=tuple(once.values())))


def _spoken_of(hits: Sequence[ProductHit], wish: Sequence[str]) -> list[ProductHit]:
    """Those of which something of what is wished is written, most of it first; all, where it is of none."""
    telling = [hit for hit in hits if _share(hit, wish)] or hits
    return sorted(telling, key=lambda hit: (not hit.product.stock, -_share(hit, wish)))


def _share(hit: ProductHit, wish: Sequence[str]) -> int:
    return sum(_is_said(word, hit) for word in wish)


def _is_said(word: str, hit: ProductHit) -> bool:
    said = (word, *kindred([word]), *_ALSO.get(word, ()))
    return any(is_noted([each], hit.product) or sentences_having([each], hit.product) for each in said)
