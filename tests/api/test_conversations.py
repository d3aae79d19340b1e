"""The conversation API over a real server and a real database."""

import asyncio

from tests.api.service import Service, everything


async def test_a_message_is_answered_in_one_json_reply(service: Service) -> None:
    customer = await service.open()
    service.agent.extras = everything

    response = await customer.send("hello", "m1")

    assert response.status_code == 201
    body = response.json()
    assert body["seq"] == 1
    assert body["reply"]["text"] == "heard: hello"
    assert body["reply"]["cards"] == [{"kind": "order", "data": {"order_id": "VM-10234"}, "text": "Order VM-10234"}]
    assert body["reply"]["quick_replies"] == ["Thanks"]
    assert body["reply"]["handoff"]["ticket_id"] == "T-ABCDEF"


async def test_the_transcript_holds_what_was_sent_and_said(service: Service) -> None:
    customer = await service.open()
    await customer.send("one", "m1")
    await customer.send("two", "m2")

    found = await customer.transcript()

    assert [(m["seq"], m["sender"], m["text"], m["status"]) for m in found["messages"]] == [
        (1, "customer", "one", "answered"),
        (2, "assistant", "heard: one", "answered"),
        (3, "customer", "two", "answered"),
        (4, "assistant", "heard: two", "answered"),
    ]
    assert not found["has_more"]


async def test_the_transcript_comes_in_pages(service: Service) -> None:
    customer = await service.open()
    for number in range(3):
        await customer.send(str(number))

    first = await customer.transcript(limit=4)
    rest = await customer.transcript(after=first["messages"][-1]["seq"], limit=4)

    assert first["has_more"] and not rest["has_more"]
    assert [m["seq"] for m in first["messages"] + rest["messages"]] == [1, 2, 3, 4, 5, 6]
    assert rest["last_event_id"] == first["last_event_id"]


async def test_state_is_carried_from_turn_to_turn(service: Service) -> None:
    customer = await service.open()

    for text in ("one", "two", "three"):
        await customer.send(text)

    assert [turn.state.get("turns", 0) for turn in service.agent.turns] == [0, 1, 2]


async def test_the_same_client_message_id_again_is_the_same_message(service: Service) -> None:
    customer = await service.open()

    first = await customer.send("hello", "m1")
    again = await customer.send("hello", "m1")

    assert again.status_code == 201
    assert again.json() == first.json()
    assert len(service.agent.turns) == 1


async def test_ten_parallel_sends_of_one_message_are_one_message(service: Service) -> None:
    customer = await service.open()

    responses = await asyncio.gather(*[customer.send("hello", "m1") for _ in range(10)])

    assert {response.json()["reply"]["seq"] for response in responses} == {2}
    assert len((await customer.transcript())["messages"]) == 2
    assert len(service.agent.turns) == 1


async def test_a_burst_is_answered_by_one_more_turn(service: Service) -> None:
    customer = await service.open()
    service.agent.gate = asyncio.Event()
    first = asyncio.create_task(customer.send("one"))
    await service.agent.started.wait()
    others = [asyncio.create_task(customer.send(text)) for text in ("two", "three", "four")]
    while (await customer.transcript())["messages"][-1]["seq"] < 4:
        await asyncio.sleep(0.01)

    service.agent.gate.set()

    assert (await first).json()["reply"]["text"] == "heard: one"
    replies = [(await other).json()["reply"] for other in others]
    assert {reply["seq"] for reply in replies} == {6}
    assert [len(turn.messages) for turn in service.agent.turns] == [1, 3]


async def test_two_tabs_at_once_lose_nothing(service: Service) -> None:
    customer = await service.open()

    await asyncio.gather(*[customer.send(f"m{number}") for number in range(20)])

    messages = (await customer.transcript(limit=200))["messages"]
    assert sorted(m["text"] for m in messages if m["sender"] == "customer") == sorted(
        f"m{number}" for number in range(20)
    )
    heard = [message.text for turn in service.agent.turns for message in turn.messages]
    assert heard == [m["text"] for m in messages if m["sender"] == "customer"]


async def test_a_request_without_token_is_told_to_bring_one(service: Service) -> None:
    customer = await service.open()

    response = await service.client.get(f"{customer.path}/messages")

    assert response.status_code == 401
    assert response.headers["www-authenticate"] == "Bearer"
    assert response.json()["code"] == "not_signed_in"


async def test_unknown_and_foreign_conversations_look_the_same(service: Service) -> None:
    mine, other = await service.open(), await service.open()
    unknown = mine.path[:-16] + "A" * 16
    answers = []
    for path in (other.path, unknown, "/v1/conversations/what", "/v1/conversations/c_%00"):
        for request in (
            service.client.get(f"{path}/messages", headers=mine.headers),
            service.client.get(f"{path}/events", headers=mine.headers),
            service.client.post(f"{path}/messages", headers=mine.headers, json={"text": "hi"}),
        ):
            response = await request
            body = response.json()
            answers.append((response.status_code, body["code"], body["detail"], sorted(body)))

    assert len(set(map(str, answers))) == 1
    assert answers[0][0] == 404
    assert len(service.agent.turns) == 0
