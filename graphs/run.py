"""One turn through the support graph: from what the service knows to what it will store."""

from typing import Any, cast

from agent.context import Context, Services
from agent.models.turn import TurnModel
from agent.nodes.state import TurnState
from agent.turn import Emit, TurnInput, TurnResult
from graphs.instruments import measured
from graphs.support import SupportGraph, support_graph
from graphs.traces import TurnTraces

RECURSION_LIMIT = 30


class SupportAgent:
    """`agent.turn.Agent` over the graph. Holds no conversation: all of it comes in and goes out."""

    def __init__(self, services: Services, traces: TurnTraces | None = None) -> None:
        self.services = services
        self._traces = traces
        self._graph: SupportGraph = support_graph()

    async def run_turn(self, turn: TurnInput, emit: Emit) -> TurnResult:
        language_model = self.services.language_model
        model = None
        if language_model is not None:
            model = TurnModel(language_model, turn.conversation_id, waits=turn.waits)
        if self._traces is None:
            return await self._run(turn, emit, model)
        if model is not None:
            model.exchanges = []
        with self._traces.tracing(turn, model) as traced:
            traced.result = await self._run(turn, emit, model)
        return traced.result

    async def _run(self, turn: TurnInput, emit: Emit, model: TurnModel | None) -> TurnResult:
        with measured(model) as measures:
            final = cast(
                TurnState,
                await self._graph.ainvoke(
                    cast(TurnState, {"text": ""}),
                    context=Context(self.services, turn, emit, model),
                    config={"recursion_limit": RECURSION_LIMIT},
                ),
            )
            measures.withheld = final["findings"]
        return TurnResult(
            reply=final["reply"],
            state=cast(dict[str, Any], final["memory"]),
            principal=final["principal"],
            trace=_trace(final, model),
        )


def _trace(final: TurnState, model: TurnModel | None) -> dict[str, Any]:
    """Names and numbers only: no word of the customer's, no value of a slot."""
    understood = final.get("understood")
    trace = {
        "act": understood.act.kind if understood else None,
        "requests": [
            {"intent": request.intent, "confidence": round(request.confidence, 3)}
            for request in (understood.requests if understood else ())
        ],
        "said": [getattr(answer.step, "say", "") for answer in final["answers"]],
        "tools": final["called"],
        "withheld": final["findings"],
        "ms": final.get("times", {}),
    }
    return trace if model is None else trace | {"model": model.record()}
