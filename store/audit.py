"""Receipts, which make an action happen once, and the trail of who did what."""

import json
from typing import Any

from sqlalchemy import text

from store.database import WriteSession
from store.tables.audit import AuditRow

_CLAIM = text(
    "INSERT INTO receipts (key, tool, result, created_at) VALUES (:key, :tool, 'null', now()) "
    "ON CONFLICT (key) DO NOTHING RETURNING key"
)
_KEPT = text("SELECT result FROM receipts WHERE key = :key")
_KEEP = text("UPDATE receipts SET result = CAST(:value AS jsonb) WHERE key = :key")


async def claim_receipt(session: WriteSession, *, key: str, tool: str) -> dict[str, Any] | None:
    """Claim the key for this transaction, or return what its first holder kept.

    A second caller waits here until the first one's transaction ends.
    """
    claimed = await session.execute(_CLAIM, {"key": key, "tool": tool})
    if claimed.first() is not None:
        return None
    return (await session.execute(_KEPT, {"key": key})).scalar_one()


async def keep_receipt(session: WriteSession, *, key: str, value: dict[str, Any]) -> None:
    await session.execute(_KEEP, {"key": key, "value": json.dumps(value)})


async def record(
    session: WriteSession, *, event: str, actor: str, conversation_id: str | None, details: dict[str, Any]
) -> None:
    session.add(AuditRow(event=event, actor=actor, conversation_id=conversation_id, details=details))
