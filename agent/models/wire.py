"""One HTTP/1.1 connection that answers one request at a time, as an httpx transport sees it.

httpx's own (httpcore over h11) is Python for every piece of a body: 2.0 of 4.2 ms of CPU for a streamed answer of 40
pieces. Here the bytes are cut by httptools, which is C and which the server uses too, and what has come meanwhile is
read at once. No proxies, no HTTP/2, no trailers: a model's API needs none of them.
"""

import asyncio
import ssl
from collections.abc import AsyncIterator
from typing import cast

import httptools
import httpx

_MOST_HELD = 262_144
"""Bytes that nobody has read; from there on the sender waits."""


class Wire(asyncio.Protocol):
    """Opened by `connect`. Raises what httpx transports raise."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._parser = httptools.HttpResponseParser(self)
        self._headers: list[tuple[bytes, bytes]] = []
        self._held: list[bytes] = []
        self._held_bytes = 0
        self._waiter: asyncio.Future[None] | None = None
        self._broken: Exception | None = None
        self._has_head = False
        self._is_whole = True
        self._is_kept = True
        self._is_counted = False
        self._is_paused = False

    @property
    def is_free(self) -> bool:
        """Whether another request may go out: the last answer was read to its end, and nobody hung up."""
        return self._is_whole and self._is_kept and self._broken is None and self._transport is not None

    @classmethod
    async def connect(cls, url: httpx.URL, trusted: ssl.SSLContext, *, timeout_s: float | None) -> "Wire":
        is_safe = url.scheme == "https"
        try:
            async with asyncio.timeout(timeout_s):
                _, wire = await asyncio.get_running_loop().create_connection(
                    cls,
                    url.host,
                    url.port or (443 if is_safe else 80),
                    ssl=trusted if is_safe else None,
                    server_hostname=url.host if is_safe else None,
                )
        except TimeoutError as error:
            raise httpx.ConnectTimeout("no connection in time") from error
        except OSError as error:
            raise httpx.ConnectError(str(error)) from error
        return wire

    async def ask(self, request: httpx.Request) -> httpx.Response:
        """The answer's head; its body is read from the response's stream."""
        body = await request.aread()
        if self._transport is None:
            raise httpx.RemoteProtocolError("the server hung up before it was asked")
        self._parser = httptools.HttpResponseParser(self)
        self._headers, self._held, self._held_bytes = [], [], 0
        self._has_head = self._is_whole = self._is_counted = False
        self._go_on()
        self._transport.write(_head(request) + body)
        read_s = request.extensions.get("timeout", {}).get("read")
        while not self._has_head:
            await self._more(read_s)
        return httpx.Response(self._parser.get_status_code(), headers=self._headers, stream=_Body(self, read_s))

    async def pieces(self, read_s: float | None) -> AsyncIterator[bytes]:
        while True:
            if self._held:
                held = b"".join(self._held)
                self._held, self._held_bytes = [], 0
                self._go_on()
                yield held
            elif self._is_whole:
                return
            else:
                await self._more(read_s)

    def close(self) -> None:
        self._is_kept = False
        if self._transport is not None:
            self._transport.abort()

    async def _more(self, read_s: float | None) -> None:
        """Until something has come."""
        if self._broken is not None:
            raise self._broken
        self._waiter = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(read_s):
                await self._waiter
        except TimeoutError as error:
            raise httpx.ReadTimeout("nothing came in time") from error
        finally:
            self._waiter = None

    def _go_on(self) -> None:
        if self._is_paused and self._transport is not None:
            self._is_paused = False
            self._transport.resume_reading()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    # What asyncio calls

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's are no instances of it

    def data_received(self, data: bytes) -> None:
        if self._is_whole:
            self.close()  # nobody asked
            return
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError as error:
            self._broken = httpx.RemoteProtocolError(f"no HTTP: {type(error).__name__}")
            self.close()
        if self._held_bytes > _MOST_HELD and self._transport is not None and not self._is_paused:
            self._is_paused = True
            self._transport.pause_reading()
        self._wake()

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport, self._is_kept = None, False
        if not self._is_whole and self._broken is None:
            if self._has_head and not self._is_counted and exc is None:
                self._is_whole = True  # its end is the end of the body
            else:
                self._broken = httpx.RemoteProtocolError("the server hung up before the answer was whole")
        self._wake()

    # What httptools calls

    def on_header(self, name: bytes, value: bytes) -> None:
        self._headers.append((name, value))

    def on_headers_complete(self) -> None:
        if self._parser.get_status_code() < 200:
            self._headers = []
            return
        self._has_head = True
        self._is_counted = any(name.lower() in (b"content-length", b"transfer-encoding") for name, _ in self._headers)

    def on_body(self, body: bytes) -> None:
        self._held.append(body)
        self._held_bytes += len(body)

    def on_message_complete(self) -> None:
        if self._has_head:
            self._is_whole, self._is_kept = True, self._parser.should_keep_alive()


class _Body(httpx.AsyncByteStream):
    def __init__(self, wire: Wire, read_s: float | None) -> None:
        self._wire = wire
        self._read_s = read_s

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self._wire.pieces(self._read_s):
            yield piece

    async def aclose(self) -> None:
        """What was not read to its end cannot be used again."""
        if not self._wire.is_free:
            self._wire.close()


def _head(request: httpx.Request) -> bytes:
    lines = [b"%b %b HTTP/1.1" % (request.method.encode("ascii"), request.url.raw_path)]
    lines += [b"%b: %b" % header for header in request.headers.raw]
    return b"\r\n".join([*lines, b"", b""])
