"""Counters that hold across processes: `Limiter` objects stand for processes here."""

import asyncio
import contextlib

import pytest

from domain.errors import TooManyRequests
from store.database import Database
from store.limits import Limit, Limiter

LIMIT = Limit("test", 40, window_s=60)


async def granted(limiter: Limiter, limit: Limit, subject: str, *, tries: int) -> int:
    count = 0
    for _ in range(tries):
        with contextlib.suppress(TooManyRequests):
            await limiter.count(limit, subject)
            count += 1
    return count


async def test_exactly_the_limit_is_granted_in_one_process(database: Database) -> None:
    assert await granted(Limiter(database), LIMIT, "a", tries=100) == 40


async def test_processes_together_never_grant_more_than_the_limit(database: Database) -> None:
    limiters = [Limiter(database) for _ in range(4)]

    counts = await asyncio.gather(*[granted(limiter, LIMIT, "a", tries=50) for limiter in limiters])

    assert sum(counts) == 40


async def test_parallel_requests_never_get_more_than_the_limit(database: Database) -> None:
    limiter = Limiter(database)

    counts = await asyncio.gather(*[granted(limiter, LIMIT, "a", tries=5) for _ in range(20)])

    assert sum(counts) == 40


async def test_what_a_process_may_hold_back_is_less_than_a_batch(database: Database) -> None:
    await Limiter(database).count(LIMIT, "a")

    assert await granted(Limiter(database), LIMIT, "a", tries=100) == 40 - LIMIT.batch


async def test_subjects_are_counted_apart(database: Database) -> None:
    limiter = Limiter(database)
    await granted(limiter, LIMIT, "a", tries=50)

    assert await granted(limiter, LIMIT, "b", tries=50) == 40


async def test_the_refusal_says_when_to_come_back(database: Database) -> None:
    limiter = Limiter(database)
    await granted(limiter, LIMIT, "a", tries=40)

    with pytest.raises(TooManyRequests) as refusal:
        await limiter.count(LIMIT, "a")
    assert 1 <= refusal.value.retry_after_s <= 60


async def test_a_new_window_begins_when_the_old_one_is_over(database: Database) -> None:
    await granted(Limiter(database), LIMIT, "a", tries=100)
    async with database.connection() as connection:
        await connection.execute("UPDATE limits SET resets_at = now() - interval '1 second'")

    assert await granted(Limiter(database), LIMIT, "a", tries=100) == 40


async def test_windows_that_are_over_are_forgotten(database: Database) -> None:
    limiter = Limiter(database)
    await limiter.count(LIMIT, "old")
    await limiter.count(LIMIT, "new")
    async with database.connection() as connection:
        await connection.execute("UPDATE limits SET resets_at = now() - interval '1 second' WHERE key = 'test:old'")

        await limiter.sweep()

        assert [row["key"] for row in await connection.fetch("SELECT key FROM limits")] == ["test:new"]


@pytest.mark.parametrize("most", [1, 7, 8, 9, 17])
async def test_small_and_odd_limits_hold_too(database: Database, most: int) -> None:
    limiters = [Limiter(database) for _ in range(3)]
    limit = Limit("odd", most, window_s=60)

    counts = await asyncio.gather(*[granted(limiter, limit, "a", tries=20) for limiter in limiters])

    assert sum(counts) == most
