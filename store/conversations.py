"""Conversations and their transcript: opening, finding, reading. Turns are in `store.turns`.

Everything here runs as single statements on the driver's own connection, where each is its own
transaction: a turn pays for two commits and nothing else.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from asyncpg import Connection

from domain.conversations import ConversationId, MessageStatus, Sender
from domain.customers import CustomerId, Principal, Role, Rung
from domain.errors import NotFound
from domain.sessions import SessionId, SessionOver
from store.sessions import SPEAKS_ON

EVENTS_PER_TURN = 1000
"""An event's id is its turn's fence times this, plus its position in the turn."""
END_POSITION = EVENTS_PER_TURN - 1
"""The last event of a stored turn always stands here, so a turn's highest id needs no look at its events."""


@dataclass(frozen=True, slots=True)
class StoredMessage:
    seq: int
    sender: Sender
    name: str | None
    """Of the person of the shop who said it."""
    text: str
    status: MessageStatus
    client_message_id: str | None
    cards: list[dict[str, Any]]
    quick_replies: list[str]
    sources: list[dict[str, Any]]
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Transcript:
    messages: list[StoredMessage]
    has_more: bool
    last_event_id: int
    """Events after this one are not yet in the transcript: where a reader goes on listening."""


class _StoredPrincipal(msgspec.Struct, omit_defaults=True):
    rung: int = 0
    customer_id: str | None = None
    role: str = Role.CUSTOMER.value
    actor: str = "anonymous"
    orders_until: dict[str, datetime] = {}
    acting_for: str | None = None
    verified_until: datetime | None = None
    recognised: str | None = None


_principals = msgspec.json.Decoder(_StoredPrincipal)

_OPEN = """
INSERT INTO conversations (conversation_id, token_hash, channel, locale, principal, session_id, state,
                           fence, attempts, last_seq, created_at, updated_at)
VALUES ($1, $2, $3, $4, $5::text::jsonb, $6, '{}', 0, 0, 0, now(), now())
"""

_SPEAKER = f"""
SELECT principal::text AS principal, {SPEAKS_ON} AS speaks_on
FROM conversations WHERE conversation_id = $1 AND token_hash = $2
"""

_TRANSCRIPT = """
SELECT m.seq, m.sender, m.name, m.text, m.status, m.client_message_id, m.cards::text AS cards,
       m.quick_replies::text AS quick_replies, m.sources::text AS sources, m.created_at,
       (SELECT max(fence) FROM turns t WHERE t.conversation_id = $1) AS last_fence
FROM messages m
WHERE m.conversation_id = $1 AND m.seq > $2
ORDER BY m.seq
LIMIT $3
"""
_ANSWERED_BY = """
SELECT max(t.fence) FROM turns t JOIN messages m USING (conversation_id)
WHERE conversation_id = $1 AND m.seq = $2 AND m.status <> 'received' AND t.first_seq <= m.seq
"""
_SUMMARY = """
SELECT state::text AS state,
       (SELECT trace::text FROM turns t WHERE t.conversation_id = c.conversation_id
        ORDER BY fence DESC LIMIT 1) AS trace
FROM conversations c WHERE conversation_id = $1
"""
_LAST_FENCE = "SELECT max(fence) FROM turns WHERE conversation_id = $1"


async def open_conversation(
    connection: Connection,
    conversation_id: ConversationId,
    *,
    token_hash: str,
    channel: str,
    locale: str,
    principal: Principal,
    session_id: SessionId | None = None,
) -> None:
    """`session_id`: the signed-in session that this is part of, and ends with."""
    stored = principal_to_json(principal)
    await connection.execute(_OPEN, conversation_id, token_hash, channel, locale, stored, session_id)


async def require(connection: Connection, conversation_id: ConversationId, *, token_hash: str) -> None:
    """Raises as `speaker` does."""
    await speaker(connection, conversation_id, token_hash=token_hash)


async def speaker(
    connection: Connection, conversation_id: ConversationId, *, token_hash: str, is_signing_in: bool = False
) -> Principal:
    """Who holds the conversation; `is_signing_in`: or held it until its session ended, to go on in another.

    Raises:
        NotFound: there is no such conversation, or the token belongs to another one.
        SessionOver: it was part of a signed-in session, and that has ended or changed its role.
    """
    row = await connection.fetchrow(_SPEAKER, conversation_id, token_hash)
    if row is None:
        raise NotFound("conversation unknown or foreign")
    if not (row["speaks_on"] or is_signing_in):
        raise SessionOver("the conversation's session is over")
    return principal_from_json(row["principal"])


async def transcript(
    connection: Connection, conversation_id: ConversationId, *, after: int = 0, limit: int = 100
) -> Transcript:
    """Messages with a seq above `after`, oldest first, all seen at one moment."""
    rows = await connection.fetch(_TRANSCRIPT, conversation_id, after, limit + 1)
    last_fence = rows[0]["last_fence"] if rows else await connection.fetchval(_LAST_FENCE, conversation_id)
    return Transcript(
        messages=[message_from_row(row) for row in rows[:limit]],
        has_more=len(rows) > limit,
        last_event_id=last_fence * EVENTS_PER_TURN + END_POSITION if last_fence else 0,
    )


async def summary(connection: Connection, conversation_id: ConversationId) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the assistant keeps in mind, and what its last turn did: for developers and scripts."""
    row = await connection.fetchrow(_SUMMARY, conversation_id)
    if row is None:
        raise NotFound("conversation unknown")
    return msgspec.json.decode(row["state"]), msgspec.json.decode(row["trace"] or "{}")


async def before_answer(connection: Connection, conversation_id: ConversationId, seq: int) -> int | None:
    """The event id before the turn that answered message `seq`; None while it is not answered."""
    fence = await connection.fetchval(_ANSWERED_BY, conversation_id, seq)
    return fence * EVENTS_PER_TURN if fence is not None else None


def message_from_row(row: Any) -> StoredMessage:
    return StoredMessage(
        seq=row["seq"],
        sender=Sender(row["sender"]),
        name=row["name"],
        text=row["text"],
        status=MessageStatus(row["status"]),
        client_message_id=row["client_message_id"],
        cards=msgspec.json.decode(row["cards"]),
        quick_replies=msgspec.json.decode(row["quick_replies"]),
        sources=msgspec.json.decode(row["sources"]),
        created_at=row["created_at"],
    )


def principal_to_json(principal: Principal) -> str:
    stored = _StoredPrincipal(
        rung=principal.rung.value,
        customer_id=principal.customer_id,
        role=principal.role.value,
        actor=principal.actor,
        orders_until=principal.orders_until,
        acting_for=principal.acting_for,
        verified_until=principal.verified_until,
        recognised=principal.recognised,
    )
    return msgspec.json.encode(stored).decode()


def principal_from_json(stored: str) -> Principal:
    found = _principals.decode(stored)
    return Principal(
        rung=Rung(found.rung),
        customer_id=CustomerId(found.customer_id) if found.customer_id is not None else None,
        role=Role(found.role),
        actor=found.actor,
        orders_until=found.orders_until,
        acting_for=CustomerId(found.acting_for) if found.acting_for is not None else None,
        verified_until=found.verified_until,
        recognised=CustomerId(found.recognised) if found.recognised is not None else None,
    )
