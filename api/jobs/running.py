"""One run of one job: done, asked for again later, or given up with an apology and a person."""

import asyncio
import logging
import random
import traceback
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import msgspec

from agent.writer.notices import JOB_FAILED
from api.jobs import telling
from api.jobs.handlers import Handler
from api.jobs.postponing import NotNow
from api.resources import Resources
from domain.errors import StoreUnavailable
from store import handoffs, jobs
from store.jobs import Job
from store.notices import Notice

MOST_TRIES = 3
RUN_S = 60.0
"""A run that takes longer counts as failed."""
FIRST_PAUSE_S = 2.0
"""Before the second try; five times as long before the third."""
STORE_PAUSE = timedelta(seconds=1)

_log = logging.getLogger("shopsmart.jobs")
_json = msgspec.json.Encoder()


class Again(Exception):
    """The job stays, and is to be carried to a worker again after `delay`."""

    def __init__(self, delay: timedelta) -> None:
        super().__init__(f"again in {delay}")
        self.delay = delay


async def run(resources: Resources, handlers: Mapping[str, Handler], key: str) -> None:
    """Raises Again when it is not over: too early, failed with tries left, database away, told to stop."""
    async with resources.database.connection() as connection:
        job = await jobs.begin(connection, key)
    if job is None:
        return
    if job.attempt > MOST_TRIES:
        await _give_up(resources, job, error="its process died each time")
        return
    try:
        async with asyncio.timeout(RUN_S):
            await handlers[job.name](resources, job.payload)
    except NotNow as early:
        await _postpone(resources, job, early.delay, error="", counts=False)
    except StoreUnavailable as error:
        await _postpone(resources, job, STORE_PAUSE, error=error.code, counts=False)
    except asyncio.CancelledError:
        await _postpone(resources, job, timedelta(0), error="", counts=False)
    except Exception as error:
        _log.exception("job.failed", extra={"job": job.name, "attempt": job.attempt})
        if job.attempt >= MOST_TRIES:
            await _give_up(resources, job, error=_place(error))
            return
        await _postpone(resources, job, pause_after(job.attempt), error=_place(error), counts=True)
    async with resources.database.connection() as connection:
        await jobs.finish(connection, key)


def pause_after(attempt: int) -> timedelta:
    """Jittered, so that what failed together does not come back together."""
    return timedelta(seconds=FIRST_PAUSE_S * 5 ** (attempt - 1) * random.uniform(0.8, 1.2))


async def _postpone(resources: Resources, job: Job, delay: timedelta, *, error: str, counts: bool) -> None:
    async with resources.database.connection() as connection:
        await jobs.postpone(connection, job.key, delay=delay, error=error, counts=counts)
    raise Again(delay)


async def _give_up(resources: Resources, job: Job, *, error: str) -> None:
    """Dead letter, and where a customer is concerned a person and an apology: all of it or nothing."""
    _log.error("job.dead", extra={"job": job.name, "attempt": job.attempt})
    conversation_id = job.payload.get("conversation_id")
    async with resources.database.transaction() as session:
        if not await jobs.bury(await session.raw(), job.key, error=error) or conversation_id is None:
            return
        packet = _json.encode({"goal": f"what the job {job.name} should have done", "reason": "job_failed"}).decode()
        ticket_id, _ = await handoffs.open_ticket(
            session, conversation_id=conversation_id, reason="job_failed", packet_json=packet
        )
        if job.name != telling.NAME:
            handoff = {"ticket_id": ticket_id, "status": "open", "reason": "job_failed"}
            apology = await telling.worded(resources, await session.raw(), conversation_id, JOB_FAILED)
            await telling.enqueue_notice(
                session, conversation_id, Notice(apology, handoff), key=f"apology:{job.key}", about="job.dead"
            )


def _place(error: Exception) -> str:
    """Kind and place of an error without its words, which may quote a customer."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{where}"
