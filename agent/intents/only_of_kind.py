"""Whether there is more of a kind than was shown: "is the Cascade your only rain jacket". Pure."""

from dataclasses import replace

from agent.intents.of_kind import near
from agent.intents.spec import View
from agent.intents.wished_products import MOST_LOOKED_AT, SHOWN, say_found
from agent.state import Task
from agent.steps import Call, Say, Step
from tools.products import SearchResult


def only_of_kind(task: Task, view: View) -> Step | None:
    """The others, where there are any; what only stands near the kind is none of it. None: none of it was shown."""
    slots, found = task["slots"], view.results.get("of_its_kind")
    if not slots.get("only"):
        return None
    kind, limits = slots.get("item") or slots.get("kind"), slots.get("limits") or {}
    if not isinstance(found, SearchResult):
        return Call("search_products", {"query": kind or view.text, "limit": MOST_LOOKED_AT, **limits}, "of_its_kind")
    fit = near(found).hits if found.hits else ()
    seen = slots.get("seen") or ()
    others = tuple(hit for hit in fit if not hit.is_near and hit.product.product_id not in seen)[:SHOWN]
    if others:
        return say_found("also_of_kind", replace(found, hits=others))
    shown = [hit for hit in fit if hit.product.product_id in seen]
    return Say("only_of_kind", {"count": len(shown)}) if shown else None
