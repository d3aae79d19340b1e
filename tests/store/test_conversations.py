"""Leases and fences at the level of statements; who may see a conversation; what is kept of a speaker."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from domain.conversations import ConversationId, Event, MessageStatus
from domain.customers import CustomerId, Principal, Role, Rung
from domain.errors import LeaseLost, NotFound
from store import acceptance, conversations, events, turns
from store.acceptance import Accepted
from store.conversations import principal_from_json, principal_to_json
from store.database import Database
from store.turns import Lease, Outcome

HERE = ConversationId("c_1")
LONG = timedelta(seconds=30)
OVER = timedelta(seconds=-1)
SIGNED_IN = Principal(Rung.SIGNED_IN, CustomerId("C1"), actor="customer:C1")


async def open_one(database: Database, conversation_id: ConversationId = HERE) -> None:
    async with database.connection() as connection:
        await conversations.open_conversation(
            connection,
            conversation_id,
            token_hash="hash",
            channel="web",
            locale="en-US",
            principal=SIGNED_IN,
        )


async def accept(
    database: Database,
    text: str = "hello",
    client_message_id: str | None = None,
    lease: timedelta = LONG,
    conversation_id: ConversationId = HERE,
) -> Accepted:
    async with database.connection() as connection:
        return await acceptance.accept(
            connection,
            conversation_id,
            token_hash="hash",
            text=text,
            client_message_id=client_message_id,
            lease=lease,
        )


def outcome(first_seq: int, last_seq: int, *, fence: int, text: str = "hi") -> Outcome:
    said = [Event("start", {}, fence * 1000 + 1), Event("end", {"answers": [last_seq]}, fence * 1000 + 999)]
    return Outcome(
        first_seq=first_seq,
        last_seq=last_seq,
        status=MessageStatus.ANSWERED,
        text=text,
        cards_json="[]",
        quick_replies_json="[]",
        sources_json="[]",
        state_json='{"seen": 1}',
        principal=SIGNED_IN,
        events_json=events.to_json(said),
        trace_json="{}",
    )


async def finish(database: Database, lease: Lease, first_seq: int, last_seq: int) -> turns.Finished:
    async with database.connection() as connection:
        written = outcome(first_seq, last_seq, fence=lease.fence)
        return await turns.finish(connection, lease, written, lease=LONG)


def held(accepted: Accepted) -> Lease:
    assert accepted.lease is not None
    return accepted.lease


async def test_the_first_message_takes_the_lease_and_the_second_does_not(database: Database) -> None:
    await open_one(database)

    first, second = await accept(database), await accept(database)

    assert held(first).fence == 1
    assert held(first).principal == SIGNED_IN
    assert second.lease is None
    assert (first.seq, second.seq) == (1, 2)


async def test_of_many_at_once_exactly_one_takes_the_lease(database: Database) -> None:
    await open_one(database)

    accepted = await asyncio.gather(*[accept(database, str(number)) for number in range(8)])

    assert sorted(one.seq for one in accepted) == [1, 2, 3, 4, 5, 6, 7, 8]
    assert sum(one.lease is not None for one in accepted) == 1


async def test_a_finished_turn_gives_the_lease_back_and_leaves_its_state(database: Database) -> None:
    await open_one(database)
    first = held(await accept(database))

    finished = await finish(database, first, 1, 1)
    second = await accept(database)

    assert finished.next_fence is None
    assert held(second).fence == 2
    assert held(second).state == {"seen": 1}
    assert held(second).attempts == 1
    assert not second.is_behind


async def test_a_message_that_came_meanwhile_keeps_the_lease_under_a_new_fence(database: Database) -> None:
    await open_one(database)
    first = held(await accept(database))
    await accept(database, "more")

    finished = await finish(database, first, 1, 1)

    assert finished.next_fence == 2
    async with database.connection() as connection:
        found = await turns.waiting(connection, HERE)
    assert [(message.seq, message.text) for message in found.messages] == [(2, "more")]


async def test_a_stale_finish_is_refused_and_writes_nothing(database: Database) -> None:
    await open_one(database)
    stale = held(await accept(database, lease=OVER))
    async with database.connection() as connection:
        [fresh] = await turns.take_over(connection, lease=LONG, limit=10)

    with pytest.raises(LeaseLost):
        await finish(database, stale, 1, 1)
    async with database.connection() as connection:
        assert await connection.fetchval("SELECT count(*) FROM turns") == 0
        assert await connection.fetchval("SELECT status FROM messages") == "received"
    await finish(database, fresh, 1, 1)
    with pytest.raises(LeaseLost):
        async with database.connection() as connection:
            await turns.renew(connection, stale, lease=LONG)
    with pytest.raises(LeaseLost):
        async with database.connection() as connection:
            await turns.begin_again(connection, stale, lease=LONG)


async def test_a_lease_that_ran_out_but_was_not_taken_still_finishes(database: Database) -> None:
    await open_one(database)
    slow = held(await accept(database, lease=OVER))

    assert (await finish(database, slow, 1, 1)).reply_seq == 2


async def test_nothing_done_with_a_lease_that_was_given_back_locks_the_conversation(database: Database) -> None:
    """Found under load: a renewal that crossed the commit of its turn shut customers out for 30 seconds."""
    await open_one(database)
    lease = held(await accept(database))
    await finish(database, lease, 1, 1)

    async with database.connection() as connection:
        with pytest.raises(LeaseLost):
            await turns.renew(connection, lease, lease=LONG)
        with pytest.raises(LeaseLost):
            await turns.begin_again(connection, lease, lease=LONG)
        await turns.give_back(connection, lease, pause=LONG)
    with pytest.raises(LeaseLost):
        await finish(database, lease, 1, 1)

    assert (await accept(database)).lease is not None


async def test_a_duplicate_writes_nothing_and_names_the_first(database: Database) -> None:
    await open_one(database)
    await accept(database, client_message_id="m1")

    again = await accept(database, client_message_id="m1")

    assert again.is_duplicate and again.seq == 1
    assert (await accept(database, client_message_id="m2")).seq == 2


async def test_client_message_ids_of_other_conversations_do_not_matter(database: Database) -> None:
    await open_one(database)
    await open_one(database, ConversationId("c_2"))
    await accept(database, client_message_id="m1")

    other = await accept(database, client_message_id="m1", conversation_id=ConversationId("c_2"))

    assert not other.is_duplicate


async def test_a_wrong_token_is_an_unknown_conversation(database: Database) -> None:
    await open_one(database)
    async with database.connection() as connection:
        with pytest.raises(NotFound):
            await conversations.require(connection, HERE, token_hash="other")
        with pytest.raises(NotFound):
            await acceptance.accept(connection, HERE, token_hash="other", text="x", client_message_id=None, lease=LONG)
        assert await connection.fetchval("SELECT count(*) FROM messages") == 0


async def test_the_sweep_takes_only_what_waits_and_is_free(database: Database) -> None:
    free, busy, done = (ConversationId(f"c_{name}") for name in ("free", "busy", "done"))
    for conversation_id in (free, busy, done):
        await open_one(database, conversation_id)
    await accept(database, conversation_id=free, lease=OVER)
    await accept(database, conversation_id=busy)
    await finish(database, held(await accept(database, conversation_id=done)), 1, 1)

    async with database.connection() as connection:
        taken = await turns.take_over(connection, lease=LONG, limit=10)

    assert [(lease.conversation_id, lease.fence, lease.attempts) for lease in taken] == [(free, 2, 2)]


async def test_a_reply_is_found_for_every_message_of_its_burst(database: Database) -> None:
    await open_one(database)
    first = held(await accept(database, "one"))
    await accept(database, "two")
    await accept(database, "three")
    finished = await finish(database, first, 1, 1)
    async with database.connection() as connection:
        assert (await events.reply_to(connection, HERE, 2)) is None
        lease = await turns.begin_again(
            connection,
            Lease(HERE, finished.next_fence or 0, 1, {}, SIGNED_IN, "en", "web", first.taken_at),
            lease=LONG,
        )
    await finish(database, lease, 2, 3)

    async with database.connection() as connection:
        replies = [await events.reply_to(connection, HERE, seq) for seq in (1, 2, 3)]
    assert [reply.message.seq if reply else None for reply in replies] == [4, 5, 5]


@pytest.mark.parametrize(
    "principal",
    [
        Principal(),
        SIGNED_IN,
        Principal(Rung.ORDER_VERIFIED, orders_until={"VM-10234": datetime(2026, 11, 20, 12, 30, tzinfo=UTC)}),
        Principal(Rung.MFA, CustomerId("C1"), Role.LEAD, "lead:ana for C1"),
    ],
)
def test_a_principal_comes_back_as_it_was_stored(principal: Principal) -> None:
    assert principal_from_json(principal_to_json(principal)) == principal
