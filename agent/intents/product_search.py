"""Finding products: the words rank, the limits filter, an empty list is said as one."""

import re
from collections.abc import Mapping
from typing import Any

from agent.intents.spec import Intent, View
from agent.state import Task
from agent.steps import Call, Choice, Say, Step
from tools.products import SearchResult

_VAGUE = re.compile(
    r"\b(gifts?|presents?|something|anything|stuff|clothes|outfit|recommend\w*|suggest\w*)\b", re.IGNORECASE
)


_MAY_BEND = frozenset({"materials", "colours", "sizes", "in_my_size"})
"""Limits that are let go first when nothing meets all of them: before the price, and never for whom it is."""


def next_step(task: Task, view: View) -> Step:
    result = view.results.get("search")
    if not isinstance(result, SearchResult):
        return Call("search_products", {"query": view.text, **task["slots"].get("limits", {})}, "search")
    if result.hits:
        return _found("products_found", result)
    named = view.results.get("named")
    if task["slots"].get("item") and not isinstance(named, SearchResult):
        return Call("search_products", {"query": task["slots"]["item"], **task["slots"].get("limits", {})}, "named")
    if isinstance(named, SearchResult) and named.hits:
        return _found("products_found", named)
    limits = task["slots"].get("limits", {})
    for name, bent in _bent(limits):
        found = view.results.get(name)
        if not isinstance(found, SearchResult):
            return Call("search_products", {"query": view.text, "limit": 3, **bent}, name)
        if found.hits and limits:
            return _found("nothing_within_limits", found, limits=result)
    if _VAGUE.search(view.text):
        return Say("what_kind")
    return Say("not_sold")


def _bent(limits: Mapping[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """The limits let go one after the other, as long as that lets anything go: looks, then a little money, then all."""
    hard = {name: value for name, value in limits.items() if name not in _MAY_BEND}
    steps: list[tuple[str, dict[str, Any]]] = [("in_other_looks", hard)] if hard != limits else []
    if most := hard.get("max_price_minor"):
        steps.append(("a_little_dearer", {**hard, "max_price_minor": most * 107 // 100}))
    whom = {"genders": limits["genders"]} if limits.get("genders") else {}
    return [*steps, ("without_limits", whom)]


def _found(say: str, result: SearchResult, *, limits: SearchResult | None = None) -> Say:
    return Say(
        say,
        {"result": result, "limits": (limits or result).filters},
        shows=tuple(
            Choice(
                hit.product.product_id,
                hit.product.name,
                f"{hit.product.category} {' '.join(hit.product.colours)} {' '.join(hit.product.materials)}",
                price_minor=hit.product.price.amount_minor,
            )
            for hit in result.hits
        ),
        shows_kind="products",
    )


INTENT = Intent(
    name="product_search",
    meaning="find or recommend products",
    route="product",
    label="find a product",
    next_step=next_step,
    slots=("limits", "item"),
    tools=("search_products",),
)
