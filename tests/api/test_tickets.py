"""Requests for a person, from the side of those who answer: seen, taken, answered, mailed to who has gone, closed."""

import asyncio
import re
from calendar import day_name
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
import pytest_asyncio

from api.answer_mails import link_token
from api.auth import DemoIdentity
from domain.conversations import ConversationId
from store import handoffs
from store.database import Database
from tests.api.accounts import AMIR, LENA, SECRET, SERVING, Person, people, person
from tests.api.service import MAYA, UNLIMITED, Service, Speaker

IDENTITY = DemoIdentity(b"k" * 32)
DESK = replace(SERVING, limits=replace(UNLIMITED.limits, sign_ins_of_address=SERVING.limits.sign_ins_of_address))


@pytest_asyncio.fixture
async def desk(database: Database) -> AsyncIterator[Service]:
    async with people(database, serving=DESK, identity=IDENTITY) as found:
        yield found


async def ask_for_a_person(service: Service, customer: Speaker) -> str:
    await customer.send("a person please")
    async with service.resources.database.transaction() as session:
        ticket, _ = await handoffs.open_ticket(
            session, conversation_id=customer.conversation_id, reason="asked", packet_json='{"goal": "a person"}'
        )
    return ticket


async def leave_address(customer: Speaker, email: str = "maya@example.com") -> None:
    url = f"{customer.path}/handoff"
    left = await customer.client.put(url, json={"email": email}, headers=customer.headers)
    assert left.status_code == 204


async def answer(someone: Person, ticket: str, text: str, key: str = "k1") -> Any:
    return await someone.call("POST", f"/v1/tickets/{ticket}/messages", {"text": text, "client_message_id": key})


async def mails(service: Service) -> list[dict[str, Any]]:
    async with service.resources.database.connection() as connection:
        return [dict(row) for row in await connection.fetch("SELECT key, recipient, subject, text FROM mail")]


async def link_in(service: Service) -> str:
    found = re.search(r"#support-chat=(\S+)", (await mails(service))[-1]["text"])
    assert found
    return found[1]


async def test_who_waits_is_listed_with_where_they_want_to_be_answered(desk: Service) -> None:
    first, second = await desk.open(), await desk.open()
    tickets = [await ask_for_a_person(desk, one) for one in (first, second)]
    await leave_address(second)
    lena = await person(desk, LENA)
    listed = (await lena.call("GET", "/v1/tickets")).json()["tickets"]
    read = (await lena.call("GET", f"/v1/tickets/{tickets[1]}")).json()

    assert [one["ticket_id"] for one in listed] == tickets
    assert [one["contact_email"] for one in listed] == ["", "maya@example.com"]
    assert [one["is_answered_by_mail"] for one in listed] == [False, True]
    assert read["ticket"]["packet"] == {"goal": "a person"}
    assert [message["sender"] for message in read["messages"]] == ["customer", "assistant"]


async def test_an_answer_is_seen_at_once_with_the_name_of_who_gives_it(desk: Service) -> None:
    customer = await desk.open()
    ticket = await ask_for_a_person(desk, customer)
    lena = await person(desk, LENA)
    after = (await customer.transcript())["last_event_id"]
    async with customer.events(after=after) as events:
        said = (await answer(lena, ticket, "Hello, Lena here.")).json()
        happened = await events.until("message")
    standing = (await desk.client.get(f"{customer.path}/handoff", headers=customer.headers)).json()
    stored = (await customer.transcript())["messages"][-1]

    assert [(event.kind, event.data.get("status")) for event in happened] == [("handoff", "joined"), ("message", None)]
    assert (happened[1].data["text"], happened[1].data["name"]) == ("Hello, Lena here.", "Lena")
    assert (stored["seq"], stored["sender"], stored["text"]) == (said["seq"], "staff", "Hello, Lena here.")
    assert (standing["status"], standing["agent"]) == ("assigned", "Lena")
    assert said["is_mailed"] is False
    assert await mails(desk) == []


