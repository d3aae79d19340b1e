"""Which of a kind is the most of something, where none lies on the table: "what's your warmest coat"."""

from collections.abc import Sequence
from dataclasses import replace

from agent.goods.ranking import Rank, most_of
from agent.intents.of_kind import near
from agent.intents.product_choice import chosen
from agent.intents.spec import View
from agent.intents.wished_products import MOST_LOOKED_AT, may_be_had
from agent.state import Task
from agent.steps import Call, Say, Step
from domain.catalog import Product
from tools.products import SearchResult

_COMPARED = 6


def most_of_kind(task: Task, view: View) -> Step | None:
    """None where no degree is asked for, or fewer than two of the kind are there to be compared."""
    kind, limits = task["slots"].get("kind"), task["slots"].get("limits") or {}
    wanted = most_of(view.text, kind) if kind and limits.get("categories") else None
    if wanted is None:
        return None
    found = view.results.get("of_most")
    if not isinstance(found, SearchResult):
        return Call("search_products", {"query": kind, "limit": MOST_LOOKED_AT, **limits}, "of_most")
    own = [hit.product for hit in (near(found).hits if found.hits else ()) if may_be_had(hit)]
    return _shortened(chosen(own, wanted), own, wanted) if len(own) > 1 else None


def _shortened(said: Say, own: Sequence[Product], wanted: Rank) -> Say:
    """All of the kind are compared; those that are not the answer need not all be read out."""
    if said.say == "first_untold":
        return chosen(own[:_COMPARED], wanted)
    cut = {name: tuple(said.facts[name])[:_COMPARED] for name in ("others", "rows", "silent") if name in said.facts}
    return replace(said, facts={**said.facts, **cut})
