"""A conversation, forgotten because its customer says so.

What was said goes: messages, turns, pictures, memories, codes, what a person was told, the rating, what a model made of
it. What was done stays: orders, claims with their evidence, receipts and the audit trail, which the shop must keep and
which hold no talk.
"""

from store.database import WriteSession

ERASED_TOKEN = "erased"
"""No token hashes to this: nobody speaks in the conversation any more."""

# The fence rises, so that a turn under way can no longer write what is being forgotten.
_LOCK_OUT = """
UPDATE conversations
SET token_hash = $2, state = '{}', principal = '{}', origin = '', fence = fence + 1,
    lease_until = NULL, waiting_since = NULL, held_until = NULL, attempts = 0, updated_at = now()
WHERE conversation_id = $1
"""
_FORGET = (
    "DELETE FROM turns WHERE conversation_id = $1",
    "DELETE FROM messages WHERE conversation_id = $1",
    "DELETE FROM files WHERE conversation_id = $1 AND claim_id IS NULL",
    "DELETE FROM memories WHERE conversation_id = $1",
    "DELETE FROM codes WHERE conversation_id = $1",
    "DELETE FROM handoffs WHERE conversation_id = $1",
    "DELETE FROM ratings WHERE conversation_id = $1",
    "DELETE FROM summaries WHERE conversation_id = $1",
    "DELETE FROM outbox WHERE conversation_id = $1",
    "DELETE FROM mail WHERE starts_with(key, 'answer:' || $1 || ':')",
    "UPDATE phones SET conversation_id = NULL WHERE conversation_id = $1",
)


async def erase(session: WriteSession, conversation_id: str) -> None:
    """All of it in the caller's transaction; the bare row stays, because receipts point at it."""
    connection = await session.raw()
    await connection.execute(_LOCK_OUT, conversation_id, ERASED_TOKEN)
    for statement in _FORGET:
        await connection.execute(statement, conversation_id)
