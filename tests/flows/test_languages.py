"""A conversation in another language: what stays, what changes, and whose words are kept."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.flows.shop import Shop
from tests.flows.turns import TurnsOf, turns_of

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def turns(shop: Shop) -> AsyncIterator[TurnsOf]:
    async with turns_of(shop) as opened:
        yield opened


@pytest.mark.parametrize(
    ("hello", "short", "language"),
    [
        ("Guten Tag, ich habe eine Frage", "ok", "de"),
        ("Bonjour, j'ai une question pour vous", "le deuxième", "fr"),
        ("Hola, tengo una pregunta para usted", "sí", "es"),
    ],
)
async def test_a_short_word_stays_in_the_language(turns: TurnsOf, hello: str, short: str, language: str) -> None:
    first, _ = await turns.say(hello)
    second, _ = await turns.say(short, state=first.state, fence=2)
    assert (first.state["language"], second.state["language"]) == (language, language)
    third, _ = await turns.say("Sorry, I would like to have this in English please", state=second.state, fence=3)
    assert third.state["language"] == "en"


async def test_english_is_answered_as_ever(turns: TurnsOf) -> None:
    said, _ = await turns.say("Where is my order?")
    assert "order number" in said.reply.text
    thanks, _ = await turns.say("ok, gracias", state=said.state, fence=2)
    assert thanks.state["language"] == "en"


async def test_a_number_is_answered_in_the_language_of_the_talk(turns: TurnsOf) -> None:
    asked, _ = await turns.say("Wo ist meine Bestellung?")
    said, _ = await turns.say("VM-99999", state=asked.state, fence=2)
    assert "Bestellung" in said.reply.text
    assert "order" not in said.reply.text


async def test_buttons_are_in_the_language_and_are_understood_when_pressed(turns: TurnsOf) -> None:
    offered, _ = await turns.say("Guten Tag zusammen, ich bin neu hier")
    hello, _ = await turns.say("Hallo!", state=offered.state, fence=2)
    assert "Wo ist meine Bestellung?" in hello.reply.quick_replies
    said, _ = await turns.say("Ich möchte etwas zurückgeben", state=hello.state, fence=3)
    assert [task["intent"] for task in said.state["tasks"]] == ["return_item"]


async def test_a_note_is_kept_in_the_customers_own_words(turns: TurnsOf) -> None:
    said, _ = await turns.say("Mein Hemd ist kaputt angekommen, da ist ein Loch drin, ich will es zurückgeben")
    notes = [task["slots"].get("note") for task in said.state["tasks"]]
    assert any(note and "Loch" in note for note in notes)


async def test_an_address_is_kept_as_it_is_written(turns: TurnsOf) -> None:
    said, _ = await turns.say("Bitte ändern Sie meine Lieferadresse auf Am Alten Markt 5, 10115 Berlin")
    addresses = [task["slots"].get("address") or {} for task in said.state["tasks"]]
    assert any("Berlin" in str(address) and "10115" in str(address) for address in addresses)
