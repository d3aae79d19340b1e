"""A question or summary that is put again: what goes before it, and whether a word of it is enough."""

from collections.abc import Sequence

from langgraph.runtime import Runtime

from agent.context import Context
from agent.dialogue import tasks
from agent.nodes.at_issue import is_elsewhere
from agent.nodes.state import Answer, TurnState
from agent.orders.choosing import named_by
from agent.state import Task
from agent.steps import Ask, Propose, Step
from tools.execute import ToolCall


def digest_of(step: Propose, state: TurnState, runtime: Runtime[Context]) -> str:
    executor = runtime.context.services.executor
    return executor.digest(ToolCall(step.tool, step.arguments), actor=state["principal"].signature)


def takes_up(task: Task, step: Step, state: TurnState, is_worked_on: bool) -> bool:
    """The question of a task that was interrupted: unasked, or because the customer comes back to it."""
    if not isinstance(step, Ask | Propose):
        return False
    if is_worked_on:
        return state["understood"].act.kind == "resume" and not _fits_several(task, step, state)
    return bool(task["answered"] or task["asked"]) or tasks.is_summed_up(state["memory"], task)


def lead_of(task: Task, step: Step, state: TurnState, is_worked_on: bool, answers: Sequence[Answer]) -> str:
    """What goes before a question: what goes on after something else, or that the answer to it was of no use.

    After an answer about the very same thing nothing does. `answers`: those of this turn before it.
    """
    if not isinstance(step, Ask | Propose):
        return ""
    if not is_worked_on and takes_up(task, step, state, is_worked_on):
        told = [*(each for part in state["aside"] for each in part.answers), *answers]
        return "resumed" if is_elsewhere(task, told) else ""
    if not is_worked_on:
        return "next_up"
    if _fits_several(task, step, state):
        return "fits_several" if _names_one_of_them(task, step) else "in_none_of_them"
    is_again = isinstance(step, Ask) and task["asked"] == step.slot and _same_words(task, step)
    is_passed_over = takes_up(task, step, state, is_worked_on) or _is_passed_over(state)
    return "again" if is_again and not is_passed_over else ""


def _fits_several(task: Task, step: Step, state: TurnState) -> bool:
    """ "The one from yesterday", where there are two: the same question, and the answer was none too few."""
    told = set(task["answered"][-1]) if task["answered"] else set()
    is_same = isinstance(step, Ask) and step.slot == "order_id" and step.say in state["memory"]["said"]
    is_narrowed = not told.isdisjoint(("dates", "which", "item")) and "order_id" not in told
    is_found = isinstance(step, Ask) and not step.facts.get("is_unlike")
    return is_same and is_found and task["asked"] is None and is_narrowed


def _names_one_of_them(task: Task, step: Step) -> bool:
    """ "The hoodie", where none of the orders holds one, was not too little but something else."""
    mention, orders = task["slots"].get("item"), step.facts.get("orders", ()) if isinstance(step, Ask) else ()
    return not (mention and "item" in task["answered"][-1]) or any(named_by(mention, order, task) for order in orders)


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


def needs_no_repeating(step: Step, state: TurnState, *, resumes: bool) -> bool:
    """Passed over for something else, or a summary that what was said has not changed."""
    is_unchanged = isinstance(step, Propose) and not state["interpretation"].say
    return resumes or is_unchanged or _is_passed_over(state)


def _is_passed_over(state: TurnState) -> bool:
    return any(say.say in _OF_THE_QUESTION for say in state["interpretation"].say)


def was_just_put(task: Task, step: Step, state: TurnState, runtime: Runtime[Context]) -> bool:
    """The very same question, list or summary was put a turn ago: a word of it is enough."""
    memory = state["memory"]
    is_in_reply = isinstance(step, Ask | Propose) and step.say in memory["said"]
    if isinstance(step, Ask):
        return is_in_reply or (task["put_off"] > 0 and task["asked"] == step.slot and _same_words(task, step))
    if not isinstance(step, Propose):
        return False
    pending = memory["pending"]
    if not is_in_reply and (pending is None or task["key"] in state["interpretation"].work_on):
        return False
    before = pending["digest"] if pending is not None else state["interpretation"].voided
    return before == digest_of(step, state, runtime)
