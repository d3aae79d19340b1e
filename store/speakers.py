"""Who speaks in a conversation, changed from outside a turn: somebody signed in while they talked."""

from asyncpg import Connection

from domain.conversations import ConversationId
from domain.customers import Principal
from domain.sessions import SessionId
from store.conversations import principal_from_json, principal_to_json
from store.erasure import ERASED_TOKEN

# A turn under way would write its own speaker over this one when it ends.
_CHANGE = """
UPDATE conversations SET principal = $2::text::jsonb, session_id = $3, updated_at = now()
WHERE conversation_id = $1 AND (lease_until IS NULL OR lease_until < now())
RETURNING 1
"""

_HELD = "SELECT principal::text FROM conversations WHERE conversation_id = $1 AND token_hash <> $2 FOR UPDATE"
_RESUME = """
UPDATE conversations SET token_hash = $4, principal = $2::text::jsonb, session_id = $3, updated_at = now()
WHERE conversation_id = $1
"""


async def held(connection: Connection, conversation_id: ConversationId) -> Principal | None:
    """Who speaks there, held until the transaction ends; None: nobody, it is unknown or erased."""
    stored = await connection.fetchval(_HELD, conversation_id, ERASED_TOKEN)
    return principal_from_json(stored) if stored is not None else None


async def resume(
    connection: Connection,
    conversation_id: ConversationId,
    principal: Principal,
    *,
    session_id: SessionId | None,
    token_hash: str,
) -> None:
    """Give the conversation to whoever gets the token; the one before opens nothing any more."""
    await connection.execute(_RESUME, conversation_id, principal_to_json(principal), session_id, token_hash)


async def change(
    connection: Connection, conversation_id: ConversationId, principal: Principal, *, session_id: SessionId | None
) -> bool:
    """False while a turn runs; nothing is changed then. From now on the conversation ends with that session."""
    return await connection.fetchval(_CHANGE, conversation_id, principal_to_json(principal), session_id) is not None
