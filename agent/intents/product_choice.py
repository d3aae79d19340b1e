"""Which of the products on the table is the cheapest, best liked, warmest: by what is stored, never by taste."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from agent.goods.kindred import kindred
from agent.goods.occasions import occasions
from agent.goods.on_table import on_table
from agent.goods.purposes import AND
from agent.goods.ranking import Rank
from agent.goods.vague import besides_frame
from agent.intents.for_occasion import best_for, written_for
from agent.intents.labelled import share_of
from agent.intents.of_kind import near
from agent.intents.several_products import Row
from agent.intents.spec import Intent, View
from agent.intents.wished_products import MOST_LOOKED_AT, SHOWN, may_be_had
from agent.intents.written_of import is_noted, sentences_having, sentences_on, words_of
from agent.state import Task
from agent.steps import Ask, Call, Say, Step
from domain.catalog import Product
from tools.products import ProductDetails, SearchResult

_CUES = re.compile(
    r"\bwhich (?:one )?of (?:these|those|them)\b.{0,20}"
    r"\b(?:cheap\w*|expensive|(?:best|highest)[- ]rated|best|warm\w*)\b",
    re.IGNORECASE,
)


def next_step(task: Task, view: View) -> Step:
    slots = task["slots"]
    details = view.results.get("details")
    if isinstance(details, ProductDetails):
        rank = slots.get("rank") or Rank(by="rating", is_most=True, word="")
        said = chosen(details.products, rank)
        is_open = rank["by"] == "purpose" and said.say == "first_untold" and slots.get("searched")
        return (_elsewhere(task, rank["word"], view) if is_open else None) or said
    if slots.get("product_ids"):
        return Call("get_products", {"product_ids": slots["product_ids"]}, "details")
    return Ask("product_ids", "which_product")


def chosen(products: Sequence[Product], rank: Rank) -> Say:
    """The first of them by that, or that nothing tells which it is."""
    if rank["by"] == "price":
        return _by_price(products, is_dearest=rank["is_most"])
    if rank["by"] == "rating":
        return _by_rating(products)
    if rank["by"] == "purpose":
        return _by_purpose(products, rank["word"]) or _untold(products)
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
    others = tuple(product for product in products if product not in noted)
    is_by_make = {_make(product) for product in noted}.isdisjoint(map(_make, others))
    if noted and others and is_by_make:
        first = _with_most(noted, (word, *kin))
        return _said("first_by_make", first, {"others": tuple(each for each in products if each not in first)})
    if not told:
        return _untold(products)
    facts = {"rows": told, "silent": tuple(row for row in rows if not row.told)}
    return Say("products_told", facts, shows=on_table(row.product for row in told), shows_kind="products")


def _with_most(products: tuple[Product, ...], fibres: Sequence[str]) -> tuple[Product, ...]:
    """Of two that are of wool the one with more of it; all, where that is not told."""
    shares = [share_of(product, fibres) for product in products]
    most = tuple(product for product, share in zip(products, shares, strict=True) if share == max(shares))
    return most if all(shares) else products


def _make(product: Product) -> str:
    return product.composition or " ".join(product.materials)


def _by_purpose(products: Sequence[Product], meant: str) -> Say | None:
    """Those of which most of it is written, be it in other words: "wet" where rain is spoken of; None: of none."""
    if so := occasions(f"for {meant}"):
        return _for_occasion(products, so)
    parts = [_as_written(words_of(besides_frame(part)), products) for part in meant.split(AND)]
    counts = [sum(all(_speaks_of(word, product) for word in part) for part in parts) for product in products]
    if not any(counts):
        return None
    said = [word for part in parts for any_of in part for word in any_of]
    rows = [Row(product, product.variants, sentences_on(said, product)) for product in products]
    first = [row if row.told else replace(row, told=row.product.description) for row in rows]
    told = tuple(row for row, count in zip(first, counts, strict=True) if count == max(counts))
    silent = tuple(row for row, count in zip(rows, counts, strict=True) if not count)
    shows = on_table(row.product for row in told)
    return Say("products_told", {"rows": told, "silent": silent}, shows=shows, shows_kind="products")


def _for_occasion(products: Sequence[Product], so: Sequence[str]) -> Say | None:
    if not (fit := best_for(so, products)):
        return None
    rows = tuple(Row(product, product.variants, written_for(so, product)) for product in fit)
    silent = tuple(Row(product, product.variants) for product in products if product not in fit)
    shows = on_table(row.product for row in rows)
    return Say("products_told", {"rows": rows, "silent": silent}, shows=shows, shows_kind="products")


def _as_written(words: Sequence[str], products: Sequence[Product]) -> list[list[str]]:
    """Each word as it is; where no product has it, those that shops write for it."""
    return [
        [word] if any(_speaks_of([word], product) for product in products) else [word, *kindred([word])]
        for word in words
    ]


def _speaks_of(words: Sequence[str], product: Product) -> bool:
    return is_noted(words, product) or bool(sentences_on([*words], product))


def _elsewhere(task: Task, meant: str, view: View) -> Step | None:
    """What else of the kind is written to be good for it, where none of those that lie there is."""
    slots, found = task["slots"], view.results.get("elsewhere")
    if not isinstance(found, SearchResult):
        query, limits = slots.get("kind") or slots["searched"], slots.get("limits") or {}
        return Call("search_products", {"query": query, "limit": MOST_LOOKED_AT, **limits}, "elsewhere")
    own = [hit.product for hit in (near(found).hits if found.hits else ()) if may_be_had(hit)]
    said = _by_purpose([each for each in own if each.product_id not in slots["product_ids"]], meant)
    if said is None:
        return None
    rows = said.facts["rows"][:SHOWN]
    return replace(said, say="other_products_told", facts={"rows": rows}, shows=on_table(row.product for row in rows))


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
    tools=("get_products", "search_products"),
    cues=_CUES,
)