async def test_who_has_gone_and_left_an_address_is_answered_there_once(desk: Service) -> None:
    customer = await desk.open(locale="de-DE")
    ticket = await ask_for_a_person(desk, customer)
    await leave_address(customer)
    lena = await person(desk, LENA)
    answers = await asyncio.gather(*(answer(lena, ticket, "Your label is on its way.") for _ in range(4)))
    second = await answer(lena, ticket, "And the refund too.", key="k2")
    sent = await mails(desk)
    staff = [one for one in (await customer.transcript())["messages"] if one["sender"] == "staff"]

    assert [each.json() for each in answers] == [{"seq": 3, "is_mailed": True}] * 4
    assert second.json()["is_mailed"] is True
    assert [one["recipient"] for one in sent] == ["maya@example.com"] * 2
    assert sent[0]["subject"] == "Lena von VerdeMuse hat Ihnen geantwortet"
    assert "Your label is on its way." in sent[0]["text"]
    assert [one["text"] for one in staff] == ["Your label is on its way.", "And the refund too."]


async def test_who_has_come_back_and_written_is_not_mailed_any_more(desk: Service) -> None:
    customer = await desk.open()
    ticket = await ask_for_a_person(desk, customer)
    await leave_address(customer)
    lena = await person(desk, LENA)
    await customer.send("I am still here")
    said = await answer(lena, ticket, "Good!")

    assert said.json()["is_mailed"] is False
    assert await mails(desk) == []


async def test_the_link_in_the_mail_opens_the_conversation_and_closes_the_door_behind_it(desk: Service) -> None:
    customer = await desk.open()
    ticket = await ask_for_a_person(desk, customer)
    await leave_address(customer)
    await answer(await person(desk, LENA), ticket, "Here I am.")
    resumed = await desk.client.post("/v1/resumptions", json={"token": await link_in(desk)})
    opened = resumed.json()
    back = Speaker(desk.client, opened["conversation_id"], opened["token"])
    seen = [message["text"] for message in (await back.transcript())["messages"]]
    old = await customer.send("from the old tab")
    new = await back.send("thank you")

    assert (resumed.status_code, opened["conversation_id"]) == (201, customer.conversation_id)
    assert "Here I am." in seen
    assert [old.status_code, new.status_code] == [404, 202], "Lena has it, who is spoken to from the new tab"


async def test_a_mailbox_does_not_stand_for_the_account_that_was_signed_in(desk: Service) -> None:
    customer = await desk.open(customer_token=IDENTITY.issue(MAYA.customer_id))
    ticket = await ask_for_a_person(desk, customer)
    await leave_address(customer, "wrong@example.com")
    await answer(await person(desk, LENA), ticket, "Here I am.")
    token = await link_in(desk)
    answers = [
        await desk.client.post("/v1/resumptions", json={"token": token} | proof)
        for proof in (
            {},
            {"customer_token": IDENTITY.issue("C2")},
            {"customer_token": IDENTITY.issue(MAYA.customer_id)},
        )
    ]

    assert [each.status_code for each in answers] == [401, 401, 201]
    assert answers[0].json()["code"] == "sign_in_to_resume"
    assert answers[2].json()["signed_in"] is True


@pytest.mark.parametrize("until", [1, 9_999_999_999])
async def test_a_forged_or_old_link_opens_nothing(desk: Service, until: int) -> None:
    customer = await desk.open()
    secret = SECRET if until == 1 else b"another secret of thirty-two char"
    token = link_token(secret, ConversationId(customer.conversation_id), until=until)
    for each in (token, token[:-1], "x", "c_AAAAAAAAAAAAAAAA.1.", f"{customer.conversation_id}.9999999999."):
        found = await desk.client.post("/v1/resumptions", json={"token": each})
        assert (found.status_code, found.json()["code"]) == (404, "link_over")


