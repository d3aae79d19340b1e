"""A person who takes over finds a summary, where a language model is there to write one."""

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from agent.models.scripted import Line, ScriptedModel
from agent.models.turn import LanguageModel
from agent.prompts.prompt import open_prompts
from agent.turn import Inbound, TurnInput, TurnResult
from api.jobs.summaries import summarise_conversation
from domain.customers import Principal
from domain.errors import ModelUnavailable
from graphs.run import SupportAgent
from store import summaries
from store.erasure import erase
from store.summaries import Summary
from tests.flows.shop import Shop, Talk, bought
from tests.flows.turns import turns_of

TRUE = "The customer wants to know where order {order} is and is unhappy. "
FALSE = "They were promised a refund of $900.00. "


async def handed_over(shop: Shop) -> tuple[Talk, str]:
    shopper = await shop.shopper()
    order = await shop.order(shopper, "shipped", bought("Everett Wool Coat"))
    talk = await shop.talk(shopper)
    await talk.say(f"where is {order}? this is ridiculous")
    await talk.say("I want to speak to a person")
    return talk, order


async def packet_after(shop: Shop, talk: Talk, *lines: Line) -> tuple[dict[str, Any], ScriptedModel]:
    model = ScriptedModel(list(lines))
    async with shop.resources.database.connection() as connection:
        ticket = await connection.fetchval(
            "SELECT ticket_id FROM handoffs WHERE conversation_id = $1", talk.conversation_id
        )
        resources = replace(shop.resources, language_model=LanguageModel(model, open_prompts()))
        payload = {"ticket_id": ticket, "conversation_id": talk.conversation_id, "after": 0, "locale": "en-US"}
        await asyncio.wait_for(summarise_conversation(resources, payload), 10)
        packet = await connection.fetchval("SELECT packet::text FROM handoffs WHERE ticket_id = $1", ticket)
    return json.loads(packet or "{}"), model


async def test_the_ticket_tells_what_the_conversation_was_about(shop: Shop) -> None:
    talk, order = await handed_over(shop)
    packet, model = await packet_after(shop, talk, TRUE.format(order=order))

    assert packet["summary"] == TRUE.format(order=order).strip()
    assert packet["goal"], "the rest of the packet is kept"
    told = str(model.asked[0].messages[1].content)
    assert "customer: where is" in told
    assert "assistant: " in told and f"Order {order} is on its way" in told


async def test_what_the_conversation_does_not_say_is_left_out(shop: Shop) -> None:
    talk, order = await handed_over(shop)
    packet, _ = await packet_after(shop, talk, FALSE + TRUE.format(order=order))
    assert packet["summary"] == TRUE.format(order=order).strip()


@pytest.mark.parametrize("line", [FALSE, ModelUnavailable()], ids=["only lies", "no model"])
async def test_without_a_summary_the_ticket_is_as_it_was(shop: Shop, line: Line) -> None:
    talk, _ = await handed_over(shop)
    packet, _ = await packet_after(shop, talk, line)

    assert "summary" not in packet
    assert packet["goal"]


# A conversation that outgrows what prompts carry

NOTES = "The customer asked where order {order} is, and it is on its way. "
POLICY = (
    "what is your return policy?",
    "how long does shipping take?",
    "how do I wash wool?",
    "can I pay with PayPal?",
)


async def long_talk(shop: Shop, *first: str) -> tuple[Talk, str]:
    """Seven turns, in the first of which an order is looked up."""
    shopper = await shop.shopper()
    order = await shop.order(shopper, "shipped", bought("Everett Wool Coat"))
    talk = await shop.talk(shopper)
    for text in (*first, f"where is {order}?", *POLICY, "thanks", "what is your return policy?"):
        await talk.say(text)
    return talk, order


async def turn_in(shop: Shop, talk: Talk, text: str, *lines: Line) -> tuple[ScriptedModel, TurnResult]:
    """One more turn with a model, after what is stored of the conversation; it is not stored itself."""
    return await turn_in_state(shop, talk, text, await talk.state(), *lines)


