"""Run the READ tools that the plan asked for, side by side."""

import asyncio

from langgraph.runtime import Runtime

from agent.context import Context
from agent.nodes.state import PlannedCall, TurnState, Update
from agent.nodes.tooling import run_tool
from domain.conversations import Event
from domain.errors import ShopSmartError
from tools.execute import ToolCall


async def act(state: TurnState, runtime: Runtime[Context]) -> Update:
    calls = state["calls"]
    runtime.context.emit(Event("status", {"doing": sorted({planned.call.tool for planned in calls})}))
    outcomes = await asyncio.gather(*(_run(planned, state, runtime) for planned in calls))
    passages = list(state["passages"])
    for planned, outcome in zip(calls, outcomes, strict=True):
        desk = state["desks"][planned.task]
        if isinstance(outcome, ShopSmartError):
            desk.failures[planned.call.name] = outcome
        else:
            desk.results[planned.call.name] = outcome.value
            passages.extend(outcome.passages)
    called = [*state["called"], *(planned.call.tool for planned in calls)]
    return dict(desks=state["desks"], calls=[], passages=passages, called=called)


async def _run(planned: PlannedCall, state: TurnState, runtime: Runtime[Context]):
    return await run_tool(ToolCall(planned.call.tool, planned.call.arguments), state, runtime)