async def test_what_was_erased_is_not_mailed_and_does_not_open_again(desk: Service) -> None:
    customer = await desk.open()
    ticket = await ask_for_a_person(desk, customer)
    await leave_address(customer)
    lena = await person(desk, LENA)
    await answer(lena, ticket, "Here I am.")
    token = await link_in(desk)
    await desk.client.delete(customer.path, headers=customer.headers)
    found = await desk.client.post("/v1/resumptions", json={"token": token})

    assert found.status_code == 404
    assert await mails(desk) == []
    assert (await answer(lena, ticket, "Hello?", key="k2")).status_code == 404


async def test_a_request_has_one_owner_until_it_is_closed(desk: Service) -> None:
    customer = await desk.open()
    ticket = await ask_for_a_person(desk, customer)
    lena, amir = await person(desk, LENA), await person(desk, AMIR)
    taken = [await someone.call("PUT", f"/v1/tickets/{ticket}/owner") for someone in (lena, lena, amir)]
    refused = await answer(amir, ticket, "Me too")
    closed = [await lena.call("DELETE", f"/v1/tickets/{ticket}") for _ in range(2)]
    late = await answer(lena, ticket, "One more thing")
    standing = (await desk.client.get(f"{customer.path}/handoff", headers=customer.headers)).json()

    assert [each.status_code for each in taken] == [200, 200, 409]
    assert (refused.status_code, refused.json()["code"]) == (409, "taken_by_somebody_else")
    assert [each.status_code for each in closed] == [204, 204]
    assert late.json()["code"] == "ticket_closed"
    assert standing["status"] == "none"


async def test_a_person_waits_until_the_assistant_has_answered(desk: Service) -> None:
    customer = await desk.open()
    ticket = await ask_for_a_person(desk, customer)
    lena = await person(desk, LENA)
    desk.agent.gate, desk.agent.started = asyncio.Event(), asyncio.Event()
    sending = asyncio.create_task(customer.send("are you there?"))
    await desk.agent.started.wait()
    saying = asyncio.create_task(answer(lena, ticket, "Yes"))
    await asyncio.sleep(0.3)
    assert not saying.done()
    desk.agent.gate.set()
    assert (await sending).status_code == 201
    assert (await saying).status_code == 201
    texts = [message["text"] for message in (await customer.transcript())["messages"]]
    assert texts[-3:] == ["are you there?", "heard: are you there?", "Yes"]


async def test_who_has_taken_a_request_is_seen_writing_and_nothing_of_it_is_kept(desk: Service) -> None:
    customer = await desk.open()
    ticket = await ask_for_a_person(desk, customer)
    lena, amir = await person(desk, LENA), await person(desk, AMIR)
    url = f"/v1/tickets/{ticket}/typing"
    untaken = await lena.call("POST", url)
    await lena.call("PUT", f"/v1/tickets/{ticket}/owner")
    after = (await customer.transcript())["last_event_id"]
    async with customer.events(after=after) as events:
        told = await lena.call("POST", url)
        [typing] = await events.until("handoff")
    foreign = await amir.call("POST", url)

    assert [untaken.status_code, told.status_code, foreign.status_code] == [204, 204, 409]
    assert typing.data == {"status": "typing", "agent": "Lena"}
    assert (await customer.transcript())["last_event_id"] == after


async def test_outside_opening_hours_nobody_is_there(desk: Service) -> None:
    customer = await desk.open()
    await ask_for_a_person(desk, customer)
    async with desk.resources.database.connection() as connection:
        today = await connection.fetchval("SELECT extract(isodow FROM now() AT TIME ZONE 'UTC')::int - 1") or 0
    shop = desk.resources.shop
    stands = []
    for away_by in (3, 0):
        day = day_name[(today + away_by) % 7]
        hours = f"{day} to {day_name[(today + away_by + 1) % 7]} 12 am to 12 am"
        object.__setattr__(shop, "profile", replace(shop.profile, support_hours=hours))
        stands.append((await desk.client.get(f"{customer.path}/handoff", headers=customer.headers)).json()["status"])

    assert stands == ["away", "waiting"]
