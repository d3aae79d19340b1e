"""A database to work with: the one that was set, or our own server; its schema up to date either way."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from api.settings import Settings
from store.database import Database
from store.embedded import EmbeddedPostgres
from store.migrations import migrate


@asynccontextmanager
async def open_storage(settings: Settings) -> AsyncIterator[Database]:
    """Several processes may enter with the same settings, and share one server.

    Raises:
        StoreUnavailable: no server can be reached or started. The text says what to do.
    """
    if settings.database_url:
        async with _migrated(settings.database_url.get_secret_value(), settings) as database:
            yield database
        return
    async with (
        EmbeddedPostgres(settings.data_dir / "postgres") as server,
        _migrated(server.dsn, settings) as database,
    ):
        yield database


@asynccontextmanager
async def _migrated(dsn: str, settings: Settings) -> AsyncIterator[Database]:
    await migrate(dsn)
    async with Database(dsn, pool_size=settings.pool_size) as database:
        yield database
