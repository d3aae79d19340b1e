"""What was found and is sold out: that it is, and what of the kind can be had instead."""

from dataclasses import replace

from agent.entities.vocabulary import singular
from agent.goods.kindred import kindred
from agent.goods.vague import besides_frame
from agent.intents.spec import View
from agent.intents.wished_products import MOST_LOOKED_AT, SHOWN, may_be_had, say_found
from agent.intents.written_of import is_noted, sentences_having
from agent.state import Task
from agent.steps import Call, Say, Step
from tools.knowledge.port import ProductHit
from tools.products import SearchResult


def instead_of_gone(step: Say, task: Task, view: View) -> Step | None:
    """None where something of what is shown can be had, and where nothing else can."""
    result, limits = step.facts.get("result"), task["slots"].get("limits") or {}
    if not isinstance(result, SearchResult) or step.say != "products_found" or not limits.get("categories"):
        return None
    fit = [hit for hit in result.hits if not hit.is_near] or list(result.hits)
    if not fit or any(may_be_had(hit) for hit in fit):
        return None
    wish = [word for said in besides_frame(view.text).split() for word in (said, *kindred([said])) if kindred([said])]
    looks = [{"query": task["slots"].get("kind") or "something"}]
    looks += [{"query": wish[1], "loosely": True, "not_called": ()}] if wish else []
    for place, look in enumerate(looks):
        there = view.results.get(f"there_{place}")
        if not isinstance(there, SearchResult):
            within = {**limits, **look, "in_stock_only": True, "limit": MOST_LOOKED_AT}
            return Call("search_products", within, f"there_{place}")
        others = tuple(hit for hit in there.hits if may_be_had(hit) and (not wish or _is_so(wish, hit)))[:SHOWN]
        if others:
            gone = [hit.product.name for hit in fit][:SHOWN]
            return say_found("found_sold_out", replace(there, hits=others), gone=gone)
    return None


def _is_so(wish: list[str], hit: ProductHit) -> bool:
    return is_noted(wish, hit.product) or any(sentences_having([word], hit.product) for word in wish)


def gone_of_kind(task: Task, view: View) -> Step | None:
    """ "When will the ivory trousers in L be back": of those of the kind that are sold out so; None: none is."""
    slots, found = task["slots"], view.results.get("gone")
    limits = {name: value for name, value in (slots.get("limits") or {}).items() if name != "in_stock_only"}
    if not isinstance(found, SearchResult):
        query = slots.get("kind") or "something"
        return Call("search_products", {"query": query, "limit": MOST_LOOKED_AT, **limits}, "gone")
    hits = [hit.product for hit in found.hits if not may_be_had(hit) and not hit.is_near]
    noun = {singular(word) for word in (slots.get("kind") or "").casefold().split()[-1:]}
    called = [each for each in hits if noun & {singular(word) for word in each.name.casefold().split()}]
    gone = [each.product_id for each in called or hits]
    slots["product_ids"] = gone[:SHOWN]
    return Call("get_products", {"product_ids": gone[:SHOWN]}, "details") if gone else None
