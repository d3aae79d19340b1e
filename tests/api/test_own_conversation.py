"""What customers do with a conversation beside talking."""

import asyncio

import pytest

from api.auth import DemoIdentity
from domain.customers import CustomerId
from store import handoffs
from store.database import Database
from tests.api.service import MAYA, Service, running

IDENTITY = DemoIdentity(b"k" * 32)


async def test_who_signs_in_on_the_way_is_known_from_the_next_message_on(database: Database) -> None:
    async with running(database, identity=IDENTITY) as service:
        customer = await service.open()
        await customer.send("hello")
        answer = await service.client.put(
            f"{customer.path}/identity",
            json={"customer_token": IDENTITY.issue(MAYA.customer_id)},
            headers=customer.headers,
        )
        await customer.send("and now?")

        assert answer.json() == {"name": "Maya Lind"}
        assert [turn.principal.customer_id for turn in service.agent.turns] == [None, MAYA.customer_id]


async def test_another_customer_cannot_take_a_signed_in_conversation_over(database: Database) -> None:
    async with running(database, identity=IDENTITY) as service:
        customer = await service.open(customer_token=IDENTITY.issue(MAYA.customer_id))
        other = await service.client.put(
            f"{customer.path}/identity", json={"customer_token": IDENTITY.issue("C2")}, headers=customer.headers
        )
        same = await service.client.put(
            f"{customer.path}/identity",
            json={"customer_token": IDENTITY.issue(MAYA.customer_id)},
            headers=customer.headers,
        )
        await customer.send("who am I?")

        assert (other.status_code, other.json()["code"]) == (409, "other_speaker")
        assert same.status_code == 200
        assert service.agent.turns[-1].principal.customer_id == CustomerId("C1")


async def test_a_forged_word_changes_nothing(database: Database) -> None:
    async with running(database, identity=IDENTITY) as service:
        customer = await service.open()
        answer = await service.client.put(
            f"{customer.path}/identity", json={"customer_token": "forged.word"}, headers=customer.headers
        )
        await customer.send("who am I?")

        assert answer.status_code == 401
        assert service.agent.turns[-1].principal.customer_id is None


async def test_signing_in_waits_for_a_turn_under_way_and_is_not_overwritten_by_it(database: Database) -> None:
    async with running(database, identity=IDENTITY) as service:
        customer = await service.open()
        service.agent.gate = asyncio.Event()
        sending = asyncio.create_task(customer.send("slow"))
        await service.agent.started.wait()
        token = IDENTITY.issue(MAYA.customer_id)
        signing = asyncio.create_task(
            service.client.put(f"{customer.path}/identity", json={"customer_token": token}, headers=customer.headers)
        )
        await asyncio.sleep(0.3)
        assert not signing.done()
        service.agent.gate.set()
        assert (await sending).status_code == 201
        assert (await signing).status_code == 200
        await customer.send("who am I?")
        assert service.agent.turns[-1].principal.customer_id == MAYA.customer_id


async def test_a_rating_is_kept_once_and_the_newest_counts(service: Service) -> None:
    customer = await service.open()
    for score in (1, 5):
        answer = await service.client.put(
            f"{customer.path}/rating", json={"score": score, "comment": " fine "}, headers=customer.headers
        )
        assert answer.status_code == 204
    async with service.resources.database.connection() as connection:
        assert [tuple(row) for row in await connection.fetch("SELECT score, comment FROM ratings")] == [(5, "fine")]


@pytest.mark.parametrize("score", [0, 6, 2.5, "many", None])
async def test_only_one_to_five_stars_are_a_rating(service: Service, score: object) -> None:
    customer = await service.open()
    answer = await service.client.put(f"{customer.path}/rating", json={"score": score}, headers=customer.headers)
    assert answer.status_code == 400


async def test_the_transcript_is_text_with_everything_that_was_said(service: Service) -> None:
    customer = await service.open()
    await customer.send("hello <b>there</b>")
    answer = await service.client.get(f"{customer.path}/transcript", headers=customer.headers)
    assert answer.headers["content-type"].startswith("text/plain")
    assert "You:\nhello <b>there</b>" in answer.text
    assert "Assistant:\nheard: hello <b>there</b>" in answer.text


