""" "A colleague looks at it first, and you will hear from us": kept in the conversation where it was said."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest_asyncio

from api.jobs.worker import Worker
from domain.conversations import Sender
from store import conversations, obligations
from tests.flows.shop import Shop, Talk
from tests.flows.test_claims import COAT, desk, done, filed, paid_order

PATIENCE_S = 30.0


@pytest_asyncio.fixture
async def worker(shop: Shop) -> AsyncIterator[Worker]:
    async with Worker(shop.resources, drain_s=2.0) as found:
        yield found


async def claim_in_review(shop: Shop) -> tuple[Talk, str]:
    maya = await shop.shopper()
    order = await paid_order(shop, maya, COAT)
    talk = await shop.talk(maya)
    return talk, await filed(talk, f"return the coat from {order}, I changed my mind")


async def said(talk: Talk) -> list[str]:
    async with talk.resources.database.connection() as connection:
        found = await conversations.transcript(connection, talk.conversation_id)
    return [message.text for message in found.messages if message.sender is Sender.ASSISTANT]


async def hears(talk: Talk, *words: str) -> str:
    """The next thing that is said there without having been asked."""
    before = len(await said(talk))
    async with asyncio.timeout(PATIENCE_S):
        while len(told := await said(talk)) == before:
            await asyncio.sleep(0.05)
    assert all(word in told[-1] for word in words), told[-1]
    return told[-1]


async def day_comes(shop: Shop, claim: str) -> None:
    async with shop.resources.database.transaction() as session:
        connection = await session.raw()
        await connection.execute("UPDATE obligations SET due_at = now() WHERE key = $1", f"claim:{claim}")
        await obligations.look_now(session, f"claim:{claim}")


async def outcome(shop: Shop, claim: str) -> tuple[Any, ...]:
    async with shop.resources.database.connection() as connection:
        row = await connection.fetchrow(
            "SELECT outcome, late_at IS NOT NULL AS late FROM obligations WHERE key = $1", f"claim:{claim}"
        )
    return tuple(row) if row else ()


async def test_a_customer_hears_of_the_decision_at_once_and_once(shop: Shop, worker: Worker) -> None:
    talk, claim = await claim_in_review(shop)
    assert await outcome(shop, claim) == ("", False)

    hearing = asyncio.create_task(
        hears(talk, "good news", claim, "Everett Wool Coat", "approved", "send the item back")
    )
    await done(await desk(shop, "otto"), f"approve {claim}, the tags are on")
    await hearing

    assert await outcome(shop, claim) == ("kept", False)
    await day_comes(shop, claim)
    await asyncio.sleep(2.5)
    assert sum("good news" in text for text in await said(talk)) == 1


async def test_a_denial_is_told_with_its_reason_and_the_way_on(shop: Shop, worker: Worker) -> None:
    talk, claim = await claim_in_review(shop)

    hearing = asyncio.create_task(hears(talk, "could not approve", "it was worn outside", "looked at again"))
    await done(await desk(shop, "otto"), f"deny {claim}, it was worn outside")
    await hearing


async def test_when_the_day_comes_without_a_decision_the_customer_is_told_and_a_person_asked(
    shop: Shop, worker: Worker
) -> None:
    talk, claim = await claim_in_review(shop)

    hearing = asyncio.create_task(hears(talk, claim, "not decided yet", "sorry"))
    await day_comes(shop, claim)
    await hearing

    assert await outcome(shop, claim) == ("", True)
    async with shop.resources.database.connection() as connection:
        late = [one.key for one in await obligations.still_open(connection, only_overdue=True)]
        reason = await connection.fetchval(
            "SELECT reason FROM handoffs WHERE conversation_id = $1 AND status = 'open'", talk.conversation_id
        )
    assert f"claim:{claim}" in late and reason == "promise_late"

    hearing = asyncio.create_task(hears(talk, "good news", claim))
    await done(await desk(shop, "otto"), f"approve {claim}, the tags are on")
    await hearing
    assert await outcome(shop, claim) == ("kept", True)


async def test_who_takes_a_claim_back_is_told_nothing_more(shop: Shop, worker: Worker) -> None:
    talk, claim = await claim_in_review(shop)
    await talk.say(f"I want to withdraw claim {claim}")
    await talk.say("yes")
    before = await said(talk)

    async with asyncio.timeout(PATIENCE_S):
        while await outcome(shop, claim) != ("void", False):
            await asyncio.sleep(0.05)
    assert await said(talk) == before
