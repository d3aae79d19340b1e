"""Messages as they really come: in bursts, twice, in odd letters."""

import asyncio
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent.acts import dialogue_act
from agent.nodes.guard import readable
from store import acceptance, turns
from tests.flows.shop import Shop, Talk, bought

SHIRT = bought("Meadow Linen Shirt")


async def replies(talk: Talk) -> list[str]:
    async with talk.resources.database.connection() as connection:
        rows = await connection.fetch(
            "SELECT text FROM messages WHERE conversation_id = $1 AND sender = 'assistant' ORDER BY seq",
            talk.conversation_id,
        )
    return [row["text"] for row in rows]


async def test_messages_that_come_while_a_turn_runs_get_one_reply(shop: Shop) -> None:
    maya = await shop.shopper()
    order = await shop.order(maya, "shipped", SHIRT)
    talk = await shop.talk(maya)
    own = shop.resources.turns

    async with shop.resources.database.connection() as connection:
        # Some process answers slowly, and is gone in the end.
        first = await acceptance.accept(
            connection,
            talk.conversation_id,
            token_hash=None,
            text="hi",
            client_message_id=None,
            lease=timedelta(seconds=30),
        )
        await own.accept(talk.conversation_id, f"where is {order}?", token_hash=None)
        last = await own.accept(talk.conversation_id, "also, how long do I have to return?", token_hash=None)
        assert first.lease is not None and last.lease is None
        await turns.give_back(connection, first.lease, pause=timedelta(0))
    await own.take_over()
    answer = await own.answer_to(talk.conversation_id, last, timeout_s=10)

    assert answer is not None
    assert await replies(talk) == [answer.reply.text]
    assert order in answer.reply.text and "30 days" in answer.reply.text


async def test_the_same_message_again_gets_the_same_reply(shop: Shop) -> None:
    maya = await shop.shopper()
    order = await shop.order(maya, "delivered", SHIRT)
    talk = await shop.talk(maya)

    await talk.say(f"I want to return the shirt from order {order}, it is too small")
    first = await talk.say("yes", client_message_id="m-2")
    again = await talk.say("yes", client_message_id="m-2")

    assert again.text == first.text
    assert len(await replies(talk)) == 2
    assert await shop.claims(order) == [(1, 1, "too_small")]


async def test_the_same_yes_sent_ten_times_at_once_files_one_claim(shop: Shop) -> None:
    maya = await shop.shopper()
    order = await shop.order(maya, "delivered", bought("Hearth Merino Sweater", quantity=5, category="Knitwear"))
    talk = await shop.talk(maya)

    await talk.say(f"return one sweater from order {order}, it is too big")
    await asyncio.gather(*(talk.send("yes", client_message_id=f"m-{at % 3}") for at in range(10)))

    assert await shop.claims(order) == [(1, 1, "too_big")]


@given(st.text(max_size=300))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_nothing_that_can_be_typed_breaks_a_turn(shop: Shop, text: str) -> None:
    if "\x00" in text or any(0xD800 <= ord(letter) < 0xE000 for letter in text):
        return  # refused before the agent, see tests/api
    talk = await shop.talk()

    reply = await talk.say(text)

    assert reply.text
    assert (reply.handoff or {}).get("reason") != "turn_failed"


_NOES = ("don't", "do not", "never", "must not", "please don't", "you should not", "no, don't", "I'd rather not")
_DEEDS = ("do that", "file it", "return it", "cancel it", "send it", "go ahead", "do it")


@given(st.sampled_from(_NOES), st.sampled_from(_DEEDS), st.sampled_from(("", "!", ".", " please", ", ok?", " yet")))
def test_a_no_is_never_a_yes(no: str, deed: str, end: str) -> None:
    assert dialogue_act(f"{no} {deed}{end}", expecting="confirmation", pending="return|file").kind != "affirm"


@given(st.text(max_size=200))
def test_reading_a_text_twice_changes_nothing_more(text: str) -> None:
    assert readable(readable(text)) == readable(text)
