"""What is said of the products that were looked up: the facts asked for, what is written of one, or that nothing is."""

import re
from collections.abc import Sequence

from agent.goods.on_table import on_table
from agent.intents.product_facts import beside_fibre, of_its_materials, size_meant, told_of, with_fibre
from agent.intents.several_products import colour_said, of_several, variants_of
from agent.intents.spec import View
from agent.intents.stock_grid import in_order
from agent.intents.written_of import asked_words, asks_a_point, is_unwritten, named_detail, sentences_on
from agent.state import Task
from agent.steps import Say
from domain.catalog import Product
from domain.money import Money
from tools.products import ProductDetails

_NAMED = ("details", "suits")
"""Matters of which the word that was asked after can be said again."""
_PICTURES = re.compile(r"\b(?:pics?|pictures?|photos?|photographs?|images?)\b", re.IGNORECASE)


def say_of(details: ProductDetails, task: Task, view: View) -> Say:
    products, slots = details.products, task["slots"]
    if len(products) > 1 and not slots.get("facets") and _PICTURES.search(view.text):
        return _pictures(products)
    if len(products) > 1:
        return with_fibre(of_several(products, slots, view.text), products, view.text)
    product, shows = next(iter(products)), on_table(products)
    limits = slots.get("limits", {})
    size, colours = next(iter(limits.get("sizes", ())), None), limits.get("colours", ())
    facets = slots.get("facets") or (["stock"] if size or colours else ["overview"])
    size = size or (size_meant(product, view.text) if {"colours", "stock"} & {*facets} else None)
    text, is_asked = view.text, bool(slots.get("matter"))
    if facets == ["material"] and (beside := beside_fibre(text, product)):
        facets, text = ["overview"], beside
    if facets == ["overview"] and _PICTURES.search(text):
        return _pictures(products)
    if facets == ["overview"] and is_unwritten(text, product, is_asked=is_asked):
        detail = named_detail(text, product) if slots.get("matter", "details") in _NAMED else ""
        facts = {"product": product, "matter": slots.get("matter", ""), "asked": detail}
        return Say("not_in_description", facts, shows=shows, shows_kind="products", opens="human_agent")
    if facets == ["overview"] and (is_asked or asks_a_point(text)) and (told := _told(text, product)):
        return Say("product_told", {"product": product, "told": told}, shows=shows, shows_kind="products")
    if facets == ["overview"] and of_its_materials(product, text):
        facets = ["material"]
    variants = variants_of(product, size=size, colours=colours)
    may_wait = "stock" in facets and bool(variants) and not any(variant.stock for variant in variants)
    wanted = {"limits": limits} if limits else {}
    return Say(
        "product_facets",
        {
            "product": product,
            "facets": facets,
            "size": size,
            "colour": colour_said(slots),
            "variants": in_order(product, variants),
            "may_wait": may_wait,
            "asks_back": bool(slots.get("back")),
            "together": _together(product, slots.get("quantity")),
            **told_of(product, view.text, size=size, colours=colours),
        },
        shows=shows,
        shows_kind="products",
        opens="stock_alert" if may_wait else "",
        opens_slots={"product_ids": [product.product_id], **wanted} if may_wait else {},
    )


def _pictures(products: Sequence[Product]) -> Say:
    shown = tuple(product for product in products if product.image) or tuple(products)
    return Say("product_pictures", {"products": shown}, shows=on_table(products), shows_kind="products")


def _together(product: Product, quantity: int | None) -> tuple[int, Money] | None:
    """How many, and what they come to, where more than one is spoken of."""
    return (quantity, product.price * quantity) if quantity and quantity > 1 else None


def _told(text: str, product: Product) -> str:
    return sentences_on(asked_words(text, product), product)
