"""Promises to customers: each is a row, and a job that keeps it by its day or sooner (`api.jobs.promises`)."""

from dataclasses import dataclass
from datetime import datetime

import msgspec
from asyncpg import Connection, Record

from domain.obligations import Obligation, ObligationKind
from store import jobs
from store.database import WriteSession

JOB = "promise.keep"
KEPT, VOID = "kept", "void"


@dataclass(frozen=True, slots=True)
class Open:
    """A promise that is still to be kept, for those who look after the shop."""

    key: str
    kind: str
    conversation_id: str
    promised_at: datetime
    due_at: datetime
    is_overdue: bool


_PROMISE = """
INSERT INTO obligations (key, conversation_id, kind, facts, promised_at, due_at, outcome)
VALUES ($1, $2, $3, $4::text::jsonb, now(), $5, '')
ON CONFLICT (key) DO UPDATE SET due_at = excluded.due_at, conversation_id = excluded.conversation_id,
    promised_at = now(), late_at = NULL, ended_at = NULL, outcome = ''
RETURNING extract(epoch FROM promised_at)::text AS stamp
"""
_HELD = """
SELECT key, conversation_id, kind, facts::text AS facts, due_at, late_at IS NOT NULL AS is_late,
       due_at - now() AS due_in
FROM obligations WHERE key = $1 AND ended_at IS NULL FOR UPDATE
"""
_END = "UPDATE obligations SET ended_at = now(), outcome = $2 WHERE key = $1 AND ended_at IS NULL"
_LATE = "UPDATE obligations SET late_at = now() WHERE key = $1 AND late_at IS NULL"
_JOBS = "SELECT key FROM jobs WHERE name = $1 AND status = 'waiting' AND payload->>'obligation' = $2"
_OPEN = """
SELECT key, kind, conversation_id, promised_at, due_at, due_at < now() AS is_overdue
FROM obligations WHERE ended_at IS NULL AND (NOT $1 OR due_at < now()) ORDER BY due_at LIMIT $2
"""


async def promise(session: WriteSession, obligation: Obligation) -> None:
    """Owe it from the caller's commit on. Promised again, it is due at the new time, and was not kept before."""
    connection = await session.raw()
    facts = msgspec.json.encode(obligation.facts).decode()
    stamp = await connection.fetchval(
        _PROMISE, obligation.key, obligation.conversation_id, obligation.kind.value, facts, obligation.due_at
    )
    payload = {"obligation": obligation.key, "conversation_id": obligation.conversation_id}
    await jobs.enqueue(session, JOB, payload, key=f"promise:{obligation.key}:{stamp}", run_at=obligation.due_at)


async def look_now(session: WriteSession, key: str) -> None:
    """Something happened that may be what was promised: see to it at once. Nothing where nothing was promised."""
    connection = await session.raw()
    for row in await connection.fetch(_JOBS, JOB, key):
        await jobs.hasten(connection, row["key"])


async def held(connection: Connection, key: str) -> Obligation | None:
    """Still while the caller's transaction lasts; None when it is kept or void."""
    row: Record | None = await connection.fetchrow(_HELD, key)
    if row is None:
        return None
    return Obligation(
        key=row["key"],
        conversation_id=row["conversation_id"],
        kind=ObligationKind(row["kind"]),
        facts=msgspec.json.decode(row["facts"]),
        due_at=row["due_at"],
        is_late=row["is_late"],
        due_in=row["due_in"],
    )


async def end(connection: Connection, key: str, *, outcome: str) -> None:
    await connection.execute(_END, key, outcome)


async def put_off(connection: Connection, key: str) -> None:
    """The customer knows that it takes longer; it is still owed."""
    await connection.execute(_LATE, key)


async def still_open(connection: Connection, *, only_overdue: bool = False, limit: int = 50) -> list[Open]:
    """Due first comes first."""
    return [Open(**row) for row in await connection.fetch(_OPEN, only_overdue, limit)]
