"""Jobs as a worker does them: once, again after failures, given up with an apology, given back when told to stop."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest

from api.jobs import running as runs
from api.jobs.handlers import HANDLERS
from api.jobs.postponing import NotNow
from api.jobs.telling import enqueue_notice
from api.jobs.worker import Worker
from api.resources import Resources
from domain.errors import StoreUnavailable
from store import jobs
from store.database import Database
from store.jobs import JobRecord
from store.notices import Notice
from tests.api.service import Service, running

PATIENCE_S = 30.0


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "FIRST_PAUSE_S", 0.01)


class Diary:
    """A handler that writes down what it was asked; `troubles` are raised first, one a run.

    Jobs run side by side: with `troubled` only the job of that key meets them."""

    def __init__(self) -> None:
        self.entries: list[dict[str, Any]] = []
        self.runs = 0
        self.troubles: list[BaseException] = []
        self.troubled = ""
        self.gate: asyncio.Event | None = None
        self.begun = asyncio.Event()

    async def write(self, resources: Resources, payload: dict[str, Any]) -> None:
        self.runs += 1
        self.begun.set()
        if self.gate is not None:
            await self.gate.wait()
        if self.troubles and self.troubled in ("", payload["key"]):
            raise self.troubles.pop(0)
        self.entries.append(payload)


@asynccontextmanager
async def working(service: Service, diary: Diary, **options: Any) -> AsyncIterator[Worker]:
    async with Worker(service.resources, handlers=HANDLERS | {"diary": diary.write}, **options) as worker:
        yield worker


async def ask(service: Service, *keys: str, **payload: Any) -> None:
    async with service.resources.database.transaction() as session:
        for key in keys:
            await jobs.enqueue(session, "diary", {"key": key, **payload}, key=key)


async def record(service: Service, key: str) -> JobRecord:
    async with service.resources.database.connection() as connection:
        return next(record for record in await jobs.records(connection) if record.key == key)


async def until(condition: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while not await condition():
            await asyncio.sleep(0.02)


async def until_status(service: Service, key: str, status: str) -> JobRecord:
    async def is_there() -> bool:
        return (await record(service, key)).status == status

    await until(is_there)
    return await record(service, key)


async def test_a_job_is_done_once(service: Service) -> None:
    diary = Diary()
    async with working(service, diary):
        await ask(service, "one", "two", "one")
        await until_status(service, "one", "done")
        await until_status(service, "two", "done")

    assert sorted(entry["key"] for entry in diary.entries) == ["one", "two"]


async def test_two_workers_share_the_queue(service: Service) -> None:
    here, there = Diary(), Diary()
    keys = [f"job-{number}" for number in range(40)]
    await ask(service, *keys)
    async with working(service, here), working(service, there):
        for key in keys:
            await until_status(service, key, "done")

    assert sorted(entry["key"] for entry in [*here.entries, *there.entries]) == sorted(keys)


async def test_a_job_that_fails_is_tried_again_and_its_neighbours_are_not_held_up(service: Service) -> None:
    diary = Diary()
    diary.troubles = [ValueError("secret words")]
    diary.troubled = "trouble"
    async with working(service, diary):
        await ask(service, "trouble")
        await ask(service, "neighbour")
        await until_status(service, "neighbour", "done")
        done = await until_status(service, "trouble", "done")

    assert done.attempts == 2 and diary.runs == 3


async def test_after_three_failures_a_job_is_dead_with_an_apology_and_a_person(service: Service) -> None:
    customer = await service.open()
    diary = Diary()
    diary.troubles = [ValueError("secret words")] * 3
    async with working(service, diary):
        await ask(service, "poison", conversation_id=customer.conversation_id)
        dead = await until_status(service, "poison", "dead")
        await until_status(service, "apology:poison", "done")

    assert diary.runs == 3 and diary.entries == []
    assert dead.error.startswith("ValueError at test_jobs.py:")
    (said,) = (await customer.transcript())["messages"]
    assert "sorry" in said["text"] and "colleague" in said["text"]
    async with service.resources.database.connection() as connection:
        tickets = await connection.fetch("SELECT conversation_id, reason, status FROM handoffs")
    assert [tuple(ticket) for ticket in tickets] == [(customer.conversation_id, "job_failed", "open")]


async def test_the_apology_for_a_job_is_in_the_language_of_the_conversation(service: Service) -> None:
    customer = await service.open()
    diary = Diary()
    diary.troubles = [ValueError("secret words")] * 3
    async with service.resources.database.connection() as connection:
        await connection.execute("""UPDATE conversations SET state = state || '{"language": "de"}'""")
    async with working(service, diary):
        await ask(service, "poison", conversation_id=customer.conversation_id)
        await until_status(service, "poison", "dead")
        await until_status(service, "apology:poison", "done")

    (said,) = (await customer.transcript())["messages"]
    assert "Es tut mir leid" in said["text"] and "aus dem Team" in said["text"]


async def test_a_dead_job_is_done_when_a_person_retries_it(service: Service) -> None:
    diary = Diary()
    diary.troubles = [ValueError()] * 3
    async with working(service, diary):
        await ask(service, "poison")
        await until_status(service, "poison", "dead")
        async with service.resources.database.connection() as connection:
            assert await jobs.retry(connection, "poison")
        await until_status(service, "poison", "done")

    assert [entry["key"] for entry in diary.entries] == ["poison"]


async def test_a_job_that_kills_its_workers_is_given_up_without_a_fourth_run(service: Service) -> None:
    diary = Diary()
    await ask(service, "deadly")
    async with service.resources.database.connection() as connection:
        await connection.execute("UPDATE jobs SET attempts = 3")
    async with working(service, diary):
        await until_status(service, "deadly", "dead")

    assert diary.runs == 0


async def test_too_early_and_no_database_use_up_no_try(service: Service) -> None:
    diary = Diary()
    diary.troubles = [*[NotNow(timedelta(0))] * 4, StoreUnavailable()]
    async with working(service, diary):
        await ask(service, "patient")
        done = await until_status(service, "patient", "done")

    assert diary.runs == 6 and done.attempts == 1


async def test_a_job_that_hangs_is_a_failure(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "RUN_S", 0.05)
    diary = Diary()
    diary.gate = asyncio.Event()
    async with working(service, diary):
        await ask(service, "slow")
        dead = await until_status(service, "slow", "dead")

    assert diary.runs == 3 and dead.error.startswith("TimeoutError")


async def test_a_worker_told_to_stop_finishes_what_it_began(service: Service) -> None:
    diary = Diary()
    diary.gate = asyncio.Event()
    async with working(service, diary):
        await ask(service, "begun")
        await diary.begun.wait()
        asyncio.get_running_loop().call_later(0.2, diary.gate.set)

    assert (await record(service, "begun")).status == "done"
    assert [entry["key"] for entry in diary.entries] == ["begun"]


async def test_what_does_not_finish_in_time_is_given_back_at_once(service: Service) -> None:
    stuck, free = Diary(), Diary()
    stuck.gate = asyncio.Event()
    async with working(service, stuck, drain_s=0.1):
        await ask(service, "job")
        await stuck.begun.wait()
    given_back = await record(service, "job")
    async with working(service, free):
        async with asyncio.timeout(15):
            await until_status(service, "job", "done")

    assert (given_back.status, given_back.attempts) == ("waiting", 0)
    assert [entry["key"] for entry in free.entries] == ["job"]


async def test_a_dead_workers_job_is_taken_over(service: Service) -> None:
    """As after kill -9: picked, no heartbeat any more, and nobody to say so."""
    diary = Diary()
    await ask(service, "orphan")
    async with service.resources.database.connection() as connection:
        await jobs.begin(connection, "orphan")
        await connection.execute(
            "UPDATE pgqueuer.pgqueuer SET status = 'picked', heartbeat = now() - interval '1 minute',"
            " queue_manager_id = gen_random_uuid()"
        )
    async with working(service, diary):
        done = await until_status(service, "orphan", "done")

    assert done.attempts == 2 and len(diary.entries) == 1


async def test_a_worker_survives_lost_connections(own_database: Database) -> None:
    diary = Diary()
    # A job handed out over a connection that breaks before its answer is found by its missing heartbeat.
    async with running(own_database) as service, working(service, diary, heartbeat_s=2.0):
        await ask(service, "before")
        await until_status(service, "before", "done")
        for _ in range(3):
            async with own_database.connection() as connection:
                await connection.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            await asyncio.sleep(0.1)
        for _ in range(20):
            try:
                await ask(service, "after")
                break
            except StoreUnavailable:
                await asyncio.sleep(0.1)
        await until_status(service, "after", "done")

    assert [entry["key"] for entry in diary.entries] == ["before", "after"]


async def test_a_notice_is_told_once_and_never_in_the_middle_of_an_answer(service: Service) -> None:
    customer = await service.open()
    service.agent.gate = asyncio.Event()
    sending = asyncio.create_task(customer.send("hello"))
    await service.agent.started.wait()
    async with working(service, Diary()), customer.events(after=0) as stream:
        async with service.resources.database.transaction() as session:
            for _ in range(2):
                await enqueue_notice(
                    session, customer.conversation_id, Notice("Your parcel left."), key="parcel", about="test"
                )
        await asyncio.sleep(0.3)
        service.agent.gate.set()
        await sending
        answer, notice = await stream.until("end"), await stream.until("end")

    assert answer[-1].data["text"] == "heard: hello"
    assert [(event.kind, event.data) for event in notice] == [
        ("start", {"messages": []}),
        ("delta", {"text": "Your parcel left."}),
        ("end", {"answers": [], "text": "Your parcel left.", "seq": 3}),
    ]
    said = (await customer.transcript())["messages"]
    assert [message["text"] for message in said] == ["hello", "heard: hello", "Your parcel left."]
    assert (await customer.send("thanks")).json()["reply"]["text"] == "heard: thanks"
