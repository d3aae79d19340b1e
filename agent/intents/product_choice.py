"""Which of the products on the table is the cheapest, best liked, warmest: by what is stored, never by taste."""

import re
from collections.abc import Sequence
from typing import Any

from agent.goods.kindred import kindred
from agent.goods.on_table import on_table
from agent.goods.ranking import Rank
from agent.intents.several_products import Row
from agent.intents.spec import Intent, View
from agent.intents.written_of import is_noted, sentences_having
from agent.state import Task
from agent.steps import Ask, Call, Say, Step
from domain.catalog import Product
from tools.products import ProductDetails

_CUES = re.compile(
    r"\bwhich (?:one )?of (?:these|those|them)\b.{0,20}"
    r"\b(?:cheap\w*|expensive|(?:best|highest)[- ]rated|best|warm\w*)\b",
    re.IGNORECASE,
)


def next_step(task: Task, view: View) -> Step:
    slots = task["slots"]
    details = view.results.get("details")
    if isinstance(details, ProductDetails):
        return _chosen(details.products, slots.get("rank") or Rank(by="rating", is_most=True, word=""))
    if slots.get("product_ids"):
        return Call("get_products", {"product_ids": slots["product_ids"]}, "details")
    return Ask("product_ids", "which_product")


def _chosen(products: Sequence[Product], rank: Rank) -> Say:
    if rank["by"] == "price":
        return _by_price(products, is_dearest=rank["is_most"])
    if rank["by"] == "rating":
        return _by_rating(products)
    return _by_word(products, rank["word"]) if rank["is_most"] else _untold(products)


def _by_price(products: Sequence[Product], *, is_dearest: bool) -> Say:
    prices = [product.price.amount_minor for product in products]
    wanted = max(prices) if is_dearest else min(prices)
    first = tuple(product for product in products if product.price.amount_minor == wanted)
    return _said("first_by_price", first, {"is_dearest": is_dearest})


def _by_rating(products: Sequence[Product]) -> Say:
    best = max((product.rating or 0 for product in products), default=0)
    return (
        _said("first_by_rating", tuple(each for each in products if each.rating == best)) if best else _untold(products)
    )


def _by_word(products: Sequence[Product], word: str) -> Say:
    """Those of which it is written in so many words; else those that are made for it, where not all of them are."""
    rows = [Row(product, product.variants, sentences_having([word], product)) for product in products]
    told = tuple(row for row in rows if row.told)
    noted = tuple(product for product in products if (kin := kindred([word])) and is_noted([word, *kin], product))
    if noted and len(noted) < len(products):
        others = tuple(product for product in products if product not in noted)
        return _said("first_by_make", noted, {"others": others})
    if not told:
        return _untold(products)
    facts = {"rows": told, "silent": tuple(row for row in rows if not row.told)}
    return Say("products_told", facts, shows=on_table(row.product for row in told), shows_kind="products")


def _untold(products: Sequence[Product]) -> Say:
    return _said("first_untold", tuple(products))


def _said(say: str, products: tuple[Product, ...], facts: dict[str, Any] | None = None) -> Say:
    return Say(say, {"products": products, **(facts or {})}, shows=on_table(products), shows_kind="products")


INTENT = Intent(
    name="product_choice",
    meaning="which of the products shown is the cheapest, best rated, warmest; which one to take",
    route="product",
    label="hear which of several products to take",
    next_step=next_step,
    slots=("product_ids", "rank"),
    tools=("get_products",),
    cues=_CUES,
)
