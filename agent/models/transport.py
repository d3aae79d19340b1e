"""Trying again where that is safe, below the model's client, which never does it for 429 and 5xx.

A request is sent again only while nothing of an answer has been read: the connection failed, or the status
says so. Retry-After is honoured as long as it is short; a long one is the caller's to hear about.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable

import httpx

AGAIN = frozenset({429, 500, 502, 503, 504})


class RetryTransport(httpx.AsyncBaseTransport):
    """Sends up to `tries` times through `inner`, waiting `pause_s`, then twice that, each time up to half longer."""

    def __init__(
        self,
        inner: httpx.AsyncBaseTransport,
        *,
        tries: int = 3,
        pause_s: float = 0.25,
        longest_wait_s: float = 2.0,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._inner = inner
        self._tries = tries
        self._pause_s = pause_s
        self._longest_wait_s = longest_wait_s
        self._sleep = sleep

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        for attempt in range(1, self._tries + 1):
            is_last = attempt == self._tries
            wait_s = self._pause_s * 2 ** (attempt - 1) * random.uniform(1, 1.5)
            try:
                response = await self._inner.handle_async_request(request)
            except (httpx.ConnectError, httpx.ConnectTimeout, httpx.RemoteProtocolError):
                if is_last:
                    raise
            else:
                wait_s = max(wait_s, _asked_wait_s(response))
                if is_last or response.status_code not in AGAIN or wait_s > self._longest_wait_s:
                    return response
                await response.aclose()
            await self._sleep(wait_s)
        raise AssertionError("the last try returns or raises")

    async def aclose(self) -> None:
        await self._inner.aclose()


def _asked_wait_s(response: httpx.Response) -> float:
    """Retry-After in seconds; its date form, which no model server sends, counts as none."""
    try:
        return max(0.0, float(response.headers.get("retry-after", "0")))
    except ValueError:
        return 0.0
