"""Live events inside this process: who listens to which conversation, and what its running turn said so far.

Knows nothing of the database. Turns of other processes are announced here by `wake`, and the listener
then reads them from their rows. A turn never waits for a reader: one that is too slow is dropped, and
comes back for the rest with the last id it saw.
"""

import asyncio
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum

from domain.conversations import ConversationId, Event
from domain.errors import TooManyRequests

READERS_AT_ONCE = 4
"""Who read stored events at the same moment: a crowd that comes back leaves connections to the turns."""


class Signal(Enum):
    WAKE = "wake"
    """Something was stored: read the rows."""
    IDLE = "idle"
    """Nothing happened for a while: say that we are still here."""
    DROPPED = "dropped"
    """This reader was too slow and has missed events."""
    CLOSED = "closed"
    """The process is going down."""


class Subscriber:
    def __init__(self, capacity: int, *, room: asyncio.Semaphore, stays: bool = True) -> None:
        """`stays`: for good, not for one answer. `room`: to be entered for reading rows."""
        self.stays = stays
        self.room = room
        self._queue: deque[Event | Signal] = deque()
        self._capacity = capacity
        self._filled = asyncio.Event()
        self._last: Signal | None = None

    def offer(self, item: Event | Signal) -> None:
        if self._last is not None or (item is Signal.WAKE and self._queue and self._queue[-1] is item):
            return
        if len(self._queue) >= self._capacity:
            self._queue.clear()
            item = Signal.DROPPED
        if item in (Signal.DROPPED, Signal.CLOSED):
            self._last = Signal(item)
        self._queue.append(item)
        self._filled.set()

    async def next(self, *, timeout_s: float) -> Event | Signal:
        if not self._queue:
            self._filled.clear()
            try:
                async with asyncio.timeout(timeout_s):
                    await self._filled.wait()
            except TimeoutError:
                return Signal.IDLE
        return self._queue.popleft() if self._queue else Signal.IDLE


class LiveEvents:
    def __init__(self, *, per_conversation: int, per_process: int, capacity: int = 2048) -> None:
        """`capacity` must exceed the events of one turn: a late reader gets the running turn at once."""
        self._per_conversation = per_conversation
        self._per_process = per_process
        self._capacity = capacity
        self._subscribers: dict[ConversationId, set[Subscriber]] = {}
        self._running: dict[ConversationId, list[Event]] = {}
        self._open = 0
        self._is_closed = False
        self._room = asyncio.Semaphore(READERS_AT_ONCE)

    @property
    def is_closed(self) -> bool:
        return self._is_closed

    @contextmanager
    def subscribe(self, conversation_id: ConversationId, *, stays: bool = True) -> Iterator[Subscriber]:
        """Everything from now on, and before it what the running turn has said.

        A reader that does not stay is here for one answer, and gets it even while the process goes down.

        Raises:
            TooManyRequests: too many open streams, on this conversation or altogether.
        """
        mine = self._subscribers.setdefault(conversation_id, set())
        if len(mine) >= self._per_conversation or self._open >= self._per_process:
            self._forget_if_empty(conversation_id)
            raise TooManyRequests("open streams", retry_after_s=5)
        subscriber = Subscriber(self._capacity, room=self._room, stays=stays)
        for event in self._running.get(conversation_id, ()):
            subscriber.offer(event)
        if self._is_closed and stays:
            subscriber.offer(Signal.CLOSED)
        mine.add(subscriber)
        self._open += 1
        try:
            yield subscriber
        finally:
            mine.discard(subscriber)
            self._open -= 1
            self._forget_if_empty(conversation_id)

    def begin(self, conversation_id: ConversationId, so_far: list[Event]) -> None:
        """A turn runs here now; `so_far` is its own growing list, shown to readers that come late."""
        self._running[conversation_id] = so_far

    def publish(self, conversation_id: ConversationId, event: Event) -> None:
        for subscriber in self._subscribers.get(conversation_id, ()):
            subscriber.offer(event)

    def end(self, conversation_id: ConversationId, so_far: list[Event]) -> None:
        if self._running.get(conversation_id) is so_far:
            del self._running[conversation_id]

    def wake(self, conversation_id: ConversationId) -> None:
        for subscriber in self._subscribers.get(conversation_id, ()):
            subscriber.offer(Signal.WAKE)

    def wake_all(self) -> None:
        """After the database listener was away: anything may have been missed."""
        for conversation_id in self._subscribers:
            self.wake(conversation_id)

    def close(self) -> None:
        """End the streams of those who stay, so that the server can stop without waiting for them."""
        self._is_closed = True
        for mine in self._subscribers.values():
            for subscriber in mine:
                if subscriber.stays:
                    subscriber.offer(Signal.CLOSED)

    def _forget_if_empty(self, conversation_id: ConversationId) -> None:
        if not self._subscribers.get(conversation_id):
            self._subscribers.pop(conversation_id, None)
