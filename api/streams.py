"""Server-sent events: a conversation's stored events, then its live ones, without gap or repetition."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import msgspec
from litestar.connection import Request
from litestar.response import Response
from litestar.types import ASGIApp, Receive, Scope, Send

from api.live import LiveEvents, Signal, Subscriber
from domain.conversations import ConversationId, Event
from domain.errors import ShopSmartError
from store import events
from store.conversations import EVENTS_PER_TURN
from store.database import Database

HEARTBEAT_S = 15.0
"""Proxies commonly close what is silent for 30 to 60 seconds."""
TURNS_AT_A_TIME = 2
"""Of stored ones: what a reader that stops reading costs us in memory, besides its socket."""
BLOCKED_WRITE_S = 30.0
"""A reader that takes nothing for so long is given up; it can come back with the last id it saw."""

_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]
_encode = msgspec.json.Encoder().encode
_log = logging.getLogger("shopsmart.streams")


@dataclass(frozen=True, slots=True)
class Reading:
    """One reader's place in a conversation."""

    database: Database
    conversation_id: ConversationId
    subscriber: Subscriber
    after: int
    """Only events with a higher id."""
    is_stored: bool
    """There may be stored events to read first."""
    until_seq: int | None = None
    """End after the turn that answers this message, or once a person has it to answer; None: stay."""

    async def items(self) -> AsyncGenerator[Event | Signal]:
        """Events in rising order of id, with IDLE in quiet times; ends after DROPPED or CLOSED."""
        last, must_read = self.after, self.is_stored
        pending: Event | None = None
        while True:
            if must_read:
                async for event in self._stored(last):
                    last = event.event_id
                    yield event
                must_read = False
            item = pending or await self.subscriber.next(timeout_s=HEARTBEAT_S)
            if item is Signal.WAKE:
                must_read = True
            elif isinstance(item, Signal):
                yield item
                if item is not Signal.IDLE:
                    return
            elif not item.event_id:
                yield item
            elif pending is None and item.event_id // EVENTS_PER_TURN != last // EVENTS_PER_TURN:
                # A turn begins here. One before it may have run elsewhere, its notice still on the way.
                pending, must_read = item, True
            else:
                pending = None
                if item.event_id > last:
                    last = item.event_id
                    yield item

    async def _stored(self, after: int) -> AsyncIterator[Event]:
        while True:
            async with self.subscriber.room, self.database.connection() as connection:
                found = await events.events_after(connection, self.conversation_id, after=after, turns=TURNS_AT_A_TIME)
            for event in found:
                yield event
            if not found:
                return
            after = found[-1].event_id

    def is_last(self, item: Event | Signal) -> bool:
        if isinstance(item, Signal) or self.until_seq is None:
            return False
        if item.kind == "end":
            # A notice answers nothing.
            return any(seq >= self.until_seq for seq in item.data["answers"])
        return item.kind == "handoff" and item.data.get("status") == "joined"


class EventStream(Response[None]):
    """Sends a reading. Ends when the reading ends, the customer leaves, or the process goes down."""

    def __init__(self, reading: Reading, held: ExitStack) -> None:
        """`held` gives the place among the open streams back when it is closed."""
        super().__init__(content=None, media_type="text/event-stream")
        self._reading = reading
        self._held = held

    def to_asgi_response(self, app: Any, request: Request[Any, Any, Any], **_: Any) -> ASGIApp:  # pyright: ignore[reportIncompatibleMethodOverride] # any ASGI app will do
        return self._serve

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        with self._held:
            leaving = asyncio.create_task(_until_gone(receive))
            leaving.add_done_callback(lambda _: self._reading.subscriber.offer(Signal.CLOSED))
            try:
                async with contextlib.aclosing(_written(self._reading)) as chunks:
                    await _send_all(send, chunks)
            except TimeoutError:
                _log.info("stream.reader_blocked")
            finally:
                leaving.cancel()


async def _written(reading: Reading) -> AsyncGenerator[bytes]:
    yield b": hello\nretry: 2000\n\n"
    try:
        async with contextlib.aclosing(reading.items()) as items:
            async for item in items:
                if isinstance(item, Event):
                    yield wire(item)
                elif item is Signal.IDLE:
                    yield b": still here\n\n"
                elif item is Signal.DROPPED:
                    yield b'event: error\ndata: {"code":"reader_too_slow"}\n\n'
                if reading.is_last(item):
                    return
    except ShopSmartError as error:
        # The status line is long gone; the reader comes back with the last id it saw.
        _log.warning("stream.broken_off", extra={"code": error.code})
        yield b"event: error\ndata: " + _encode({"code": error.code}) + b"\n\n"


def wire(event: Event) -> bytes:
    """One event as it goes over the wire. JSON escapes line breaks, so `data` is one line."""
    number = b"id: %d\n" % event.event_id if event.event_id else b""
    return b"%sevent: %s\ndata: %s\n\n" % (number, event.kind.encode(), _encode(event.data))


async def _send_all(send: Send, chunks: AsyncIterator[bytes]) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
    async for chunk in chunks:
        async with asyncio.timeout(BLOCKED_WRITE_S):
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def place(live: LiveEvents, conversation_id: ConversationId, *, stays: bool = True) -> tuple[Subscriber, ExitStack]:
    """A place among the open streams, and what gives it back. Raises TooManyRequests."""
    held = ExitStack()
    return held.enter_context(live.subscribe(conversation_id, stays=stays)), held