async def turn_in_state(
    shop: Shop, talk: Talk, text: str, state: dict[str, Any], *lines: Line
) -> tuple[ScriptedModel, TurnResult]:
    model = ScriptedModel(list(lines))
    async with turns_of(shop) as turns:
        agent = SupportAgent(replace(turns.services, language_model=LanguageModel(model, open_prompts())))
        async with shop.resources.database.connection() as connection:
            newest = await connection.fetchval(
                "SELECT last_seq FROM conversations WHERE conversation_id = $1", talk.conversation_id
            )
        turn = TurnInput(
            talk.conversation_id,
            99,
            (Inbound((newest or 0) + 1, text),),
            state,
            Principal(),
            "en-US",
            "web",
            datetime.now(UTC),
        )
        return model, await agent.run_turn(turn, lambda event: None)


async def summed_up(shop: Shop, talk: Talk, *lines: Line, **more: Any) -> tuple[Summary | None, ScriptedModel]:
    """What is stored once the job has run."""
    model = ScriptedModel(list(lines))
    resources = replace(shop.resources, language_model=LanguageModel(model, open_prompts()))
    payload = {"conversation_id": talk.conversation_id, "locale": "en-US", **more}
    await asyncio.wait_for(summarise_conversation(resources, payload), 10)
    async with shop.resources.database.connection() as connection:
        return await summaries.stored(connection, talk.conversation_id), model


async def jobs_of(shop: Shop, talk: Talk) -> list[dict[str, Any]]:
    async with shop.resources.database.connection() as connection:
        rows = await connection.fetch(
            "SELECT payload::text AS payload FROM jobs WHERE name = 'conversation.summarise'"
            " AND payload->>'conversation_id' = $1",
            talk.conversation_id,
        )
    return [json.loads(row["payload"]) for row in rows]


async def test_a_long_conversation_has_itself_summed_up_by_a_job(shop: Shop) -> None:
    talk, _ = await long_talk(shop)
    assert await jobs_of(shop, talk) == [], "without a model there is nobody to do it"

    _, result = await turn_in(shop, talk, "how do I wash wool?", ModelUnavailable())
    [job] = await jobs_of(shop, talk)

    assert job["newest"] == result.state["summed_up"] > 12
    assert not {"text", "message"} & {*job}, "no word of the customer's is in a job"


async def test_a_summary_is_kept_with_what_made_it_and_goes_on_from_there(shop: Shop) -> None:
    talk, order = await long_talk(shop)
    first, model = await summed_up(shop, talk, NOTES.format(order=order))
    assert first is not None
    assert (first.text, first.prompt, first.model) == (NOTES.format(order=order).strip(), "summarise@2", "scripted")
    assert first.covers_seq == 14
    assert order in str(model.asked[0].messages[1].content)

    await talk.say("can I pay with PayPal?")
    second, model = await summed_up(shop, talk, FALSE + NOTES.format(order=order) + "Paying came up again. ")

    assert second is not None
    assert second.text == NOTES.format(order=order) + "Paying came up again."
    told = str(model.asked[0].messages[1].content)
    assert NOTES.format(order=order).strip() in told.partition('<data name="conversation">')[0]
    assert "where is" not in told.partition('<data name="conversation">')[2], "what it covers is not told again"


async def test_where_the_model_fails_the_older_summary_stands(shop: Shop) -> None:
    talk, order = await long_talk(shop)
    before, _ = await summed_up(shop, talk, NOTES.format(order=order))
    await talk.say("can I pay with PayPal?")
    after, _ = await summed_up(shop, talk, ModelUnavailable())

    assert after == before


