"""Stopping an answer: its words end, what was said stays as the whole of it, and no later answer is touched."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from agent.turn import Emit, TurnInput, TurnResult
from domain.conversations import Event, Reply
from store.database import Database
from tests.api.service import Events, ScriptedAgent, Service, Speaker, running

WORDS = ("one ", "two ", "three ", "four")


class Talker(ScriptedAgent):
    """Says two words, and the rest when it may go on; `deed` is what it did before."""

    def __init__(self) -> None:
        super().__init__()
        self.may_go_on = asyncio.Event()
        self.deed = ""

    async def run_turn(self, turn: TurnInput, emit: Emit) -> TurnResult:
        said = [self.deed] if self.deed else []

        def say(word: str) -> None:
            said.append(word)
            emit(Event("delta", {"text": word}))

        for word in WORDS[:2]:
            say(word)
        self.started.set()
        held = asyncio.ensure_future(self.may_go_on.wait())
        while not (turn.stop.is_asked or held.done()):
            await asyncio.sleep(0.005)
        for word in () if turn.stop.is_asked else WORDS[2:]:
            say(word)
        held.cancel()
        return TurnResult(Reply("".join(said), is_stopped=turn.stop.is_asked), {}, turn.principal, {})


@asynccontextmanager
async def talking(service: Service) -> AsyncIterator[tuple[Speaker, Events]]:
    """In the middle of an answer."""
    customer = await service.open()
    async with customer.stream("go") as events:
        await events.until("delta")
        await service.agent.started.wait()
        yield customer, events


async def stop(customer: Speaker, service: Service, body: object = None) -> int:
    url = f"{customer.path}/stop"
    return (await service.client.post(url, json=body, headers=customer.headers)).status_code


async def test_what_was_said_until_then_is_kept_as_the_whole_answer(database: Database) -> None:
    async with running(database, agent=Talker()) as service, talking(service) as (customer, events):
        answers = [await stop(customer, service), await stop(customer, service)]
        end = (await events.until("end"))[-1]
        reply = (await customer.transcript())["messages"][-1]

    assert answers == [204, 204]
    assert (end.data["text"], end.data["stopped"]) == ("one two ", True)
    assert (reply["text"], reply["status"]) == ("one two ", "stopped")


async def test_another_process_passes_it_on_to_the_one_that_answers(database: Database) -> None:
    async with (
        running(database, agent=Talker()) as service,
        running(database) as other,
        talking(service) as (customer, events),
    ):
        answer = await stop(customer, other)
        end = (await events.until("end"))[-1]

    assert answer == 204
    assert end.data["stopped"] is True


@pytest.mark.parametrize("is_here", [True, False])
async def test_a_late_stop_names_an_answer_that_is_over_and_stops_no_other(database: Database, is_here: bool) -> None:
    agent = Talker()
    async with running(database, agent=agent) as service, running(database) as other:
        agent.may_go_on.set()
        customer = await service.open()
        first = (await customer.send("go")).json()
        agent.may_go_on.clear()
        async with customer.stream("again") as events:
            await events.until("delta")
            late = await stop(customer, service if is_here else other, {"event_id": first["last_event_id"]})
            agent.may_go_on.set()
            end = (await events.until("end"))[-1]

    assert late == 204
    assert end.data["text"] == "one two three four"
    assert "stopped" not in end.data


async def test_after_the_end_nothing_happens(database: Database) -> None:
    agent = Talker()
    agent.may_go_on.set()
    async with running(database, agent=agent) as service:
        customer = await service.open()
        await customer.send("go")
        answer = await stop(customer, service)
        reply = (await customer.transcript())["messages"][-1]
        next_one = (await customer.send("go on")).json()["reply"]["text"]

    assert answer == 204
    assert (reply["text"], reply["status"]) == ("one two three four", "answered")
    assert next_one == "one two three four"


async def test_a_stranger_stops_nobody(database: Database) -> None:
    agent = Talker()
    async with running(database, agent=agent) as service, talking(service) as (customer, events):
        stranger = await service.open()
        url = f"{customer.path}/stop"
        refused = await service.client.post(url, headers=stranger.headers)
        agent.may_go_on.set()
        end = (await events.until("end"))[-1]

    assert refused.status_code == 404
    assert end.data["text"] == "one two three four"
