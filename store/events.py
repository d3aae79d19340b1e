"""What stored turns sent over the wire, and the replies they ended in: for readers that come late."""

from dataclasses import dataclass
from typing import Any

import msgspec
from asyncpg import Connection

from domain.conversations import ConversationId, Event
from store.conversations import EVENTS_PER_TURN, StoredMessage, message_from_row


@dataclass(frozen=True, slots=True)
class StoredReply:
    message: StoredMessage
    events: list[Event]
    """Of the whole turn, `start` to `end`."""


class _StoredEvent(msgspec.Struct):
    id: int
    kind: str
    data: dict[str, Any]


_events = msgspec.json.Decoder(list[_StoredEvent])
_encoder = msgspec.json.Encoder()

_AFTER = """
SELECT reply_seq, events::text AS events FROM turns
WHERE conversation_id = $1 AND fence >= $2
ORDER BY fence LIMIT $3
"""

# The turn that answered a message is the last one that began at or before it: turns take messages in
# order and leave none out. While the message is `received` that turn is not stored yet.
_REPLY = """
SELECT t.reply_seq, t.events::text AS events, r.seq, r.sender, r.text, r.status, r.client_message_id,
       r.name, r.cards::text AS cards, r.quick_replies::text AS quick_replies, r.sources::text AS sources,
       r.created_at
FROM messages m
JOIN LATERAL (
    SELECT reply_seq, events FROM turns
    WHERE conversation_id = m.conversation_id AND first_seq <= m.seq ORDER BY fence DESC LIMIT 1
) t ON true
JOIN messages r ON r.conversation_id = m.conversation_id AND r.seq = t.reply_seq AND r.sender <> 'customer'
WHERE m.conversation_id = $1 AND m.seq = $2 AND m.status <> 'received'
"""


def to_json(events: list[Event]) -> str:
    return _encoder.encode(
        [{"id": event.event_id, "kind": event.kind, "data": event.data} for event in events]
    ).decode()


async def events_after(
    connection: Connection, conversation_id: ConversationId, *, after: int, turns: int = 50
) -> list[Event]:
    """Events with an id above `after`, in order, of at most that many turns; [] when there are none yet."""
    rows = await connection.fetch(_AFTER, conversation_id, after // EVENTS_PER_TURN, turns)
    return [
        event for row in rows for event in _decode(row["events"], reply_seq=row["reply_seq"]) if event.event_id > after
    ]


async def reply_to(connection: Connection, conversation_id: ConversationId, seq: int) -> StoredReply | None:
    """The reply that covers message `seq`; None while it is not answered."""
    row = await connection.fetchrow(_REPLY, conversation_id, seq)
    if row is None:
        return None
    return StoredReply(message_from_row(row), _decode(row["events"], reply_seq=row["reply_seq"]))


def _decode(stored: str, *, reply_seq: int) -> list[Event]:
    """`end` gets the reply's number here: it is given by the very statement that stores the events."""
    events = [Event(event.kind, event.data, event.id) for event in _events.decode(stored)]  # pyright: ignore[reportArgumentType] # kinds were ours when stored
    if events and events[-1].kind == "end":
        events[-1].data["seq"] = reply_seq
    return events
