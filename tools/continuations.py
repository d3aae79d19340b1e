"""What the customer left open on another channel, so that it can go on here without being asked again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from domain.customers import Rung
from domain.errors import NotPossible
from store import continuations
from tools.spec import Effect, NoArguments, ToolContext, ToolResult, tool


@dataclass(frozen=True, slots=True)
class OpenRequest:
    intent: str
    channel: str
    """Where it was begun: web, sms, whatsapp, ..."""
    at: datetime
    slots: Mapping[str, Any] = field(default_factory=dict)
    """What was settled there already."""


@dataclass(frozen=True, slots=True)
class OpenRequests:
    requests: tuple[OpenRequest, ...]
    """The one worked on last comes first."""


@tool(effect=Effect.READ, rung=Rung.CODE_VERIFIED)
async def find_open_requests(arguments: NoArguments, context: ToolContext) -> ToolResult:
    """Find what this customer began in another conversation and did not finish: a return, a change of an order.

    Use it when they say that they started something elsewhere and want to go on here. Not for finished claims.
    """
    customer_id = context.principal.subject
    if customer_id is None:
        raise NotPossible("no_customer")
    orders = await context.shop.orders_of(customer_id, limit=50)
    async with context.database.read() as session:
        found = await continuations.left_open(
            session,
            customer_id,
            order_ids=[order.order_id for order in orders],
            besides=context.conversation_id,
        )
    own = {order.order_id for order in orders}
    return ToolResult(
        OpenRequests(
            tuple(
                OpenRequest(task["intent"], one.channel, one.at, task["slots"])
                for one in found
                for task in reversed(one.tasks)
                # Somebody else's order may have been spoken of in the same conversation.
                if task["slots"].get("order_id", "") in {"", *own}
            )
        )
    )
