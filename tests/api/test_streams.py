"""Events over the wire: live, replayed, resumed; never a gap, never twice."""

import asyncio

import pytest

from api.live import LiveEvents, Signal
from api.resources import Limits, Serving
from api.turn_log import TurnLog
from domain.conversations import ConversationId, Event, Reply
from domain.errors import TooManyRequests
from store.database import Database
from tests.api.service import Service, everything, running


def spoken(events: list) -> str:
    return "".join(event.data["text"] for event in events if event.kind == "delta").strip()


async def test_a_streamed_message_ends_with_what_is_stored(service: Service) -> None:
    customer = await service.open()
    service.agent.extras = everything

    async with customer.stream("hello there", "m1") as stream:
        events = await stream.rest()

    assert [event.kind for event in events] == [
        *["start", "status", "delta", "delta", "delta"],
        *["card", "sources", "handoff", "quick_replies", "end"],
    ]
    assert events[0].data["messages"] == [{"seq": 1, "text": "hello there", "client_message_id": "m1"}]
    stored = (await customer.transcript())["messages"][-1]
    assert spoken(events) == stored["text"] == events[-1].data["text"]
    assert events[-1].data["seq"] == stored["seq"]
    ids = [event.event_id for event in events]
    assert ids == sorted(set(ids))


async def test_a_reader_that_comes_late_gets_what_was_sent_live(service: Service) -> None:
    customer = await service.open()
    live = []
    for text in ("one", "two"):
        async with customer.stream(text) as stream:
            live += await stream.rest()

    async with customer.events(after=0) as stream:
        replayed = await stream.until("end") + await stream.until("end")

    assert replayed == live


async def test_a_reader_resumes_after_any_event_without_gap_or_double(service: Service) -> None:
    customer = await service.open()
    async with customer.stream("one two three") as stream:
        live = await stream.rest()

    for position, event in enumerate(live[:-1]):
        async with customer.events(after=event.event_id) as stream:
            assert await stream.until("end") == live[position + 1 :]


async def test_a_reader_that_joins_mid_turn_gets_its_beginning(service: Service) -> None:
    customer = await service.open()
    service.agent.gate = asyncio.Event()
    sending = asyncio.create_task(customer.send("hello"))
    await service.agent.started.wait()

    async with customer.events(after=0) as stream:
        begun = await stream.until("status")
        service.agent.gate.set()
        ended = await stream.until("end")
    await sending

    assert [event.kind for event in begun] == ["start", "status"]
    assert ended[-1].data["text"] == "heard: hello"


async def test_a_second_tab_sees_the_question_and_the_answer(service: Service) -> None:
    customer = await service.open()
    async with customer.events(after=0) as other_tab:
        await customer.send("hello", "tab1")
        events = await other_tab.until("end")

    assert events[0].data["messages"][0]["client_message_id"] == "tab1"
    assert spoken(events) == "heard: hello"


async def test_a_repeated_streamed_message_is_replayed_not_run(service: Service) -> None:
    customer = await service.open()
    async with customer.stream("hello", "m1") as stream:
        first = await stream.rest()
    await customer.send("something else")
    async with customer.stream("hello", "m1") as stream:
        again = await stream.rest()

    assert again == first
    assert len(service.agent.turns) == 2


async def test_a_turn_goes_on_when_the_customer_hangs_up(service: Service) -> None:
    customer = await service.open()
    service.agent.gate = asyncio.Event()
    async with customer.stream("hello") as stream:
        await stream.until("status")
    service.agent.gate.set()

    async with customer.events(after=0) as stream:
        assert (await stream.until("end"))[-1].data["text"] == "heard: hello"


async def test_a_reader_in_another_process_follows_too(database: Database) -> None:
    async with running(database) as here, running(database) as there:
        customer = await here.open()
        customer_there = type(customer)(there.client, customer.conversation_id, customer.token)
        async with customer_there.events(after=0) as stream:
            for text in ("one", "two"):
                await customer.send(text)
                assert (await stream.until("end"))[-1].data["text"] == f"heard: {text}"


async def test_a_message_sent_elsewhere_joins_the_turn_that_runs_here(database: Database) -> None:
    async with running(database) as here, running(database) as there:
        customer = await here.open()
        customer_there = type(customer)(there.client, customer.conversation_id, customer.token)
        here.agent.gate = asyncio.Event()
        first = asyncio.create_task(customer.send("one"))
        await here.agent.started.wait()
        second = asyncio.create_task(customer_there.send("two"))
        while (await customer.transcript())["messages"][-1]["seq"] < 2:
            await asyncio.sleep(0.01)
        here.agent.gate.set()

        assert (await first).json()["reply"]["text"] == "heard: one"
        assert (await second).json()["reply"]["text"] == "heard: two"
        assert there.agent.turns == []


async def test_streams_end_when_the_service_is_told_to_stop(database: Database) -> None:
    async with running(database) as service:
        customer = await service.open()
        async with customer.events(after=0) as stream:
            await customer.send("hello")
            await stream.until("end")

            service.app.end_streams()

            assert await stream.rest() == []


async def test_too_many_streams_of_a_conversation_are_refused(database: Database) -> None:
    serving = Serving(limits=Limits(streams_per_conversation=1))
    async with running(database, serving=serving) as service:
        customer = await service.open()
        async with customer.events(after=0), customer.events(after=0) as second:
            assert second.response.status_code == 429
            assert int(second.response.headers["retry-after"]) > 0
        refused_before = len(service.agent.turns)
        async with customer.events(after=0), customer.stream("hello") as refused:
            assert refused.response.status_code == 429
        assert len(service.agent.turns) == refused_before


CONVERSATION = ConversationId("c")


async def test_a_slow_reader_is_dropped_and_the_turn_does_not_wait() -> None:
    live = LiveEvents(per_conversation=2, per_process=2, capacity=10)
    with live.subscribe(CONVERSATION) as slow, live.subscribe(CONVERSATION) as quick:
        received = []
        for number in range(30):
            live.publish(CONVERSATION, Event("delta", {"text": "x"}, number))
            received.append(await quick.next(timeout_s=1))

        assert await slow.next(timeout_s=1) is Signal.DROPPED
        assert [event.event_id for event in received if isinstance(event, Event)] == list(range(30))


async def test_places_among_the_streams_are_given_back() -> None:
    live = LiveEvents(per_conversation=1, per_process=1)
    for _ in range(3):
        with live.subscribe(CONVERSATION), pytest.raises(TooManyRequests), live.subscribe(ConversationId("d")):
            pass


async def test_a_very_long_answer_keeps_its_ids_inside_its_turn() -> None:
    live = LiveEvents(per_conversation=1, per_process=1)
    with live.subscribe(CONVERSATION) as reader:
        log = TurnLog(live, CONVERSATION, fence=7)
        words = [f"{number} " for number in range(5000)]
        for word in words:
            log.emit(Event("delta", {"text": word}))
        log.complete(Reply("".join(words)))
        end = log.ending(Reply("".join(words)), answers=[1])
        log.close(end)

        received = []
        while not received or received[-1].kind != "end":
            event = await reader.next(timeout_s=1)
            assert isinstance(event, Event)
            received.append(event)
    ids = [event.event_id for event in received]
    assert ids == sorted(set(ids)) and ids[0] == 7001 and ids[-1] == 7999
    assert "".join(event.data["text"] for event in received[:-1]) == "".join(words)
