"""What is let go when nothing meets all that was asked for, and in which order."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from agent.intents.spec import View
from agent.intents.wished_products import say_found
from agent.intents.written_of import words_of
from agent.state import Task
from agent.steps import Call, Step
from domain.catalog import Product
from domain.money import Money
from tools.products import SearchResult

Steps = list[tuple[str, dict[str, Any]]]
MAY_BEND = frozenset({"materials", "colours", "sizes", "in_my_size"})
"""Limits that are let go first when nothing meets all of them: before the price, and never for whom it is."""
_MANY = 4
"""A family of colours, whose shades nobody named."""
_A_LITTLE = 107
"""Per cent of what it may cost: so much more is worth a look where all the rest is met."""


def bent_limits(limits: Mapping[str, Any]) -> Steps:
    """The limits let go one after the other, as long as that lets anything go: looks, then a little money, then all.

    The size goes last of the looks: nobody can wear another.
    """
    hard = {name: value for name, value in limits.items() if name not in MAY_BEND}
    sized = {name: value for name, value in limits.items() if name not in ("sizes", "in_my_size")}
    looks = {name: value for name, value in limits.items() if name != "colours"}
    steps: Steps = [("in_other_colours", looks)] if looks not in (limits, hard) else []
    steps += [("in_other_sizes", sized)] if sized not in (limits, hard) else []
    steps += [("in_other_looks", hard)] if hard != limits else []
    most = hard.get("max_price_minor")
    dearer = [("a_little_dearer", {**limits, "max_price_minor": most * _A_LITTLE // 100})] if most else []
    if most and limits.get("categories"):
        steps = [
            *(dearer if hard != limits else ()),
            *(step for step in steps[:-1] if step[0] == "in_other_colours"),
            *steps[-1:],
            ("of_category", hard),
            ("of_kind_alone", _unpriced(hard)),
        ]
    elif most:
        steps.append(("a_little_dearer", {**hard, "max_price_minor": most * _A_LITTLE // 100}))
    whom = {name: limits[name] for name in ("genders", "without") if limits.get(name)}
    nearest = {"by_price": "rising"} if most and limits.get("categories") else {}
    return [*steps, ("without_limits", {**whom, **nearest})]


def fewer(steps: Steps) -> Steps:
    """Those that are left to take where two looks of a turn were spent on what is specially for the wish."""
    first = [step for step in steps[:1] if step[0] == "a_little_dearer"]
    rest = steps[len(first) :]
    is_priced = any(name == "of_kind_alone" for name, _ in rest)
    is_of_colour = rest[0][0] == "in_other_colours"
    return [*first, *([rest[0], rest[-1]] if is_of_colour else rest[-3 if is_priced else -2 :])]


def lacking(product: Product, limits: Mapping[str, Any]) -> dict[str, Any]:
    """Which of the limits it does not keep to: {material, colour, size: as it was said, over: how much dearer}."""
    lacks: dict[str, Any] = {}
    for name, said, own in (
        ("material", limits.get("materials") or (), product.materials),
        ("colour", limits.get("colours") or (), product.colours),
    ):
        words = {word for each in own for word in words_of(each)}
        if 0 < len(said) < _MANY and not any(set(words_of(each)) <= words for each in said):
            lacks[name] = list(said)
    if (sizes := limits.get("sizes")) and not {*sizes} & {*product.sizes}:
        lacks["size"] = list(sizes)
    most = limits.get("max_price_minor")
    if most and product.price.amount_minor > most:
        lacks["over"] = Money(product.price.amount_minor - most, product.price.currency)
    return lacks


def besides_the_dear(found: SearchResult, limits: Mapping[str, Any], seen: Collection[str]) -> SearchResult:
    """ "Too expensive" looks for a cent less than what was shown: neither that nor what costs more is an answer.

    "Any other black coat" is not answered by those `seen` before.
    """
    found = replace(found, hits=tuple(hit for hit in found.hits if hit.product.product_id not in seen))
    most = limits.get("max_price_minor") or 0
    prices = [hit.product.price.amount_minor for hit in found.hits]
    if most + 1 not in prices:
        return found
    return replace(found, hits=tuple(hit for hit in found.hits if hit.product.price.amount_minor <= most))


def _unpriced(limits: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in limits.items() if name not in ("min_price_minor", "max_price_minor")}


def without_kept(task: Task, view: View) -> Step | None:
    """What is said now, without what was kept from the search before: a dress, after a coat for one's brother."""
    slots, found = task["slots"], view.results.get("unkept")
    if not (kept := slots.get("kept")):
        return None
    if isinstance(found, SearchResult):
        return say_found("products_found", found) if found.hits else None
    own = {name: value for name, value in slots["limits"].items() if name not in kept}
    return Call("search_products", {"query": slots.get("kind") or view.text, **own}, "unkept")
