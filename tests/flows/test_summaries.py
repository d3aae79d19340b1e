"""A person who takes over finds a summary, where a language model is there to write one."""

import asyncio
import json
from dataclasses import replace
from typing import Any

import pytest

from agent.models.scripted import Line, ScriptedModel
from agent.models.turn import LanguageModel
from agent.prompts.prompt import open_prompts
from api.jobs.summaries import summarise_handoff
from domain.errors import ModelUnavailable
from tests.flows.shop import Shop, Talk, bought

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
        await asyncio.wait_for(summarise_handoff(resources, payload), 10)
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
