"""The server of our own, as it is started, shared, killed and refused. Each test has its own data directory."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from domain.errors import StoreUnavailable
from store import binaries
from store.embedded import EmbeddedPostgres
from store.locks import FileLock

PROJECT = Path(__file__).parents[2]
USER = """
import asyncio, sys
from pathlib import Path
from store.embedded import EmbeddedPostgres
async def main():
    async with EmbeddedPostgres(Path(sys.argv[1]), durable=False) as server:
        print(server.dsn, flush=True)
        await asyncio.to_thread(sys.stdin.read)
asyncio.run(main())
"""


@pytest.fixture
def home(server_home: Path) -> Iterator[Path]:
    """A data directory to be, in a folder of its own."""
    folder = Path(tempfile.mkdtemp(dir=server_home))
    folder.chmod(0o755)
    yield folder / "data"
    shutil.rmtree(folder)


async def other_process(home: Path) -> tuple[asyncio.subprocess.Process, str]:
    """A process that uses the server until its standard input ends, and the DSN it was given."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", USER, str(home), stdin=-1, stdout=-1, cwd=PROJECT
    )
    assert process.stdout
    return process, (await process.stdout.readline()).decode().strip()


async def leave(process: asyncio.subprocess.Process) -> None:
    assert process.stdin
    process.stdin.close()
    assert await process.wait() == 0


async def asked(dsn: str, statement: str) -> object:
    connection = await asyncpg.connect(dsn)
    try:
        return await connection.fetchval(statement)
    finally:
        await connection.close()


def alive(home: Path) -> bool:
    """Postgres, its children and its keeper inherit this lock, and the kernel drops it with the last of them."""
    lock = FileLock(home / "server.lock")
    try:
        return not lock.try_exclusive()
    finally:
        lock.close()


async def gone(home: Path) -> None:
    for _ in range(500):
        if not alive(home):
            return
        await asyncio.sleep(0.02)
    raise AssertionError("Postgres is still there")


def postmaster(home: Path) -> int:
    return int((home / "cluster" / "postmaster.pid").read_text().split("\n")[0])


async def test_what_was_written_is_there_after_a_restart_and_no_process_stays(home: Path):
    async with EmbeddedPostgres(home) as server:
        await asked(server.dsn, "CREATE TABLE kept AS SELECT 7 AS n")
        assert await asked(server.dsn, "SHOW fsync") == "on"
        assert await asked(server.dsn, "SHOW synchronous_commit") == "on"
    assert not alive(home)
    async with EmbeddedPostgres(home) as server:
        assert await asked(server.dsn, "SELECT n FROM kept") == 7
    assert not alive(home)


async def test_it_listens_on_loopback_only_and_wants_the_password(home: Path):
    async with EmbeddedPostgres(home, durable=False) as server:
        assert await asked(server.dsn, "SHOW listen_addresses") == "127.0.0.1"
        assert (home / "password").stat().st_mode & 0o077 == 0
        password = (home / "password").read_text()
        with pytest.raises(asyncpg.InvalidPasswordError):
            await asyncpg.connect(server.dsn.replace(password, "guess"))


async def test_a_second_process_joins_and_outlives_the_first(home: Path):
    first, dsn = await other_process(home)
    async with EmbeddedPostgres(home, durable=False) as server:
        assert server.dsn == dsn
        await leave(first)
        assert await asked(server.dsn, "SELECT 1") == 1
    assert not alive(home)


async def test_processes_that_start_together_get_one_server(home: Path):
    users = await asyncio.gather(*(other_process(home) for _ in range(3)))
    assert len({dsn for _, dsn in users}) == 1
    await asyncio.gather(*(leave(process) for process, _ in users))
    assert not alive(home)


async def test_a_killed_service_leaves_a_server_that_shuts_down_cleanly(home: Path):
    process, dsn = await other_process(home)
    await asked(dsn, "CREATE TABLE kept AS SELECT 7 AS n")
    process.kill()
    await process.wait()
    await gone(home)
    assert not (home / "cluster" / "postmaster.pid").exists()
    assert "database system is shut down" in (home / "server.log").read_text()
    async with EmbeddedPostgres(home, durable=False) as server:
        assert await asked(server.dsn, "SELECT n FROM kept") == 7


