"""Finding products: the words rank, the limits filter, an empty list is said as one."""

import re

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
    bent = view.results.get("bent")
    if limits.keys() & _MAY_BEND and not isinstance(bent, SearchResult):
        kept = {name: value for name, value in limits.items() if name not in _MAY_BEND}
        return Call("search_products", {"query": view.text, "limit": 3, **kept}, "bent")
    if isinstance(bent, SearchResult) and bent.hits:
        return _found("nothing_within_limits", bent, limits=result)
    without_limits = view.results.get("without_limits")
    if not isinstance(without_limits, SearchResult):
        whom = {"genders": limits["genders"]} if limits.get("genders") else {}
        return Call("search_products", {"query": view.text, "limit": 3, **whom}, "without_limits")
    if without_limits.hits and limits:
        return _found("nothing_within_limits", without_limits, limits=result)
    if _VAGUE.search(view.text):
        return Say("what_kind")
    return Say("not_sold")


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
