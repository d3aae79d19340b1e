"""Rate limits that hold across processes: counters in Postgres, taken in small batches.

A process takes several permits of a window at once and hands them out from memory, so most requests
cost no statement. Permits are counted when they are taken, so all processes together never grant more
than the limit; what a process leaves unused is lost at the end of the window, so with P processes a
limit may bite up to (P - 1) * (batch - 1) early. A batch is an eighth of the limit, 50 at most.
"""

import asyncio
import math
import time
from dataclasses import dataclass

from asyncpg import Connection

from domain.errors import TooManyRequests
from store.database import Database

_MOST_REMEMBERED = 20_000

# Refused requests count on, up to a bound, so `count` also tells how many permits were left.
_TAKE = """
INSERT INTO limits AS l (key, count, resets_at)
VALUES ($1, $2, now() + make_interval(secs => $3))
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN l.resets_at <= now() THEN excluded.count
                 ELSE least(l.count, 1000000) + excluded.count END,
    resets_at = CASE WHEN l.resets_at <= now() THEN excluded.resets_at ELSE l.resets_at END
RETURNING count, extract(epoch FROM resets_at - now())::float8 AS resets_in_s
"""
_FORGET = "DELETE FROM limits WHERE resets_at < now()"


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` in each window of `window_s` seconds, counted per subject."""

    name: str
    most: int
    window_s: float

    @property
    def batch(self) -> int:
        return max(1, min(50, self.most // 8))


@dataclass(slots=True)
class _Permits:
    left: int
    resets_at: float
    """On this process's monotonic clock, worked out from the database's seconds: no wall clock matters."""
    is_last: bool
    """The window has no more to give."""


class Limiter:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._taken: dict[str, _Permits] = {}
        self._taking: dict[str, asyncio.Lock] = {}

    async def count(self, limit: Limit, subject: str) -> None:
        """Use one permit.

        Raises:
            TooManyRequests: the window is used up; `retry_after_s` says when the next begins.
        """
        key = f"{limit.name}:{subject}"
        permits = self._current(key)
        if permits is None:
            # One at a time for each key: a burst must not take a batch for each of its requests.
            async with self._taking.setdefault(key, asyncio.Lock()):
                permits = self._current(key) or await self._take(key, limit)
            self._taking.pop(key, None)
        if permits.left == 0:
            wait_s = permits.resets_at - time.monotonic()
            raise TooManyRequests(limit.name, retry_after_s=max(1, math.ceil(wait_s)))
        permits.left -= 1

    def _current(self, key: str) -> _Permits | None:
        """What is known of the window without asking; None when the table must be asked."""
        permits = self._taken.get(key)
        if permits is None or permits.resets_at <= time.monotonic():
            return None
        return permits if permits.left or permits.is_last else None

    async def sweep(self) -> None:
        """Forget windows that are over."""
        now = time.monotonic()
        self._taken = {key: permits for key, permits in self._taken.items() if permits.resets_at > now}
        async with self._database.connection() as connection:
            await connection.execute(_FORGET)

    async def _take(self, key: str, limit: Limit) -> _Permits:
        async with self._database.connection() as connection:
            granted, resets_in_s = await take(connection, key, limit)
        if len(self._taken) >= _MOST_REMEMBERED:
            # Costs each subject part of a batch, and bounds memory under a flood of subjects.
            self._taken.clear()
        permits = _Permits(granted, time.monotonic() + resets_in_s, is_last=granted < limit.batch)
        self._taken[key] = permits
        return permits


async def take(connection: Connection, key: str, limit: Limit, *, permits: int | None = None) -> tuple[int, float]:
    """Take a batch of permits, or so many: how many there still were of it, and the seconds until the window ends."""
    wanted = permits or limit.batch
    row = await connection.fetchrow(_TAKE, key, wanted, limit.window_s)
    assert row is not None
    before = row["count"] - wanted
    return max(0, min(wanted, limit.most - before)), row["resets_in_s"]