async def test_one_killed_user_does_not_take_the_server_from_the_other(home: Path):
    async with EmbeddedPostgres(home, durable=False) as server:
        process, _ = await other_process(home)
        process.kill()
        await process.wait()
        assert await asked(server.dsn, "SELECT 1") == 1


async def test_a_killed_server_is_recovered_on_the_next_start(home: Path):
    async with EmbeddedPostgres(home) as server:
        await asked(server.dsn, "CREATE TABLE kept AS SELECT 7 AS n")
        os.kill(postmaster(home), signal.SIGKILL)
    async with EmbeddedPostgres(home) as server:
        assert await asked(server.dsn, "SELECT n FROM kept") == 7


async def test_a_stale_pid_that_now_belongs_to_another_process_does_not_matter(home: Path):
    async with EmbeddedPostgres(home, durable=False):
        lines = (home / "cluster" / "postmaster.pid").read_text().split("\n")
    stranger = subprocess.Popen(["sleep", "60"], user="nobody" if os.geteuid() == 0 else None)
    try:
        (home / "cluster" / "postmaster.pid").write_text("\n".join([str(stranger.pid), *lines[1:]]))
        async with EmbeddedPostgres(home, durable=False) as server:
            assert await asked(server.dsn, "SELECT 1") == 1
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


async def test_a_start_cut_off_half_way_leaves_nothing_in_the_way(home: Path):
    (home / "cluster.new" / "data").mkdir(parents=True)
    (home / "cluster.new" / "data" / "PG_VERSION").write_text("18")
    async with EmbeddedPostgres(home, durable=False) as server:
        assert await asked(server.dsn, "SELECT 1") == 1


async def test_a_server_that_cannot_start_says_its_last_words(home: Path, monkeypatch: pytest.MonkeyPatch):
    async with EmbeddedPostgres(home, durable=False):
        pass
    (home / "cluster" / "postgresql.conf").write_text("no_such_setting = 1\n")
    monkeypatch.setattr("store.embedded.RETRY_S", 0.0)
    with pytest.raises(StoreUnavailable, match="no_such_setting"):
        await EmbeddedPostgres(home, durable=False).start()


async def test_data_without_its_password_is_refused_and_named(home: Path):
    async with EmbeddedPostgres(home, durable=False):
        pass
    (home / "password").unlink()
    with pytest.raises(StoreUnavailable, match="password is missing"):
        await EmbeddedPostgres(home, durable=False).start()


async def test_data_of_another_major_version_is_refused_and_named(home: Path):
    async with EmbeddedPostgres(home, durable=False):
        pass
    (home / "cluster" / "PG_VERSION").write_text("9\n")
    with pytest.raises(StoreUnavailable, match="made by PostgreSQL 9"):
        await EmbeddedPostgres(home, durable=False).start()


async def test_a_data_directory_that_cannot_be_made_is_named(home: Path):
    home.write_text("a file")
    with pytest.raises(StoreUnavailable, match="cannot be used"):
        await EmbeddedPostgres(home).start()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root lends its server to another user")
async def test_root_keeps_a_closed_folder_closed(home: Path, monkeypatch: pytest.MonkeyPatch):
    home.mkdir()
    home.chmod(0o700)
    monkeypatch.setattr(binaries, "SHARED_PLACE", home.parent / "shared")
    async with EmbeddedPostgres(home, durable=False) as server:
        assert await asked(server.dsn, "SELECT 1") == 1
    assert home.stat().st_mode & 0o777 == 0o700
    assert (home / "cluster").resolve().is_relative_to(home.parent / "shared")
    async with EmbeddedPostgres(home, durable=False) as server:
        assert await asked(server.dsn, "SELECT 1") == 1


@pytest.mark.skipif(os.geteuid() != 0, reason="only root needs a copy")
async def test_root_copies_programs_that_the_server_user_cannot_reach(home: Path, monkeypatch: pytest.MonkeyPatch):
    home.mkdir()
    monkeypatch.setattr(binaries, "SHARED_PLACE", home / "shared")
    monkeypatch.setattr(binaries, "reachable", lambda path: "site-packages" not in str(path))
    async with EmbeddedPostgres(home / "data", durable=False) as server:
        assert await asked(server.dsn, "SELECT lower('ÄÉ')") == "äé"
        folder = await asked(server.dsn, "SELECT setting FROM pg_config() WHERE name = 'BINDIR'")
        assert str(folder).startswith(str(home / "shared"))
