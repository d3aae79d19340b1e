"""Connections to the model's server, one a call under way, each in a pool of its own.

For every request httpcore's pool looks at each of its idle connections, with a system call for each: with a hundred
of them that is more CPU than the call itself. Here the newest free one is taken, and no other is looked at.
"""

import asyncio
from collections.abc import AsyncIterator, Callable

import httpx

_ONE = httpx.Limits(max_connections=2, max_keepalive_connections=1, keepalive_expiry=60.0)
"""Two, so that a connection which is slow to close blocks nobody."""


class Lines(httpx.AsyncBaseTransport):
    """How many there are is how many calls were ever under way at once; who calls bounds that."""

    def __init__(self) -> None:
        self._trusted = httpx.create_ssl_context()
        self._all: list[httpx.AsyncHTTPTransport] = []
        self._free: list[httpx.AsyncHTTPTransport] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        line = self._free.pop() if self._free else self._another()
        try:
            response = await line.handle_async_request(request)
        except BaseException:
            self._free.append(line)
            raise
        assert isinstance(response.stream, httpx.AsyncByteStream)
        response.stream = _Lent(response.stream, lambda: self._free.append(line))
        return response

    async def aclose(self) -> None:
        await asyncio.gather(*(line.aclose() for line in self._all))

    def _another(self) -> httpx.AsyncHTTPTransport:
        line = httpx.AsyncHTTPTransport(verify=self._trusted, limits=_ONE)
        self._all.append(line)
        return line


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
