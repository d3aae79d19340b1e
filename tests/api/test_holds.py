"""Once a person has joined: what the customer says is kept and shown, and the assistant is silent until it is over."""

import asyncio
import io
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from PIL import Image

from agent.intents.no_person import calls_off
from domain.conversations import ConversationId
from store import answers, handoffs, left_requests
from store.database import Database
from tests.api.accounts import AMIR, LENA, Person, person
from tests.api.phones import STRANGER, Carrier, carrier
from tests.api.service import Service, Speaker
from tests.api.test_tickets import answer, ask_for_a_person, desk

__all__ = ["desk"]

JOINED = {"status": "joined", "agent": "Lena"}


@pytest_asyncio.fixture
async def phones(database: Database) -> AsyncIterator[Carrier]:
    async with carrier(database) as found:
        yield found


async def held(service: Service) -> tuple[Speaker, Person, str]:
    """A customer whose conversation Lena has taken; the turn before that was the first and only one."""
    customer = await service.open()
    ticket = await ask_for_a_person(service, customer)
    lena = await person(service, LENA)
    assert (await lena.call("PUT", f"/v1/tickets/{ticket}/owner")).status_code == 200
    return customer, lena, ticket


async def lapse(service: Service, customer: Speaker) -> None:
    async with service.resources.database.connection() as connection:
        await connection.execute(
            "UPDATE conversations SET held_until = now() - interval '1 second' WHERE conversation_id = $1",
            customer.conversation_id,
        )


async def said(customer: Speaker) -> list[tuple[int, str, str, str]]:
    messages = (await customer.transcript())["messages"]
    return [(one["seq"], one["sender"], one["text"], one["status"]) for one in messages[2:]]


async def test_what_is_said_to_a_person_is_kept_in_order_and_not_answered_by_the_assistant(desk: Service) -> None:
    customer, lena, ticket = await held(desk)
    sent = await customer.send("It is the left sleeve", "m1")
    await answer(lena, ticket, "I see. Since when?")
    await customer.send("Since Monday", "m2")
    again = await customer.send("It is the left sleeve", "m1")
    read = (await lena.call("GET", f"/v1/tickets/{ticket}")).json()["messages"]

    assert sent.status_code == 202
    assert sent.json() == {
        "seq": 3,
        "reply": None,
        "last_event_id": sent.json()["last_event_id"],
        "handoff": {"ticket_id": ticket, **JOINED},
    }
    assert (again.status_code, again.json()) == (202, sent.json())
    assert await said(customer) == [
        (3, "customer", "It is the left sleeve", "answered"),
        (4, "staff", "I see. Since when?", "answered"),
        (5, "customer", "Since Monday", "answered"),
    ]
    assert [one["text"] for one in read[2:]] == ["It is the left sleeve", "I see. Since when?", "Since Monday"]
    assert len(desk.agent.turns) == 1


async def test_a_stream_ends_with_who_has_the_conversation_and_says_the_same_again(desk: Service) -> None:
    customer, lena, ticket = await held(desk)
    async with asyncio.timeout(10), customer.stream("hello?", "m1") as stream:
        first = await stream.rest()
    await lena.call("DELETE", f"/v1/tickets/{ticket}")
    async with asyncio.timeout(10), customer.stream("hello?", "m1") as stream:
        second = await stream.rest()

    assert [event.kind for event in first] == ["message", "handoff"]
    message, handoff = (event.data for event in first)
    assert (message["seq"], message["sender"], message["text"]) == (3, "customer", "hello?")
    assert message["client_message_id"] == "m1"
    assert handoff == {"ticket_id": ticket, **JOINED}
    assert second == first
    assert len(desk.agent.turns) == 1


async def test_a_photo_is_for_the_person_too(desk: Service) -> None:
    customer, lena, ticket = await held(desk)
    picture = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(picture, "PNG")
    files = {"file": ("sleeve.png", picture.getvalue(), "image/png")}
    sent = await desk.client.post(
        f"{customer.path}/files", files=files, data={"text": "this one"}, headers=customer.headers
    )

    assert (sent.status_code, sent.json()["reply"], sent.json()["handoff"]["agent"]) == (202, None, "Lena")
    read = (await lena.call("GET", f"/v1/tickets/{ticket}")).json()["messages"]
    assert read[-1]["text"] == "this one"
    assert len(desk.agent.turns) == 1


async def test_another_tab_sees_what_was_said_here(desk: Service) -> None:
    customer, lena, ticket = await held(desk)
    async with customer.events(after=(await customer.transcript())["last_event_id"]) as tab:
        sent = (await customer.send("from the first tab")).json()
        happened = await tab.until("handoff")
        await answer(lena, ticket, "Seen")
        replied = await tab.until("message")

    assert [(event.kind, event.data.get("text")) for event in happened] == [
        ("message", "from the first tab"),
        ("handoff", None),
    ]
    assert happened[-1].event_id <= sent["last_event_id"] < replied[0].event_id
    assert replied[-1].data["sender"] == "staff"


