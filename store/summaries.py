"""What a model made of long conversations, kept beside them and erased with them."""

from dataclasses import dataclass

from asyncpg import Connection

from store.database import WriteSession
from store.erasure import ERASED_TOKEN


@dataclass(frozen=True, slots=True)
class Summary:
    """With what it was made by and what that cost."""

    text: str
    covers_seq: int
    """The newest message that it knows of."""
    prompt: str = ""
    model: str = ""
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost_usd: float | None = None


_STORED = """
SELECT text, covers_seq, prompt, model, prompt_tokens, completion_tokens, cost_usd
FROM summaries WHERE conversation_id = $1
"""
# The lock waits for an erasure under way, which comes first or deletes what is written here.
_KEEP = """
WITH conversation AS (
    SELECT conversation_id FROM conversations WHERE conversation_id = $1 AND token_hash <> $9 FOR SHARE
)
INSERT INTO summaries AS s (conversation_id, text, covers_seq, prompt, model, prompt_tokens, completion_tokens,
                            cost_usd, updated_at)
SELECT conversation_id, $2, $3, $4, $5, $6, $7, $8, now() FROM conversation
ON CONFLICT (conversation_id) DO UPDATE
SET text = excluded.text, covers_seq = excluded.covers_seq, prompt = excluded.prompt, model = excluded.model,
    prompt_tokens = excluded.prompt_tokens, completion_tokens = excluded.completion_tokens,
    cost_usd = excluded.cost_usd, updated_at = excluded.updated_at
WHERE s.covers_seq <= excluded.covers_seq
"""


async def stored(connection: Connection, conversation_id: str) -> Summary | None:
    """None: it is short, or nobody could sum it up."""
    row = await connection.fetchrow(_STORED, conversation_id)
    return Summary(**row) if row else None


async def keep(connection: Connection, conversation_id: str, summary: Summary) -> None:
    """In place of an older one; never of a newer one, and not of a conversation that was erased meanwhile."""
    await connection.execute(
        _KEEP,
        conversation_id,
        summary.text,
        summary.covers_seq,
        summary.prompt,
        summary.model,
        summary.prompt_tokens,
        summary.completion_tokens,
        summary.cost_usd,
        ERASED_TOKEN,
    )


async def forget(session: WriteSession, conversation_id: str) -> None:
    """Because the customer took something back that it may tell of."""
    connection = await session.raw()
    await connection.execute("DELETE FROM summaries WHERE conversation_id = $1", conversation_id)
