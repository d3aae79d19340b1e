"""A Postgres of our own, for a machine where nobody set one up: started from a wheel, stopped with us.

A data directory holds `cluster/` (Postgres' files), `password`, `server.log` and three lock files:

    start.lock   held while somebody starts or leaves: one at a time
    users.lock   shared by every process that uses the server; `store.keeper` waits for all to be gone
    server.lock  inherited by Postgres and its children: taken exactly as long as one of them lives

The kernel drops the locks of a process however it ends, so none of this can go stale, and a second
process simply joins. Linux and macOS; loopback TCP only, scram password, no Unix socket.

Postgres refuses to run as root, so root lends it to an unprivileged user and changes nobody else's
directories: if that user cannot reach the data directory, `cluster` becomes a link to a new folder
under /var/lib/shopsmart, and so do the programs.
"""

import asyncio
import os
import pwd
import secrets
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

import asyncpg

from domain.errors import StoreUnavailable
from store import binaries, cluster, keeper
from store.binaries import Binaries
from store.cluster import ROLE, Owner
from store.locks import FileLock, wait_exclusive, wait_shared

DATABASE = "shopsmart"
TURN_TIMEOUT_S = 60.0
"""For others to finish starting or stopping; crash recovery of a small shop takes well under a second."""
RETRY_S = 8.0
"""Starts that fail are tried again: ports get taken, and a killed server's children need a moment to die."""
LOG_LIMIT_BYTES = 5_000_000

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "maintenance_work_mem": "64MB",
    "max_wal_size": "256MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_parallel_workers_per_gather": "0",
    "jit": "off",
    "log_checkpoints": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
THROWAWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}
"""For tests: nothing survives a power cut."""


