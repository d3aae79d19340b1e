"""The fake on a free port of this machine, for as long as something needs it."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import uvicorn

from api.fake_mistral.app import Behaviour, create_fake


class _QuietServer(uvicorn.Server):
    """Leaves the signals to whoever uses it."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def serving(behaviour: Behaviour) -> AsyncIterator[str]:
    """Its base URL, with /v1. What it says changes with `behaviour`, at any time."""
    config = uvicorn.Config(
        create_fake(behaviour), port=0, log_config=None, log_level="critical", timeout_graceful_shutdown=1
    )
    server = _QuietServer(config)
    task = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.005)
        if task.done():
            task.result()
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/v1"
    finally:
        server.should_exit = True
        await task
