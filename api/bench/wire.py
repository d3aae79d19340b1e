"""As much of HTTP/1.1 as a load client needs: one kept-alive connection, JSON in, JSON out.

A full client costs more CPU for a request than the service spends on an answer, and both share the machine.
"""

import asyncio
from dataclasses import dataclass
from typing import Any, Self

import msgspec

ANSWER_WITHIN_S = 60.0


class Unanswered(Exception):
    """The service answered with an error, or in a form that this client does not read."""


class Refused(Unanswered):
    """429 or 503: nothing was taken; the same may be asked again after `retry_after_s`."""

    def __init__(self, detail: str, retry_after_s: float) -> None:
        super().__init__(detail)
        self.retry_after_s = retry_after_s


@dataclass(slots=True)
class Wire:
    """One connection to 127.0.0.1. Requests go one after the other."""

    port: int
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    @classmethod
    async def open(cls, port: int) -> Self:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        return cls(port, reader, writer)

    async def renew(self) -> None:
        """Connect again: after seconds of silence the service has hung up, or is about to."""
        self.writer.close()
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)

    async def post(self, path: str, body: Any, *, token: str = "") -> Any:
        """The decoded answer.

        Raises:
            Refused: too busy for this one.
            Unanswered: the status is not 2xx, or the answer has no length.
            TimeoutError, OSError, EOFError: no answer at all.
        """
        content = msgspec.json.encode(body)
        authorization = f"authorization: Bearer {token}\r\n" if token else ""
        head = (
            f"POST {path} HTTP/1.1\r\nhost: 127.0.0.1:{self.port}\r\naccept: application/json\r\n{authorization}"
            f"content-type: application/json\r\ncontent-length: {len(content)}\r\n\r\n"
        )
        async with asyncio.timeout(ANSWER_WITHIN_S):
            self.writer.write(head.encode() + content)
            return await self._answer()

    async def _answer(self) -> Any:
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        status_line, *lines = head.split("\r\n")
        headers = dict(line.split(": ", 1) for line in lines if line)
        if "content-length" not in headers:
            raise Unanswered(f"{status_line}: no content-length")
        content = await self.reader.readexactly(int(headers["content-length"]))
        status = status_line.split(" ", 2)[1]
        if status in ("429", "503"):
            raise Refused(status_line, float(headers.get("retry-after", 1)))
        if not status.startswith("2"):
            raise Unanswered(f"{status_line}: {content.decode(errors='replace')}")
        return msgspec.json.decode(content)

    async def close(self) -> None:
        self.writer.close()
        await self.writer.wait_closed()
