"""Messages that wait to be sent to telephones: written in the commit of what they say, sent after it, in order.

A key is queued once. How they are sent, and what the provider says of them: `store.sending`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec
from asyncpg import Connection

from domain.delivery import Delivery, Part
from domain.texting import plain, split
from store.database import WriteSession

EXPIRES = timedelta(hours=4)
"""An answer is of no use after that."""
HELD = timedelta(days=7)
LONGEST = 1600
"""Characters that any provider takes at once."""


@dataclass(frozen=True, slots=True)
class OutboxRecord:
    """A message as its row tells it, for those who look after the queue."""

    outbox_id: int
    channel: str
    recipient: str
    status: Delivery
    attempts: int
    sid: str | None
    error_code: int | None
    queued_at: datetime


_ENQUEUE = """
INSERT INTO outbox (key, channel, recipient, conversation_id, template, text, media, buttons, is_secret, status,
                    attempts, queued_at, due_at, expires_at)
SELECT $1, $2, $3::text, $4, $5, $6, $7::text::jsonb, $8::text::jsonb, $9, 'waiting', 0, now(), now(),
       now() + $10::interval
WHERE $3::text <> '' ON CONFLICT (key) DO NOTHING
"""
# Once for each time that the customer's silence outlasted the window.
_ASK_TO_WRITE = """
INSERT INTO outbox (key, channel, recipient, template, text, status, attempts, queued_at, due_at, expires_at)
SELECT format('notice:%s:%s:%s', channel, number, coalesce(extract(epoch FROM last_inbound_at)::bigint, 0)),
       channel, number, $3, '', 'waiting', 0, now(), now(), now() + $4::interval
FROM phones WHERE channel = $1 AND number = $2 ON CONFLICT (key) DO NOTHING
"""
NOTICE = "notice"
"""The template that asks a customer to write, so that we may answer."""
_TELL = """
INSERT INTO outbox (key, channel, recipient, conversation_id, text, status, attempts, queued_at, due_at, expires_at)
SELECT $1, channel, address, conversation_id, $3, 'waiting', 0, now(), now(), now() + $4::interval
FROM conversations WHERE conversation_id = $2 AND address <> '' ON CONFLICT (key) DO NOTHING RETURNING 1
"""
_WAKE = "SELECT pg_notify('outbox', '')"
_RECORDS = """
SELECT outbox_id, channel, recipient, status, attempts, sid, error_code, queued_at FROM outbox
WHERE status = ANY($2::text[]) ORDER BY outbox_id DESC LIMIT $1
"""


async def enqueue(
    session: WriteSession,
    part: Part,
    *,
    key: str,
    channel: str,
    recipient: str,
    conversation_id: str | None = None,
    template: str = "",
    is_secret: bool = False,
    expires: timedelta = EXPIRES,
) -> None:
    """Send this once the caller's transaction commits; a key that was queued before is left as it is.

    Without a recipient nothing is kept, by the same statement: how long it takes tells nobody anything.
    """
    connection = await session.raw()
    await enqueue_on(
        connection,
        part,
        key=key,
        channel=channel,
        recipient=recipient,
        conversation_id=conversation_id,
        template=template,
        is_secret=is_secret,
        expires=expires,
    )


async def enqueue_on(
    connection: Connection,
    part: Part,
    *,
    key: str,
    channel: str,
    recipient: str,
    conversation_id: str | None = None,
    template: str = "",
    is_secret: bool = False,
    expires: timedelta = EXPIRES,
) -> None:
    """`enqueue` on a driver's connection."""
    await connection.execute(
        _ENQUEUE,
        key,
        channel,
        recipient,
        conversation_id,
        template,
        part.text,
        _json(part.media),
        _json(part.buttons),
        is_secret,
        expires,
    )
    await connection.execute(_WAKE)


async def tell(connection: Connection, conversation_id: str, text: str, *, key: str, expires: timedelta = HELD) -> bool:
    """Send what was said in a conversation outside of a turn (a person's message, news that were promised) to where
    it is answered; False where the customer comes to read it, or the key was queued before."""
    is_queued = False
    for position, part in enumerate(split(plain(text), lambda part: len(part) <= LONGEST)):
        own_key = f"{key}:{position}" if position else key
        is_queued |= await connection.fetchval(_TELL, own_key, conversation_id, part, expires) is not None
    if is_queued:
        await connection.execute(_WAKE)
    return is_queued


def parts_json(parts: Sequence[Part], *, channel: str, recipient: str) -> str:
    """The parts of a reply, as `store.turns.finish` takes them."""
    found = [
        {
            "position": position,
            "channel": channel,
            "recipient": recipient,
            "text": part.text,
            "media": part.media,
            "buttons": part.buttons,
        }
        for position, part in enumerate(parts)
    ]
    return msgspec.json.encode(found).decode()


async def ask_to_write(connection: Connection, channel: str, recipient: str) -> None:
    """By the template for that: what is held goes out once they do."""
    await connection.execute(_ASK_TO_WRITE, channel, recipient, NOTICE, EXPIRES)


async def records(
    connection: Connection, *, limit: int = 50, only: Sequence[Delivery] = tuple(Delivery)
) -> list[OutboxRecord]:
    """Newest first."""
    rows = await connection.fetch(_RECORDS, limit, [delivery.value for delivery in only])
    return [OutboxRecord(**{**row, "status": Delivery(row["status"])}) for row in rows]


def _json(values: Sequence[str]) -> str:
    return msgspec.json.encode(list(values)).decode()
