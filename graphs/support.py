"""The support graph: topology only. What a node does is in `agent.nodes`, which way to go in `graphs.routing`.

A superstep of LangGraph costs 0.24 ms of CPU whatever its node does, a conditional edge 0.06 ms more. So nodes
that always follow each other share a superstep, each in a span of its own, and a node says itself which comes next.
"""

import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, cast

from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.runtime import Runtime
from langgraph.types import Command
from opentelemetry import trace

from agent.context import Context
from agent.nodes.act import act
from agent.nodes.choose import choose, may_choose
from agent.nodes.confirm import confirm
from agent.nodes.explore import explore, is_lost
from agent.nodes.guard import guard
from agent.nodes.handoff import handoff
from agent.nodes.identify import identify
from agent.nodes.plan import plan
from agent.nodes.read_on import read_on
from agent.nodes.respond import respond
from agent.nodes.state import TurnState, Update
from agent.nodes.understand import understand
from graphs.routing import (
    AFTER_HANDOFF,
    AFTER_PLAN,
    AFTER_UNDERSTANDING,
    after_handoff,
    after_plan,
    after_understanding,
)

Node = Callable[[TurnState, Runtime[Context]], Awaitable[Update]]
SupportGraph = CompiledStateGraph[TurnState, Context, TurnState, TurnState]

_tracer = trace.get_tracer("shopsmart.graph")


def support_graph() -> SupportGraph:
    """guard, understand -> [confirm ->] [identify ->] plan, act -> [handoff ->] [read_on -> ...] respond"""
    graph = StateGraph(TurnState, context_schema=Context)
    _add(graph, "understand", _then(_in_a_row(guard, understand), after_understanding), leads_to=AFTER_UNDERSTANDING)
    _add(graph, "confirm", traced(confirm))
    _add(graph, "identify", traced(identify))
    _add(graph, "plan", _then(planned_and_acted, after_plan), leads_to=AFTER_PLAN)
    _add(graph, "handoff", _then(traced(handoff), after_handoff), leads_to=AFTER_HANDOFF)
    _add(graph, "respond", traced(respond))
    _add(graph, "read_on", _then(traced(read_on), after_understanding), leads_to=AFTER_UNDERSTANDING)
    graph.add_edge(START, "understand")
    graph.add_edge("confirm", "identify")
    graph.add_edge("identify", "plan")
    graph.add_edge("respond", END)
    return graph.compile()


def traced(node: Node) -> Node:
    """The node inside a span of its name, its time in the turn's trace."""

    async def run(state: TurnState, runtime: Runtime[Context]) -> Update:
        began = time.perf_counter()
        with _tracer.start_as_current_span(f"node {node.__name__}"):
            update = await node(state, runtime)
        times = dict(state.get("times", {}))
        times[node.__name__] = round(times.get(node.__name__, 0.0) + (time.perf_counter() - began) * 1000, 2)
        update["times"] = times
        return update

    return run


_explore, _plan, _act, _choose = traced(explore), traced(plan), traced(act), traced(choose)


async def planned_and_acted(state: TurnState, runtime: Runtime[Context]) -> Update:
    """Plan, run the READ tools that the plan waits for, plan on; `plan` bounds its rounds.

    What nobody could read is explored first, where there is a model for it, and of what was found in the shop's
    writings a model chooses the sentences that answer.
    """
    update = await _explore(state, runtime) if is_lost(state, runtime and runtime.context) else {}
    update |= await _plan(_updated(state, update), runtime)
    while update["calls"]:
        update |= await _act(_updated(state, update), runtime)
        update |= await _plan(_updated(state, update), runtime)
    if may_choose(_updated(state, update), runtime and runtime.context):
        update |= await _choose(_updated(state, update), runtime)
    return update


def _in_a_row(*nodes: Node) -> Node:
    steps = [traced(node) for node in nodes]

    async def run(state: TurnState, runtime: Runtime[Context]) -> Update:
        update: Update = {}
        for step in steps:
            update |= await step(_updated(state, update), runtime)
        return update

    return run


def _then(node: Node, choose: Callable[[TurnState], str]) -> Callable[..., Awaitable[Command[str]]]:
    """The node, and where its outcome leads."""

    async def run(state: TurnState, runtime: Runtime[Context]) -> Command[str]:
        update = await node(state, runtime)
        return Command(update=update, goto=choose(_updated(state, update)))

    return run


def _updated(state: TurnState, update: Update) -> TurnState:
    return cast(TurnState, {**state, **update})


def _add(graph: StateGraph[Any, Any, Any, Any], name: str, node: Any, *, leads_to: Sequence[str] = ()) -> None:
    graph.add_node(name, node, destinations=tuple(leads_to) or None)
