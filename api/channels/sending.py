"""Sends what waits in the outbox, in order for each recipient, and finds out about what may have been sent.

Runs in every serving process and in every worker: rows are claimed, so it matters to nobody which one sends.
"""

import asyncio
import logging
import random
from collections.abc import Awaitable
from datetime import timedelta
from types import TracebackType
from typing import Self

from asyncpg import Connection

from api.channels.port import Channel, MayHave, Refused, Report, SurelyNot
from api.channels.registry import Channels
from domain.delivery import rank
from domain.errors import StoreUnavailable
from store import outbox, phones, sending
from store.database import Database
from store.sending import Outgoing

ROUND_S = 1.0
"""Between looks at the table, in case a notification was lost."""
LOOK_S = 5.0
AT_ONCE = 10
LOOK_AFTER = timedelta(seconds=5)
"""A provider that was slow to answer shows the message soon after."""
ATTEMPT_S = 30.0
"""An attempt that takes longer is cut off, and looked for: well before others take its process for dead."""
SURELY_MISSING_AFTER = timedelta(seconds=45)
"""What the provider does not show by then never reached it: its own requests end within 15 s."""
LONGEST_PAUSE = timedelta(minutes=5)
OPTED_OUT = 21610
OUTSIDE_WINDOW = 63016
STOPS_WITHIN_S = 5.0
"""For attempts under way when the process is told to stop: one that is cut off has to be looked for."""

_log = logging.getLogger("shopsmart.outbox")


class Sender:
    """Sends while entered. `poke` when something was queued."""

    def __init__(
        self, database: Database, channels: Channels, *, surely_missing_after: timedelta = SURELY_MISSING_AFTER
    ) -> None:
        self._database = database
        self._channels = {name: channel for name, channel in channels.items() if channel.limits.is_pushed}
        """Those that this process can send through: the rows of others are left to processes that can."""
        self._surely_missing_after = surely_missing_after
        self._poked = asyncio.Event()
        self._stopping = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    def poke(self) -> None:
        self._poked.set()

    async def __aenter__(self) -> Self:
        if self._channels:
            self._tasks = [asyncio.create_task(self._send_on()), asyncio.create_task(self._look_on())]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopping.set()
        self.poke()
        if not self._tasks:
            return
        _, running = await asyncio.wait(self._tasks, timeout=STOPS_WITHIN_S)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    async def send_due(self) -> int:
        """Until nothing is due; how many attempts were made."""
        done = 0
        while True:
            async with self._database.connection() as connection:
                claimed = await sending.claim(connection, channels=list(self._channels), limit=AT_ONCE)
            if not claimed:
                return done
            done += len(claimed)
            await asyncio.gather(*(self._send(message) for message in claimed))

    async def look_for_lost(self) -> None:
        """What was begun and not heard of: ask the provider whether it is there."""
        async with self._database.connection() as connection:
            await sending.lose(connection)
            messages = await sending.to_look_for(
                connection, channels=list(self._channels), every=timedelta(seconds=LOOK_S * 2)
            )
        for message in messages:
            await self._look_for(message)

    async def report(self, channel: Channel, found: Report) -> None:
        """Note what the provider says became of a message."""
        async with self._database.connection() as connection, connection.transaction():
            news = await sending.report(
                connection,
                found.sid,
                found.delivery,
                rank=rank(found.delivery),
                outbox_id=found.outbox_id,
                error_code=found.error_code,
            )
            if news is None:
                return
            if found.error_code == OPTED_OUT:
                await phones.opt_out(connection, news.channel, news.recipient, is_out=True)
            if found.error_code == OUTSIDE_WINDOW and await sending.hold_again(connection, found.sid):
                await outbox.ask_to_write(connection, news.channel, news.recipient)
        if found.error_code:
            _log.warning("outbox.failed", extra={"channel": channel.name, "code": found.error_code})
        self.poke()

    async def _send(self, message: Outgoing) -> None:
        channel = self._channels[message.channel]
        async with self._database.connection() as connection:
            if message.is_opted_out:
                return await sending.refused(connection, message.outbox_id, error_code=OPTED_OUT)
            if _is_too_late(message, channel):
                return await self._hold(connection, message)
        try:
            async with asyncio.timeout(ATTEMPT_S):
                sent = await channel.send(message)
        except SurelyNot as error:
            await self._put_off(message, error)
        except (MayHave, TimeoutError) as error:
            _log.warning("outbox.unsure", extra={"channel": message.channel, "reason": str(error)})
            async with self._database.connection() as connection:
                await sending.unsure(connection, message.outbox_id, look_after=LOOK_AFTER)
        except Refused as error:
            await self._refused(message, error.error_code)
        else:
            async with self._database.connection() as connection:
                await sending.accepted(connection, message.outbox_id, sent.sid)
        return None

    async def _hold(self, connection: Connection, message: Outgoing) -> None:
        async with connection.transaction():
            await sending.hold(connection, message.outbox_id)
            await outbox.ask_to_write(connection, message.channel, message.recipient)

    async def _put_off(self, message: Outgoing, error: SurelyNot) -> None:
        pause = min(timedelta(seconds=2 ** min(message.attempts, 9)), LONGEST_PAUSE) * random.uniform(0.75, 1.25)
        if error.after is not None:
            pause = max(pause, error.after)
        _log.info("outbox.postponed", extra={"channel": message.channel, "reason": str(error)})
        async with self._database.connection() as connection:
            await sending.again(connection, message.outbox_id, pause=pause, error_code=error.error_code)

    async def _refused(self, message: Outgoing, code: int) -> None:
        _log.warning("outbox.refused", extra={"channel": message.channel, "code": code})
        async with self._database.connection() as connection:
            if code == OUTSIDE_WINDOW and not message.template:
                return await self._hold(connection, message)
            async with connection.transaction():
                await sending.refused(connection, message.outbox_id, error_code=code)
                if code == OPTED_OUT:
                    await phones.opt_out(connection, message.channel, message.recipient, is_out=True)
        return None

    async def _look_for(self, message: Outgoing) -> None:
        channel = self._channels[message.channel]
        try:
            candidates = await channel.find(message)
        except SurelyNot:
            return
        async with self._database.connection() as connection:
            taken = await sending.known(connection, [one.sid for one in candidates])
            found = next((one for one in candidates if one.sid not in taken), None)
            if found is not None:
                await sending.accepted(connection, message.outbox_id, found.sid)
            elif message.tried_ago > self._surely_missing_after:
                await sending.again(connection, message.outbox_id, pause=timedelta(0))
        self.poke()

    async def _send_on(self) -> None:
        while not self._stopping.is_set():
            await _heard(self._poked, within_s=ROUND_S)
            self._poked.clear()
            await _bravely(self.send_due())

    async def _look_on(self) -> None:
        while not await _heard(self._stopping, within_s=LOOK_S):
            await _bravely(self.look_for_lost())


def _is_too_late(message: Outgoing, channel: Channel) -> bool:
    """Whether the customer wrote too long ago for us to write what we like."""
    window = channel.limits.window
    if window is None or message.template:
        return False
    return message.heard_ago is None or message.heard_ago > window


async def _heard(event: asyncio.Event, *, within_s: float) -> bool:
    try:
        async with asyncio.timeout(within_s * random.uniform(0.75, 1.25)):
            return await event.wait()
    except TimeoutError:
        return False


async def _bravely(chore: Awaitable[object]) -> None:
    """One failed round must not end the sending for the life of the process."""
    try:
        await chore
    except StoreUnavailable:
        _log.warning("outbox.postponed_all")
    except Exception:
        _log.exception("outbox.round_failed")
