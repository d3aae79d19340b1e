"""Those of what was found that are as they are wished: "waterproof", "with pockets", "less formal"."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from agent.goods.kindred import kindred
from agent.goods.on_table import on_table
from agent.intents.several_products import Row
from agent.intents.spec import View
from agent.intents.written_of import is_noted, sentences_having, words_of
from agent.state import Task
from agent.steps import Call, Say, Step
from tools.knowledge.port import ProductHit
from tools.products import SearchResult

SHOWN, MOST_LOOKED_AT = 5, 20
_BENT = frozenset({"nothing_within_limits", "kind_not_sold", "wish_untold", "dearer_so"})
_OF_FEET = frozenset({"no_size"})
_OF_TASTE = frozenset({"colour", "material", "like"})
_OF_SIZE = re.compile(r"\b(?:small|big|large|long|short|thick|thin|wide|narrow|light|cheap)\b", re.IGNORECASE)
"""Of other kinds that says nothing: small sunglasses are no smaller bag."""


def wished(wish: str, result: SearchResult, task: Task, view: View) -> Step:
    """Of the kind at first, then of what else meets the limits: "waterproof", of coats, is said of rain jackets."""
    limits, seen = task["slots"].get("limits", {}), task["slots"].get("seen") or ()
    said, others = as_wished(wish.split(), result, seen), view.results.get("wished")
    if said.say != "wish_untold" or not limits.get("categories") or _OF_SIZE.search(wish):
        return said
    if not isinstance(others, SearchResult):
        return Call("search_products", {"query": wish, "loosely": True, "limit": MOST_LOOKED_AT, **limits}, "wished")
    if (of_others := as_wished(wish.split(), _made_so(wish.split(), others), seen)).say != "wish_untold":
        named = {"kind": task["slots"].get("kind") or "", "wish": f"“{wish}”"}
        return replace(of_others, say=f"other_{of_others.say}", facts={**of_others.facts, **named})
    kind, so = task["slots"].get("kind"), view.results.get("so")
    is_kindred = bool(kindred(wish.split()))
    if kind and not isinstance(so, SearchResult):
        query = kind if is_kindred else f"{wish} {kind}"
        return Call("search_products", {"query": query, "limit": MOST_LOOKED_AT, **limits}, "so")
    if is_kindred and isinstance(so, SearchResult):
        said = as_wished(wish.split(), so, seen)
    elif isinstance(so, SearchResult):
        said = _standing_out(so) or said
    return said if said.say != "wish_untold" else dearer(task, view) or said


def _made_so(wish: Sequence[str], others: SearchResult) -> SearchResult:
    """Of another kind what is made or called so: a cork sandal that is "warm to the hand" is no warm boot."""
    if not (kin := kindred(wish)):
        return others
    return replace(others, hits=tuple(hit for hit in others.hits if is_noted([*wish, *kin], hit.product)))


def dearer(task: Task, view: View) -> Step | None:
    """What is as it is wished and costs more than was said, where nothing within that is."""
    slots, limits = task["slots"], task["slots"].get("limits", {})
    wish, query = slots["wish"], slots.get("kind") or slots["wish"]
    if not limits.get("max_price_minor"):
        return None
    found = view.results.get("dearer")
    if not isinstance(found, SearchResult):
        unpriced = {name: value for name, value in limits.items() if name != "max_price_minor"}
        return Call("search_products", {"query": query, "limit": MOST_LOOKED_AT, **unpriced}, "dearer")
    if (said := as_wished(wish.split(), found, ())).say == "wish_untold":
        return None
    fit = {choice.value for choice in said.shows}
    return say_found(
        "dearer_so", replace(found, hits=tuple(hit for hit in found.hits if hit.product.product_id in fit))
    )


def _standing_out(result: SearchResult) -> Say | None:
    """ "Running", of shoes: the few that have it in whatever form, where the others have not."""
    fit = tuple(hit for hit in result.hits if not hit.is_near)
    return say_found("products_found", replace(result, hits=fit)) if 0 < len(fit) < len(result.hits) else None


def as_wished(wish: Sequence[str], result: SearchResult, seen: Sequence[str]) -> Say:
    """Those of which it is written, in words or in what they are made of and tagged with; else what is new of them."""
    result = replace(result, hits=_those_to_be_had(wish, result.hits))
    told = _telling(wish, result)
    if not any(row.told for row in told) and len(wish) > 1:
        told = _telling_any(wish, result)
    if all(not may_be_had(hit) for hit in result.hits) and result.hits:
        return say_found("products_found", replace(result, hits=result.hits[:SHOWN]))
    rows = tuple(row for row in told if row.told)[:SHOWN]
    fit = tuple(replace(hit, is_near=False) for hit in result.hits if _fits(wish, hit))[:SHOWN]
    if rows and (len(rows) >= len(fit) or not kindred(wish)):
        shows = on_table(row.product for row in rows)
        return Say("products_told", {"rows": rows, "silent": ()}, shows=shows, shows_kind="products")
    if fit:
        return say_found("products_found", replace(result, hits=fit))
    return say_found("wish_untold", replace(result, hits=_fresh(result, seen)), wish=f"“{' '.join(wish)}”")


def named_so(result: SearchResult, words: str) -> SearchResult:
    """What has it in its name or its tags; else of what it is written; else what speaks of it: "warm iron"."""
    said = words.split()
    noted = tuple(hit for hit in result.hits if is_noted(said, hit.product))
    told = tuple(hit for hit in result.hits if sentences_having(said, hit.product))
    return replace(result, hits=(noted or told or result.hits)[:SHOWN])


def _those_to_be_had(wish: Sequence[str], hits: Sequence[ProductHit]) -> tuple[ProductHit, ...]:
    """Without what is sold out, unless all that is as it is wished is."""
    there = tuple(hit for hit in hits if may_be_had(hit))
    so = [hit for hit in hits if _is_as_wished(wish, hit)]
    return tuple(so) if so and not any(hit in there for hit in so) else there or tuple(hits)


def _is_as_wished(wish: Sequence[str], hit: ProductHit) -> bool:
    is_told = any(sentences_having([word], hit.product) or is_noted([word], hit.product) for word in wish)
    return is_told or _is_kindred(kindred(wish), hit)


def _fits(wish: Sequence[str], hit: ProductHit) -> bool:
    """Every word is noted of it, or what is kindred to it: a wool coat is a warm one, whatever its text says."""
    return all(is_noted([word], hit.product) or _is_as_wished([word], hit) for word in wish)


def _is_kindred(kin: Sequence[str], hit: ProductHit) -> bool:
    return is_noted(kin, hit.product) or any(sentences_having([word], hit.product) for word in kin)


def _telling_any(wish: Sequence[str], result: SearchResult) -> list[Row]:
    """Those with one of the words, each once."""
    rows = [row for word in wish for row in _telling([word], result) if row.told]
    return list({row.product.product_id: row for row in reversed(rows)}.values())[::-1]


def _telling(wish: Sequence[str], result: SearchResult) -> list[Row]:
    return [Row(hit.product, hit.product.variants, sentences_having(wish, hit.product)) for hit in result.hits]


def unlike(wish: Sequence[str], result: SearchResult, seen: Sequence[str]) -> Say:
    """Without those of which it is written, be it in other words; where it is of none, that is said."""
    wish = words_of(" ".join(wish)) or wish
    fit = tuple(hit for hit in result.hits if is_unlike(wish, hit))
    is_known = 0 < len(fit) < len(result.hits)
    if is_known or (fit and kindred(wish)):
        return say_found("products_found", replace(result, hits=fit[:SHOWN]))
    if fit and seen == ():
        return say_found("none_said_so", replace(result, hits=fit[:SHOWN]), wish=f"“{' '.join(wish)}”")
    return say_found("wish_untold", replace(result, hits=_fresh(result, seen)))


def is_unlike(wish: Sequence[str], hit: ProductHit) -> bool:
    """ "Not too fancy" is no evening dress and none of silk."""
    is_said = sentences_having(wish, hit.product) or is_noted(wish, hit.product)
    return not wish or not (is_said or _is_kindred(kindred(wish), hit))


def _fresh(result: SearchResult, seen: Sequence[str]) -> tuple[ProductHit, ...]:
    """Those not shown before, as long as there are any."""
    return (tuple(hit for hit in result.hits if hit.product.product_id not in seen) or result.hits)[:SHOWN]


def say_found(say: str, result: SearchResult, *, limits: SearchResult | None = None, **facts: Any) -> Say:
    """What is sold out is left out where something else fits as well; why it may please, only of what was asked for."""
    filters = (limits or result).filters
    off = (_OF_TASTE if say in _BENT else frozenset[str]()) | (
        _OF_FEET if filters.genders or filters.sizes else frozenset[str]()
    )
    result = replace(result, hits=tuple(_told_why(hit, off) for hit in _to_be_had(result.hits)))
    return Say(
        say,
        {"result": result, "limits": filters, **facts},
        shows=on_table(hit.product for hit in result.hits),
        shows_kind="products",
    )


def _to_be_had(hits: Sequence[ProductHit]) -> Sequence[ProductHit]:
    there = [hit for hit in hits if hit.product.stock]
    return there if any(not hit.is_near for hit in there) else hits


def in_stock_so(result: SearchResult) -> SearchResult:
    """Without what is sold out in the size and colour that were asked for, where something else fits."""
    there = tuple(hit for hit in result.hits if may_be_had(hit))
    return replace(result, hits=there) if any(not hit.is_near for hit in there) else result


def may_be_had(hit: ProductHit) -> bool:
    return bool(hit.product.stock) and hit.wanted != ()


def _told_why(hit: ProductHit, off: frozenset[str]) -> ProductHit:
    """ "In red, which you like" is no reason for what does not fit, nor one's own feet for shoes "for men"."""
    off |= _OF_TASTE if hit.is_near else frozenset()
    return replace(hit, reasons=tuple((kind, value) for kind, value in hit.reasons if kind not in off))
