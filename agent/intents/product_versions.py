"""How many versions of a product there are, and which of them is the cheapest or the dearest now."""

import re

from agent.goods.on_table import on_table
from agent.intents.spec import Intent, View
from agent.state import Task
from agent.steps import Ask, Call, Say, Step
from domain.catalog import Product
from tools.products import ProductDetails, SearchResult

_COUNTS = r"\bhow many\b.{0,40}\b(?:options?|versions?|variants?|kinds|models|variations)\b"
_CHEAPEST = re.compile(r"\b(?:cheapest|least expensive|lowest[- ]priced?)\b", re.IGNORECASE)
_DEAREST = re.compile(r"\b(?:most expensive|priciest|dearest|highest[- ]priced?)\b", re.IGNORECASE)
_EXTREME = rf"(?:{_CHEAPEST.pattern}|{_DEAREST.pattern})"
_CUES = re.compile(
    rf"{_COUNTS}|^(?!.*\b(?:return|exchange|swap|change|modify|upgrade|cancel)\b).*{_EXTREME}.{{0,60}}"
    r"\b(?:options?|versions?|variants?|model)\b",
    re.IGNORECASE | re.DOTALL,
)


def next_step(task: Task, view: View) -> Step:
    slots, results = task["slots"], view.results
    kinds: list[str] = slots.get("category") or []
    of_kind, found, details = results.get("of_kind"), results.get("search"), results.get("details")
    if isinstance(of_kind, ProductDetails):
        return _said(next(iter(of_kind.products)), view)
    if isinstance(found, SearchResult):
        ids = [hit.product.product_id for hit in found.hits]
        return Call("get_products", {"product_ids": ids[:1]}, "of_kind") if ids else _which()
    if isinstance(details, ProductDetails):
        product = next(iter(details.products))
        # "The cheapest keyboard and its options": "its" is the keyboard's, not that of what was looked at before.
        is_other = bool(kinds) and product.category not in kinds
        return _search(kinds[0]) if is_other else _said(product, view)
    if ids := slots.get("product_ids"):
        return Call("get_products", {"product_ids": ids[:1]}, "details")
    query = kinds[0] if kinds else slots.get("item")
    return _search(query) if query else _which()


def _search(query: str) -> Call:
    return Call("search_products", {"query": query, "limit": 3}, "search")


def _which() -> Ask:
    return Ask("product_ids", "which_product")


def _said(product: Product, view: View) -> Say:
    there = sorted((variant for variant in product.variants if variant.stock), key=lambda variant: variant.price)
    shows = on_table([product])
    facts = {"product": product, "there": there, "count": len(there), "in_all": len(product.variants)}
    if there and (_CHEAPEST.search(view.text) or _DEAREST.search(view.text)):
        is_cheapest = _CHEAPEST.search(view.text) is not None
        facts |= {"variant": there[0] if is_cheapest else there[-1], "is_cheapest": is_cheapest}
        return Say("product_extreme", facts, shows=shows, shows_kind="products")
    return Say("product_versions", facts, shows=shows, shows_kind="products")


INTENT = Intent(
    name="product_versions",
    meaning="how many versions of a product there are, the cheapest or dearest of them",
    route="product",
    label="hear which versions of a product there are",
    next_step=next_step,
    slots=("product_ids", "category", "item"),
    tools=("search_products", "get_products"),
    cues=_CUES,
)
