"""A person joins a conversation of the real assistant, and it is given back."""

import re

import pytest

from domain.conversations import ConversationId
from store import answers, handoffs
from tests.flows.shop import Shop, Talk, bought


async def joined(talk: Talk, ticket: str) -> None:
    async with talk.resources.database.transaction() as session:
        connection = await session.raw()
        assert await handoffs.take(connection, ticket, owner="staff:lena")
        assert await answers.hold(connection, ConversationId(talk.conversation_id))


async def standing(talk: Talk) -> handoffs.Standing | None:
    async with talk.resources.database.connection() as connection:
        return await handoffs.standing(connection, talk.conversation_id)


async def to_the_person(talk: Talk, text: str) -> None:
    accepted = await talk.resources.turns.accept(talk.conversation_id, text, token_hash=None)
    assert accepted.is_held


@pytest.mark.parametrize(
    ("asks", "gives_back", "said"),
    [
        ("I want to speak to a person", "back to the assistant", "(?:go on here|stays with me)"),
        ("I want to speak to a person", "no person", "(?:go on here|stays with me)"),
        ("I want to speak to a person", "I don't need a person any more", "(?:go on here|stays with me)"),
        (
            "Ich möchte mit einem Menschen sprechen",
            "zurück zum Assistenten",
            "(?:hier weiter|bei mir)",
        ),
        ("Je voudrais parler à un humain", "retour à l'assistant", "(?:continue ici|reste avec vous)"),
        ("Ich möchte mit einem Menschen sprechen", "Ich brauche keinen Menschen mehr", "(?:hier weiter|bei mir)"),
        ("Je voudrais parler à un humain", "je n'ai plus besoin d'un humain", "(?:continue ici|reste avec vous)"),
        ("Quiero hablar con una persona", "Ya no necesito a una persona", "(?:seguimos aquí|me ocupo yo)"),
        ("Quiero hablar con una persona", "volver al asistente", "(?:seguimos aquí|me ocupo yo)"),
    ],
)
async def test_words_give_the_customer_back_and_close_the_request(
    shop: Shop, asks: str, gives_back: str, said: str
) -> None:
    talk = await shop.talk()
    handoff = (await talk.say(asks)).handoff
    assert handoff
    await joined(talk, handoff["ticket_id"])
    await to_the_person(talk, "hello?")
    reply = await talk.say(gives_back)

    assert re.search(said, reply.text), reply.text
    assert await standing(talk) is None


async def test_what_waits_for_a_yes_still_waits_after_the_person(shop: Shop) -> None:
    maya = await shop.shopper()
    order = await shop.order(maya, "delivered", bought("Meadow Linen Shirt"))
    talk = await shop.talk(maya)
    await talk.say(f"I want to return the shirt from order {order}, it is too small")
    async with talk.resources.database.transaction() as session:
        ticket, _ = await handoffs.open_ticket(
            session, conversation_id=talk.conversation_id, reason="asked", packet_json="{}"
        )
    await joined(talk, ticket)
    await to_the_person(talk, "yes")
    assert await shop.claims(order) == [], "that yes was said to somebody else"
    async with talk.resources.database.connection() as connection:
        assert await handoffs.close(connection, talk.conversation_id)
    await talk.say("yes please")

    assert await shop.claims(order) == [(1, 1, "too_small")]
