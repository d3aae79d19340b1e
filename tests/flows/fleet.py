"""Replicas of the service as processes of their own, quick to start and made to be killed.

A nursery process imports the service once and forks; each child then runs the command line's own `serve` or `worker`.
"""

import asyncio
import os
import random
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from api.loopback import free_port

PROJECT = Path(__file__).parents[2]
_NURSERY = """
import os, signal, sys
import api.assistant, api.commands.serve, api.commands.worker, api.storage, uvloop  # what they would import
import faiss, onnxruntime, tokenizers
from api.cli import app

for line in sys.stdin:
    command, value, *ahead = line.split()
    if command == "end":
        os.waitpid(int(value), 0)
        print(f"ended {value}", flush=True)
        continue
    child = os.fork()
    if child == 0:
        # Not closed: uvloop ends a process that gets a socket with the number of a standard stream.
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        if ahead:
            from tests.flows.clock import set_ahead
            set_ahead(float(ahead[0]))
        app(["serve", "--port", value] if int(value) else ["worker"])
        os._exit(1)
    print(f"started {child}", flush=True)
"""


@dataclass(slots=True)
class Replica:
    port: int
    """0 for a worker, which takes no requests."""
    pid: int
    is_up: bool = False
    ahead_s: float = 0.0
    """How far its clock is ahead of the machine's."""


@dataclass(slots=True)
class Fleet:
    nursery: asyncio.subprocess.Process
    data_dir: Path
    replicas: list[Replica] = field(default_factory=list)
    kills: int = 0
    _asking: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def start(self, *, ahead_s: float = 0.0) -> None:
        """One more replica; returns when it takes requests, or was killed before it could."""
        port = free_port()
        replica = Replica(port, int(await self._ask(_order(port, ahead_s))), ahead_s=ahead_s)
        self.replicas.append(replica)
        # It listens before it can answer, so a connection alone says nothing.
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=20) as client:
            while not replica.is_up and replica in self.replicas:
                with suppress(httpx.TransportError):
                    replica.is_up = (await client.get("/health/ready")).is_success
                await asyncio.sleep(0.02)

    async def start_worker(self, *, ahead_s: float = 0.0) -> None:
        self.replicas.append(Replica(0, int(await self._ask(_order(0, ahead_s))), ahead_s=ahead_s))

    async def start_like(self, gone: Replica) -> None:
        """One in the place of another."""
        await (self.start(ahead_s=gone.ahead_s) if gone.port else self.start_worker(ahead_s=gone.ahead_s))

    async def kill(self, replica: Replica) -> None:
        """As the kernel does when memory is short: at once, and without a word."""
        self.replicas.remove(replica)
        os.kill(replica.pid, signal.SIGKILL)
        await self._ask(f"end {replica.pid}")
        self.kills += 1

    async def stop(self, replica: Replica) -> None:
        """As a deployment does: asked to go, and waited for. It stays among `replicas` until it is gone."""
        os.kill(replica.pid, signal.SIGTERM)
        await self._ask(f"end {replica.pid}")
        self.replicas.remove(replica)

    async def address(self) -> str:
        """Of any replica that is up, as a load balancer would choose."""
        while not (up := [replica for replica in self.replicas if replica.is_up and replica.port]):
            await asyncio.sleep(0.02)
        return f"http://127.0.0.1:{random.choice(up).port}"

    async def _ask(self, order: str) -> str:
        assert self.nursery.stdin and self.nursery.stdout
        async with self._asking:
            self.nursery.stdin.write(f"{order}\n".encode())
            while line := (await self.nursery.stdout.readline()).decode():
                # A replica prints where it serves on the same pipe.
                if line.startswith(("started ", "ended ")):
                    return line.split()[1]
        raise AssertionError(f"the nursery died: {(self.data_dir / 'log').read_text()[-2000:]}")


@asynccontextmanager
async def fleet(dsn: str, data_dir: Path, **settings: str) -> AsyncIterator[Fleet]:
    environment = {
        **os.environ,
        "DATABASE_URL": dsn,
        "SHOPSMART_DATA": str(data_dir),
        "SHOPSMART_DEMO": "true",
        "SHOPSMART_LOG_LEVEL": "error",
        "SHOPSMART_LIMITS__ADDRESS_CONVERSATIONS_PER_MINUTE": "100000",
        "SHOPSMART_LIMITS__ADDRESS_SIGN_INS_PER_MINUTE": "100000",
        "SHOPSMART_LIMITS__ADDRESS_MESSAGES_PER_MINUTE": "100000",
        "SHOPSMART_LIMITS__CONVERSATION_MESSAGES_PER_MINUTE": "100000",
        "OMP_NUM_THREADS": "1",
        **settings,
    }
    log = data_dir / "log"
    with log.open("wb") as output:
        nursery = await asyncio.create_subprocess_exec(
            sys.executable, "-c", _NURSERY, stdin=-1, stdout=-1, stderr=output, cwd=PROJECT, env=environment
        )
    found = Fleet(nursery, data_dir)
    try:
        yield found
    finally:
        for replica in found.replicas:
            os.kill(replica.pid, signal.SIGKILL)
        nursery.kill()
        await nursery.wait()


def _order(port: int, ahead_s: float) -> str:
    return f"start {port} {ahead_s}" if ahead_s else f"start {port}"
