"""Which node comes next: pure functions of the turn's state."""

from typing import Literal, get_args

from agent.nodes.read_on import is_lost_beside
from agent.nodes.state import TurnState
from agent.steps import HandOver

AfterUnderstanding = Literal["confirm", "identify", "plan", "read_on", "respond"]
AfterPlan = Literal["handoff", "read_on", "respond"]
AFTER_UNDERSTANDING: tuple[str, ...] = get_args(AfterUnderstanding)
AFTER_PLAN: tuple[str, ...] = get_args(AfterPlan)
AfterHandoff = Literal["read_on", "respond"]
AFTER_HANDOFF: tuple[str, ...] = get_args(AfterHandoff)


def after_understanding(state: TurnState) -> AfterUnderstanding:
    interpretation = state["interpretation"]
    if interpretation.confirmed:
        return "confirm"
    if interpretation.work_on and (state.get("given") or state["principal"].is_staff):
        return "identify"
    if any(task["slots"].get("email") or task["slots"].get("postcode") for task in state["memory"]["tasks"]):
        return "identify"
    if interpretation.work_on or interpretation.resumes:
        return "plan"
    return after_handoff(state)


def after_plan(state: TurnState) -> AfterPlan:
    is_handing_over = any(isinstance(answer.step, HandOver) for answer in state["answers"])
    if is_handing_over:
        return "handoff"
    return after_handoff(state)


def after_handoff(state: TurnState) -> AfterHandoff:
    """A person takes over, and what else was asked is answered all the same."""
    return "read_on" if state["unread"] or is_lost_beside(state) else "respond"
