"""More turns than a process runs at once: they wait, the oldest first, and nobody is turned away."""

import asyncio

import pytest

from api.resources import Serving
from api.turns import Timing
from domain.conversations import ConversationId
from store import events
from store.database import Database
from tests.api.service import UNLIMITED, running

TWO_AT_ONCE = Serving(timing=Timing(turns_at_once=2), limits=UNLIMITED.limits)


async def test_turns_beyond_the_bound_wait_and_are_answered(database: Database) -> None:
    async with running(database, serving=TWO_AT_ONCE) as service:
        service.agent.gate = asyncio.Event()
        customers = [await service.open() for _ in range(6)]
        sending = [asyncio.create_task(customer.send(f"hello {n}")) for n, customer in enumerate(customers)]
        while service.resources.turns.running < len(customers):
            await asyncio.sleep(0.01)
        await service.agent.started.wait()
        await asyncio.sleep(0.05)
        assert len(service.agent.turns) == 2

        service.agent.gate.set()
        replies = [response.json()["reply"]["text"] for response in await asyncio.gather(*sending)]

        assert replies == [f"heard: hello {n}" for n in range(6)]


async def test_turns_that_wait_for_a_model_leave_their_places_to_others(database: Database) -> None:
    async with running(database, serving=TWO_AT_ONCE) as service:
        service.agent.gate, service.agent.waits_for_model = asyncio.Event(), True
        customers = [await service.open() for _ in range(6)]
        sending = [asyncio.create_task(customer.send(f"hello {n}")) for n, customer in enumerate(customers)]
        async with asyncio.timeout(10):
            while len(service.agent.turns) < len(customers):
                await asyncio.sleep(0.01)

        service.agent.waits_for_model = False
        service.agent.gate.set()
        assert all(response.json()["reply"]["text"] for response in await asyncio.gather(*sending))

        # The places are given back once each: no more than two work at once afterwards.
        service.agent.gate = asyncio.Event()
        again = [asyncio.create_task(customer.send("again")) for customer in customers]
        while service.resources.turns.running < len(customers):
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.05)
        assert len(service.agent.turns) == len(customers) + 2
        service.agent.gate.set()
        await asyncio.gather(*again)


async def test_an_answer_given_here_is_not_read_again(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[int] = []
    read = events.reply_to

    async def noting(connection: object, conversation_id: ConversationId, seq: int) -> object:
        looked.append(seq)
        return await read(connection, conversation_id, seq)  # pyright: ignore[reportArgumentType]  # as given

    monkeypatch.setattr(events, "reply_to", noting)
    async with running(database, serving=UNLIMITED) as service:
        customer = await service.open()
        for n in range(10):
            assert (await customer.send(f"{n}")).json()["reply"]["text"] == f"heard: {n}"

    assert looked == []