class EmbeddedPostgres:
    """A running server while entered. `dsn` is for asyncpg; it carries the password.

    `durable=False` trades the safety of the data for speed. `run_as` names whom root lends the server to.
    """

    def __init__(self, data_dir: Path, *, durable: bool = True, run_as: str = "nobody") -> None:
        self._home = data_dir.absolute()
        self._durable = durable
        self._run_as = run_as
        self._users: FileLock | None = None
        self._keeper: subprocess.Popen[bytes] | None = None
        self.dsn = ""

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def start(self) -> None:
        """Start the server, or join the one that another process runs on this data directory.

        Raises:
            StoreUnavailable: it cannot be had. The text says why, in words for the person at the terminal.
        """
        starting = self._take_home()
        try:
            if not await wait_exclusive(starting, timeout_s=TURN_TIMEOUT_S):
                raise StoreUnavailable(f"Another process has been starting Postgres in {self._home} for a minute.")
            self._users = FileLock(self._home / "users.lock")
            if not await wait_shared(self._users, timeout_s=TURN_TIMEOUT_S):
                raise StoreUnavailable(f"The Postgres in {self._home} has been stopping for a minute.")
            await self._join_or_launch()
        except BaseException:
            if self._users:
                self._users.close()
                self._users = None
            raise
        finally:
            starting.close()

    async def stop(self) -> None:
        """Leave; the last to leave waits until Postgres has written everything and is gone."""
        users, self._users = self._users, None
        if users is None:
            return
        starting = FileLock(self._home / "start.lock")
        server = FileLock(self._home / "server.lock")
        try:
            await wait_exclusive(starting, timeout_s=TURN_TIMEOUT_S)
            users.release()
            others = not users.try_exclusive() and users.try_shared()
            users.close()
            if not others and await wait_exclusive(server, timeout_s=TURN_TIMEOUT_S) and self._keeper:
                await asyncio.to_thread(self._keeper.wait)
        finally:
            server.close()
            starting.close()

    def _take_home(self) -> FileLock:
        try:
            self._home.mkdir(parents=True, exist_ok=True)
            return FileLock(self._home / "start.lock")
        except OSError as error:
            raise StoreUnavailable(f"The data directory {self._home} cannot be used: {error.strerror}.") from error

    async def _join_or_launch(self) -> None:
        password = self._password()
        give_up_at = time.monotonic() + TURN_TIMEOUT_S
        no_relaunch_at = time.monotonic() + RETRY_S
        while time.monotonic() < give_up_at:
            server = FileLock(self._home / "server.lock")
            try:
                if server.try_exclusive():
                    if self._keeper and time.monotonic() > no_relaunch_at:
                        break
                    await self._launch(server, password)
            finally:
                server.close()
            if await self._answers(password):
                return
            await asyncio.sleep(0.01)
        raise StoreUnavailable(f"Postgres does not start in {self._home}. Its last words:\n{self._last_words()}")

    async def _launch(self, server: FileLock, password: str) -> None:
        if self._keeper:
            await asyncio.to_thread(self._keeper.wait)
            await asyncio.sleep(0.2)
        programs, owner = self._programs(), self._owner()
        if not self._cluster.exists():
            await asyncio.to_thread(
                cluster.create, self._cluster, programs, password, owner=owner, durable=self._durable
            )
        self._clear_pid_file()
        self._keeper = self._spawn(programs, owner, server)

    def _spawn(self, programs: Binaries, owner: Owner | None, server: FileLock) -> subprocess.Popen[bytes]:
        become = f"{owner.uid}:{owner.gid}" if owner else "-"
        command = [sys.executable, "-I", "-S", keeper.__file__, str(self._home / "users.lock"), become]
        with self._log().open("ab") as log:
            return subprocess.Popen(
                [*command, *self._postgres(programs)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env=cluster.environment(),
                pass_fds=[server.fd],
                start_new_session=True,
            )

    @property
    def _cluster(self) -> Path:
        return self._home / "cluster"

    def _programs(self) -> Binaries:
        made_by = self._cluster / "PG_VERSION"
        found = binaries.find(major=int(made_by.read_text()) if made_by.exists() else None)
        return binaries.copy_within_reach(found) if os.geteuid() == 0 else found

    def _owner(self) -> Owner | None:
        """Whom Postgres runs as, or None for ourselves."""
        if os.geteuid() != 0:
            return None
        if self._cluster.exists():
            stat = self._cluster.stat()
            return Owner(stat.st_uid, stat.st_gid)
        try:
            user = pwd.getpwnam(self._run_as)
        except KeyError:
            raise StoreUnavailable(
                f"Postgres does not run as root, and there is no user {self._run_as!r} to lend it to."
            ) from None
        return Owner(user.pw_uid, user.pw_gid)

    def _password(self) -> str:
        path = self._home / "password"
        if path.exists():
            return path.read_text()
        if self._cluster.exists():
            raise StoreUnavailable(f"{path} is missing, and without it the data in {self._cluster} stays shut.")
        password = secrets.token_urlsafe(24)
        path.touch(mode=0o600)
        path.write_text(password)
        return password

    def _postgres(self, programs: Binaries) -> list[str]:
        settings = SETTINGS | {"port": str(_free_port())} | ({} if self._durable else THROWAWAY)
        if programs.major >= 18:
            settings["io_method"] = "sync"
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return [str(programs.folder / "postgres"), "-D", str(self._cluster.resolve()), *options]

    def _clear_pid_file(self) -> None:
        """Called with server.lock held: no Postgres of ours lives, whatever the file says.

        Its number may belong to any other process by now, and Postgres would then refuse to start.
        """
        path = self._cluster / "postmaster.pid"
        if not path.exists():
            return
        pid = path.read_text().split("\n", 1)[0]
        if str(self._cluster.resolve()) in _command_line(pid):
            raise StoreUnavailable(f"A Postgres that is not ours (pid {pid}) runs on {self._cluster}: stop it first.")
        path.unlink()

    async def _answers(self, password: str) -> bool:
        """Whether a connection was made; sets `dsn`."""
        port = self._port_when_ready()
        if port is None:
            return False
        server = f"postgresql://{ROLE}:{password}@127.0.0.1:{port}"
        try:
            try:
                connection = await asyncpg.connect(f"{server}/{DATABASE}?sslmode=disable", timeout=5)
            except asyncpg.InvalidCatalogNameError:
                connection = await asyncpg.connect(f"{server}/template1?sslmode=disable", timeout=5)
                # A new database would be 300 more files to write and to sync.
                await connection.execute(f"ALTER DATABASE postgres RENAME TO {DATABASE}")
            await connection.close()
        except (OSError, TimeoutError, asyncpg.PostgresError):
            return False
        self.dsn = f"{server}/{DATABASE}?sslmode=disable"
        return True

    def _port_when_ready(self) -> int | None:
        try:
            lines = (self._cluster / "postmaster.pid").read_text().split("\n")
        except OSError:
            return None
        return int(lines[3]) if len(lines) > 7 and lines[7].strip() == "ready" else None

    def _log(self) -> Path:
        path = self._home / "server.log"
        if path.exists() and path.stat().st_size > LOG_LIMIT_BYTES:
            path.replace(path.with_suffix(".log.1"))
        return path

    def _last_words(self) -> str:
        return "\n".join(self._log().read_text(errors="replace").splitlines()[-5:]) if self._log().exists() else ""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _command_line(pid: str) -> str:
    """Of a living process; empty for a dead or unreaped one."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        if sys.platform.startswith("linux"):
            return ""
    return subprocess.run(["ps", "-o", "args=", "-p", pid], capture_output=True, text=True).stdout
