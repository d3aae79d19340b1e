"""What language models have cost, counted up in one statement a call."""

from collections.abc import Sequence

from asyncpg import Connection

_ADD = """
INSERT INTO model_usage AS u (scope, calls, tokens, updated_at)
SELECT scope, 1, $2, now() FROM unnest($1::text[]) AS scope ORDER BY scope
ON CONFLICT (scope) DO UPDATE SET calls = u.calls + 1, tokens = u.tokens + excluded.tokens, updated_at = now()
RETURNING u.scope, u.tokens
"""
_SPENT = "SELECT scope, tokens FROM model_usage WHERE scope = ANY($1::text[])"


async def add(connection: Connection, scopes: Sequence[str], tokens: int) -> dict[str, int]:
    """What they come to now, by scope."""
    return {row["scope"]: row["tokens"] for row in await connection.fetch(_ADD, list(scopes), tokens)}


async def spent(connection: Connection, scopes: Sequence[str]) -> dict[str, int]:
    """Tokens by scope; a scope without any is left out."""
    return {row["scope"]: row["tokens"] for row in await connection.fetch(_SPENT, list(scopes))}
