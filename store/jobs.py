"""Jobs: work that outlives the request or turn that asked for it, kept until it is done or given up.

A job is a row of ours, written in the transaction of what it belongs to: the one goes with the other or not at
all. PgQueuer carries its key to a worker (`api.jobs`), and finds another one when a worker dies. It delivers at
least once; the row says whether there is still something to do, and counts the runs that ended with their process.

    waiting -> done | dead (given up after its tries) | dropped (by a person); dead and dropped -> waiting again
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec
from asyncpg import Connection, Record

from store.database import WriteSession
from store.migrations.queue_tables import SCHEMA

WAITING, DONE, DEAD, DROPPED = "waiting", "done", "dead", "dropped"

KEPT = timedelta(days=30)
"""How long a finished job's key is remembered, and with it that it was done."""
LOG_KEPT = timedelta(days=2)
LATE = timedelta(seconds=60)
"""A job that should have run so long ago and is in no queue is put into it again."""


@dataclass(frozen=True, slots=True)
class Job:
    """A run of a job that has begun."""

    key: str
    name: str
    payload: dict[str, Any]
    attempt: int
    """This run's number, from 1. Runs that ended with their process count too."""


@dataclass(frozen=True, slots=True)
class JobRecord:
    """A job as its row tells it, for those who look after the queue."""

    key: str
    name: str
    status: str
    attempts: int
    error: str
    queued_at: datetime
    run_at: datetime
    ended_at: datetime | None


_INSERT = """
INSERT INTO jobs (key, name, payload, status, attempts, error, queued_at, run_at)
VALUES ($1, $2, $3::text::jsonb, 'waiting', 0, '', now(), greatest(coalesce($4, now()), now()))
ON CONFLICT (key) DO NOTHING RETURNING run_at - now() AS delay
"""
_BEGIN = """
UPDATE jobs SET attempts = attempts + 1 WHERE key = $1 AND status = 'waiting'
RETURNING key, name, payload::text AS payload, attempts
"""
_END = "UPDATE jobs SET status = $2, error = $3, ended_at = now() WHERE key = $1 AND status = 'waiting' RETURNING 1"
_POSTPONE = "UPDATE jobs SET error = $2, attempts = attempts - $3, run_at = now() + $4 WHERE key = $1"
_RECORDS = """
SELECT key, name, status, attempts, error, queued_at, run_at, ended_at FROM jobs
WHERE ($1::text IS NULL OR status = $1) AND ($2::text IS NULL OR name = $2)
ORDER BY coalesce(ended_at, run_at) DESC LIMIT $3
"""
_COUNTS = "SELECT name, status, count(*) AS number FROM jobs GROUP BY name, status ORDER BY name, status"
_REVIVE = """
UPDATE jobs SET status = 'waiting', attempts = 0, error = '', run_at = now(), ended_at = NULL
WHERE key = $1 AND status IN ('dead', 'dropped') RETURNING name
"""
_DROP = """
UPDATE jobs SET status = 'dropped', ended_at = now()
WHERE key = $1 AND status IN ('waiting', 'dead') RETURNING 1
"""
_HASTEN = "UPDATE jobs SET run_at = now() WHERE key = $1 AND status = 'waiting' AND run_at > now() RETURNING 1"
_HASTEN_CARRIED = f"""
UPDATE {SCHEMA}.pgqueuer SET execute_after = now()
WHERE payload = convert_to($1, 'UTF8') AND status = 'queued' AND execute_after > now()
"""
_LOST = f"""
SELECT key, name FROM jobs j
WHERE status = 'waiting' AND run_at < now() - $1::interval AND NOT EXISTS (
    SELECT FROM {SCHEMA}.pgqueuer q
    WHERE q.payload = convert_to(j.key, 'UTF8') AND q.status IN ('queued', 'picked'))
ORDER BY run_at LIMIT 100 FOR UPDATE SKIP LOCKED
"""


