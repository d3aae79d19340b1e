"""The demo shop on a server of its own, ready to be ill-treated."""

import shutil
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from api.assistant import open_assistant
from api.resources import Serving, open_resources
from api.settings import Settings
from store.database import Database
from store.migrations import migrate
from synthetic_data.load import load
from tests.conftest import PROJECT, quick_place
from tests.faults.server import FaultyPostgres, faulty_postgres
from tests.flows.fleet import Fleet, fleet

SHOP = PROJECT / "synthetic_data"


@dataclass(frozen=True, slots=True)
class Stage:
    home: Path
    server: FaultyPostgres

    @asynccontextmanager
    async def fleet(
        self, *, services: int = 2, workers: int = 2, settings: Mapping[str, str] | None = None
    ) -> AsyncIterator[Fleet]:
        """Service processes that take requests, and workers beside them."""
        data_dir = Path(tempfile.mkdtemp(dir=self.home, prefix="fleet-"))
        async with fleet(self.server.dsn, data_dir, SHOPSMART_WORKER="false", **(settings or {})) as found:
            for _ in range(services):
                await found.start()
            for _ in range(workers):
                await found.start_worker()
            yield found

    @asynccontextmanager
    async def database(self) -> AsyncIterator[Database]:
        async with Database(self.server.dsn, pool_size=4) as found:
            yield found


@asynccontextmanager
async def stage() -> AsyncIterator[Stage]:
    """Loaded as of today, with its knowledge embedded."""
    with tempfile.TemporaryDirectory(prefix="shopsmart-test-", dir=quick_place(), ignore_cleanup_errors=True) as made:
        home = Path(made)
        home.chmod(0o755)
        async with faulty_postgres(home) as server:
            await migrate(server.dsn)
            async with Database(server.dsn) as database, database.transaction() as session:
                report = await load(session, SHOP, today=datetime.now(UTC).date())
            assert not report.problems, report.problems
            async with open_resources(server.dsn, open_assistant(Settings()), serving=Serving()):
                # Opening embeds what is not embedded yet.
                pass
            yield Stage(home, server)
        shutil.rmtree(home, ignore_errors=True)
