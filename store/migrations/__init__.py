"""The schema's history, and the way to its newest state.

Revisions are numbered 0001, 0002, ...: the file's name begins with its revision, so that an up-to-date
database is recognised without loading Alembic. `./dev revision "what changed"` writes the next one from
the difference between `store.tables` and the history.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import asyncpg

from store.database import connect, split_dsn

if TYPE_CHECKING:
    from alembic.config import Config

FOLDER = Path(__file__).parent
LOCK = 0x53686F70
"""Advisory lock: processes that start together migrate one after the other."""
WAIT_S = 120.0


async def migrate(dsn: str) -> bool:
    """Bring the schema up to date; whether there was anything to do. Safe to call from many processes.

    Raises:
        StoreUnavailable: the server is away.
    """
    connection = await connect(dsn, settings={"application_name": "shopsmart-migrate"})
    try:
        if await revision_of(connection) == newest():
            return False
        await connection.execute("SELECT pg_advisory_lock($1)", LOCK, timeout=WAIT_S)
        if await revision_of(connection) == newest():
            return False
        await _upgrade(dsn)
        return True
    finally:
        await connection.close()


def newest() -> str:
    return max(path.name.split("_", 1)[0] for path in (FOLDER / "versions").glob("[0-9]*.py"))


async def revision_of(connection: asyncpg.Connection) -> str | None:
    try:
        return await connection.fetchval("SELECT version_num FROM alembic_version")
    except asyncpg.UndefinedTableError:
        return None


async def _upgrade(dsn: str) -> None:
    from alembic import command
    from sqlalchemy.ext.asyncio import create_async_engine

    plain, _ = split_dsn(dsn)

    async def creator(**_: Any) -> asyncpg.Connection:
        return await connect(plain, settings={"application_name": "shopsmart-migrate", "lock_timeout": "30s"})

    engine = create_async_engine("postgresql+asyncpg://", async_creator=creator)
    try:
        async with engine.begin() as connection:
            await connection.run_sync(lambda sync: command.upgrade(config(sync), "head"))
    finally:
        await engine.dispose()


def config(connection: Any) -> "Config":
    """Alembic's configuration, working on an open synchronous connection. There is no alembic.ini."""
    from alembic.config import Config

    made = Config(attributes={"connection": connection})
    made.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    made.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    return made
