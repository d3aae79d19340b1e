"""Running a tool from a node: the context it gets, and what becomes of a no."""

from datetime import datetime

from langgraph.runtime import Runtime

from agent.context import Context
from agent.nodes.state import TurnState
from agent.speaker.memories import from_memory
from domain.errors import ShopSmartError, StoreUnavailable
from tools.execute import Confirmation, ToolCall
from tools.spec import ToolContext, ToolResult


def tool_context(state: TurnState, runtime: Runtime[Context]) -> ToolContext:
    services, turn = runtime.context.services, runtime.context.turn
    return ToolContext(
        principal=state["principal"],
        conversation_id=turn.conversation_id,
        channel=turn.channel,
        locale=turn.locale,
        now=turn.now,
        shop=services.shop,
        knowledge=services.knowledge,
        database=services.database,
        home=state["memory"]["home"],
        learnt=from_memory(state["memory"]["learnt"]),
        can_text=services.can_text,
        service_url=services.service_url,
        origin=turn.origin,
        secret=services.secret,
        packet=packet(state, turn.now),
    )


async def run_tool(
    call: ToolCall, state: TurnState, runtime: Runtime[Context], *, confirmation: Confirmation | None = None
) -> ToolResult | ShopSmartError:
    """A refusal is a value here, since the plan goes on with it; a store that is away ends the turn."""
    executor = runtime.context.services.executor
    try:
        return await executor.run(call, tool_context(state, runtime), confirmation=confirmation)
    except StoreUnavailable:
        raise
    except ShopSmartError as refusal:
        return refusal


def packet(state: TurnState, now: datetime) -> dict[str, object]:
    """What a person needs to go on. Who the speaker is comes from the session, never from the words."""
    principal = state["principal"]
    return {
        "at": now.isoformat(),
        "goal": state.get("text", "")[:500],
        "identity": {
            "rung": principal.rung.name.lower(),
            "customer_id": principal.customer_id,
            "orders": sorted(principal.orders_until),
        },
        "open_tasks": [{"intent": task["intent"], "slots": task["slots"]} for task in state["memory"]["tasks"]],
        "past": list(state["memory"]["past"]),
        "tools_used": state.get("called", []),
    }
