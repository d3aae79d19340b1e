"""Write the next revision from what the tables say and the history does not. For developers.

python -m store.migrations.revise "orders know their parcels" [--afresh]
"""

import argparse
import asyncio
import tempfile
from pathlib import Path

from alembic import command
from sqlalchemy.ext.asyncio import create_async_engine

from store.database import connect
from store.embedded import EmbeddedPostgres
from store.migrations import FOLDER, config, migrate, newest


async def revise(message: str, *, afresh: bool) -> None:
    """`afresh` throws the history away and writes 0001 anew: only before the first release."""
    if afresh:
        for path in (FOLDER / "versions").glob("[0-9]*.py"):
            path.unlink()
    number = "0001" if afresh else f"{int(newest()) + 1:04d}"
    with tempfile.TemporaryDirectory(prefix="shopsmart-revise-") as home:
        async with EmbeddedPostgres(_opened(home), durable=False) as server:
            await _write(server.dsn, message, number=number)


def _opened(home: str) -> Path:
    """For root, whose Postgres runs as somebody who cannot enter a temporary directory."""
    path = Path(home)
    path.chmod(0o755)
    return path


async def _write(dsn: str, message: str, *, number: str) -> None:
    if number != "0001":
        await migrate(dsn)
    engine = create_async_engine("postgresql+asyncpg://", async_creator=lambda **_: connect(dsn))
    async with engine.begin() as connection:
        await connection.run_sync(
            lambda sync: command.revision(config(sync), message, autogenerate=True, rev_id=number)
        )
    await engine.dispose()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("message")
    parser.add_argument("--afresh", action="store_true", help="rewrite 0001; only before the first release")
    given = parser.parse_args()
    asyncio.run(revise(given.message, afresh=given.afresh))
