"""The life of a turn in the database: leased, begun, renewed, finished or given up.

One writer a conversation: a lease with a time limit and a fence that rises each time it is taken.
Whoever finishes must still hold the fence, so a process that slept through its lease writes nothing.
Finishing clears the lease and leaves the fence, so holding means both: this fence, and a lease at all.
All times are the database's, so processes with wrong clocks agree.

The two statements of an ordinary turn are `store.acceptance.accept` and `finish`: two round trips, two commits.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec
from asyncpg import Connection, Record

from domain.conversations import ConversationId, MessageStatus
from domain.customers import Principal
from domain.errors import LeaseLost
from store.conversations import principal_from_json, principal_to_json


@dataclass(frozen=True, slots=True)
class WaitingMessage:
    seq: int
    text: str
    client_message_id: str | None


@dataclass(frozen=True, slots=True)
class Waiting:
    messages: list[WaitingMessage]
    """Oldest first. Numbers are given under a row lock, so none below `last_seq` is missing."""
    last_seq: int


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to answer a conversation until it runs out, and what is needed to do so."""

    conversation_id: ConversationId
    fence: int
    attempts: int
    """Turns begun for the messages that wait now, this one included."""
    state: dict[str, Any]
    principal: Principal
    locale: str
    channel: str
    taken_at: datetime
    origin: str = ""
    """A keyed hash of where the newest message came from."""
    address: str = ""
    """Where the reply is sent; empty where the customer comes to read it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a turn leaves behind. JSON fields are encoded by the caller, once."""

    first_seq: int
    last_seq: int
    """The newest message that was read; newer ones wait for the next turn."""
    status: MessageStatus
    text: str
    cards_json: str
    quick_replies_json: str
    sources_json: str
    state_json: str
    principal: Principal
    events_json: str
    trace_json: str
    is_stopped: bool = False
    """The customer stopped the reply."""
    outgoing_json: str = "[]"
    """The messages that say the reply where it has to be sent (`store.outbox.parts_json`)."""


@dataclass(frozen=True, slots=True)
class Finished:
    reply_seq: int
    reply_at: datetime
    next_fence: int | None
    """The lease goes on under this fence, since more messages came meanwhile; None: it was given back."""


_LEASED = """RETURNING conversation_id, fence, attempts, state::text AS state, principal::text AS principal,
          locale, channel, origin, address, now() AS taken_at
"""
_TAKE_OVER = f"""
UPDATE conversations SET fence = fence + 1, attempts = attempts + 1, lease_until = now() + $1
WHERE conversation_id IN (
    SELECT conversation_id FROM conversations
    WHERE waiting_since IS NOT NULL AND (lease_until IS NULL OR lease_until < now())
    ORDER BY waiting_since LIMIT $2 FOR UPDATE SKIP LOCKED)
{_LEASED}"""
_BEGIN_AGAIN = f"""
UPDATE conversations SET fence = fence + 1, attempts = attempts + 1, lease_until = now() + $3
WHERE conversation_id = $1 AND fence = $2 AND lease_until IS NOT NULL
{_LEASED}"""

_RENEW = """
UPDATE conversations SET lease_until = now() + $3
WHERE conversation_id = $1 AND fence = $2 AND lease_until IS NOT NULL RETURNING 1
"""
_WAITING = """
SELECT c.last_seq, m.seq, m.text, m.client_message_id
FROM conversations c LEFT JOIN messages m
  ON m.conversation_id = c.conversation_id AND m.status = 'received' AND m.sender = 'customer'
WHERE c.conversation_id = $1 ORDER BY m.seq
"""
_SETTLE = """
UPDATE conversations SET waiting_since = NULL, lease_until = NULL, attempts = 0
WHERE conversation_id = $1 AND fence = $2 AND last_seq = $3 RETURNING 1
"""
_GIVE_BACK = """
UPDATE conversations SET lease_until = now() + $3
WHERE conversation_id = $1 AND fence = $2 AND lease_until IS NOT NULL
"""

