"""PgQueuer's way to the database: our pools for its statements, our listener for its notifications.

Both heal by themselves. A statement that meets a database that is away is sent again until it goes through, so
that an outage looks to PgQueuer like a slow answer, and a worker survives it.
"""

import asyncio
import json
import logging
from datetime import UTC, datetime
from typing import Self

from pgqueuer.core.tm import TaskManager
from pgqueuer.ports.driver import Driver, NotifyCallback

from domain.errors import StoreUnavailable
from store.database import Database
from store.listener import Listener, Subscription

PAUSE_S = 0.5

_log = logging.getLogger("shopsmart.jobs")


class Carrier(Driver):
    """One for the life of a worker; PgQueuer enters and leaves it."""

    def __init__(self, database: Database, listener: Listener) -> None:
        self._database = database
        self._listener = listener
        self._subscriptions: list[Subscription] = []
        self._shutdown = asyncio.Event()

    async def fetch(self, query: str, *args: object) -> list[dict[str, object]]:
        while True:
            try:
                async with self._database.connection() as connection:
                    return [dict(row) for row in await connection.fetch(query, *args)]
            except StoreUnavailable as error:
                await self._wait(error)

    async def execute(self, query: str, *args: object) -> str:
        while True:
            try:
                async with self._database.connection() as connection:
                    return await connection.execute(query, *args)
            except StoreUnavailable as error:
                await self._wait(error)

    async def notify(self, channel: str, payload: str) -> None:
        await self.execute("SELECT pg_notify($1, $2)", channel, payload)

    async def add_listener(self, channel: str, callback: NotifyCallback) -> None:
        """After the listener was away something may have been queued: that is told as a change, too."""

        def look_again() -> None:
            callback(
                json.dumps(
                    {
                        "channel": channel,
                        "operation": "update",
                        "sent_at": datetime.now(UTC).isoformat(),
                        "table": "pgqueuer",
                        "type": "table_changed_event",
                    }
                )
            )

        self._subscriptions.append(await self._listener.subscribe(channel, callback, resync=look_again))

    @property
    def shutdown(self) -> asyncio.Event:
        return self._shutdown

    @property
    def tm(self) -> TaskManager:
        return TaskManager()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        while self._subscriptions:
            await self._listener.unsubscribe(self._subscriptions.pop())

    async def _wait(self, error: StoreUnavailable) -> None:
        """Raises the error once we are stopping: what was in hand is found by its heartbeat."""
        if self._shutdown.is_set():
            raise error
        _log.warning("jobs.database_away")
        await asyncio.sleep(PAUSE_S)
