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