_ASK_TO_STOP = """
SELECT pg_notify('stops', conversation_id || ' ' || fence) FROM conversations
WHERE conversation_id = $1 AND fence = coalesce($2, fence) AND lease_until IS NOT NULL
"""
_FINISH = """
WITH conversation AS (
    UPDATE conversations
    SET last_seq = last_seq + 1, state = $5::text::jsonb, principal = $6::text::jsonb, updated_at = now(),
        waiting_since = CASE WHEN last_seq > $4 THEN now() END,
        lease_until = CASE WHEN last_seq > $4 THEN now() + $14 END,
        fence = CASE WHEN last_seq > $4 THEN fence + 1 ELSE fence END,
        attempts = CASE WHEN last_seq > $4 THEN 1 ELSE 0 END
    WHERE conversation_id = $1 AND fence = $2 AND lease_until IS NOT NULL
    RETURNING conversation_id, last_seq, fence
), answered AS (
    UPDATE messages SET status = $7
    WHERE conversation_id = (SELECT conversation_id FROM conversation)
      AND seq BETWEEN $3 AND $4 AND status = 'received' AND sender = 'customer'
), reply AS (
    INSERT INTO messages (conversation_id, seq, sender, text, status, cards, quick_replies, sources,
                          created_at)
    SELECT conversation_id, last_seq, 'assistant', $8, $16, $9::text::jsonb, $10::text::jsonb,
           $11::text::jsonb, now()
    FROM conversation
), turn AS (
    INSERT INTO turns (conversation_id, fence, first_seq, reply_seq, events, trace, created_at)
    SELECT conversation_id, $2, $3, last_seq, $12::text::jsonb, $13::text::jsonb, now()
    FROM conversation
), outgoing AS (
    INSERT INTO outbox (key, channel, recipient, conversation_id, text, media, buttons, status, attempts, queued_at,
                        due_at, expires_at)
    SELECT format('reply:%s:%s:%s', conversation_id, last_seq, part.position), part.channel, part.recipient,
           conversation_id, part.text, part.media, part.buttons, 'waiting', 0, now(), now(), now() + interval '4 hours'
    FROM conversation, jsonb_to_recordset($15::text::jsonb)
        AS part(position int, channel text, recipient text, text text, media jsonb, buttons jsonb)
    ORDER BY part.position
    RETURNING 1
)
SELECT last_seq, fence, now() AS reply_at, pg_notify('conversations', conversation_id),
       CASE WHEN EXISTS (SELECT FROM outgoing) THEN pg_notify('outbox', '') END
FROM conversation
"""


async def take_over(connection: Connection, *, lease: timedelta, limit: int) -> list[Lease]:
    """Leases of conversations that wait and that nobody is answering: the oldest first."""
    rows = await connection.fetch(_TAKE_OVER, lease, limit)
    return [lease_of(row) for row in rows]


async def begin_again(connection: Connection, held: Lease, *, lease: timedelta) -> Lease:
    """The same messages under a new fence, counted as another attempt. Raises LeaseLost."""
    row = await connection.fetchrow(_BEGIN_AGAIN, held.conversation_id, held.fence, lease)
    if row is None:
        raise LeaseLost(held.conversation_id)
    return lease_of(row)


async def renew(connection: Connection, held: Lease, *, lease: timedelta) -> None:
    """Raises LeaseLost."""
    if await connection.fetchval(_RENEW, held.conversation_id, held.fence, lease) is None:
        raise LeaseLost(held.conversation_id)


async def ask_to_stop(connection: Connection, conversation_id: ConversationId, fence: int | None) -> None:
    """Tell whoever is answering, in whichever process; nobody when that turn is over."""
    await connection.execute(_ASK_TO_STOP, conversation_id, fence)


async def waiting(connection: Connection, conversation_id: ConversationId) -> Waiting:
    """The unanswered messages, and the number of the newest message at that moment."""
    rows = await connection.fetch(_WAITING, conversation_id)
    messages = [
        WaitingMessage(row["seq"], row["text"], row["client_message_id"]) for row in rows if row["seq"] is not None
    ]
    return Waiting(messages, rows[0]["last_seq"] if rows else 0)


async def settle(connection: Connection, held: Lease, *, last_seq: int) -> bool:
    """Give the lease back when nothing waits; False when something came after `last_seq` or it is lost."""
    return await connection.fetchval(_SETTLE, held.conversation_id, held.fence, last_seq) is not None


async def give_back(connection: Connection, held: Lease, *, pause: timedelta) -> None:
    """Let anybody take the waiting messages up after `pause`. No harm when the lease is lost already."""
    await connection.execute(_GIVE_BACK, held.conversation_id, held.fence, pause)


async def finish(connection: Connection, held: Lease, outcome: Outcome, *, lease: timedelta) -> Finished:
    """Keep reply, state, statuses and turn in one commit, and wake readers in other processes.

    Raises:
        LeaseLost: somebody else took the conversation over; nothing was written.
    """
    row = await connection.fetchrow(
        _FINISH,
        held.conversation_id,
        held.fence,
        outcome.first_seq,
        outcome.last_seq,
        outcome.state_json,
        principal_to_json(outcome.principal),
        outcome.status.value,
        outcome.text,
        outcome.cards_json,
        outcome.quick_replies_json,
        outcome.sources_json,
        outcome.events_json,
        outcome.trace_json,
        lease,
        outcome.outgoing_json,
        MessageStatus.STOPPED.value if outcome.is_stopped else MessageStatus.ANSWERED.value,
    )
    if row is None:
        raise LeaseLost(held.conversation_id)
    goes_on = row["fence"] != held.fence
    return Finished(row["last_seq"], row["reply_at"], row["fence"] if goes_on else None)


def lease_of(row: Record) -> Lease:
    return Lease(
        conversation_id=row["conversation_id"],
        fence=row["fence"],
        attempts=row["attempts"],
        state=msgspec.json.decode(row["state"]),
        principal=principal_from_json(row["principal"]),
        locale=row["locale"],
        channel=row["channel"],
        taken_at=row["taken_at"],
        origin=row["origin"],
        address=row["address"],
    )
