"""What is let go when nothing meets all that was asked for, and in which order."""

from collections.abc import Mapping
from typing import Any

from agent.intents.spec import View
from agent.intents.wished_products import say_found
from agent.state import Task
from agent.steps import Call, Step
from tools.products import SearchResult

MAY_BEND = frozenset({"materials", "colours", "sizes", "in_my_size"})
"""Limits that are let go first when nothing meets all of them: before the price, and never for whom it is."""


def bent_limits(limits: Mapping[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """The limits let go one after the other, as long as that lets anything go: looks, then a little money, then all.

    The size goes last of the looks: nobody can wear another.
    """
    hard = {name: value for name, value in limits.items() if name not in MAY_BEND}
    sized = {name: value for name, value in limits.items() if name not in ("sizes", "in_my_size")}
    looks = {name: value for name, value in limits.items() if name != "colours"}
    steps: list[tuple[str, dict[str, Any]]] = [("in_other_colours", looks)] if looks not in (limits, hard) else []
    steps += [("in_other_sizes", sized)] if sized not in (limits, hard) else []
    steps += [("in_other_looks", hard)] if hard != limits else []
    most = hard.get("max_price_minor")
    if most and limits.get("categories"):
        steps = [
            *(step for step in steps[:-1] if step[0] == "in_other_colours"),
            *steps[-1:],
            ("of_category", hard),
            ("of_kind_alone", _unpriced(hard)),
        ]
    elif most:
        steps.append(("a_little_dearer", {**hard, "max_price_minor": most * 107 // 100}))
    whom = {name: limits[name] for name in ("genders", "without") if limits.get(name)}
    nearest = {"by_price": "rising"} if most and limits.get("categories") else {}
    return [*steps, ("without_limits", {**whom, **nearest})]


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
