"""A person takes over."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Literal
from zoneinfo import ZoneInfo

from domain.opening_hours import back_on
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
    back_on: date | None = None
    """The day on which somebody is there again; None while somebody is."""


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
    profile = context.shop.profile
    back = back_on(profile.support_hours, context.now.astimezone(ZoneInfo(profile.time_zone)))
    return ToolResult(HandedOff(ticket_id, is_new, profile.support_hours, back))


class CallOffHandOff(Arguments):
    """Nothing: the conversation's own ticket is meant."""


@tool(effect=Effect.WRITE, confirmation=False, result=HandOffCalledOff)
async def call_off_hand_off(arguments: CallOffHandOff, context: ToolContext, session: WriteSession) -> ToolResult:
    """Take the request for a person back, so that the assistant goes on alone.

    Use it when the customer says that nobody is needed any more. Not for ending the conversation.
    """
    return ToolResult(HandOffCalledOff(await handoffs.close(await session.raw(), context.conversation_id)))
