"""A telephone writes and is answered: once, in order, whatever is delivered how often."""

import asyncio
import io
from collections.abc import AsyncIterator

import pytest_asyncio
from PIL import Image

from store.database import Database
from store.embedded import EmbeddedPostgres
from tests.api.phones import MAYA_PHONE, STRANGER, Attachment, Carrier, Fixed, carrier
from tests.api.test_access import away


@pytest_asyncio.fixture
async def phones(database: Database) -> AsyncIterator[Carrier]:
    async with carrier(database) as found:
        yield found


async def test_a_text_is_acknowledged_with_an_empty_answer_and_replied_to_over_rest(phones: Carrier) -> None:
    answer = await phones.write("where is my order?")

    assert (answer.status_code, answer.text, answer.headers["content-type"].split(";")[0]) == (
        200,
        "<Response/>",
        "text/xml",
    )
    got = await phones.got(1)
    assert got[0].body.endswith("heard: where is my order?")
    assert phones.exchange.breaches == []


async def test_the_first_reply_says_that_an_ai_speaks_and_how_to_stop_it(phones: Carrier) -> None:
    await phones.write("hi")
    await phones.got(1)
    await phones.write("again")
    first, second = await phones.got(2)

    assert "AI assistant" in first.body
    assert "STOP" in first.body
    assert second.body == "heard: again"


async def test_fifty_replays_in_a_row_and_twenty_at_once_are_one_turn(phones: Carrier) -> None:
    form = phones.form("only once")
    for _ in range(50):
        assert (await phones.post(form)).status_code == 200
    at_once = phones.form("only once, too")
    answers = await asyncio.gather(*(phones.post(at_once) for _ in range(20)))
    await phones.got(2)
    await phones.idle()

    assert {answer.status_code for answer in answers} == {200}
    assert [[message.text for message in turn.messages] for turn in phones.agent.turns] == [
        ["only once"],
        ["only once, too"],
    ]
    assert len(phones.exchange.sent_to(STRANGER)) == 2
    assert await phones.value("SELECT count(*) FROM messages WHERE sender = 'customer'") == 2


async def test_one_number_is_one_conversation_and_another_is_another(phones: Carrier) -> None:
    await phones.write("one")
    await phones.got(1)
    await phones.write("two")
    await phones.write("other", sender="+15035550198")
    await phones.got(2)
    await phones.got(1, recipient="+15035550198")

    assert await phones.value("SELECT count(*) FROM conversations") == 2


async def test_two_first_messages_at_once_open_one_conversation(phones: Carrier) -> None:
    await asyncio.gather(*(phones.write(f"number {number}") for number in range(8)))
    await phones.idle()

    assert await phones.value("SELECT count(*) FROM conversations") == 1
    assert await phones.value("SELECT count(*) FROM messages WHERE sender = 'customer'") == 8


async def test_a_number_only_makes_its_customer_recognised(phones: Carrier) -> None:
    await phones.write("hi", sender=MAYA_PHONE)
    await phones.got(1, recipient=MAYA_PHONE)

    principal = phones.agent.turns[0].principal
    assert (principal.recognised, principal.subject, principal.rung.name) == ("C1", None, "ANONYMOUS")
    assert phones.agent.turns[0].locale == "en-GB"


async def test_stop_start_and_help_are_heard_and_nothing_is_said(phones: Carrier) -> None:
    for word in ("STOP", "hello?", "HELP"):
        assert (await phones.write(word)).text == "<Response/>"
    await phones.write("START", extra={"OptOutType": "START"})
    await phones.write("now answer")
    await phones.got(1)
    await phones.idle()

    assert [turn.messages[0].text for turn in phones.agent.turns] == ["now answer"]
    assert len(phones.exchange.sent_to(STRANGER)) == 1


async def test_on_whatsapp_help_and_cancel_are_words_like_any_other(phones: Carrier) -> None:
    for count, word in enumerate(("help", "cancel"), 1):
        await phones.whatsapp(word)
        await phones.got(count, recipient=f"whatsapp:{STRANGER}")
    await phones.whatsapp("stop")
    await phones.whatsapp("are you there?")
    await phones.idle()

    assert [turn.messages[0].text for turn in phones.agent.turns] == ["help", "cancel"]


async def test_a_long_answer_goes_out_in_several_messages_in_order(database: Database) -> None:
    text = " ".join(f"This is sentence number {number} of a long answer." for number in range(60))
    async with carrier(database, agent=Fixed(text)) as phones:
        await phones.write("tell me all")
        await phones.got(3)
        await phones.idle()
        got = phones.exchange.sent_to(STRANGER)

    assert all(len(message.body) <= 1600 for message in got)
    assert " ".join(message.body for message in got).endswith(text)
    assert all(message.body.endswith(".") for message in got)


