"""Connections to the model's server: one a call under way, kept for the next one, the newest first.

How many there are is how many calls were ever under way at once; who calls bounds that.
"""

import ssl
import time
from collections.abc import AsyncIterator, Callable

import httpx

from agent.models.wire import Wire

KEPT_S = 60.0
"""A connection that was free for longer may have been dropped on the way without a word."""


class Lines(httpx.AsyncBaseTransport):
    def __init__(self) -> None:
        self._trusted = httpx.create_ssl_context()
        self._free: dict[tuple[bytes, bytes, int | None], list[tuple[Wire, float]]] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        free = self._free.setdefault((request.url.raw_scheme, request.url.raw_host, request.url.port), [])
        wire = _newest(free) or await _connected(request, self._trusted)
        try:
            response = await wire.ask(request)
        except BaseException:
            wire.close()
            raise

        def give_back() -> None:
            if wire.is_free:
                free.append((wire, time.monotonic()))

        assert isinstance(response.stream, httpx.AsyncByteStream)
        response.stream = _Lent(response.stream, give_back)
        return response

    async def aclose(self) -> None:
        for free in self._free.values():
            for wire, _ in free:
                wire.close()
        self._free.clear()


def _newest(free: list[tuple[Wire, float]]) -> Wire | None:
    """The older ones are gone too when this one is too old; those that the server closed are passed over."""
    oldest = time.monotonic() - KEPT_S
    while free:
        wire, since = free.pop()
        if wire.is_free and since >= oldest:
            return wire
        wire.close()
    return None


async def _connected(request: httpx.Request, trusted: ssl.SSLContext) -> Wire:
    return await Wire.connect(request.url, trusted, timeout_s=request.extensions.get("timeout", {}).get("connect"))


class _Lent(httpx.AsyncByteStream):
    """An answer that gives its line back when it is closed."""

    def __init__(self, stream: httpx.AsyncByteStream, give_back: Callable[[], None]) -> None:
        self._stream = stream
        self._give_back: Callable[[], None] | None = give_back

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self._stream:
            yield piece

    async def aclose(self) -> None:
        try:
            await self._stream.aclose()
        finally:
            if self._give_back is not None:
                self._give_back()
                self._give_back = None
