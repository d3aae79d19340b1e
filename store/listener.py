"""Postgres' notifications, for as long as the process lives.

One connection of its own, made again whenever it is lost. Notifications carry ids at most: what they
mean is read from tables. Those sent while the connection was away are gone, which is why every
subscriber is told to look for itself (`resync`) after each reconnect.
"""

import asyncio
import contextlib
import logging
import random
from collections import defaultdict
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

import asyncpg

from domain.errors import StoreUnavailable
from store.database import SERVER_SETTINGS, connect, split_dsn

FIRST_PAUSE_S = 0.1
LONGEST_PAUSE_S = 5.0
HEARTBEAT_S = 20.0
"""A connection that died without a word is noticed after this and one query's timeout."""
HEARTBEAT_TIMEOUT_S = 5.0

LOST = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)
"""The last is what a statement meets while the server's farewell is being read."""

_log = logging.getLogger(__name__)

Heard = Callable[[str], None]
Resync = Callable[[], None]


class Subscription:
    """What one subscriber wants to hear. Its callbacks run in the event loop and must not block."""

    def __init__(self, channel: str, heard: Heard, resync: Resync) -> None:
        self.channel = channel
        self.heard = heard
        self.resync = resync


class Listener:
    """Listens while entered. Entering waits for the first connection, so that nothing is missed after it."""

    def __init__(self, dsn: str) -> None:
        self._dsn, _ = split_dsn(dsn)
        self._subscriptions: defaultdict[str, list[Subscription]] = defaultdict(list)
        self._connection: asyncpg.Connection | None = None
        self._task: asyncio.Task[None] | None = None
        self._one_at_a_time = asyncio.Lock()
        """A driver connection takes one statement at a time."""

    async def __aenter__(self) -> Self:
        """Raises StoreUnavailable when the first connection cannot be made."""
        self._connection = await self._connected()
        self._task = asyncio.create_task(self._stay_connected(self._connection), name="listener")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._task is None:
            return
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task

    @property
    def is_connected(self) -> bool:
        return self._connection is not None

    async def subscribe(self, channel: str, heard: Heard, *, resync: Resync) -> Subscription:
        """Hear every notification of `channel` sent after this returns; `heard` gets its payload.

        While the connection is away this returns at once, and `resync` follows when it is back.
        """
        subscription = Subscription(channel, heard, resync)
        self._subscriptions[channel].append(subscription)
        async with self._one_at_a_time:
            if self._connection:
                with contextlib.suppress(*LOST):
                    # A connection lost at this moment is made again, with this channel.
                    await self._connection.add_listener(channel, self._deliver)
        return subscription

    async def unsubscribe(self, subscription: Subscription) -> None:
        others = self._subscriptions[subscription.channel]
        others.remove(subscription)
        async with self._one_at_a_time:
            if others:
                return
            self._subscriptions.pop(subscription.channel, None)
            if self._connection:
                with contextlib.suppress(*LOST):
                    await self._connection.remove_listener(subscription.channel, self._deliver)

    async def _stay_connected(self, connection: asyncpg.Connection) -> None:
        try:
            while True:
                await self._until_lost(connection)
                self._connection = None
                connection.terminate()
                connection = await self._reconnected()
                self._connection = connection
                self._resync_all()
        finally:
            self._connection = None
            connection.terminate()

    async def _reconnected(self) -> asyncpg.Connection:
        pause_s = FIRST_PAUSE_S
        _log.warning("the listening connection was lost")
        while True:
            await asyncio.sleep(pause_s * random.uniform(0.5, 1.0))
            try:
                connection = await self._connected()
            except (StoreUnavailable, *LOST) as error:
                pause_s = min(pause_s * 2, LONGEST_PAUSE_S)
                _log.warning("still not listening: %s", error)
            else:
                _log.info("listening again")
                return connection

    async def _connected(self) -> asyncpg.Connection:
        connection = await connect(self._dsn, settings=SERVER_SETTINGS | {"application_name": "shopsmart-listener"})
        try:
            await self._listen(connection)
        except BaseException:
            connection.terminate()
            raise
        return connection

    async def _listen(self, connection: asyncpg.Connection) -> None:
        listened: set[str] = set()
        while missing := set(self._subscriptions) - listened:
            # Again and again, since somebody may subscribe while this waits.
            for channel in missing:
                await connection.add_listener(channel, self._deliver)
            listened |= missing

    async def _until_lost(self, connection: asyncpg.Connection) -> None:
        lost = asyncio.Event()
        connection.add_termination_listener(lambda _: lost.set())
        while not (lost.is_set() or connection.is_closed()):
            with contextlib.suppress(TimeoutError):
                # Not wait_for: in Python 3.11 it loses a cancellation that arrives together with the event.
                async with asyncio.timeout(HEARTBEAT_S):
                    await lost.wait()
                return
            try:
                async with self._one_at_a_time:
                    await connection.execute("SELECT 1", timeout=HEARTBEAT_TIMEOUT_S)
            except LOST:
                return

    def _resync_all(self) -> None:
        for subscriptions in list(self._subscriptions.values()):
            for subscription in list(subscriptions):
                _call(subscription.resync)

    def _deliver(self, _connection: Any, _pid: int, channel: str, payload: object) -> None:
        for subscription in list(self._subscriptions.get(channel, ())):
            _call(subscription.heard, str(payload))


def _call(callback: Callable[..., None], *arguments: str) -> None:
    """One subscriber's fault must not cost the others their notification."""
    try:
        callback(*arguments)
    except Exception:
        _log.exception("a subscriber failed")
