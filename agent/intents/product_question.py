"""Questions about one product or several: price, sizes, stock, material, care, how they compare."""

import re

from agent.intents import product_search
from agent.intents.answering import answer, answers
from agent.intents.plain_questions import SIZES, as_plain, asked_plainly, opening
from agent.intents.spec import Intent, View
from agent.shopping import asks_of_kind
from agent.state import Task
from agent.steps import Ask, Call, Choice, Say, Step
from domain.catalog import Product
from tools.policies import PassagesFound
from tools.products import ProductDetails, SearchResult

_POINTS = re.compile(r"\b(it|its|this|that|these|those|they|them|one)\b", re.IGNORECASE)
_WANTS_TO_KNOW = re.compile(r"^\W*(?:\w+\W+){0,3}?(?:how|why|what)\b", re.IGNORECASE)
"""What a list of products would not tell."""
_CUES = opening(
    SIZES,
    also=r"\b(?:how many|what|which) (?:other )?(?:colou?rs|sizes|shades)\b.{0,60}\b(?:is|are|does|do|has|have|come)\b"
    r"(?!.{0,30}\b(?:i|you|we) (?:\w+ )?(?:order|buy|wear|like|take|have|know|remember))",
)
_SURE_OF_ARTICLE = 0.62
"""A question with no product in it is answered by an article (care, size guide) only from here up."""


def next_step(task: Task, view: View) -> Step:
    slots = task["slots"]
    details = view.results.get("details")
    if isinstance(details, ProductDetails):
        return _say(details, task)
    if slots.get("product_ids"):
        return Call("get_products", {"product_ids": slots["product_ids"]}, "details")
    found = view.results.get("passages")
    if not isinstance(found, PassagesFound):
        return Call("find_passages", {"query": as_plain(view.text, SIZES)}, "passages")
    is_of_kind = asks_of_kind(view.text) or asked_plainly(view.text, SIZES) is not None
    sure = [each for each in answers(found) if is_of_kind or each.confidence >= _SURE_OF_ARTICLE]
    if sure and (is_of_kind or not slots.get("limits")):
        return answer(sure)
    if not slots.get("limits"):
        return answer(answers(found)) if answers(found) else _unknown(view)
    if is_of_kind and _WANTS_TO_KNOW.match(view.text):
        return Say("not_known", opens="human_agent")
    search = view.results.get("search")
    if isinstance(search, SearchResult) and not search.hits and answers(found):
        return answer(answers(found))
    return product_search.next_step(task, view)


def _unknown(view: View) -> Step:
    """ "How long is it?" wants to know which product; "are your clothes made in China?" does not."""
    if _POINTS.search(view.text):
        return Ask("product_ids", "which_product")
    return Say("not_known", opens="human_agent")


def _say(details: ProductDetails, task: Task) -> Say:
    products = details.products
    shows = tuple(
        Choice(product.product_id, product.name, product.category, price_minor=product.price.amount_minor)
        for product in products
    )
    if len(products) > 1:
        return Say("products_compared", {"products": products}, shows=shows, shows_kind="products")
    product = next(iter(products))
    slots = task["slots"]
    limits = slots.get("limits", {})
    size = next(iter(limits.get("sizes", ())), None)
    colour = next(iter(limits.get("colours", ())), None)
    facets = slots.get("facets") or (["stock"] if size or colour else ["overview"])
    variants = product.matching(size=size, colour=colour_of(product, colour))
    may_wait = "stock" in facets and bool(variants) and not any(variant.stock for variant in variants)
    wanted = {"limits": limits} if limits else {}
    return Say(
        "product_facets",
        {
            "product": product,
            "facets": facets,
            "size": size,
            "colour": colour,
            "variants": variants,
            "may_wait": may_wait,
        },
        shows=shows,
        shows_kind="products",
        opens="stock_alert" if may_wait else "",
        opens_slots={"product_ids": [product.product_id], **wanted} if may_wait else {},
    )


def colour_of(product: Product, colour: str | None) -> str | None:
    """The product's own name for the colour: "green" is "Moss Green" when only that is sold."""
    if colour is None:
        return None
    wanted = colour.casefold()
    exact = next((name for name in product.colours if name.casefold() == wanted), None)
    return exact or next((name for name in product.colours if wanted in name.casefold()), colour)


INTENT = Intent(
    name="product_question",
    meaning="features, size, stock, price, authenticity, comparison of a product",
    route="product",
    label="ask about a product",
    next_step=next_step,
    slots=("product_ids", "limits", "facets", "item"),
    tools=("get_products", "find_passages", "search_products"),
    cues=_CUES,
)
