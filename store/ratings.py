"""Ratings of conversations, by those who had them."""

from asyncpg import Connection

from domain.conversations import ConversationId

_RATE = """
INSERT INTO ratings (conversation_id, score, comment, rated_at) VALUES ($1, $2, $3, now())
ON CONFLICT (conversation_id) DO UPDATE SET score = excluded.score, comment = excluded.comment, rated_at = now()
"""


async def rate(connection: Connection, conversation_id: ConversationId, *, score: int, comment: str) -> None:
    """Rating again replaces the first: a double click is one rating."""
    await connection.execute(_RATE, conversation_id, score, comment)
