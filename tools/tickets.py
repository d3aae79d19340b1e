"""Who waits for a person, as the support team may ask in a chat of their own."""

from dataclasses import dataclass
from datetime import datetime

from pydantic import Field

from domain.customers import Rung
from store import handoffs
from store.handoffs import Ticket
from tools.spec import STAFF, Arguments, Effect, ToolContext, ToolResult, tool

_STATUSES = ("open", "assigned")
_LONGEST_WISH = 120


class ListTickets(Arguments):
    limit: int = Field(default=10, ge=1, le=50)


@dataclass(frozen=True, slots=True)
class Waiting:
    ticket_id: str
    since: datetime
    wish: str
    """The customer's last words before they asked, cut short."""
    is_taken: bool


@dataclass(frozen=True, slots=True)
class WaitingForPerson:
    """Those that wait longest first."""

    tickets: tuple[Waiting, ...]


@tool(effect=Effect.READ, rung=Rung.SIGNED_IN, roles=STAFF)
async def list_tickets(arguments: ListTickets, context: ToolContext) -> ToolResult:
    """List the customers who asked for a person and are not done, those that wait longest first; for the support team.

    Use it for "is anyone waiting to talk to us". Not for claims that wait for a decision: that is list_claims.
    """
    async with context.database.read() as session:
        found = await handoffs.tickets(await session.raw(), statuses=_STATUSES, limit=arguments.limit)
    return ToolResult(WaitingForPerson(tuple(map(_waiting, found))))


def _waiting(ticket: Ticket) -> Waiting:
    wish = " ".join(str(ticket.packet.get("goal") or "").split())
    return Waiting(ticket.ticket_id, ticket.created_at, wish[:_LONGEST_WISH], ticket.status == "assigned")
