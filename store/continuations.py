"""What a customer left open in another conversation: theirs by proof, or from a telephone number of their account."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec

from domain.customers import CustomerId
from store.database import ReadSession

RECENT = timedelta(days=7)
MOST = 5

# Theirs: signed in, proved by code, or at least by an order that is theirs; a number that is on their account.
_OPEN = """
SELECT conversation_id, channel, (state->'tasks')::text AS tasks, updated_at FROM conversations
WHERE conversation_id <> $1 AND updated_at > now() - $4::interval
    AND (principal->>'customer_id' = $2 OR principal->>'recognised' = $2 OR principal->'orders_until' ?| $3::text[])
    AND coalesce(principal->>'role', 'customer') = 'customer'
    AND jsonb_typeof(state->'tasks') = 'array' AND state->'tasks' <> '[]'
ORDER BY updated_at DESC LIMIT $5
"""


@dataclass(frozen=True, slots=True)
class LeftOpen:
    conversation_id: str
    channel: str
    tasks: list[dict[str, Any]]
    """As the agent keeps them; the last one was being worked on."""
    at: datetime


async def left_open(
    session: ReadSession, customer_id: CustomerId, *, order_ids: Sequence[str], besides: str
) -> list[LeftOpen]:
    """The newest conversation first. `order_ids`: the customer's own."""
    connection = await session.raw()
    rows = await connection.fetch(_OPEN, besides, customer_id, list(order_ids), RECENT, MOST)
    return [
        LeftOpen(row["conversation_id"], row["channel"], msgspec.json.decode(row["tasks"]), row["updated_at"])
        for row in rows
    ]
