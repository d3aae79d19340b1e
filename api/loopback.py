"""An ASGI application on a port of this machine, for as long as something needs it; signals are left alone."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import uvicorn


class _QuietServer(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def served(app: Any, at: socket.socket | None = None) -> AsyncIterator[str]:
    """Its address: any free port, or the one that was `reserved`. Leaving ends the application's lifespan."""
    bound = at or reserved()
    address = f"http://127.0.0.1:{port_of(bound)}"
    config = uvicorn.Config(app, log_config=None, lifespan="on", proxy_headers=False, timeout_graceful_shutdown=2)
    server = _QuietServer(config)
    task = asyncio.create_task(server.serve(sockets=[bound]))
    while not server.started:
        await asyncio.sleep(0.005)
        if task.done():
            task.result()
            raise RuntimeError("the server did not start")
    try:
        yield address
    finally:
        server.should_exit = True
        await task


def reserved() -> socket.socket:
    """A port that nobody else gets from now on: for servers that must know each other's address before they start."""
    bound = socket.socket()
    bound.bind(("127.0.0.1", 0))
    return bound


def port_of(bound: socket.socket) -> int:
    return bound.getsockname()[1]


def free_port() -> int:
    """Free at this moment, for another process to bind; somebody may be quicker."""
    with reserved() as probe:
        return port_of(probe)
