"""The trail: nothing in it can be changed by accident, and nothing on purpose without being found."""

import asyncio

import pytest
from asyncpg import InsufficientPrivilegeError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store import audit
from store.audit import Verdict
from store.database import Database

TAMPERINGS = {
    "event": "UPDATE audit SET event = event || '!' WHERE audit_id = $1",
    "time": "UPDATE audit SET at = at + interval '1 microsecond' WHERE audit_id = $1",
    "actor": "UPDATE audit SET actor = 'lead:U9999' WHERE audit_id = $1",
    "customer": "UPDATE audit SET on_behalf_of = 'U0000' WHERE audit_id = $1",
    "conversation": "UPDATE audit SET conversation_id = NULL WHERE audit_id = $1",
    "details": "UPDATE audit SET details = details || '{\"amount_minor\": 1}' WHERE audit_id = $1",
    "own hash": "UPDATE audit SET hash = repeat('0', 64) WHERE audit_id = $1",
    "previous hash": "UPDATE audit SET previous_hash = repeat('0', 64) WHERE audit_id = $1",
    "dropped": "DELETE FROM audit WHERE audit_id = $1",
    "moved": "UPDATE audit SET audit_id = audit_id + 1000 WHERE audit_id = $1",
}
DETAILS = st.dictionaries(
    st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=8),
    st.none()
    | st.booleans()
    | st.integers(-(10**12), 10**12)
    | st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])),
    max_size=4,
)


async def write(database: Database, count: int, **details: object) -> None:
    for number in range(count):
        async with database.transaction() as session:
            await audit.record(
                session,
                event="claim.filed",
                actor="lead:U9001",
                on_behalf_of="U1001",
                conversation_id="c_1",
                details={"order_id": "VM-10234", "number": number, **details},
            )


async def verified(database: Database) -> Verdict:
    async with database.connection() as connection:
        return await audit.verify(connection)


async def past_the_triggers(database: Database, statement: str, *arguments: object) -> None:
    async with database.connection() as connection, connection.transaction():
        await connection.execute("SET LOCAL session_replication_role = replica")
        await connection.execute(statement, *arguments)


@pytest.mark.parametrize(
    "statement", ["UPDATE audit SET actor = 'x'", "DELETE FROM audit", "TRUNCATE audit", "TRUNCATE audit CASCADE"]
)
async def test_the_trail_refuses_to_be_changed(database: Database, statement: str) -> None:
    await write(database, 2)
    async with database.connection() as connection:
        with pytest.raises(InsufficientPrivilegeError):
            await connection.execute(statement)
    assert (await verified(database)).links == 2


async def test_an_empty_trail_is_whole(database: Database) -> None:
    assert await verified(database) == Verdict(0, "")


@pytest.mark.parametrize("at", [1, 3, 5])
@pytest.mark.parametrize("tampering", TAMPERINGS)
async def test_tampering_with_any_row_is_found(database: Database, tampering: str, at: int) -> None:
    await write(database, 5)
    assert (await verified(database)).is_whole
    await past_the_triggers(database, TAMPERINGS[tampering], at)
    found = await verified(database)
    expected = at + 1 if tampering in ("dropped", "moved") and at < 5 else at
    assert found.broken_at == (expected if not (tampering == "moved" and at == 5) else 1005)


async def test_a_row_slipped_in_is_found(database: Database) -> None:
    await write(database, 3)
    await past_the_triggers(
        database,
        "INSERT INTO audit (audit_id, at, event, actor, details, previous_hash, hash)"
        " SELECT 4, now(), 'claim.settled', 'nobody', '{}', hash, repeat('a', 64) FROM audit WHERE audit_id = 3",
    )
    assert (await verified(database)).broken_at == 4


async def test_an_action_rolled_back_leaves_no_link(database: Database) -> None:
    await write(database, 1)
    with pytest.raises(RuntimeError):
        async with database.transaction() as session:
            await audit.record(session, event="claim.filed", actor="x", conversation_id=None, details={})
            raise RuntimeError("the action failed")
    await write(database, 1)
    assert (await verified(database)).links == 2


async def test_links_added_at_once_stand_in_one_order(database: Database) -> None:
    await asyncio.gather(*(write(database, 3) for _ in range(8)))
    assert (await verified(database)).links == 24


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(details=DETAILS)
async def test_whatever_the_details_hold_they_are_read_back_as_they_were_hashed(
    database: Database, details: dict[str, object]
) -> None:
    async with database.transaction() as session:
        await audit.record(session, event="x.done", actor="x", conversation_id=None, details=details)
    assert (await verified(database)).is_whole


async def test_the_trail_is_found_by_order_claim_and_person(database: Database) -> None:
    await write(database, 2, claim_id="CL-1")
    async with database.connection() as connection:
        found = [
            await audit.trail(connection, order_id="VM-10234"),
            await audit.trail(connection, claim_id="CL-1"),
            *[await audit.trail(connection, actor=actor) for actor in ("lead:U9001", "U1001")],
        ]
        assert [[link.audit_id for link in links] for links in found] == [[2, 1]] * 4
        assert await audit.trail(connection, order_id="VM-10235") == []