async def enqueue(
    session: WriteSession, name: str, payload: dict[str, Any], *, key: str, run_at: datetime | None = None
) -> bool:
    """Have this done once the caller's transaction commits; False when the key was queued before.

    `payload` holds ids and words of the shop, never a customer's. `run_at`: not before then, by the database's clock.
    """
    return await enqueue_on(await session.raw(), name, payload, key=key, run_at=run_at)


async def enqueue_on(
    connection: Connection, name: str, payload: dict[str, Any], *, key: str, run_at: datetime | None = None
) -> bool:
    """`enqueue` on a driver's connection, inside the caller's `connection.transaction()`."""
    row = await connection.fetchrow(_INSERT, key, name, msgspec.json.encode(payload).decode(), run_at)
    if row is None:
        return False
    await _send(connection, name, key, delay=row["delay"])
    return True


async def begin(connection: Connection, key: str) -> Job | None:
    """Count a run; None when there is nothing to do any more."""
    row = await connection.fetchrow(_BEGIN, key)
    if row is None:
        return None
    return Job(row["key"], row["name"], msgspec.json.decode(row["payload"]), row["attempts"])


async def finish(connection: Connection, key: str) -> None:
    """It is done. A handler may call this in its own transaction: then it happens exactly once."""
    await connection.execute(_END, key, DONE, "")


async def bury(connection: Connection, key: str, *, error: str) -> bool:
    """Give it up; False when it is not waiting any more."""
    return await connection.fetchval(_END, key, DEAD, error) is not None


async def postpone(connection: Connection, key: str, *, delay: timedelta, error: str, counts: bool) -> None:
    """Note what went wrong. `counts` False: this run was nobody's fault and does not use up a try."""
    await connection.execute(_POSTPONE, key, error, 0 if counts else 1, delay)


async def records(
    connection: Connection, *, status: str | None = None, name: str | None = None, limit: int = 50
) -> list[JobRecord]:
    """Newest first."""
    return [JobRecord(**row) for row in await connection.fetch(_RECORDS, status, name, limit)]


async def counts(connection: Connection) -> list[tuple[str, str, int]]:
    """(name, status, number)"""
    return [(row["name"], row["status"], row["number"]) for row in await connection.fetch(_COUNTS)]


async def retry(connection: Connection, key: str) -> bool:
    """Have a dead or dropped job done after all, with all its tries; False when it is neither."""
    async with connection.transaction():
        name = await connection.fetchval(_REVIVE, key)
        if name is None:
            return False
        await _send(connection, name, key)
        return True


async def drop(connection: Connection, key: str) -> bool:
    """Never do this; a run under way is not stopped. False when it is done or dropped already."""
    return await connection.fetchval(_DROP, key) is not None


async def hasten(connection: Connection, key: str) -> None:
    """Run what is to run later now; a run under way asks again by itself."""
    if await connection.fetchval(_HASTEN, key) is not None:
        await connection.execute(_HASTEN_CARRIED, key)


async def tidy(connection: Connection) -> None:
    """Forget what ended long ago."""
    await connection.execute("DELETE FROM jobs WHERE ended_at < now() - $1::interval", KEPT)
    await connection.execute(f"DELETE FROM {SCHEMA}.pgqueuer_log WHERE created < now() - $1::interval", LOG_KEPT)


async def find_lost(connection: Connection) -> int:
    """Put what should have run and is in no queue into it again; how many there were."""
    async with connection.transaction():
        lost: Sequence[Record] = await connection.fetch(_LOST, LATE)
        for row in lost:
            await _send(connection, row["name"], row["key"])
        return len(lost)


async def _send(connection: Connection, name: str, key: str, *, delay: timedelta = timedelta(0)) -> None:
    # Here, because PgQueuer takes 0.1 s to import, and a start does without it.
    from store import job_queue

    await job_queue.send(connection, name, key, delay=delay)
