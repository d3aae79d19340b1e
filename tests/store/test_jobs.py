from datetime import UTC, datetime, timedelta

import pytest
from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver

from domain.errors import NotFound, StoreUnavailable
from store import job_queue, jobs
from store.database import Database, connect
from store.notices import Notice, tell
from tests.conftest import Databases

HOUR = timedelta(hours=1)


async def queued(database: Database) -> int:
    """How many keys PgQueuer has to carry."""
    async with database.connection() as connection:
        return int(await connection.fetchval("SELECT count(*) FROM pgqueuer.pgqueuer WHERE status = 'queued'") or 0)


async def test_a_job_is_queued_with_the_transaction_it_belongs_to(database: Database):
    async with database.transaction() as session:
        assert await jobs.enqueue(session, "greet", {"name": "Ada"}, key="greet:1")
        assert await queued(database) == 0
    assert await queued(database) == 1


async def test_a_transaction_that_fails_leaves_no_job(database: Database):
    with pytest.raises(ZeroDivisionError):
        async with database.transaction() as session:
            await jobs.enqueue(session, "greet", {}, key="greet:1")
            raise ZeroDivisionError
    assert await queued(database) == 0
    async with database.connection() as connection:
        assert await jobs.records(connection) == []


async def test_the_same_key_is_the_same_job_even_when_it_is_long_done(database: Database):
    async with database.transaction() as session:
        assert await jobs.enqueue(session, "greet", {}, key="greet:1")
        assert not await jobs.enqueue(session, "greet", {}, key="greet:1")
    async with database.connection() as connection:
        await jobs.begin(connection, "greet:1")
        await jobs.finish(connection, "greet:1")
        await connection.execute("DELETE FROM pgqueuer.pgqueuer")
    async with database.transaction() as session:
        assert not await jobs.enqueue(session, "greet", {}, key="greet:1")
    assert await queued(database) == 0


async def test_a_job_for_later_waits_until_then(database: Database):
    at = datetime.now(UTC) + HOUR
    async with database.transaction() as session:
        await jobs.enqueue(session, "greet", {}, key="greet:1", run_at=at)
    async with database.connection() as connection:
        due = await connection.fetchval("SELECT execute_after FROM pgqueuer.pgqueuer")
        assert [record.run_at for record in await jobs.records(connection)] == [at]
    assert due is not None and abs(due - at) < timedelta(seconds=1)


async def test_a_job_that_is_over_is_not_begun_again(database: Database):
    async with database.transaction() as session:
        await jobs.enqueue(session, "greet", {"name": "Ada"}, key="greet:1")
    async with database.connection() as connection:
        begun = await jobs.begin(connection, "greet:1")
        assert begun == jobs.Job("greet:1", "greet", {"name": "Ada"}, 1)
        await jobs.finish(connection, "greet:1")
        assert await jobs.begin(connection, "greet:1") is None


async def test_a_dead_job_can_be_retried_and_a_waiting_one_dropped(database: Database):
    async with database.transaction() as session:
        await jobs.enqueue(session, "greet", {}, key="greet:1")
    async with database.connection() as connection:
        await jobs.begin(connection, "greet:1")
        assert not await jobs.retry(connection, "greet:1")
        assert await jobs.bury(connection, "greet:1", error="KeyError at greet.py:3")
        await connection.execute("DELETE FROM pgqueuer.pgqueuer")
        assert await jobs.retry(connection, "greet:1")
        begun = await jobs.begin(connection, "greet:1")
        assert begun is not None and begun.attempt == 1
        assert await jobs.drop(connection, "greet:1")
        assert not await jobs.drop(connection, "greet:1")
        assert [record.status for record in await jobs.records(connection)] == ["dropped"]
    assert await queued(database) == 1


async def test_what_fell_out_of_the_queue_is_put_back_once(database: Database):
    async with database.transaction() as session:
        await jobs.enqueue(session, "greet", {}, key="lost")
        await jobs.enqueue(session, "greet", {}, key="carried")
    async with database.connection() as connection:
        await connection.execute("UPDATE jobs SET run_at = now() - interval '2 minutes'")
        await connection.execute("DELETE FROM pgqueuer.pgqueuer WHERE payload = 'lost'")
        assert await jobs.find_lost(connection) == 1
        assert await jobs.find_lost(connection) == 0
    assert await queued(database) == 2


async def test_ended_jobs_are_forgotten_after_a_month(database: Database):
    async with database.transaction() as session:
        for key in ("old", "new", "open"):
            await jobs.enqueue(session, "greet", {}, key=key)
    async with database.connection() as connection:
        for key in ("old", "new"):
            await jobs.begin(connection, key)
            await jobs.finish(connection, key)
        await connection.execute("UPDATE jobs SET ended_at = now() - interval '31 days' WHERE key = 'old'")
        await jobs.tidy(connection)
        assert {record.key for record in await jobs.records(connection)} == {"new", "open"}
        assert await jobs.counts(connection) == [("greet", "done", 1), ("greet", "waiting", 1)]


async def test_our_tables_are_what_the_pinned_library_would_make(databases: Databases, own_database: Database):
    """The migration froze PgQueuer's tables; this notices when the library wants others."""
    other = await databases.copy()
    theirs = await connect(other)
    try:
        await job_queue.queries(AsyncpgDriver(theirs)).install()
        async with own_database.connection() as ours:
            for statement in (_COLUMNS, _INDEXES, _LABELS):
                assert await ours.fetch(statement) == await theirs.fetch(statement)
    finally:
        await theirs.close()
        await databases.drop(other)


_COLUMNS = """
SELECT table_name, column_name, data_type, is_nullable, is_identity FROM information_schema.columns
WHERE table_schema = 'pgqueuer' ORDER BY table_name, ordinal_position
"""
_INDEXES = "SELECT indexdef FROM pg_indexes WHERE schemaname = 'pgqueuer' ORDER BY indexname"
_LABELS = """
SELECT enumlabel FROM pg_enum JOIN pg_type t ON t.oid = enumtypid WHERE t.typname = 'pgqueuer_status'
ORDER BY enumsortorder
"""


async def test_a_notice_to_nobody_is_an_error(database: Database):
    with pytest.raises(NotFound):
        async with database.transaction() as session:
            await tell(await session.raw(), "c_none", Notice("Hello"), about="test")  # pyright: ignore[reportArgumentType] # any id will do


async def test_a_connection_lost_before_the_job_is_written_is_store_unavailable(own_database: Database):
    with pytest.raises(StoreUnavailable):
        async with own_database.transaction() as session:
            # Taken from the pool, and nothing sent on it yet.
            pooled = await (await session.connection()).get_raw_connection()
            assert pooled.driver_connection is not None
            killer = await connect(own_database.dsn)
            await killer.execute("SELECT pg_terminate_backend($1)", pooled.driver_connection.get_server_pid())
            await killer.close()
            await jobs.enqueue(session, "greet", {}, key="greet:1")
    async with own_database.connection() as connection:
        assert await jobs.records(connection) == []
