"""One person on two channels: what was begun in the widget is finished on the telephone, after a proof."""

import re

from domain.conversations import ConversationId
from store import conversations
from tests.flows.shop import Shop, Talk, bought

SHIRT = bought("Meadow Linen Shirt")


async def phone_of(shop: Shop, customer_id: str | None) -> Talk:
    """A conversation as a recognised number has it; None: nobody's number."""
    talk = await shop.talk()
    async with shop.resources.database.connection() as connection:
        await connection.execute(
            "UPDATE conversations SET channel = 'sms', address = '+15035550117',"
            " principal = principal || jsonb_build_object('recognised', $2::text) WHERE conversation_id = $1",
            talk.conversation_id,
            customer_id,
        )
    return talk


async def mailed(shop: Shop) -> str:
    async with shop.resources.database.connection() as connection:
        text = await connection.fetchval("SELECT text FROM mail ORDER BY queued_at DESC LIMIT 1")
    found = re.search(r"\b(\d{3}) (\d{3})\b", text or "")
    assert found, "no code was mailed"
    return found[1] + found[2]


async def test_a_return_begun_in_the_widget_is_finished_on_the_phone_and_nothing_is_asked_twice(shop: Shop) -> None:
    maya = await shop.shopper()
    order = await shop.order(maya, "delivered", SHIRT)
    widget = await shop.talk(maya)
    await widget.say("I want to return the Meadow Linen Shirt")
    summary = await widget.say("it is too small")
    phone = await phone_of(shop, maya.customer_id)

    asked = await phone.say("I started a return on your website, can I finish it here?")
    assert order not in asked.text
    found = await phone.say(await mailed(shop))
    again = await phone.say("yes")
    done = await phone.say("yes please")

    assert order in found.text
    assert "too small" in again.text and order in again.text
    assert again.text.split("\n")[1:3] == summary.text.split("\n")[1:3]
    assert "CL-" in done.text
    async with shop.resources.database.connection() as connection:
        assert await connection.fetchval("SELECT count(*) FROM claims WHERE order_id = $1", order) == 1


async def test_a_number_alone_hears_nothing_of_what_is_open_elsewhere(shop: Shop) -> None:
    maya = await shop.shopper()
    order = await shop.order(maya, "delivered", SHIRT)
    widget = await shop.talk(maya)
    await widget.say("I want to return the Meadow Linen Shirt")
    phone = await phone_of(shop, maya.customer_id)

    for text in ("I started a return on your website, go on here", "123456", "yes", "what was it about?"):
        reply = await phone.say(text)
        assert order not in reply.text and "Meadow" not in reply.text


async def test_somebody_else_finds_nothing_of_it(shop: Shop) -> None:
    maya, theo = await shop.shopper(), await shop.shopper()
    order = await shop.order(maya, "delivered", SHIRT)
    widget = await shop.talk(maya)
    await widget.say("I want to return the Meadow Linen Shirt")
    other = await shop.talk(theo)

    reply = await other.say("I started a return on your website, can I finish it here?")

    assert order not in reply.text and "Meadow" not in reply.text
    async with shop.resources.database.connection() as connection:
        state, _ = await conversations.summary(connection, ConversationId(other.conversation_id))
    assert state["offer"] is None


async def test_a_recognised_number_is_asked_for_a_code_and_not_for_an_order_number(shop: Shop) -> None:
    maya = await shop.shopper()
    order = await shop.order(maya, "shipped", SHIRT)
    phone = await phone_of(shop, maya.customer_id)

    asked = await phone.say("where is my order?")
    assert "code" in asked.text and order not in asked.text
    told = await phone.say(await mailed(shop))
    assert order in told.text
