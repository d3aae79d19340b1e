"""Which node comes next: pure functions of the turn's state.

Coroutines only because LangGraph runs plain functions in a thread pool: 0.5 ms of CPU an edge, measured.
"""

from typing import Literal

from agent.nodes.state import TurnState
from agent.steps import HandOver


async def after_understanding(state: TurnState) -> Literal["confirm", "identify", "plan", "respond"]:
    interpretation = state["interpretation"]
    if interpretation.confirmed:
        return "confirm"
    if any(task["slots"].get("email") or task["slots"].get("postcode") for task in state["memory"]["tasks"]):
        return "identify"
    return "plan" if interpretation.work_on else "respond"


async def after_plan(state: TurnState) -> Literal["act", "handoff", "respond"]:
    if state["calls"]:
        return "act"
    is_handing_over = any(isinstance(answer.step, HandOver) for answer in state["answers"])
    return "handoff" if is_handing_over else "respond"
