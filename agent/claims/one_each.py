"""Two things told by what is wrong with each, and by nothing else: "one has a broken zip, the other is too small".

Which is which nobody can know; it is asked of both at once, so that no fault is taken for that of the other.
"""

import re

from agent.state import Task
from agent.steps import Ask, Step
from agent.understanding.heard import Heard
from domain.claims import ReturnReason

_ONE_AND_THE_OTHER = re.compile(
    r"\bone\b.{3,80}?\b(?:the other|another|the second|the next)\b|\ban? (?:thing|item)\b.{3,80}?\banother\b",
    re.IGNORECASE | re.DOTALL,
)
_SLOT = "one_each"


def one_each(heard: Heard) -> list[str] | None:
    """Why each of the two goes back, in the order it was told."""
    entities = heard.entities
    if entities.products or entities.categories or entities.materials or entities.order_numbers:
        return None
    told = [found.value.value for found in entities.reasons if found.value is not ReturnReason.OTHER]
    apart = list(dict.fromkeys(told))
    return apart if len(apart) == 2 and _ONE_AND_THE_OTHER.search(heard.text) else None


def which_is_which(task: Task, step: Step) -> Step:
    """The question which order, where it is of two things; any other step as it is."""
    if not (isinstance(step, Ask) and step.slot == "order_id" and task["slots"].get(_SLOT) and "orders" in step.facts):
        return step
    reasons = [ReturnReason(reason) for reason in task["slots"][_SLOT]]
    task["slots"].pop("reason", None)
    return Ask("order_id", "which_is_which", {**step.facts, "reasons": reasons}, step.choices)
