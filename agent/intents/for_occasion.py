"""Of what was found first what is written to be for the occasion: "a dress for a client dinner"."""

import re
from collections.abc import Sequence
from dataclasses import replace

from agent.goods.on_table import on_table
from agent.intents.of_kind import near
from agent.intents.spec import View
from agent.intents.wished_products import MOST_LOOKED_AT, SHOWN, is_unlike, may_be_had
from agent.state import Task
from agent.steps import Call, Say, Step
from domain.catalog import Product
from tools.products import SearchResult

_FOUND = ("products_found", "none_said_so")


def for_occasion(step: Say, task: Task, view: View) -> Step | None:
    """None where no occasion was told of, or nothing of the kind is written to be for it."""
    slots, shown, found = task["slots"], step.facts.get("result"), view.results.get("of_occasion")
    occasions: list[str] = slots.get("occasions") or []
    if not occasions or step.say not in _FOUND or not isinstance(shown, SearchResult) or not slots.get("kind"):
        return None
    limits = slots.get("limits") or {}
    if not isinstance(found, SearchResult):
        return Call("search_products", {"query": slots["kind"], "limit": MOST_LOOKED_AT, **limits}, "of_occasion")
    wish = slots["wish"].split() if slots.get("unlike") else []
    own = {
        hit.product.product_id: hit
        for hit in (near(found).hits if found.hits else ())
        if may_be_had(hit) and is_unlike(wish, hit)
    }
    if not (fit := best_for(occasions, [hit.product for hit in own.values()])):
        return None
    told = {product.product_id: written_for(occasions, product) for product in fit}
    others = (hit for hit in shown.hits if hit.product.product_id not in told)
    hits = (*(own[product_id] for product_id in told), *others)[:SHOWN]
    facts = {**step.facts, "result": replace(shown, hits=hits), "told_so": told}
    return replace(step, say="products_found", facts=facts, shows=on_table(hit.product for hit in hits))


def _count(occasions: Sequence[str], product: Product) -> int:
    """Of how many of them it is written."""
    return sum(bool(written_for([each], product)) for each in occasions)


def best_for(occasions: Sequence[str], products: Sequence[Product]) -> list[Product]:
    """Those of which it is written, the most of it first."""
    fit = [product for product in products if written_for(occasions, product)]
    return sorted(fit, key=lambda product: -_count(occasions, product))


def written_for(occasions: Sequence[str], product: Product) -> str:
    """The sentences of its description that speak of one of them; "" when none does."""
    so = re.compile(rf"\b(?:{'|'.join(occasions)})\b", re.IGNORECASE)
    return " ".join(each for each in re.split(r"(?<=[.!?])\s+", product.description.strip()) if so.search(each))
