"""What every test may ask for: a real Postgres, a migrated database, and no way to the network."""

import ipaddress
import os
import shutil
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, settings

from store.database import Database, connect
from store.embedded import EmbeddedPostgres
from store.migrations import migrate

# As the service does at its start: products of small matrices on several threads are twenty times slower.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# How long an example takes is the machine's affair.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

PROJECT = Path(__file__).resolve().parents[1]

HOME_PREFIX = "shopsmart-test-"

refused: list[str] = []


class NetworkCall(AssertionError):
    """A test tried to leave this machine."""


def _guard(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        host = str(arguments[1][0])
    elif event == "socket.getaddrinfo" and arguments[0] is not None:
        host = arguments[0].decode() if isinstance(arguments[0], bytes) else str(arguments[0])
    else:
        return
    if not _is_here(host):
        refused.append(host)
        raise NetworkCall(f"a test may not call {host}")


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback or host == "0.0.0.0"
    except ValueError:
        return host in ("", "localhost")


def pytest_configure(config: pytest.Config) -> None:
    """An audit hook, because it also sees connections made by libraries that kept their own references."""
    sys.addaudithook(_guard)


@pytest.fixture(autouse=True)
def network_stays_off() -> Iterator[None]:
    """Fails a test whose code swallowed the refusal."""
    refused.clear()
    yield
    assert not refused, f"this test tried to call {refused}"


def quick_place() -> str | None:
    """Memory, where there is enough of it: a busy disk makes a new cluster ten times slower."""
    memory = Path("/dev/shm")
    return str(memory) if memory.is_dir() and shutil.disk_usage(memory).free > 2**30 else None


@pytest.fixture(scope="session")
def server_home() -> Iterator[Path]:
    """Open to all, unlike pytest's own folders: as root, Postgres runs as a user that cannot enter those."""
    place = quick_place() or tempfile.gettempdir()
    for left in Path(place).glob(f"{HOME_PREFIX}*"):
        # By a test run that was killed: its Postgres is gone, but nobody tidied up.
        if left.stat().st_mtime < time.time() - 3600:
            shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=HOME_PREFIX, dir=place, ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest_asyncio.fixture(scope="session")
async def postgres(server_home: Path) -> AsyncIterator[EmbeddedPostgres]:
    """An empty server of this test process's own, fast and forgetful."""
    async with EmbeddedPostgres(server_home / "server", durable=False) as server:
        yield server


class Databases:
    """Makes databases on the test server: `migrated` ones by copying one that Alembic made once."""

    def __init__(self, server: EmbeddedPostgres) -> None:
        self._server = server
        self._made = 0

    def dsn(self, name: str) -> str:
        return self._server.dsn.replace("/shopsmart?", f"/{name}?")

    async def copy(self, template: str = "template1") -> str:
        """DSN of a new database that is like `template`, to which nobody may be connected."""
        self._made += 1
        name = f"test_{self._made}"
        await self._administer(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.dsn(name)

    async def template(self, name: str) -> str:
        """Its own name, once it has all tables and no rows."""
        await self._administer(f"CREATE DATABASE {name}")
        await migrate(self.dsn(name))
        return name

    async def drop(self, dsn: str) -> None:
        name = dsn.rsplit("/", 1)[-1].split("?", 1)[0]
        await self._administer(f"DROP DATABASE {name} WITH (FORCE)")

    async def _administer(self, statement: str) -> None:
        connection = await connect(self._server.dsn)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()


@pytest_asyncio.fixture(scope="session")
async def databases(postgres: EmbeddedPostgres) -> Databases:
    return Databases(postgres)


@pytest_asyncio.fixture(scope="session")
async def migrated(databases: Databases) -> str:
    """Name of a template with all tables, empty."""
    return await databases.template("migrated")


@pytest_asyncio.fixture(scope="session")
async def _shared_database(databases: Databases, migrated: str) -> AsyncIterator[Database]:
    async with Database(await databases.copy(migrated)) as database:
        yield database


@pytest_asyncio.fixture
async def database(_shared_database: Database) -> Database:
    """A migrated database with no rows. `database.dsn` is for processes that a test starts."""
    async with _shared_database.connection() as connection:
        tables = await connection.fetchval(
            "SELECT string_agg(format('%I.%I', schemaname, tablename), ', ') FROM pg_tables"
            " WHERE schemaname IN ('public', 'pgqueuer') AND tablename <> 'alembic_version'"
        )
        async with connection.transaction():
            # Past the triggers: the audit trail refuses to be emptied.
            await connection.execute("SET LOCAL session_replication_role = replica")
            await connection.execute(f"TRUNCATE {tables} RESTART IDENTITY CASCADE")
    return _shared_database


@pytest_asyncio.fixture
async def own_database(databases: Databases, migrated: str) -> AsyncIterator[Database]:
    """Like `database`, shared with no other test: for tests that stop connections or change the schema."""
    async for database in _copy_of(migrated, databases):
        yield database


@pytest_asyncio.fixture(scope="session")
async def loaded(databases: Databases) -> str:
    """Name of a template with VerdeMuse loaded as of today; passages and vectors are not made."""
    from synthetic_data.load import load

    name = await databases.template("loaded")
    async with Database(databases.dsn(name)) as database, database.transaction() as session:
        report = await load(session, PROJECT / "synthetic_data", today=datetime.now(UTC).date())
    assert not report.problems
    return name


@pytest_asyncio.fixture
async def verdemuse(databases: Databases, loaded: str) -> AsyncIterator[Database]:
    """A database of the test's own with the whole demo shop: a copy takes 0.1 s."""
    async for database in _copy_of(loaded, databases):
        yield database


async def _copy_of(template: str, databases: Databases) -> AsyncIterator[Database]:
    dsn = await databases.copy(template)
    async with Database(dsn) as database:
        yield database
    await databases.drop(dsn)
