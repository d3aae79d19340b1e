"""All that is written of a thing, beside one point of it: "tell me more about the boot, is it waterproof?". Pure."""

from collections.abc import Sequence
from dataclasses import replace

from agent.nodes.state import Answer
from agent.steps import Say


def told_once(answers: Sequence[Answer]) -> list[Answer]:
    """The sentence that answers the point stands there alone, and what is silent on it is not read out again."""
    kept = list(answers)
    for at, answer in enumerate(kept):
        step = answer.step
        if isinstance(step, Say) and step.say == "product_facets" and "overview" in step.facts["facets"]:
            for later in range(at + 1, len(kept)):
                kept[at], kept[later] = _apart(kept[at], kept[later])
    return kept


def _apart(overview: Answer, point: Answer) -> tuple[Answer, Answer]:
    whole, step = overview.step, point.step
    assert isinstance(whole, Say)  # see told_once
    if not isinstance(step, Say) or whole.facts["product"] != step.facts.get("product"):
        return overview, point
    product = whole.facts["product"]
    if step.say == "not_in_description":
        silent = replace(product, description="", materials=())
        return overview, replace(point, step=replace(step, facts={**step.facts, "product": silent}))
    if step.say == "product_told":
        rest = replace(product, description=" ".join(product.description.replace(step.facts["told"], "").split()))
        return replace(overview, step=replace(whole, facts={**whole.facts, "product": rest})), point
    return overview, point
