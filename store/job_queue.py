"""PgQueuer over our tables: its names, its statements, and putting a job's key into its queue.

Apart from `store.jobs`, because the library takes 0.1 s to import: a start without it, and until somebody queues
something or a worker begins.
"""

from datetime import timedelta

from asyncpg import Connection
from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver
from pgqueuer.adapters.persistence.qb import QueryBuilderEnvironment, QueryQueueBuilder
from pgqueuer.domain.settings import DBSettings, Durability
from pgqueuer.domain.types import Channel
from pgqueuer.ports.driver import Driver
from pgqueuer.queries import Queries

from store.migrations.queue_tables import SCHEMA


def queue_settings() -> DBSettings:
    """PgQueuer's names, all of them given: it would read TRIGGER or CHANNEL from the environment otherwise."""
    return DBSettings(
        prefix="",
        db_schema=SCHEMA,
        channel=Channel("ch_pgqueuer"),
        function="fn_pgqueuer_changed",
        statistics_table="pgqueuer_statistics",
        queue_status_type="pgqueuer_status",
        queue_table="pgqueuer",
        queue_table_log="pgqueuer_log",
        trigger="tg_pgqueuer_changed",
        schedules_table="pgqueuer_schedules",
        durability=Durability.balanced,
        widen_id=False,
    )


def queries(driver: Driver) -> Queries:
    """PgQueuer's statements over our tables."""
    settings = queue_settings()
    return Queries(driver, qbe=QueryBuilderEnvironment(settings), qbq=QueryQueueBuilder(settings))


async def send(connection: Connection, name: str, key: str, *, delay: timedelta) -> None:
    """Have a worker given this key, once the caller's transaction commits."""
    # Without PgQueuer's own dedupe key: it is held a moment longer than the job, which a retry would run into.
    await queries(AsyncpgDriver(connection)).enqueue(name, key.encode(), execute_after=delay)
