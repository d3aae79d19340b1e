"""Which node comes next: pure functions of the turn's state."""

from typing import Literal, get_args

from agent.nodes.state import TurnState
from agent.steps import HandOver

AfterUnderstanding = Literal["confirm", "identify", "plan", "respond"]
AfterPlan = Literal["handoff", "respond"]
AFTER_UNDERSTANDING: tuple[str, ...] = get_args(AfterUnderstanding)
AFTER_PLAN: tuple[str, ...] = get_args(AfterPlan)


def after_understanding(state: TurnState) -> AfterUnderstanding:
    interpretation = state["interpretation"]
    if interpretation.confirmed:
        return "confirm"
    if interpretation.work_on and (state.get("given") or state["principal"].is_staff):
        return "identify"
    if any(task["slots"].get("email") or task["slots"].get("postcode") for task in state["memory"]["tasks"]):
        return "identify"
    return "plan" if interpretation.work_on or interpretation.resumes else "respond"


def after_plan(state: TurnState) -> AfterPlan:
    is_handing_over = any(isinstance(answer.step, HandOver) for answer in state["answers"])
    return "handoff" if is_handing_over else "respond"