async def test_offered_answers_are_numbered_and_a_bare_number_picks_one(database: Database) -> None:
    agent = Fixed("Shall I go on?", quick_replies=["Yes, please", "No, thanks"])
    async with carrier(database, agent=agent) as phones:
        await phones.write("cancel my order")
        (first,) = await phones.got(1)
        await phones.write("2")
        await phones.got(2)

    assert "1) Yes, please\n2) No, thanks" in first.body
    assert agent.turns[1].messages[0].text == "No, thanks"


async def test_buttons_places_and_unknown_parameters_are_understood(phones: Carrier) -> None:
    whatsapp = f"whatsapp:{STRANGER}"
    await phones.whatsapp("Yes", extra={"ButtonText": "Yes", "ButtonPayload": "Yes, please", "NewIn2027": "x"})
    await phones.got(1, recipient=whatsapp)
    place = {"Latitude": "45.5231", "Longitude": "-122.6765", "Label": "Home", "Address": "1842 Alder Court"}
    await phones.whatsapp("", extra=place)
    await phones.got(2, recipient=whatsapp)

    said = [turn.messages[0].text for turn in phones.agent.turns]
    assert said == ["Yes, please", "[location] Home, 1842 Alder Court (45.5231, -122.6765)"]


async def test_pictures_are_fetched_cleaned_and_in_the_conversation_before_the_turn(phones: Carrier) -> None:
    await phones.write("the sleeve is torn", attachments=[Attachment("image/png", picture())])
    await phones.write("what now?")
    await phones.idle()
    await phones.got(1)
    await phones.until(lambda: sum(len(turn.messages) for turn in phones.agent.turns) == 2)

    said = [message.text for turn in phones.agent.turns for message in turn.messages]
    assert said == ["the sleeve is torn", "what now?"]
    assert await phones.value("SELECT media_type FROM files") == "image/jpeg"


async def test_a_shared_contact_is_read_and_a_file_that_is_no_picture_is_named(phones: Carrier) -> None:
    card = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ann Lee\r\nTEL;TYPE=CELL:+1 503 555 0144\r\nEND:VCARD\r\n"
    await phones.write("", attachments=[Attachment("text/vcard", card)])
    await phones.got(1)
    await phones.write("see", attachments=[Attachment("image/png", b"no picture"), Attachment("audio/ogg", b"...")])
    await phones.got(2)

    said = [turn.messages[0].text for turn in phones.agent.turns]
    assert said[0] == "[contact] name Ann Lee, phone +1 503 555 0144"
    assert said[1] == "see\n[a file that I cannot open]"


async def test_a_flood_from_one_number_is_acknowledged_and_not_answered(database: Database) -> None:
    async with carrier(database, limit=8) as phones:
        for number in range(20):
            assert (await phones.write(f"message {number}")).status_code == 200
        await phones.idle()
        assert await phones.value("SELECT count(*) FROM messages WHERE sender = 'customer'") == 8


async def test_what_a_crash_left_behind_is_fetched_and_answered(phones: Carrier) -> None:
    form = phones.form("", attachments=[Attachment("image/png", picture())])
    # As if the process had died right after acknowledging.
    phones.resources.intake._fetch_soon = lambda: None  # pyright: ignore[reportPrivateUsage]
    await phones.post(form)
    assert phones.agent.turns == []

    await phones.resources.intake.take_waiting()

    (reply,) = await phones.got(1)
    assert reply.body.endswith("heard: [photo]")


async def test_nothing_is_acknowledged_while_the_database_is_away_and_all_is_well_after(
    own_database: Database, postgres: EmbeddedPostgres
) -> None:
    async with carrier(own_database) as phones:
        form = phones.form("hello")
        async with away(own_database, postgres):
            refused = await phones.post(form)
        assert refused.status_code == 503
        assert int(refused.headers["retry-after"]) > 0

        assert (await phones.post(form)).status_code == 200
        (reply,) = await phones.got(1)
        assert reply.body.endswith("heard: hello")


def picture() -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(kept, "PNG")
    return kept.getvalue()


async def test_the_web_is_a_channel_like_the_others(phones: Carrier) -> None:
    opened = (await phones.client.post(f"{phones.address}/v1/conversations", json={})).json()
    path, url = f"/v1/conversations/{opened['conversation_id']}/messages", f"{phones.address}/v1/channels/web"
    body = {"conversation_id": opened["conversation_id"], "text": "hello", "client_message_id": "one"}
    own = {"authorization": f"Bearer {opened['token']}"}

    for _ in range(2):
        assert (await phones.client.post(url, json=body, headers=own)).status_code == 200
    foreign = await phones.client.post(url, json=body, headers={"authorization": "Bearer another"})
    without = await phones.client.post(url, json=body)
    await phones.until(lambda: len(phones.agent.turns) == 1)
    read = await phones.client.get(phones.address + path, headers=own)

    assert (foreign.status_code, without.status_code) == (404, 401)
    assert read.json()["messages"][0]["text"] == "hello"
    assert await phones.value("SELECT count(*) FROM messages WHERE sender = 'customer'") == 1
    assert await phones.value("SELECT count(*) FROM outbox") == 0