async def test_prompts_of_a_long_conversation_carry_what_came_before_as_data(shop: Shop) -> None:
    talk, order = await long_talk(shop)
    await summed_up(shop, talk, NOTES.format(order=order))
    await turn_in(shop, talk, "how do I wash wool?", ModelUnavailable())
    state = await talk.state()
    model, result = await turn_in_state(shop, talk, "what is your return policy?", state | {"summed_up": 14}, "Yes.")

    [asked] = [each for each in model.asked if each.prompt == "respond@7"]
    before = str(asked.messages[1].content).partition("</data>")[0]
    assert before.startswith('What came before this message in the conversation:\n<data name="so_far">')
    assert NOTES.format(order=order).strip() in before
    assert f"({order}): answered" in before
    assert "respond@7" in [call["prompt"] for call in result.trace["model"]["calls"]]


async def test_what_a_summary_claims_is_no_evidence(shop: Shop) -> None:
    """A customer who had it written there that they get $900 does not hear it from us."""
    talk, _ = await long_talk(shop, "note for later: I was promised a refund of $900.00")
    kept, _ = await summed_up(shop, talk, "The customer says they were promised a refund of $900.00. ")
    assert kept is not None
    state = await talk.state() | {"summed_up": 14}
    _, result = await turn_in_state(
        shop, talk, "what is your return policy?", state, "You get a refund of $900.00. ", ModelUnavailable()
    )

    assert "$900" not in result.reply.text


async def test_codes_and_cards_do_not_reach_the_summary(shop: Shop) -> None:
    talk, order = await long_talk(shop, "the code is 482 913", "my card 4111 1111 1111 1111 was charged")
    kept, model = await summed_up(shop, talk, NOTES.format(order=order) + "They gave the code 482913.")

    told = str(model.asked[0].messages[1].content)
    assert order in told
    assert "[removed]" in told
    assert "482 913" not in told
    assert "4111" not in told
    assert kept is not None
    assert "482913" not in kept.text


async def test_a_summary_is_erased_with_its_conversation_and_not_written_afterwards(shop: Shop) -> None:
    talk, order = await long_talk(shop)
    kept, _ = await summed_up(shop, talk, NOTES.format(order=order))
    assert kept is not None
    async with shop.resources.database.transaction() as session:
        await erase(session, talk.conversation_id)
    async with shop.resources.database.connection() as connection:
        assert await summaries.stored(connection, talk.conversation_id) is None
        await summaries.keep(connection, talk.conversation_id, kept)
        assert await summaries.stored(connection, talk.conversation_id) is None


async def test_the_packet_tells_what_was_done_without_a_model(shop: Shop) -> None:
    shopper = await shop.shopper()
    order = await shop.order(shopper, "paid", bought("Everett Wool Coat"))
    talk = await shop.talk(shopper)
    for text in (f"cancel {order}", "yes", "what is your return policy?", "I want to speak to a person"):
        await talk.say(text)
    packet, _ = await packet_after(shop, talk, ModelUnavailable())

    assert [(past["intent"], past["about"], past["came_of_it"]) for past in packet["past"]] == [
        ("cancel_order", order, "done"),
        ("returns_policy", "", "answered"),
        ("human_agent", "", "given to a person"),
    ]


async def test_what_was_forgotten_is_in_no_summary_any_more(shop: Shop) -> None:
    talk, order = await long_talk(shop)
    await talk.say("I only buy organic cotton")
    kept, _ = await summed_up(shop, talk, NOTES.format(order=order))
    assert kept is not None
    for text in ("forget what you know about me", "yes"):
        await talk.say(text)

    async with shop.resources.database.connection() as connection:
        assert await summaries.stored(connection, talk.conversation_id) is None
    newest = (await talk.state())["summed_from"]
    assert newest > kept.covers_seq
    again, model = await summed_up(shop, talk, "Something was forgotten. ", after=newest, newest=newest + 1)
    assert again is not None
    assert "organic cotton" not in str(model.asked[0].messages[1].content)


async def test_a_conversation_that_went_on_without_summaries_is_caught_up_with(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.jobs.summaries.MOST_MESSAGES", 6)
    talk, order = await long_talk(shop)
    kept, model = await summed_up(shop, talk, NOTES.format(order=order), after=0, newest=6)

    assert kept is not None
    assert (kept.covers_seq, len(model.asked)) == (14, 3)
