"""Takes jobs from the queue and runs them, beside others that do the same on the same database."""

import asyncio
import contextlib
import logging
import random
from collections.abc import Mapping
from datetime import timedelta
from types import TracebackType
from typing import Self

from pgqueuer.domain.errors import RetryRequested
from pgqueuer.domain.models import Job
from pgqueuer.qm import QueueManager

from api.jobs import running
from api.jobs.carrier import Carrier
from api.jobs.handlers import HANDLERS, Handler
from api.resources import Resources
from domain.errors import StoreUnavailable
from store import job_queue, jobs

AT_ONCE = 20
"""Jobs under way in one process: fewer than connections, since each may hold one."""
BATCH = 5
LOOK_S = 2.0
"""How often the queue is looked at without a notification: also what a dead worker's jobs wait for."""
HEARTBEAT_S = 10.0
"""A job whose worker said nothing for so long is given to another one."""
TIDY_S = 30.0

_log = logging.getLogger("shopsmart.jobs")


class Worker:
    """Works while entered. On the way out, jobs under way may finish; the rest is given back to the queue."""

    def __init__(
        self,
        resources: Resources,
        *,
        handlers: Mapping[str, Handler] = HANDLERS,
        drain_s: float | None = None,
        heartbeat_s: float = HEARTBEAT_S,
    ) -> None:
        self._resources = resources
        self._handlers = handlers
        self._drain_s = resources.serving.drain_s if drain_s is None else drain_s
        self._heartbeat = timedelta(seconds=heartbeat_s)
        self._carrier = Carrier(resources.database, resources.listener)
        self._manager = self._managing()
        self._running: set[asyncio.Task[None]] = set()
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def running(self) -> int:
        return len(self._running)

    async def __aenter__(self) -> Self:
        self._tasks = [asyncio.create_task(self._work()), asyncio.create_task(self._tidy())]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        work, tidy = self._tasks
        tidy.cancel()
        self._manager.shutdown.set()
        if self._running:
            await asyncio.wait(self._running, timeout=self._drain_s)
        # From here on a database that is away is not waited for: heartbeats stop, and others take over.
        self._carrier.shutdown.set()
        for task in self._running:
            task.cancel()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._drain_s):
                await asyncio.gather(work, tidy, return_exceptions=True)

    def _managing(self) -> QueueManager:
        manager = QueueManager(job_queue.queries(self._carrier), channel=job_queue.queue_settings().channel)
        for name in self._handlers:
            # Held, not deleted, if even the note of a failure fails: `jobs.find_lost` sends it again.
            manager.entrypoint(name, on_failure="hold")(self._carry)
        return manager

    async def _work(self) -> None:
        while not self._manager.shutdown.is_set():
            try:
                await self._manager.run(
                    dequeue_timeout=timedelta(seconds=LOOK_S),
                    batch_size=BATCH,
                    max_concurrent_tasks=AT_ONCE,
                    heartbeat_timeout=self._heartbeat,
                    log_aggregation_interval=timedelta(0),
                )
            except Exception:
                # A worker that ends must not look like one that has nothing to do.
                _log.exception("jobs.worker_failed")
                await asyncio.sleep(random.uniform(0.5, 1.5))
                if not self._manager.shutdown.is_set():
                    self._manager = self._managing()

    async def _carry(self, job: Job) -> None:
        """In a task of its own: PgQueuer would take a cancelled job out of the queue."""
        key = (job.payload or b"").decode()
        task = asyncio.create_task(running.run(self._resources, self._handlers, key))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        try:
            await asyncio.shield(task)
        except running.Again as again:
            raise RetryRequested(delay=again.delay) from again
        except (StoreUnavailable, asyncio.CancelledError) as error:
            raise RetryRequested(delay=timedelta(seconds=1)) from error

    async def _tidy(self) -> None:
        while True:
            await asyncio.sleep(TIDY_S * random.uniform(0.75, 1.25))
            try:
                async with self._resources.database.connection() as connection:
                    if lost := await jobs.find_lost(connection):
                        _log.warning("jobs.found_lost", extra={"jobs": lost})
                    await jobs.tidy(connection)
            except StoreUnavailable:
                _log.warning("jobs.tidy_postponed")
            except Exception:
                _log.exception("jobs.tidy_failed")
