"""What a person says in a conversation: a message between turns, with an event of its own.

It waits while a turn runs, so that it never comes between a question and its answer. Whoever says something has the
conversation from then on (`store.holds`), with what a process that died had left to answer.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from asyncpg import Connection

from domain.conversations import ConversationId, Event
from store import events
from store.conversations import EVENTS_PER_TURN
from store.holds import HOLD

_SAID = "SELECT seq FROM messages WHERE conversation_id = $1 AND client_message_id = $2 AND sender = 'staff'"
# The row's lock is what keeps a turn from beginning in between.
_CLAIM = """
WITH conversation AS (
    UPDATE conversations
    SET last_seq = last_seq + $2::int, fence = fence + 1, updated_at = now(), held_until = now() + $3::interval,
        waiting_since = CASE WHEN $3 IS NULL THEN waiting_since END,
        lease_until = CASE WHEN $3 IS NULL THEN lease_until END,
        attempts = CASE WHEN $3 IS NULL THEN attempts ELSE 0 END
    WHERE conversation_id = $1 AND (lease_until IS NULL OR lease_until < now())
    RETURNING conversation_id, last_seq, fence, locale
), left_over AS (
    UPDATE messages SET status = 'answered'
    WHERE $3 IS NOT NULL AND conversation_id = (SELECT conversation_id FROM conversation)
      AND sender = 'customer' AND status = 'received'
)
SELECT last_seq, fence, locale, now() AS at FROM conversation
"""
_SAY = """
INSERT INTO messages (conversation_id, seq, sender, name, text, client_message_id, status, cards, quick_replies,
                      sources, created_at)
VALUES ($1, $2, 'staff', $3, $4, $5, 'answered', '[]', '[]', '[]', now())
"""
_KEEP = """
WITH turn AS (
    INSERT INTO turns (conversation_id, fence, first_seq, reply_seq, events, trace, created_at)
    VALUES ($1, $2, $3, $3, $4::text::jsonb, '{"outcome": "person"}', now())
)
SELECT pg_notify('conversations', $1)
"""


@dataclass(frozen=True, slots=True)
class Said:
    seq: int
    locale: str


async def said(connection: Connection, conversation_id: ConversationId, key: str) -> int | None:
    """The number of what was said under this key; None: nothing was."""
    return await connection.fetchval(_SAID, conversation_id, key)


async def say(
    connection: Connection,
    conversation_id: ConversationId,
    text: str,
    *,
    name: str,
    key: str,
    standing: dict[str, Any] | None = None,
) -> Said | None:
    """In the caller's transaction; None while the conversation is being answered.

    `standing`: what the customer is shown of the request for a person, where that changes too.
    """
    row = await connection.fetchrow(_CLAIM, conversation_id, 1, HOLD)
    if row is None:
        return None
    seq = row["last_seq"]
    message = {"seq": seq, "sender": "staff", "text": text, "name": name, "created_at": row["at"].isoformat()}
    await connection.execute(_SAY, conversation_id, seq, name, text, key)
    shown = [Event("handoff", standing)] if standing else []
    await _keep(connection, conversation_id, row["fence"], seq, [*shown, Event("message", message)])
    return Said(seq, row["locale"])


async def hold(connection: Connection, conversation_id: ConversationId) -> bool:
    """Have the conversation without a word; False while it is being answered."""
    return await connection.fetchrow(_CLAIM, conversation_id, 0, HOLD) is not None


async def show(
    connection: Connection, conversation_id: ConversationId, standing: dict[str, Any], *, holds: timedelta | None = None
) -> bool:
    """Only where the request for a person stands now; False while the conversation is being answered.

    `holds`: how long the person has the conversation from now on; None: no longer.
    """
    row = await connection.fetchrow(_CLAIM, conversation_id, 0, holds)
    if row is None:
        return False
    await _keep(connection, conversation_id, row["fence"], row["last_seq"], [Event("handoff", standing)])
    return True


async def _keep(
    connection: Connection, conversation_id: ConversationId, fence: int, seq: int, happened: list[Event]
) -> None:
    numbered = [Event(each.kind, each.data, fence * EVENTS_PER_TURN + at) for at, each in enumerate(happened, start=1)]
    await connection.execute(_KEEP, conversation_id, fence, seq, events.to_json(numbered))
