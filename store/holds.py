"""A person has the conversation: what its customer says is kept and shown, and nobody else answers it.

The hold is a lease in `conversations.held_until`, by the database's clock. Taking a request and each answer of a person
renew it (`store.answers`); it ends with the request, when the customer calls the person off, or by itself, so that
somebody who went away does not leave a customer alone.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import msgspec
from asyncpg import Connection

from domain.conversations import ConversationId
from store.conversations import EVENTS_PER_TURN
from store.sessions import SPEAKS_ON

HOLD = timedelta(hours=2)
"""How long a customer waits for a person who has stopped answering, before the assistant answers again."""

_MAY_SPEAK = f"conversation_id = $1 AND ($2::text IS NULL OR token_hash = $2) AND {SPEAKS_ON}"
# `handoff` is the last event: who waits for an answer learns from it that the assistant gives none.
_SAY = f"""
WITH conversation AS (
    UPDATE conversations SET last_seq = last_seq + 1, fence = fence + 1, updated_at = now(),
        origin = CASE WHEN $5 = '' THEN origin ELSE $5 END
    WHERE {_MAY_SPEAK} AND held_until > now()
    RETURNING conversation_id, last_seq, fence
), message AS (
    INSERT INTO messages (conversation_id, seq, sender, text, client_message_id, status, cards, quick_replies, sources,
                          created_at)
    SELECT conversation_id, last_seq, 'customer', $3, $4, 'answered', '[]', '[]', '[]', now() FROM conversation
), person AS (
    SELECT jsonb_build_object('ticket_id', coalesce(h.ticket_id, ''), 'status', 'joined',
                              'agent', coalesce(s.name, '')) AS shown
    FROM conversation c LEFT JOIN handoffs h ON h.conversation_id = c.conversation_id AND h.status <> 'closed'
        LEFT JOIN staff s ON s.staff_id = split_part(h.owner, ':', 2)
), turn AS (
    INSERT INTO turns (conversation_id, fence, first_seq, reply_seq, events, trace, created_at)
    SELECT conversation_id, fence, last_seq, last_seq, jsonb_build_array(
        jsonb_build_object('id', fence * {EVENTS_PER_TURN} + 1, 'kind', 'message', 'data', jsonb_build_object(
            'seq', last_seq, 'sender', 'customer', 'text', $3::text, 'client_message_id', $4::text,
            'created_at', now())),
        jsonb_build_object('id', fence * {EVENTS_PER_TURN} + 2, 'kind', 'handoff', 'data', shown)
    ), '{{"outcome": "held"}}', now()
    FROM conversation, person
)
SELECT last_seq AS seq, fence, shown::text AS shown, pg_notify('conversations', conversation_id)
FROM conversation, person
"""
_RELEASE = f"""
UPDATE conversations SET held_until = NULL
WHERE {_MAY_SPEAK} AND held_until > now()
  AND NOT EXISTS (SELECT FROM messages m WHERE m.conversation_id = $1 AND m.client_message_id = $3)
RETURNING 1
"""
_IS_HELD_AT = """
SELECT 1 FROM phones p JOIN conversations c USING (conversation_id)
WHERE p.channel = $1 AND p.number = $2 AND c.held_until > now()
"""


@dataclass(frozen=True, slots=True)
class Said:
    seq: int
    fence: int
    person: dict[str, Any]
    """Who has the conversation, as its customer is shown it."""


async def say(
    connection: Connection,
    conversation_id: ConversationId,
    *,
    token_hash: str | None,
    text: str,
    client_message_id: str | None,
    origin: str,
) -> Said | None:
    """Keep a customer's message to the person, and wake readers; None when nobody has the conversation, or it is
    another's.

    Raises:
        asyncpg.UniqueViolationError: this client message id was there already; nothing was written.
    """
    row = await connection.fetchrow(_SAY, conversation_id, token_hash, text, client_message_id, origin)
    return Said(row["seq"], row["fence"], msgspec.json.decode(row["shown"])) if row else None


async def release(
    connection: Connection, conversation_id: ConversationId, *, token_hash: str | None, client_message_id: str | None
) -> bool:
    """The assistant answers again; the request for a person stays as it is. Not by a message that came before."""
    return await connection.fetchval(_RELEASE, conversation_id, token_hash, client_message_id) is not None


async def is_held_at(connection: Connection, channel: str, number: str) -> bool:
    """Whether a person has the conversation of this telephone."""
    return await connection.fetchval(_IS_HELD_AT, channel, number) is not None
