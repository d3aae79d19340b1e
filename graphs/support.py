"""The support graph: topology only. What a node does is in `agent.nodes`, which way to go in `graphs.routing`."""

import time
from collections.abc import Awaitable, Callable

from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.runtime import Runtime
from opentelemetry import trace

from agent.context import Context
from agent.nodes.act import act
from agent.nodes.confirm import confirm
from agent.nodes.guard import guard
from agent.nodes.handoff import handoff
from agent.nodes.identify import identify
from agent.nodes.plan import plan
from agent.nodes.respond import respond
from agent.nodes.state import TurnState, Update
from agent.nodes.understand import understand
from graphs.routing import after_plan, after_understanding

Node = Callable[[TurnState, Runtime[Context]], Awaitable[Update]]
SupportGraph = CompiledStateGraph[TurnState, Context, TurnState, TurnState]

_tracer = trace.get_tracer("shopsmart.graph")


def support_graph() -> SupportGraph:
    """guard -> understand -> [confirm ->] [identify ->] plan <-> act -> [handoff ->] respond"""
    graph = StateGraph(TurnState, context_schema=Context)
    for node in (guard, understand, confirm, identify, plan, act, handoff, respond):
        graph.add_node(node.__name__, traced(node))  # pyright: ignore[reportArgumentType]  # its overloads want a Protocol class
    graph.add_edge(START, "guard")
    graph.add_edge("guard", "understand")
    graph.add_conditional_edges("understand", after_understanding)
    graph.add_edge("confirm", "identify")
    graph.add_edge("identify", "plan")
    graph.add_conditional_edges("plan", after_plan)
    graph.add_edge("act", "plan")
    graph.add_edge("handoff", "respond")
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

    run.__name__ = node.__name__
    return run