async def test_erasing_forgets_what_was_said_and_closes_the_door(service: Service) -> None:
    customer, other = await service.open(), await service.open()
    for one in (customer, other):
        await one.send("my secret")
        await service.client.put(f"{one.path}/rating", json={"score": 3}, headers=one.headers)
    erased = await service.client.delete(customer.path, headers=customer.headers)
    again = await service.client.delete(customer.path, headers=customer.headers)
    said = await customer.send("are you there?")

    assert (erased.status_code, again.status_code, said.status_code) == (204, 404, 404)
    async with service.resources.database.connection() as connection:
        for table in ("messages", "turns", "ratings"):
            rows = await connection.fetch(f"SELECT DISTINCT conversation_id FROM {table}")
            assert [row["conversation_id"] for row in rows] == [other.conversation_id], table


async def test_erasing_stops_a_turn_under_way_from_writing(service: Service) -> None:
    customer = await service.open()
    service.agent.gate = asyncio.Event()
    sending = asyncio.create_task(customer.send("slow"))
    await service.agent.started.wait()
    assert (await service.client.delete(customer.path, headers=customer.headers)).status_code == 204
    service.agent.gate.set()
    await asyncio.sleep(0.3)
    async with service.resources.database.connection() as connection:
        assert await connection.fetchval("SELECT count(*) FROM messages") == 0
    sending.cancel()


async def test_a_stranger_can_do_none_of_it(service: Service) -> None:
    customer, stranger = await service.open(), await service.open()
    bodies = {"identity": {"customer_token": "x"}, "rating": {"score": 1}, "handoff": {"email": "a@example.com"}}
    for name, body in bodies.items():
        answer = await service.client.put(f"{customer.path}/{name}", json=body, headers=stranger.headers)
        assert answer.status_code in (401, 404), name
    for name in ("transcript", "handoff"):
        answer = await service.client.get(f"{customer.path}/{name}", headers=stranger.headers)
        assert answer.status_code == 404, name
    for name in ("", "/handoff"):
        answer = await service.client.delete(f"{customer.path}{name}", headers=stranger.headers)
        assert answer.status_code == 404, name


async def test_a_request_for_a_person_has_a_place_and_an_estimate_from_the_last_ones(service: Service) -> None:
    first, second = await service.open(), await service.open()
    for one in (first, second):
        async with service.resources.database.transaction() as session:
            await handoffs.open_ticket(session, conversation_id=one.conversation_id, reason="asked", packet_json="{}")
    before = (await service.client.get(f"{second.path}/handoff", headers=second.headers)).json()
    async with service.resources.database.connection() as connection:
        await connection.execute("UPDATE handoffs SET created_at = now() - interval '3 minutes'")
        await connection.execute(
            "UPDATE handoffs SET created_at = now() - interval '2 minutes' WHERE conversation_id = $1",
            second.conversation_id,
        )
    await service.client.delete(f"{first.path}/handoff", headers=first.headers)
    after = (await service.client.get(f"{second.path}/handoff", headers=second.headers)).json()
    gone = (await service.client.get(f"{first.path}/handoff", headers=first.headers)).json()

    assert (before["status"], before["place"], before["estimate_minutes"]) == ("waiting", 2, None)
    assert (after["place"], after["estimate_minutes"]) == (1, 4)
    assert gone["status"] == "none"


async def test_an_address_can_be_left_only_where_a_person_was_asked_for(service: Service) -> None:
    customer = await service.open()
    put = {"json": {"email": "maya@example.com"}, "headers": customer.headers}
    assert (await service.client.put(f"{customer.path}/handoff", **put)).status_code == 409  # pyright: ignore[reportArgumentType]
    async with service.resources.database.transaction() as session:
        await handoffs.open_ticket(session, conversation_id=customer.conversation_id, reason="asked", packet_json="{}")
    assert (await service.client.put(f"{customer.path}/handoff", **put)).status_code == 204  # pyright: ignore[reportArgumentType]
    found = (await service.client.get(f"{customer.path}/handoff", headers=customer.headers)).json()
    assert found["email"] == "maya@example.com"
    refused = await service.client.put(f"{customer.path}/handoff", json={"email": "a b"}, headers=customer.headers)
    assert refused.status_code == 400