async def test_the_first_answer_of_a_person_takes_the_conversation_too(desk: Service) -> None:
    customer = await desk.open()
    ticket = await ask_for_a_person(desk, customer)
    await answer(await person(desk, LENA), ticket, "Lena here")

    assert (await customer.send("hello Lena")).json()["handoff"]["agent"] == "Lena"


async def test_who_went_away_leaves_the_customer_to_the_assistant_until_they_are_back(desk: Service) -> None:
    customer, lena, ticket = await held(desk)
    await lapse(desk, customer)
    alone = await customer.send("is anybody there?")
    taken = await lena.call("PUT", f"/v1/tickets/{ticket}/owner")
    again = await customer.send("ah, Lena")
    await lapse(desk, customer)
    await answer(lena, ticket, "Still here")
    once_more = await customer.send("good")

    assert alone.json()["reply"]["text"] == "heard: is anybody there?"
    assert [taken.status_code, again.status_code, once_more.status_code] == [200, 202, 202]


async def test_a_request_whose_person_went_away_is_anybodys_again(desk: Service) -> None:
    customer, lena, ticket = await held(desk)
    amir, url = await person(desk, AMIR), f"/v1/tickets/{ticket}/owner"
    while_held = await left_requests.reopen(desk.resources.database)
    await lapse(desk, customer)
    async with customer.events(after=(await customer.transcript())["last_event_id"]) as tab:
        left = [await left_requests.reopen(desk.resources.database) for _ in range(2)]
        [shown] = await tab.until("handoff")
    taken = await amir.call("PUT", url)
    too_late = await lena.call("PUT", url)

    assert [while_held, *left] == [0, 1, 0]
    assert shown.data == {"ticket_id": ticket, "status": "waiting"}
    assert [taken.status_code, too_late.status_code] == [200, 409]


async def test_of_two_processes_one_gives_a_request_back(desk: Service) -> None:
    customer, _, _ = await held(desk)
    await lapse(desk, customer)
    assert sum(await asyncio.gather(*(left_requests.reopen(desk.resources.database) for _ in range(5)))) == 1


async def test_while_the_assistant_answers_nobody_is_said_to_be_there(desk: Service) -> None:
    customer, _, ticket = await held(desk)
    stands = []
    for _ in range(2):
        found = (await desk.client.get(f"{customer.path}/handoff", headers=customer.headers)).json()
        stands.append((found["status"] == "assigned", found["agent"], found["ticket_id"]))
        await lapse(desk, customer)

    assert stands == [(True, "Lena", ticket), (False, "", ticket)]


async def test_who_said_it_is_still_known_when_the_page_is_opened_again(desk: Service) -> None:
    customer, lena, ticket = await held(desk)
    await customer.send("hello?")
    await answer(lena, ticket, "Hello!")
    messages = (await customer.transcript())["messages"]

    assert [(one["sender"], one["name"]) for one in messages[-2:]] == [("customer", None), ("staff", "Lena")]


async def test_the_assistant_answers_again_once_the_request_is_closed(desk: Service) -> None:
    customer, lena, ticket = await held(desk)
    await customer.send("thank you")
    await lena.call("DELETE", f"/v1/tickets/{ticket}")
    sent = await customer.send("and another thing")

    assert (sent.status_code, sent.json()["handoff"]) == (201, None)
    assert [message.text for message in desk.agent.turns[-1].messages] == ["and another thing"]


async def test_back_to_the_assistant_is_seen_in_every_tab(desk: Service) -> None:
    customer, _, _ = await held(desk)
    async with customer.events(after=(await customer.transcript())["last_event_id"]) as tab:
        gone = await desk.client.delete(f"{customer.path}/handoff", headers=customer.headers)
        shown = await tab.until("handoff")
    sent = await customer.send("where is my order?")

    assert gone.status_code == 204
    assert shown[-1].data == {"status": "returned"}
    assert sent.json()["reply"]["text"] == "heard: where is my order?"


async def test_words_that_call_the_person_off_are_for_the_assistant(desk: Service) -> None:
    customer, lena, ticket = await held(desk)
    silent = await customer.send("no, that is not needed")
    back = await customer.send("I don't need a person any more", "m1")
    assert (await lena.call("PUT", f"/v1/tickets/{ticket}/owner")).status_code == 200
    replayed = await customer.send("I don't need a person any more", "m1")
    still = await customer.send("hello Lena")

    assert silent.json()["reply"] is None
    assert back.json()["reply"]["text"] == "heard: I don't need a person any more"
    assert replayed.json() == back.json()
    assert still.json()["reply"] is None, "an old message calls nobody off again"


