"""What costs less than before, of the kind that was asked for; else what else does; else which discounts there are."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from agent.intents.answering import answer, answers
from agent.intents.of_kind import ANYTHING, fit_to_give, near
from agent.intents.spec import View
from agent.intents.wished_products import MOST_LOOKED_AT, in_stock_so, say_found
from agent.intents.written_of import words_of
from agent.state import Task
from agent.steps import Call, Say, Step
from tools.knowledge.port import ProductHit
from tools.policies import PassagesFound
from tools.products import SearchResult

_MOST = 8


def reduced(task: Task, view: View) -> Step | None:
    """None where nothing asks for reduced goods."""
    limits = task["slots"].get("limits") or {}
    if not limits.get("reduced_only"):
        return None
    kind = task["slots"].get("kind") or task["slots"].get("item")
    found, others = view.results.get("search"), view.results.get("reduced")
    if not isinstance(found, SearchResult):
        look = {"query": kind or ANYTHING, **limits, "limit": MOST_LOOKED_AT}
        return Call("search_products", look, "search")
    if found.hits:
        fit = near(found) if kind else fit_to_give(found)
        return _told("reduced_found", fit if fit.hits else found)
    if not isinstance(others, SearchResult):
        look = {"query": ANYTHING, "reduced_only": True, "limit": MOST_LOOKED_AT}
        return Call("search_products", look, "reduced")
    if called := tuple(hit for hit in others.hits if _is_called(hit, limits, kind)):
        return _told("reduced_found", replace(others, hits=called))
    if others.hits:
        return _told("none_reduced_so", others)
    return _discounts(view)


def _is_called(hit: ProductHit, limits: Mapping[str, Any], kind: str | None) -> bool:
    """ "The velvet dress": the Ember Velvet Dress, whatever it is made of."""
    said = words_of(" ".join([*limits.get("materials", ()), kind or ""]))
    return "materials" in limits and {*said} <= {*words_of(hit.product.name)}


def _told(say: str, result: SearchResult) -> Say:
    found = in_stock_so(result)
    hits = found.hits[:_MOST]
    is_final = bool(hits) and all(hit.product.final_sale for hit in hits)
    return say_found(say, replace(found, hits=hits), is_final=is_final)


def _discounts(view: View) -> Step:
    """Nothing is reduced: what the shop writes of its offers, if anything."""
    passages = view.results.get("passages")
    if not isinstance(passages, PassagesFound):
        return Call("find_passages", {"query": "Which discounts are there?"}, "passages")
    sure = answers(passages)
    return answer(sure, asked=view.text) if sure else Say("nothing_reduced")
