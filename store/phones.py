"""Numbers that write to us: whose conversation their messages belong to, when they last wrote, and whether we may
answer. A number says where a message came from; it proves nobody's identity."""

from dataclasses import dataclass
from datetime import timedelta

from asyncpg import Connection

from domain.conversations import ConversationId

CONVERSATION_LASTS = timedelta(days=3)
"""A number that was silent for longer begins a new conversation."""


@dataclass(frozen=True, slots=True)
class Phone:
    conversation_id: ConversationId | None
    """The conversation to go on with; None: a new one begins."""
    is_opted_out: bool


# The row is held until the caller's transaction ends: two messages of one number open one conversation.
_HEARD = """
INSERT INTO phones AS p (channel, number, last_inbound_at) VALUES ($1, $2, now())
ON CONFLICT (channel, number) DO UPDATE SET last_inbound_at = now()
RETURNING opted_out_at IS NOT NULL AS is_opted_out
"""
_GOES_ON_IN = "UPDATE phones SET conversation_id = $3 WHERE channel = $1 AND number = $2"
_REPLIES_GO_TO = "UPDATE conversations SET channel = $2, address = $3 WHERE conversation_id = $1"
_OPT_OUT = """
INSERT INTO phones AS p (channel, number, opted_out_at) VALUES ($1, $2, CASE WHEN $3 THEN now() END)
ON CONFLICT (channel, number) DO UPDATE SET opted_out_at = CASE WHEN $3 THEN coalesce(p.opted_out_at, now()) END
"""
_CURRENT = """
SELECT conversation_id FROM phones p JOIN conversations c USING (conversation_id)
WHERE p.channel = $1 AND p.number = $2 AND c.updated_at > now() - $3::interval
"""
_RELEASE = """
UPDATE outbox SET status = 'waiting', due_at = now(), expires_at = now() + interval '4 hours'
WHERE channel = $1 AND recipient = $2 AND status = 'held'
"""


async def heard(connection: Connection, channel: str, number: str) -> Phone:
    """Note that this number wrote just now. Inside the caller's transaction."""
    is_opted_out = bool(await connection.fetchval(_HEARD, channel, number))
    # A statement of its own: the one above does not see a conversation that was opened while it waited for the row.
    found = await connection.fetchval(_CURRENT, channel, number, CONVERSATION_LASTS)
    return Phone(ConversationId(found) if found else None, is_opted_out)


async def is_new(connection: Connection, channel: str, number: str) -> bool:
    """Whether the next message of this number begins a conversation."""
    return await connection.fetchval(_CURRENT, channel, number, CONVERSATION_LASTS) is None


async def goes_on_in(connection: Connection, channel: str, number: str, conversation_id: ConversationId) -> None:
    """Its messages belong to this conversation from now on, and replies in it go to this number."""
    await connection.execute(_GOES_ON_IN, channel, number, conversation_id)
    await connection.execute(_REPLIES_GO_TO, conversation_id, channel, number)


async def opt_out(connection: Connection, channel: str, number: str, *, is_out: bool) -> None:
    await connection.execute(_OPT_OUT, channel, number, is_out)


async def release(connection: Connection, channel: str, number: str) -> None:
    """They wrote: what was held until they would may go out now, in its order."""
    await connection.execute(_RELEASE, channel, number)
