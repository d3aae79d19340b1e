"""What a process does unasked: take over what a crash left behind, keep leases, forget old counters, send mail."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from functools import partial
from types import TracebackType
from typing import Any, Self

from api.mailing import Mailbox, send_due
from api.turns import Turns
from domain.errors import StoreUnavailable
from store import left_requests, sessions, stock_alerts
from store.database import Database
from store.limits import Limiter
from tools.claim_upkeep import lapse_overdue
from tools.shops.port import Shop

SWEEP_S = 2.0
FORGET_S = 60.0
STOCK_S = 60.0
"""Something that is back in stock sells out again in hours, not in minutes."""
LEFT_S = 60.0
SESSIONS_S = 3600.0
LAPSE_S = 900.0
"""Deadlines of claims are days."""
WAITING_S = 5.0
MAIL_S = 1.0
"""Somebody waits for a code."""

_log = logging.getLogger("shopsmart.upkeep")


class Upkeep:
    """Runs while entered. Pauses are jittered, so that processes started together do not sweep together."""

    def __init__(
        self,
        turns: Turns,
        limiter: Limiter,
        database: Database,
        *,
        lease_s: float,
        sweep_s: float = SWEEP_S,
        mailbox: Mailbox | None = None,
        shop: Shop | None = None,
        take_waiting: Callable[[], Awaitable[Any]] | None = None,
    ) -> None:
        """`take_waiting`: takes in what telephones sent and a crash left unfetched."""
        self._chores: list[tuple[Callable[[], Awaitable[Any]], float]] = [
            (turns.take_over, sweep_s),
            (turns.renew, lease_s / 3),
            (limiter.sweep, FORGET_S),
            (partial(stock_alerts.look, database), STOCK_S),
            (partial(left_requests.reopen, database), LEFT_S),
            (partial(_forget_sessions, database), SESSIONS_S),
        ]
        if shop is not None:
            self._chores.append((partial(lapse_overdue, database, shop), LAPSE_S))
        if take_waiting is not None:
            self._chores.append((take_waiting, WAITING_S))
        if mailbox is not None:
            self._chores.append((partial(send_due, database, mailbox), MAIL_S))
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Self:
        self._tasks = [asyncio.create_task(_repeat(chore, pause_s)) for chore, pause_s in self._chores]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


async def _forget_sessions(database: Database) -> None:
    async with database.connection() as connection:
        await sessions.sweep(connection)


async def _repeat(chore: Callable[[], Awaitable[Any]], pause_s: float) -> None:
    while True:
        await asyncio.sleep(pause_s * random.uniform(0.75, 1.25))
        try:
            await chore()
        except StoreUnavailable:
            _log.warning("upkeep.postponed")
        except Exception:
            # One failed round must not end the chore for the life of the process.
            _log.exception("upkeep.failed")
