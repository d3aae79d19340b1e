"""Of what was found for a kind of thing that was named: what is of that kind, and what only stands beside it. Pure."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from agent.entities.vocabulary import singular
from agent.goods.on_table import on_table
from agent.intents.spec import View
from agent.state import Task
from agent.steps import Call, Say, Step
from tools.garments import LISTED_BESIDE
from tools.products import SearchResult
from tools.shelves import head_nouns

_IS_OF_KIND, _ALIKE = 3.0, 0.75
"""Score from which a hit is of the kind that was named, and the share of it that another has to reach."""
_MOST = 5
ANYTHING = "something"
"""A search for no thing in particular lists what meets the limits, the best rated first."""
_PERSONAL = re.compile(r"\b(?:underwear|lingerie|intimates|hosiery)\b", re.IGNORECASE)


def near(result: SearchResult) -> SearchResult:
    """Where a kind was named and found, things of another kind are no more than in the way."""
    best = max(hit.score for hit in result.hits)
    return replace(result, hits=tuple(hit for hit in result.hits if best < _IS_OF_KIND or hit.score >= _ALIKE * best))


def first_fitting(result: SearchResult, count: int) -> SearchResult:
    """What fits, and what is near only where nothing else fits."""
    fit = tuple(hit for hit in result.hits if not hit.is_near)
    return replace(result, hits=(fit or result.hits)[:count])


def fit_to_give(result: SearchResult) -> SearchResult:
    """What is shown to somebody who named no kind of thing; underwear is asked for by name."""
    return replace(result, hits=tuple(hit for hit in result.hits if not _PERSONAL.search(hit.product.category)))


def to_give(limits: Mapping[str, Any], query: str) -> dict[str, Any]:
    """A present of no kind and no size is one that fits whoever gets it."""
    is_open = query == ANYTHING and limits.get("for_someone_else") and not limits.keys() & {"categories", "sizes"}
    return {**limits, "one_size_only": True} if is_open else dict(limits)


def with_near(step: Say, task: Task, view: View) -> Step | None:
    """Of dresses there are few: behind them, as near to it, what shops list beside dresses."""
    slots, result, found = task["slots"], step.facts.get("result"), view.results.get("near")
    limits = slots.get("limits") or {}
    beside = {*LISTED_BESIDE.get(singular(str(slots.get("kind") or "").casefold()), ())}
    others = [noun for noun in limits.get("not_called", ()) if noun not in beside]
    if step.say != "products_found" or slots.get("seen") or not isinstance(result, SearchResult):
        return None
    if len(result.hits) >= _MOST or len(others) == len(limits.get("not_called", ())):
        return None
    if not isinstance(found, SearchResult):
        return Call("search_products", {"query": view.text, **limits, "not_called": others}, "near")
    hits = [hit for hit in (near(found).hits if found.hits else ()) if head_nouns(hit.product.name) & beside]
    told = replace(result, hits=(*result.hits, *(replace(hit, is_near=True) for hit in hits))[:_MOST])
    return replace(step, facts={**step.facts, "result": told}, shows=on_table(hit.product for hit in told.hits))
