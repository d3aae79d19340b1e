"""A customer's message is accepted: kept in one statement, which also takes the lease if it is free.

The same message sent again is found by its client's number of it, and nothing is written. While a person has the
conversation (`store.holds`) the message is for them, and there is no turn. What becomes of the lease: `store.turns`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import msgspec
from asyncpg import Connection, UniqueViolationError

from domain.conversations import ConversationId
from domain.errors import Conflict, NotFound
from store import holds
from store.conversations import require
from store.sessions import SPEAKS_ON
from store.turns import Lease, lease_of


@dataclass(frozen=True, slots=True)
class Accepted:
    seq: int
    fence: int
    """Of the turn that runs or is about to; its events have the first ids that matter to this message."""
    lease: Lease | None
    """None: somebody else is answering and will take this message up."""
    is_behind: bool
    """Older messages wait too: read them with `waiting`."""
    is_duplicate: bool = False
    """This client message id was there already; nothing was written."""
    person: dict[str, Any] | None = None
    """Who has the conversation, as its customer is shown it."""

    @property
    def is_held(self) -> bool:
        """The message is for that person: no turn answers it."""
        return self.person is not None


_ACCEPT = f"""
WITH before AS (
    SELECT conversation_id, waiting_since IS NOT NULL AS is_behind,
           lease_until IS NULL OR lease_until < now() AS is_free
    FROM conversations
    WHERE conversation_id = $1 AND ($2::text IS NULL OR token_hash = $2) AND {SPEAKS_ON}
      AND (held_until IS NULL OR held_until <= now())
    FOR UPDATE
), conversation AS (
    UPDATE conversations c
    SET last_seq = c.last_seq + 1,
        waiting_since = coalesce(c.waiting_since, now()),
        updated_at = now(),
        origin = CASE WHEN $6 = '' THEN c.origin ELSE $6 END,
        fence = c.fence + b.is_free::int,
        attempts = c.attempts + b.is_free::int,
        lease_until = CASE WHEN b.is_free THEN now() + $5 ELSE c.lease_until END
    FROM before b
    WHERE c.conversation_id = b.conversation_id
    RETURNING c.conversation_id, c.last_seq, c.fence, c.attempts, c.state, c.principal, c.locale, c.channel,
              c.origin, c.address, b.is_free, b.is_behind
), message AS (
    INSERT INTO messages (conversation_id, seq, sender, text, client_message_id, status,
                          cards, quick_replies, sources, created_at)
    SELECT conversation_id, last_seq, 'customer', $3, $4, 'received', '[]', '[]', '[]', now()
    FROM conversation
)
SELECT conversation_id, last_seq, fence, attempts, state::text AS state, principal::text AS principal,
       locale, channel, origin, address, is_free, is_behind, now() AS taken_at
FROM conversation
"""

_DUPLICATE = """
SELECT m.seq, coalesce(held.fence, c.fence) AS fence, held.events #>> '{1,data}' AS person
FROM messages m JOIN conversations c USING (conversation_id)
LEFT JOIN turns held ON held.conversation_id = m.conversation_id AND held.first_seq = m.seq
    AND held.trace->>'outcome' = 'held'
WHERE m.conversation_id = $1 AND m.client_message_id = $2
"""

_IS_THERE = "SELECT 1 FROM conversations WHERE conversation_id = $1"

_TRIES = 3
"""A person may come or go between two statements."""


async def accept(
    connection: Connection,
    conversation_id: ConversationId,
    *,
    token_hash: str | None,
    text: str,
    client_message_id: str | None,
    lease: timedelta,
    origin: str = "",
    calls_off: Callable[[str], bool] = lambda _: False,
) -> Accepted:
    """Keep a customer's message and take the lease if it is free. When this returns, it cannot be lost.

    `token_hash` None: the caller has already made sure who speaks (a channel with its own proof).
    `calls_off`: whether these words give the conversation back to the assistant; asked only while a person has it.

    Raises:
        NotFound: no such conversation, or the token is another one's.
        SessionOver: the signed-in session that it is part of has ended.
    """
    said = {"token_hash": token_hash, "client_message_id": client_message_id}
    try:
        for _ in range(_TRIES):
            row = await connection.fetchrow(
                _ACCEPT, conversation_id, token_hash, text, client_message_id, lease, origin
            )
            if row is not None:
                taken = lease_of(row) if row["is_free"] else None
                return Accepted(row["last_seq"], row["fence"], taken, is_behind=row["is_behind"])
            if calls_off(text) and await holds.release(connection, conversation_id, **said):
                continue
            if held := await holds.say(connection, conversation_id, **said, text=text, origin=origin):
                return Accepted(held.seq, held.fence, None, is_behind=False, person=held.person)
            await _check_speaks(connection, conversation_id, token_hash)
    except UniqueViolationError:
        return await _duplicate(connection, conversation_id, client_message_id)
    raise Conflict("a person came and went while a message was kept")


async def _check_speaks(connection: Connection, conversation_id: ConversationId, token_hash: str | None) -> None:
    if token_hash is not None:
        await require(connection, conversation_id, token_hash=token_hash)
    elif await connection.fetchval(_IS_THERE, conversation_id) is None:
        raise NotFound("conversation unknown")


async def _duplicate(
    connection: Connection, conversation_id: ConversationId, client_message_id: str | None
) -> Accepted:
    row = await connection.fetchrow(_DUPLICATE, conversation_id, client_message_id)
    if row is None:
        raise Conflict("the message vanished while it was looked up")
    person = msgspec.json.decode(row["person"]) if row["person"] else None
    return Accepted(row["seq"], row["fence"], None, is_behind=False, is_duplicate=True, person=person)
