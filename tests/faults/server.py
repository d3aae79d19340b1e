"""A Postgres that can be stopped as a crash would stop it, and comes back where it was."""

import asyncio
import os
import secrets
import signal
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg

from api.loopback import free_port
from store import binaries, cluster
from store.cluster import ROLE, Owner
from store.embedded import SETTINGS

READY_WITHIN_S = 30.0


class FaultyPostgres:
    """Runs on one port for its life. Durable: what it acknowledged is on its disk."""

    def __init__(self, home: Path) -> None:
        self._cluster = home / "cluster"
        self._log = home / "server.log"
        self._password = secrets.token_hex(12)
        self._port = free_port()
        self._owner = Owner(65534, 65534) if os.geteuid() == 0 else None
        self._process: subprocess.Popen[bytes] | None = None
        self.stops = 0

    @property
    def dsn(self) -> str:
        return f"postgresql://{ROLE}:{self._password}@127.0.0.1:{self._port}/postgres?sslmode=disable"

    async def start(self) -> None:
        """Returns when it answers; after a crash that includes its recovery."""
        found = binaries.find()
        programs = binaries.copy_within_reach(found) if self._owner else found
        if not self._cluster.exists():
            await asyncio.to_thread(
                cluster.create, self._cluster, programs, self._password, owner=self._owner, durable=True
            )
        settings = SETTINGS | {"port": str(self._port)} | ({"io_method": "sync"} if programs.major >= 18 else {})
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [programs.folder / "postgres", "-D", str(self._cluster.resolve()), *options],
                stdout=log,
                stderr=log,
                cwd="/",
                env=cluster.environment(),
                user=self._owner.uid if self._owner else None,
                group=self._owner.gid if self._owner else None,
                extra_groups=[] if self._owner else None,
            )
        async with asyncio.timeout(READY_WITHIN_S):
            while not await self.answers():
                await asyncio.sleep(0.05)

    async def stop_at_once(self) -> None:
        """SIGQUIT, Postgres' immediate shutdown: no goodbye to anybody, recovery at the next start."""
        await self._end(signal.SIGQUIT)
        self.stops += 1

    async def stop(self) -> None:
        if self._process is not None:
            await self._end(signal.SIGINT)

    async def _end(self, number: int) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.send_signal(number)
            await asyncio.to_thread(process.wait)

    async def answers(self) -> bool:
        try:
            connection = await asyncpg.connect(self.dsn, timeout=5)
        except (OSError, TimeoutError, asyncpg.PostgresError):
            return False
        await connection.close()
        return True


@asynccontextmanager
async def faulty_postgres(home: Path) -> AsyncIterator[FaultyPostgres]:
    server = FaultyPostgres(home)
    await server.start()
    try:
        yield server
    finally:
        await server.stop()
