"""What was acknowledged is answered, once, whatever breaks in between."""

import asyncio
from datetime import timedelta
from typing import Any

from api.resources import Serving
from api.turns import Timing
from domain.conversations import ConversationId
from store import acceptance
from store.acceptance import Accepted
from store.database import Database
from tests.api.service import ScriptedAgent, Service, Speaker, running

LONG = timedelta(seconds=30)
QUICK = Serving(timing=Timing(pause_s=0.0), drain_s=0.1)


async def accepted_and_crashed(service: Service, customer: Speaker, text: str) -> Accepted:
    """A message whose process died: its lease is taken and has run out, and nobody works on it."""
    async with service.resources.database.connection() as connection:
        accepted = await acceptance.accept(
            connection,
            ConversationId(customer.conversation_id),
            token_hash=None,
            text=text,
            client_message_id=text,
            lease=LONG,
        )
        await connection.execute("UPDATE conversations SET lease_until = now() - interval '1 second'")
    return accepted


async def answered(customer: Speaker) -> list[dict[str, Any]]:
    """The transcript, once nothing in it waits."""
    while True:
        messages = (await customer.transcript())["messages"]
        if messages and all(message["status"] != "received" for message in messages):
            return messages
        await asyncio.sleep(0.02)


async def test_the_sweep_answers_what_a_crash_left_behind(service: Service) -> None:
    customer = await service.open()
    await accepted_and_crashed(service, customer, "hello")

    await service.resources.turns.take_over()

    assert [message["text"] for message in await answered(customer)] == ["hello", "heard: hello"]


async def test_the_sweep_comes_by_itself(service: Service) -> None:
    customer = await service.open()
    await accepted_and_crashed(service, customer, "hello")

    assert (await answered(customer))[-1]["text"] == "heard: hello"


async def test_a_new_message_brings_the_forgotten_one_along(service: Service) -> None:
    customer = await service.open()
    await accepted_and_crashed(service, customer, "forgotten")

    response = await customer.send("new")

    assert response.json()["reply"]["text"] == "heard: forgotten | new"


async def test_a_repeated_send_after_a_crash_gets_the_reply(service: Service) -> None:
    customer = await service.open()
    await accepted_and_crashed(service, customer, "hello")

    response = await customer.send("hello", "hello")

    assert response.json()["reply"]["text"] == "heard: hello"
    assert len(service.agent.turns) == 1


async def test_two_sweeps_at_once_answer_once(database: Database) -> None:
    async with running(database) as here, running(database) as there:
        customer = await here.open()
        await accepted_and_crashed(here, customer, "hello")

        taken = await asyncio.gather(here.resources.turns.take_over(), there.resources.turns.take_over())

        assert sum(taken) == 1
        assert len(await answered(customer)) == 2


async def test_a_turn_that_fails_once_is_run_again_at_once(service: Service) -> None:
    customer = await service.open()
    service.agent.fails = 1

    async with customer.stream("hello") as stream:
        events = await stream.rest()

    assert [event.kind for event in events if event.kind in ("start", "end")] == ["start", "start", "end"]
    ids = [event.event_id for event in events]
    assert ids == sorted(set(ids))
    assert [message["text"] for message in await answered(customer)] == ["hello", "heard: hello"]


async def test_after_three_failures_a_person_is_asked_and_the_customer_told(database: Database) -> None:
    async with running(database, serving=QUICK) as service:
        customer = await service.open()
        service.agent.fails = 3

        response = await customer.send("poison")

        reply = response.json()["reply"]
        assert "sorry" in reply["text"] and reply["handoff"]["ticket_id"].startswith("T-")
        messages = await answered(customer)
        assert [message["status"] for message in messages] == ["dead", "answered"]
        async with database.connection() as connection:
            assert await connection.fetchval("SELECT count(*) FROM handoffs WHERE status = 'open'") == 1
        assert (await customer.send("still there?")).json()["reply"]["text"] == "heard: still there?"
        assert len(service.agent.turns) == 4


async def test_a_message_that_kills_processes_is_given_up_without_a_fourth_try(service: Service) -> None:
    customer = await service.open()
    await accepted_and_crashed(service, customer, "deadly")
    async with service.resources.database.connection() as connection:
        await connection.execute("UPDATE conversations SET attempts = 3")

    await service.resources.turns.take_over()

    assert (await answered(customer))[0]["status"] == "dead"
    assert service.agent.turns == []


async def test_a_process_that_lost_its_lease_writes_nothing(database: Database) -> None:
    async with running(database) as slow, running(database) as quick:
        customer = await slow.open()
        slow.agent.gate = asyncio.Event()
        async with customer.stream("hello") as stream:
            await stream.until("status")
            async with database.connection() as connection:
                await connection.execute("UPDATE conversations SET lease_until = now() - interval '1 second'")
            await quick.resources.turns.take_over()
            await answered(customer)
            slow.agent.gate.set()
            events = await stream.rest()

        # What the losing turn said is taken back by `error`; the stored turn follows from its `start`.
        kinds = [event.kind for event in events]
        assert events[-1].data["text"] == "heard: hello"
        assert "start" in kinds[-5:]
        ids = [event.event_id for event in events]
        assert ids == sorted(set(ids))
        assert len((await customer.transcript())["messages"]) == 2


async def test_what_cannot_finish_at_shutdown_is_answered_by_another_process(database: Database) -> None:
    stuck = ScriptedAgent()
    stuck.gate = asyncio.Event()
    async with running(database) as other, running(database, agent=stuck, serving=QUICK) as leaving:
        customer = await leaving.open()
        sending = asyncio.create_task(customer.send("hello"))
        await stuck.started.wait()
        await leaving.resources.turns.drain(timeout_s=0.01)
        survivor = Speaker(other.client, customer.conversation_id, customer.token)
        await other.resources.turns.take_over()
        messages = await answered(survivor)
        assert (await sending).json()["reply"]["text"] == "heard: hello"

    assert [message["text"] for message in messages] == ["hello", "heard: hello"]


async def test_leases_of_long_turns_are_renewed(service: Service) -> None:
    customer = await service.open()
    service.agent.gate = asyncio.Event()
    sending = asyncio.create_task(customer.send("hello"))
    await service.agent.started.wait()
    async with service.resources.database.connection() as connection:
        await connection.execute("UPDATE conversations SET lease_until = now() - interval '1 second'")
        await service.resources.turns.renew()
        assert not await connection.fetchval("SELECT lease_until > now() FROM conversations")
        await service.resources.turns.renew(running_for_s=0)
        is_held = await connection.fetchval("SELECT lease_until > now() FROM conversations")
    service.agent.gate.set()
    await sending

    assert is_held
