"""Receipts, which make an action happen once, and the trail of who did what: append-only, hash-chained.

Every link holds the hash of the one before and of itself. The chain's head is a row of its own, held from
adding a link until the transaction ends, so links have one order and none is added twice. Whoever alters,
drops or moves a row breaks the chain at that row; who drops the newest rows leaves a head that fits nothing.
"""

import hashlib
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import msgspec
from asyncpg import Connection
from sqlalchemy import text

from store.database import WriteSession

_CLAIM = text(
    "INSERT INTO receipts (key, tool, result, created_at) VALUES (:key, :tool, 'null', now()) "
    "ON CONFLICT (key) DO NOTHING RETURNING key"
)
_KEPT = text("SELECT result FROM receipts WHERE key = :key")
_KEEP = text("UPDATE receipts SET result = CAST(:value AS jsonb) WHERE key = :key")

_HOLD_HEAD = """
INSERT INTO audit_head (head, audit_id, hash) VALUES (1, 0, '')
ON CONFLICT (head) DO UPDATE SET head = 1
RETURNING audit_id, hash, clock_timestamp() AS at
"""
_ADD = """
WITH moved AS (UPDATE audit_head SET audit_id = $1, hash = $9 WHERE head = 1)
INSERT INTO audit (audit_id, at, event, actor, on_behalf_of, conversation_id, details, previous_hash, hash)
VALUES ($1, $2, $3, $4, $5, $6, $7::text::jsonb, $8, $9)
"""
_LINKS = """
SELECT audit_id, at, event, actor, on_behalf_of, conversation_id, details::text AS details, previous_hash, hash
FROM audit
"""
_ABOUT = f"""{_LINKS}
WHERE ($1::text IS NULL OR details->>'order_id' = $1)
  AND ($2::text IS NULL OR details->>'claim_id' = $2)
  AND ($3::text IS NULL OR actor = $3 OR on_behalf_of = $3)
ORDER BY audit_id DESC LIMIT $4
"""


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of the trail."""

    audit_id: int
    at: datetime
    event: str
    actor: str
    on_behalf_of: str | None
    conversation_id: str | None
    details: Mapping[str, Any]

    def hash_after(self, previous_hash: str) -> str:
        """SHA-256, hex, over the previous hash and this entry as JSON with sorted keys."""
        entry = {
            "audit_id": self.audit_id,
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "event": self.event,
            "actor": self.actor,
            "on_behalf_of": self.on_behalf_of,
            "conversation_id": self.conversation_id,
            "details": self.details,
        }
        canonical = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
        return hashlib.sha256(f"{previous_hash}\n{canonical}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What walking the chain found; `broken_at` is the first link that does not fit, `why` in words."""

    links: int
    head: str
    """Hash of the newest link. Noted elsewhere, it proves later that nothing before it was changed."""
    broken_at: int | None = None
    why: str = ""

    @property
    def is_whole(self) -> bool:
        return self.broken_at is None


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
    session: WriteSession,
    *,
    event: str,
    actor: str,
    conversation_id: str | None,
    details: Mapping[str, Any],
    on_behalf_of: str | None = None,
) -> None:
    """Add a link in the caller's transaction. Everybody else who adds one waits until it ends: do it last."""
    connection = await session.raw()
    head = await connection.fetchrow(_HOLD_HEAD)
    assert head is not None  # RETURNING of an upsert
    written = json.dumps(details, ensure_ascii=False)
    link = Link(head["audit_id"] + 1, head["at"], event, actor, on_behalf_of, conversation_id, json.loads(written))
    await connection.execute(
        _ADD,
        link.audit_id,
        link.at,
        event,
        actor,
        on_behalf_of,
        conversation_id,
        written,
        head["hash"],
        link.hash_after(head["hash"]),
    )


async def verify(connection: Connection) -> Verdict:
    """Walk the whole chain, as it was at one moment."""
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        links, previous_hash, last = 0, "", 0
        async for link, row in _walk(connection):
            if row["previous_hash"] != previous_hash or link.audit_id != last + 1:
                return Verdict(links, previous_hash, link.audit_id, "what comes before it is missing or another")
            if row["hash"] != link.hash_after(previous_hash):
                return Verdict(links, previous_hash, link.audit_id, "its contents were changed")
            links, previous_hash, last = links + 1, row["hash"], link.audit_id
        head = await connection.fetchrow("SELECT audit_id, hash FROM audit_head")
    stands_at = (head["audit_id"], head["hash"]) if head else (0, "")
    if stands_at != (last, previous_hash):
        return Verdict(links, previous_hash, last + 1, "the newest entries are missing, or the head was changed")
    return Verdict(links, previous_hash)


async def trail(
    connection: Connection,
    *,
    order_id: str | None = None,
    claim_id: str | None = None,
    actor: str | None = None,
    limit: int = 100,
) -> list[Link]:
    """Entries about an order or a claim, or by or for somebody; the newest first."""
    return [_link(row) for row in await connection.fetch(_ABOUT, order_id, claim_id, actor, limit)]


async def _walk(connection: Connection) -> AsyncIterator[tuple[Link, Any]]:
    async for row in connection.cursor(f"{_LINKS} ORDER BY audit_id", prefetch=500):
        yield _link(row), row


def _link(row: Any) -> Link:
    return Link(
        audit_id=row["audit_id"],
        at=row["at"],
        event=row["event"],
        actor=row["actor"],
        on_behalf_of=row["on_behalf_of"],
        conversation_id=row["conversation_id"],
        details=msgspec.json.decode(row["details"]),
    )
