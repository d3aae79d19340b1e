"""A person takes over."""

import json
from dataclasses import dataclass
from typing import Literal

from store import handoffs
from store.database import WriteSession
from tools.spec import Arguments, Effect, ToolContext, ToolResult, tool

HandoffReason = Literal["asked", "not_understood", "cannot_do", "complaint", "error", "frustrated"]


class HandOff(Arguments):
    reason: HandoffReason = "asked"


@dataclass(frozen=True, slots=True)
class HandedOff:
    ticket_id: str
    is_new: bool
    support_hours: str


@dataclass(frozen=True, slots=True)
class HandOffCalledOff:
    was_open: bool
    """False: nobody had been asked."""


@tool(effect=Effect.WRITE, confirmation=False, result=HandedOff)
async def hand_off(arguments: HandOff, context: ToolContext, session: WriteSession) -> ToolResult:
    """Ask a person of the support team to take this conversation over.

    Use it when the customer asks for a person, complains, or needs what no tool can do. One ticket is
    open per conversation: asking again refreshes it.
    """
    ticket_id, is_new = await handoffs.open_ticket(
        session,
        conversation_id=context.conversation_id,
        reason=arguments.reason,
        packet_json=json.dumps(dict(context.packet)),
    )
    return ToolResult(HandedOff(ticket_id, is_new, context.shop.profile.support_hours))


class CallOffHandOff(Arguments):
    """Nothing: the conversation's own ticket is meant."""


@tool(effect=Effect.WRITE, confirmation=False, result=HandOffCalledOff)
async def call_off_hand_off(arguments: CallOffHandOff, context: ToolContext, session: WriteSession) -> ToolResult:
    """Take the request for a person back, so that the assistant goes on alone.

    Use it when the customer says that nobody is needed any more. Not for ending the conversation.
    """
    return ToolResult(HandOffCalledOff(await handoffs.close(await session.raw(), context.conversation_id)))
