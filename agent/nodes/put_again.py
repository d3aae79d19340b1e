"""A question or summary that is put again: what goes before it, and whether a word of it is enough."""

from langgraph.runtime import Runtime

from agent.context import Context
from agent.dialogue import tasks
from agent.nodes.state import TurnState
from agent.orders.choosing import named_by
from agent.state import Task
from agent.steps import Ask, Propose, Step
from tools.execute import ToolCall


def digest_of(step: Propose, state: TurnState, runtime: Runtime[Context]) -> str:
    executor = runtime.context.services.executor
    return executor.digest(ToolCall(step.tool, step.arguments), actor=state["principal"].signature)


def lead_of(task: Task, step: Step, state: TurnState, is_worked_on: bool) -> str:
    """What goes before a question: that an earlier request goes on, or that the answer to it was of no use."""
    if not isinstance(step, Ask | Propose):
        return ""
    if not is_worked_on:
        is_begun = task["answered"] or task["asked"] or tasks.is_summed_up(state["memory"], task)
        return "resumed" if is_begun else "next_up"
    if _fits_several(task, step, state):
        return "fits_several" if _names_one_of_them(task, step) else "in_none_of_them"
    if state["understood"].act.kind == "resume":
        return "resumed"
    is_again = isinstance(step, Ask) and task["asked"] == step.slot and _same_words(task, step)
    return "again" if is_again and not _is_passed_over("", state) else ""


def _fits_several(task: Task, step: Step, state: TurnState) -> bool:
    """ "The one from yesterday", where there are two: the same question, and the answer was none too few."""
    told = set(task["answered"][-1]) if task["answered"] else set()
    is_same = isinstance(step, Ask) and step.slot == "order_id" and step.say in state["memory"]["said"]
    is_narrowed = not told.isdisjoint(("dates", "which", "item")) and "order_id" not in told
    return is_same and task["asked"] is None and is_narrowed


def _names_one_of_them(task: Task, step: Step) -> bool:
    """ "The hoodie", where none of the orders holds one, was not too little but something else."""
    mention, orders = task["slots"].get("item"), step.facts.get("orders", ()) if isinstance(step, Ask) else ()
    return not (mention and "item" in task["answered"][-1]) or any(named_by(mention, order) for order in orders)


def _same_words(task: Task, step: Ask) -> bool:
    """The words that asked before, or the same list of orders or things, whatever was told in between."""
    is_same_list = step.slot in ("order_id", "line") and task["choices"] == [each.as_memory() for each in step.choices]
    return task["asked_by"] == step.say or (is_same_list and bool(step.choices))


_OF_THE_QUESTION = (
    "cannot_skip",
    "explained",
    "help_here",
    "why_asked",
    "not_followed",
    "only_with_a_yes",
    "noted_down",
)
"""Said about the question on the table, which follows as a word only."""


def needs_no_repeating(step: Step, lead: str, state: TurnState) -> bool:
    """Passed over for something else, or a summary that what was said has not changed."""
    is_unchanged = isinstance(step, Propose) and not state["interpretation"].say
    return is_unchanged or _is_passed_over(lead, state)


def _is_passed_over(lead: str, state: TurnState) -> bool:
    return lead == "resumed" or any(say.say in _OF_THE_QUESTION for say in state["interpretation"].say)


def was_just_put(step: Step, state: TurnState, runtime: Runtime[Context]) -> bool:
    """The very same question, or summary, stands in the last reply: a word of it is enough."""
    memory = state["memory"]
    if isinstance(step, Ask):
        return step.say in memory["said"]
    if not isinstance(step, Propose) or step.say not in memory["said"]:
        return False
    before = memory["pending"]["digest"] if memory["pending"] is not None else state["interpretation"].voided
    return before == digest_of(step, state, runtime)