async def test_nobody_else_speaks_to_the_person(desk: Service) -> None:
    customer, _, _ = await held(desk)
    stranger = Speaker(desk.client, customer.conversation_id, (await desk.open()).token)

    assert (await stranger.send("hello")).status_code == 404
    assert (await stranger.send("back to the assistant")).status_code == 404
    assert (await customer.send("hello")).status_code == 202


async def test_what_was_left_unanswered_is_the_persons_and_not_the_sweeps(desk: Service) -> None:
    customer = await desk.open()
    ticket = await ask_for_a_person(desk, customer)
    # All in one step, so that no sweep comes in between: what is tested is what one finds afterwards.
    async with desk.resources.database.connection() as connection, connection.transaction():
        await connection.execute(
            "INSERT INTO messages (conversation_id, seq, sender, text, status, cards, quick_replies, sources,"
            " created_at) VALUES ($1, 3, 'customer', 'lost', 'received', '[]', '[]', '[]', now())",
            customer.conversation_id,
        )
        await connection.execute(
            "UPDATE conversations SET last_seq = 3, waiting_since = now(), attempts = 1, "
            "lease_until = now() - interval '1 second' WHERE conversation_id = $1",
            customer.conversation_id,
        )
        assert await handoffs.take(connection, ticket, owner="staff:lena")
        assert await answers.hold(connection, ConversationId(customer.conversation_id))
    sent = await customer.send("and this")
    taken_over = await desk.resources.turns.take_over()

    assert (taken_over, sent.json()["reply"]) == (0, None)
    assert [(seq, status) for seq, _, _, status in await said(customer)] == [(3, "answered"), (4, "answered")]


async def test_many_at_once_are_kept_one_after_the_other(desk: Service) -> None:
    customer, lena, ticket = await held(desk)
    sent: list[Any] = await asyncio.gather(
        *(customer.send(f"number {number}") for number in range(12)),
        *(answer(lena, ticket, f"answer {number}", key=f"k{number}") for number in range(4)),
    )

    assert sorted(each.json()["seq"] for each in sent) == list(range(3, 19))
    assert [seq for seq, *_ in await said(customer)] == list(range(3, 19))
    assert len(desk.agent.turns) == 1


async def test_what_is_forgotten_is_held_by_nobody(desk: Service) -> None:
    customer, _, _ = await held(desk)
    await desk.client.delete(customer.path, headers=customer.headers)
    async with desk.resources.database.connection() as connection:
        until = await connection.fetchval(
            "SELECT held_until FROM conversations WHERE conversation_id = $1", customer.conversation_id
        )

    assert until is None
    assert (await customer.send("hello?")).status_code == 404


async def test_a_telephone_is_silent_for_a_person_and_gives_them_back_in_words(phones: Carrier) -> None:
    await phones.write("a person please")
    await phones.got(1)
    conversation = ConversationId(await phones.value("SELECT conversation_id FROM conversations"))
    async with phones.resources.database.transaction() as session:
        connection = await session.raw()
        ticket, _ = await handoffs.open_ticket(session, conversation_id=conversation, reason="asked", packet_json="{}")
        await handoffs.take(connection, ticket, owner="staff:lena")
        assert await answers.hold(connection, conversation)
    acknowledged = await phones.write("it is the left sleeve")
    await phones.write("back to the assistant")
    got = await phones.got(2)
    await phones.idle()

    assert (acknowledged.status_code, acknowledged.text) == (200, "<Response/>")
    assert [message.body for message in got[1:]] == ["heard: back to the assistant"]
    assert [turn.messages[0].text for turn in phones.agent.turns] == ["a person please", "back to the assistant"]
    assert len(phones.exchange.sent_to(STRANGER)) == 2


@pytest.mark.parametrize(
    "text",
    [
        "back to the assistant",
        "back to assistant",
        "Back to the bot, please",
        "I don't need a person any more",
        "I no longer need a human",
        "no person",
        "please close my ticket",
        "zurück zum Assistenten",
        "Ich brauche keinen Menschen mehr",
        "retour à l'assistant",
        "plus besoin d'une personne",
        "volver al asistente",
        "ya no necesito a una persona",
    ],
)
def test_words_that_name_who_is_not_needed_call_a_person_off(text: str) -> None:
    assert calls_off(text)


@pytest.mark.parametrize(
    "text",
    [
        "no, that is not needed",
        "not necessary",
        "you can do it",
        "I don't need the jacket any more",
        "no",
        "cancel the order",
        "Ich brauche die Jacke nicht mehr",
        "a real person, please",
    ],
)
def test_what_is_said_to_a_person_calls_nobody_off(text: str) -> None:
    assert not calls_off(text)
