"""Several kinds looked for at once: a search for each, then the first of each in turn. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain, product, zip_longest
from typing import Any

from agent.goods.kindred import kindred
from agent.goods.seasons import in_season
from agent.intents.of_kind import fit_to_give
from agent.intents.spec import View
from agent.intents.wished_products import say_found
from agent.intents.written_of import is_noted, sentences_having
from agent.state import Task
from agent.steps import Call, Say, Step
from domain.money import Money
from tools.knowledge.port import ProductHit
from tools.products import SearchResult

_ALSO = {"light": ("summer",)}
_OF_NO_KIND, _UNDER = "something ", " under"
_LAYERS = ("top", "tee", "shirt", "sweater", "cardigan", "hoodie", "sweatshirt", "fleece", "turtleneck", "base", "knit")
_ALIKE = 0.75
"""Share of the best score that another of the kind has to reach."""
_LOOKED_AT, _OF_EACH, _OF_ONE = 20, 3, 5
_OF_SHELF = 10
"""Of each kind, where one of each is put together."""


def of_kinds(task: Task, view: View) -> Step | None:
    """None where no several are, and where nothing of any is found: then all the words together are looked for."""
    slots = task["slots"]
    kinds: list[str] = slots.get("kinds") or []
    limits: dict[str, Any] = slots.get("limits") or {}
    found: list[SearchResult] = []
    for place, kind in enumerate(kinds):
        for name, look in _looks(place, kind, limits):
            result = view.results.get(name)
            if not isinstance(result, SearchResult):
                return Call("search_products", {"limit": _LOOKED_AT, **look}, name)
            if result.hits or name.startswith("bare"):
                unseen = tuple(hit for hit in result.hits if hit.product.product_id not in (slots.get("seen") or ()))
                found.append(_fitting(kind, replace(result, hits=unseen or result.hits)))
                break
    shelves = [_spoken_of(in_season(result.hits, task["text"]), slots.get("speaks_of") or ()) for result in found]
    if (most := slots.get("together_minor")) is not None and all(shelves) and len(shelves) == len(kinds):
        shelves = [_of_kind_itself(kind, shelf) for kind, shelf in zip(kinds, shelves, strict=True)]
        return _together(shelves, found[0], most)
    each = _OF_EACH if len([shelf for shelf in shelves if shelf]) > 1 else _OF_ONE
    hits = [hit for hit in chain.from_iterable(zip_longest(*(shelf[:each] for shelf in shelves))) if hit is not None]
    if not hits:
        return None
    once = {hit.product.product_id: replace(hit, is_near=False) for hit in hits}
    so = next((word for word in slots.get("speaks_of") or () if kindred([word])), "")
    told = [hit for hit in once.values() if so and _is_said(so, hit)]
    others = [hit for hit in once.values() if hit not in told]
    lacks = {hit.product.product_id: {"wish": f"“{so}”"} for hit in others} if told else {}
    return say_found("products_found", replace(found[0], hits=(*told, *others)), lacks=lacks)


def _looks(place: int, kind: str, limits: Mapping[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """ "Rain jacket", else just a jacket; "something warm": whatever is written of as such."""
    if kind.startswith(_OF_NO_KIND):
        word = kind.removeprefix(_OF_NO_KIND).removesuffix(_UNDER)
        open_limits = {name: value for name, value in limits.items() if name != "categories"} | {"by_price": "rising"}
        return [(f"bare_{place}", {**open_limits, "query": next(iter(kindred([word])), word), "loosely": True})]
    return [(f"kind_{place}", {**limits, "query": kind}), (f"bare_{place}", {**limits, "query": kind.split()[-1]})]


def _fitting(kind: str, result: SearchResult) -> SearchResult:
    """Of its kind; of what is worn under another thing, no gloves."""
    if not kind.startswith(_OF_NO_KIND):
        return result
    fit = fit_to_give(result)
    layers = tuple(hit for hit in fit.hits if is_noted(_LAYERS, hit.product))
    return replace(fit, hits=layers) if kind.endswith(_UNDER) and layers else fit


def _of_kind_itself(kind: str, hits: Sequence[ProductHit]) -> list[ProductHit]:
    """Of a rain jacket and what is only near to one, the rain jacket."""
    best = max(hit.score for hit in hits)
    return [hit for hit in hits if kind.startswith(_OF_NO_KIND) or hit.score >= _ALIKE * best]


def _together(shelves: Sequence[Sequence[ProductHit]], result: SearchResult, most_minor: int) -> Say:
    """One of each: the first that keep to the sum; else the cheapest of all, and what they come to."""
    sets = [each for each in product(*(shelf[:_OF_SHELF] for shelf in shelves)) if _may_be_added(each)]
    if not sets:
        return say_found("products_found", replace(result, hits=tuple(chain.from_iterable(shelves))[:_OF_ONE]))
    there = [each for each in sets if all(hit.product.stock for hit in each)] or sets
    chosen = next((each for each in there if _sum(each).amount_minor <= most_minor), min(there, key=_sum))
    total = _sum(chosen)
    most = Money(most_minor, total.currency) if most_minor else None
    hits = tuple(replace(hit, is_near=False) for hit in chosen)
    return say_found("kinds_together", replace(result, hits=hits), total=total, most=most)


def _may_be_added(hits: Sequence[ProductHit]) -> bool:
    """Nothing twice, and all of one currency."""
    is_once = len({hit.product.product_id for hit in hits}) == len(hits)
    return is_once and len({hit.product.price.currency for hit in hits}) == 1


def _sum(hits: Sequence[ProductHit]) -> Money:
    return sum((hit.product.price for hit in hits[1:]), hits[0].product.price)


def _spoken_of(hits: Sequence[ProductHit], wish: Sequence[str]) -> list[ProductHit]:
    """Those of which something of what is wished is written, most of it first; all, where it is of none."""
    telling = [hit for hit in hits if _share(hit, wish)] or hits
    return sorted(telling, key=lambda hit: (not hit.product.stock, -_share(hit, wish)))


def _share(hit: ProductHit, wish: Sequence[str]) -> int:
    return sum(_is_said(word, hit) for word in wish)


def _is_said(word: str, hit: ProductHit) -> bool:
    said = (word, *kindred([word]), *_ALSO.get(word, ()))
    return any(is_noted([each], hit.product) or sentences_having([each], hit.product) for each in said)
