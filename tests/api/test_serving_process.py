"""The service as a process of its own: how it starts, says where it is, and goes."""

import asyncio
import json
import signal
import socket
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from api.server import PortTaken, serve
from api.settings import Settings
from store.locks import FileLock

PROJECT = Path(__file__).parents[2]
SERVICE = """
import asyncio, json, sys
from contextlib import asynccontextmanager
from pathlib import Path
from api.commands import serve
from api.resources import Assistant
from api.settings import Settings
from api.storage import open_storage
from tests.api.service import OneCustomerShop, ScriptedAgent

@asynccontextmanager
async def open_assistant(database, listener):
    yield Assistant(ScriptedAgent(), OneCustomerShop(), lambda: True)

async def main():
    settings = Settings(port=0, data_dir=Path(sys.argv[1]), demo=True)
    async with open_storage(settings) as database:
        await serve.run(settings, database, open_assistant, started=lambda url: print(url, flush=True))

asyncio.run(main())
"""


@pytest.fixture
def data_dir(server_home: Path) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=server_home, ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        yield Path(folder) / "data"


@asynccontextmanager
async def service(data_dir: Path) -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", SERVICE, str(data_dir), stdout=-1, stderr=-1, cwd=PROJECT
    )
    assert process.stdout
    try:
        yield process, (await process.stdout.readline()).decode().strip()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def said(url: str, text: str) -> str:
    async with httpx.AsyncClient(base_url=url) as client:
        opened = (await client.post("/v1/conversations", json={})).json()
        reply = await client.post(
            f"/v1/conversations/{opened['conversation_id']}/messages",
            json={"text": text},
            headers={"authorization": f"Bearer {opened['token']}"},
        )
        return json.dumps(reply.json())


async def test_an_open_stream_does_not_hold_the_stop(data_dir: Path):
    async with service(data_dir) as (process, url), httpx.AsyncClient(base_url=url, timeout=30) as client:
        opened = (await client.post("/v1/conversations", json={})).json()
        path = f"/v1/conversations/{opened['conversation_id']}/events?after=0"
        headers = {"authorization": f"Bearer {opened['token']}"}
        async with client.stream("GET", path, headers=headers) as stream:
            assert stream.status_code == 200
            process.send_signal(signal.SIGTERM)
            async for _ in stream.aiter_bytes():
                pass
        # Its own time limit is ten seconds; less means that it did not wait for that.
        async with asyncio.timeout(9):
            assert await process.wait() == 0


def no_postgres_lives(data_dir: Path) -> bool:
    lock = FileLock(data_dir / "postgres" / "server.lock")
    try:
        return lock.try_exclusive()
    finally:
        lock.close()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_a_stopped_service_ends_well_and_leaves_no_process(data_dir: Path, number: signal.Signals):
    async with service(data_dir) as (process, url):
        assert "heard: hello" in await said(url, "hello")
        process.send_signal(number)
        assert await process.wait() == 0
    assert no_postgres_lives(data_dir)


async def test_a_killed_service_is_followed_by_its_postgres_and_starts_again(data_dir: Path):
    async with service(data_dir) as (process, url):
        assert "heard: hello" in await said(url, "hello")
        process.kill()
        await process.wait()
    while not no_postgres_lives(data_dir):
        await asyncio.sleep(0.02)
    async with service(data_dir) as (_, url):
        assert "heard: again" in await said(url, "again")


async def test_two_services_share_one_data_directory(data_dir: Path):
    async with service(data_dir) as (first, one), service(data_dir) as (_, other):
        assert one != other
        assert "heard: hello" in await said(other, "hello")
        first.send_signal(signal.SIGTERM)
        assert await first.wait() == 0
        assert "heard: still" in await said(other, "still")


async def test_a_taken_port_is_named_with_the_way_out():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PortTaken, match=f"{port}.*--port"):
            await serve(lambda *_: None, Settings(port=port), started=print)  # pyright: ignore[reportArgumentType]
