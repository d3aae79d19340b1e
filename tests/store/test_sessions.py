"""Sessions as rows: refreshes that race, what is live, what is forgotten."""

import asyncio
from datetime import timedelta

from domain.accounts import AccountId, NewAccount
from domain.customers import CustomerId
from domain.sessions import ACCESS_LASTS, CUSTOMERS, Ended, SessionId, Transport
from store import accounts, sessions
from store.database import Database
from store.sessions import NewSession

ACCOUNT = AccountId("a_1")


async def opened(database: Database, name: str) -> None:
    new = NewAccount(account_id=ACCOUNT, email="maya@example.com", name="Maya", customer_id=CustomerId("C1"))
    session = NewSession(
        session_id=SessionId(name),
        account_id=ACCOUNT,
        transport=Transport.HEADER,
        access_hash=f"access {name}",
        access_lasts=ACCESS_LASTS,
        refresh_hash=f"refresh {name}",
        lifetime=CUSTOMERS,
        has_proved_factor=False,
        client="",
    )
    async with database.connection() as connection:
        await accounts.create(connection, new)
        await sessions.open_session(connection, session)


async def refreshed(database: Database, token: str, following: str) -> bool:
    async with database.connection() as connection:
        found = await sessions.refresh(
            connection,
            token,
            access_hash=f"access {following}",
            next_refresh_hash=following,
            access_lasts=ACCESS_LASTS,
        )
    return found is not None


async def test_of_two_hundred_races_each_has_one_winner_and_a_token_used_again_wins_none(database: Database) -> None:
    names = [f"s_{number}" for number in range(200)]
    for name in names:
        await opened(database, name)
    for name in names:
        racers = (refreshed(database, f"refresh {name}", f"next {name} {number}") for number in range(5))
        assert sum(await asyncio.gather(*racers)) == 1
    late = [await refreshed(database, f"refresh {name}", f"late {name}") for name in names]
    async with database.connection() as connection:
        known = [await sessions.reused(connection, f"refresh {name}") for name in names]

    assert not any(late)
    assert [reuse.session_id if reuse else None for reuse in known] == names


async def test_a_session_is_over_when_it_was_idle_too_long_or_went_on_too_long(database: Database) -> None:
    for number, column in enumerate(("idle_expires_at", "expires_at", "access_expires_at")):
        await opened(database, f"s_{number}")
        async with database.connection() as connection:
            access = f"access s_{number}"
            assert await sessions.caller(connection, access, transport=Transport.HEADER) is not None
            await connection.execute(f"UPDATE sessions SET {column} = now() WHERE session_id = $1", f"s_{number}")
            assert await sessions.caller(connection, access, transport=Transport.HEADER) is None


async def test_refreshing_pushes_the_idle_limit_and_not_the_whole(database: Database) -> None:
    await opened(database, "s_1")
    async with database.connection() as connection:
        await connection.execute(
            "UPDATE sessions SET last_used_at = last_used_at - $1::interval, "
            "idle_expires_at = idle_expires_at - $1::interval, expires_at = now() + interval '5 minutes'",
            timedelta(days=10),
        )
        assert await refreshed(database, "refresh s_1", "next")
        row = await connection.fetchrow(
            "SELECT idle_expires_at - now() AS idle, expires_at - access_expires_at AS after FROM sessions"
        )

    assert row is not None
    assert row["idle"] > timedelta(days=13, hours=23)
    assert row["after"] == timedelta(0), "an access token never outlives its session"


async def test_ending_all_spares_the_one_and_forgets_waiting_steps(database: Database) -> None:
    for number in range(3):
        await opened(database, f"s_{number}")
    async with database.connection() as connection:
        await sessions.keep_step(connection, "t", ACCOUNT, transport=Transport.HEADER, lasts=timedelta(minutes=5))
        ended = await sessions.end_all(connection, ACCOUNT, Ended.PASSWORD_CHANGED, keep=SessionId("s_1"))
        left = await sessions.of_account(connection, ACCOUNT)
        assert await sessions.step(connection, "t") is None

    assert (ended, [session.session_id for session in left]) == (2, ["s_1"])


async def test_the_sweep_forgets_what_is_long_over_and_nothing_else(database: Database) -> None:
    for name in ("s_old", "s_new"):
        await opened(database, name)
        assert await refreshed(database, f"refresh {name}", f"next {name}")
    async with database.connection() as connection:
        await connection.execute(
            "UPDATE sessions SET expires_at = now() - interval '31 days' WHERE session_id = 's_old'"
        )
        await sessions.sweep(connection)
        assert await connection.fetchval("SELECT string_agg(session_id, ',') FROM sessions") == "s_new"
        assert await connection.fetchval("SELECT count(*) FROM spent_tokens") == 1
        await connection.execute("UPDATE spent_tokens SET spent_at = now() - interval '15 days'")
        await sessions.sweep(connection)
        assert await connection.fetchval("SELECT count(*) FROM spent_tokens") == 0
    assert await refreshed(database, "next s_new", "after")
