"""What a conversation is told without having asked: an apology, a promise kept, a word from a job.

A notice is a turn without a question: one message, its events, a fence of its own. It waits while a turn runs,
so that it never comes between a question and its answer.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from asyncpg import Connection

from domain.conversations import ConversationId, Event
from domain.errors import NotFound
from store import events
from store.conversations import END_POSITION, EVENTS_PER_TURN


@dataclass(frozen=True, slots=True)
class Notice:
    text: str
    handoff: dict[str, Any] | None = None
    """What the customer is shown of the ticket that was opened for this."""


@dataclass(frozen=True, slots=True)
class Hearing:
    """Where a notice will be read, and when."""

    locale: str
    language: str
    """That the conversation is in; empty: their locale's."""
    now: datetime


@dataclass(frozen=True, slots=True)
class Told:
    seq: int
    """The message's number in the transcript."""
    channel: str


# The row's lock is what keeps a turn from beginning in between.
_CLAIM = """
UPDATE conversations SET last_seq = last_seq + 1, fence = fence + 1, updated_at = now()
WHERE conversation_id = $1 AND (lease_until IS NULL OR lease_until < now())
RETURNING last_seq, fence, channel
"""
_READER = """
SELECT locale, coalesce(state->>'language', '') AS language, now() AS now FROM conversations WHERE conversation_id = $1
"""
_IS_THERE = "SELECT 1 FROM conversations WHERE conversation_id = $1"
_TELL = """
WITH message AS (
    INSERT INTO messages (conversation_id, seq, sender, text, status, cards, quick_replies, sources, created_at)
    VALUES ($1, $2, 'assistant', $4, 'answered', '[]', '[]', '[]', now())
), turn AS (
    INSERT INTO turns (conversation_id, fence, first_seq, reply_seq, events, trace, created_at)
    VALUES ($1, $3, $2, $2, $5::text::jsonb, $6::text::jsonb, now())
)
SELECT pg_notify('conversations', $1)
"""


async def hearing(connection: Connection, conversation_id: str) -> Hearing:
    """Raises NotFound when there is no such conversation."""
    row = await connection.fetchrow(_READER, conversation_id)
    if row is None:
        raise NotFound("conversation unknown")
    return Hearing(**row)


async def tell(connection: Connection, conversation_id: ConversationId, notice: Notice, *, about: str) -> Told | None:
    """Say it, in the caller's transaction; None while the conversation is being answered.

    `about` says in the trace why this was said. Channels that push learn of it from `Told.channel`.
    Raises NotFound when there is no such conversation.
    """
    row = await connection.fetchrow(_CLAIM, conversation_id)
    if row is None:
        if await connection.fetchval(_IS_THERE, conversation_id) is None:
            raise NotFound("conversation unknown")
        return None
    trace = msgspec.json.encode({"outcome": "notice", "about": about}).decode()
    said = events.to_json(_events(notice, first_id=row["fence"] * EVENTS_PER_TURN))
    await connection.execute(_TELL, conversation_id, row["last_seq"], row["fence"], notice.text, said, trace)
    return Told(row["last_seq"], row["channel"])


def _events(notice: Notice, *, first_id: int) -> list[Event]:
    found = [Event("start", {"messages": []}), Event("delta", {"text": notice.text})]
    if notice.handoff is not None:
        found.append(Event("handoff", notice.handoff))
    numbered = [Event(event.kind, event.data, first_id + at) for at, event in enumerate(found, start=1)]
    return [*numbered, Event("end", {"answers": [], "text": notice.text}, first_id + END_POSITION)]
