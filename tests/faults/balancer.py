"""One address for all replicas: bytes go to any that is up, as a balancer without a health check of its own does it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit

from tests.flows.fleet import Fleet


@asynccontextmanager
async def balanced(service: Fleet, port: int) -> AsyncIterator[str]:
    """Its address. A replica that is killed takes its connections with it."""

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there = urlsplit(await service.address())
        try:
            back, on = await asyncio.open_connection(there.hostname, there.port)
        except OSError:
            writer.close()
            return
        await asyncio.gather(_carry(reader, on), _carry(back, writer))

    server = await asyncio.start_server(take, "127.0.0.1", port)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.close()


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while chunk := await reader.read(65_536):
            writer.write(chunk)
            await writer.drain()
    writer.close()
