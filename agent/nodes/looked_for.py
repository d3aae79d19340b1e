"""What was looked for, and what was asked of it, for the fragment that comes next: "in blue?", "and the other one?"."""

from collections.abc import Sequence
from typing import Any

from agent.goods.ranking import besides_price
from agent.state import Memory, Task
from agent.steps import Say
from domain.catalog import Product

_OF_ONE = ("product_question", "product_choice", "place_order")
_UNTOLD = ("gift_ideas", "wish_untold")
"""What was wished is written of nothing: the next limit narrows what was shown, and not that wish."""


def looked_for(task: Task, step: Say, memory: Memory) -> dict[str, Any]:
    """The search stands for as long as it is its own hits that are spoken of; beside it, what is asked of them."""
    slots, before = task["slots"], memory["search"]
    listed = {each["value"] for each in memory["shown"].get("products", ())}
    is_of_list = bool(before) and "result" not in step.facts and {each.value for each in step.shows} <= listed
    is_one = task["intent"] in _OF_ONE and len(step.shows) == 1
    is_made = bool(step.facts.get("variants", True))  # what there is none of is asked after no further
    products = _products(step)
    limits = {} if is_one else slots.get("limits", {})
    is_only = "result" in step.facts and len(products) == 1 and not limits.get("categories")
    if is_only:  # "something for a wedding": what comes next is of the kind that was found for it
        limits = {**limits, "categories": [products[0].category]}
    is_text = ("result" in step.facts and not is_only) or not products
    text = besides_price(task["text"])[:200] if is_text else products[0].category
    return {
        "text": before["text"] if is_of_list else text,
        "limits": before["limits"] if is_of_list else limits,
        "item": before.get("item") if is_of_list else slots.get("item"),
        "kind": before.get("kind") if is_of_list else slots.get("kind"),
        "speaks_of": (before if is_of_list or not slots.get("kinds") else slots).get("speaks_of"),
        "kinds": before.get("kinds") if is_of_list else slots.get("kinds"),
        "together_minor": before.get("together_minor") if is_of_list else slots.get("together_minor"),
        "total_minor": before.get("total_minor") if is_of_list else _total(step),
        "product": step.shows[0].value if is_one else None,
        "looks": {**slots.get("limits", {}), "colour": slots.get("colour")} if is_one and is_made else {},
        "asked": slots.get("facets"),
        "question": "" if "result" in step.facts else task["text"][:200],
        "is_untold": step.say in _UNTOLD,
        "seen": before.get("seen", []) if is_of_list else slots.get("seen", []),
        "typical_minor": _typical_price(products),
    }


def _total(step: Say) -> int | None:
    return step.facts["total"].amount_minor if step.say == "kinds_together" else None


def _products(step: Say) -> list[Product]:
    facts = step.facts
    if result := facts.get("result"):
        return [hit.product for hit in result.hits]
    if "product" not in facts and (rows := facts.get("rows")):
        return [row.product for row in rows]
    return [each for each in (facts.get("products") or (facts.get("product"),)) if each is not None]


def _typical_price(products: Sequence[Product]) -> int | None:
    """The middle one of the prices shown: "cheaper" means less than that."""
    prices = sorted(product.price.amount_minor for product in products)
    return prices[len(prices) // 2] if prices else None
