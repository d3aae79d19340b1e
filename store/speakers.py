"""Who speaks in a conversation, changed from outside a turn: somebody signed in while they talked."""

from asyncpg import Connection

from domain.conversations import ConversationId
from domain.customers import Principal
from domain.sessions import SessionId
from store.conversations import principal_to_json

# A turn under way would write its own speaker over this one when it ends.
_CHANGE = """
UPDATE conversations SET principal = $2::text::jsonb, session_id = $3, updated_at = now()
WHERE conversation_id = $1 AND (lease_until IS NULL OR lease_until < now())
RETURNING 1
"""


async def change(
    connection: Connection, conversation_id: ConversationId, principal: Principal, *, session_id: SessionId | None
) -> bool:
    """False while a turn runs; nothing is changed then. From now on the conversation ends with that session."""
    return await connection.fetchval(_CHANGE, conversation_id, principal_to_json(principal), session_id) is not None
