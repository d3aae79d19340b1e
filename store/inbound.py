"""Messages taken in from a provider: each of its numbers once, whatever is delivered how often and how parallel.

What needs no fetching goes into the conversation in the same commit. A message with pictures waits here as a row
until they are fetched, and later ones of the same number wait behind it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec
from asyncpg import Connection

MOST_ATTEMPTS = 4


@dataclass(frozen=True, slots=True)
class WaitingInbound:
    sid: str
    channel: str
    number: str
    payload: dict[str, Any]
    is_last_attempt: bool
    received_at: datetime


_CLAIM = """
INSERT INTO inbound (sid, channel, number, attempts, due_at, received_at)
VALUES ($1, $2, $3, 0, now(), clock_timestamp()) ON CONFLICT (sid) DO NOTHING RETURNING 1
"""
_IS_WAITED_FOR = "SELECT EXISTS (SELECT FROM inbound WHERE channel = $1 AND number = $2 AND payload IS NOT NULL)"
_WAIT = "UPDATE inbound SET payload = $2::text::jsonb, due_at = now() WHERE sid = $1"
_TAKEN = "UPDATE inbound SET conversation_id = $2, payload = NULL WHERE sid = $1"
# The oldest of a number only, and nobody else tries it until its time is over.
_NEXT = """
UPDATE inbound SET attempts = attempts + 1, due_at = now() + $1::interval WHERE sid = (
    SELECT i.sid FROM inbound i WHERE i.payload IS NOT NULL AND i.due_at <= now() AND NOT EXISTS (
        SELECT FROM inbound e WHERE e.channel = i.channel AND e.number = i.number AND e.payload IS NOT NULL
            AND (e.received_at, e.sid) < (i.received_at, i.sid))
    ORDER BY i.received_at LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING sid, channel, number, payload::text AS payload, attempts, received_at
"""
_HOLD = "SELECT 1 FROM inbound WHERE sid = $1 AND payload IS NOT NULL FOR UPDATE"
_OFFERED = """
SELECT quick_replies::text FROM messages WHERE conversation_id = $1 AND sender <> 'customer' ORDER BY seq DESC LIMIT 1
"""
_AGAIN = "UPDATE inbound SET due_at = now() + $2::interval WHERE sid = $1"


async def claim(connection: Connection, sid: str, *, channel: str, number: str) -> bool:
    """False when this message was taken in before; waits for a transaction that is just doing so."""
    return await connection.fetchval(_CLAIM, sid, channel, number) is not None


async def is_waited_for(connection: Connection, channel: str, number: str) -> bool:
    """Whether an earlier message of this number still waits."""
    return bool(await connection.fetchval(_IS_WAITED_FOR, channel, number))


async def wait(connection: Connection, sid: str, payload: dict[str, Any]) -> None:
    await connection.execute(_WAIT, sid, msgspec.json.encode(payload).decode())


async def taken(connection: Connection, sid: str, conversation_id: str | None) -> None:
    """It is in the conversation now, or needs no answer; what it said is kept there only."""
    await connection.execute(_TAKEN, sid, conversation_id)


async def next_waiting(connection: Connection, *, lease: timedelta) -> WaitingInbound | None:
    """The oldest that is due, ours to fetch until `lease` is over."""
    row = await connection.fetchrow(_NEXT, lease)
    if row is None:
        return None
    return WaitingInbound(
        sid=row["sid"],
        channel=row["channel"],
        number=row["number"],
        payload=msgspec.json.decode(row["payload"]),
        is_last_attempt=row["attempts"] >= MOST_ATTEMPTS,
        received_at=row["received_at"],
    )


async def is_still_waiting(connection: Connection, sid: str) -> bool:
    """Holds the row: whoever sees it waiting is the one to take it in."""
    return await connection.fetchval(_HOLD, sid) is not None


async def again(connection: Connection, sid: str, *, pause: timedelta) -> None:
    await connection.execute(_AGAIN, sid, pause)


async def offered(connection: Connection, conversation_id: str) -> list[str]:
    """The answers that our last message proposed: on a telephone they are picked by number."""
    found = await connection.fetchval(_OFFERED, conversation_id)
    return msgspec.json.decode(found) if found else []
