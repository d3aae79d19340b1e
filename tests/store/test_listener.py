import asyncio
from typing import Any

import asyncpg
import pytest

from store.database import Database, connect
from store.listener import Listener


def nothing() -> None:
    pass


async def notify(dsn: str, channel: str, payload: str) -> None:
    connection = await connect(dsn)
    await connection.execute("SELECT pg_notify($1, $2)", channel, payload)
    await connection.close()


async def end_listener(dsn: str) -> None:
    connection = await connect(dsn)
    ended = await connection.fetchval(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
        " WHERE application_name = 'shopsmart-listener' AND datname = current_database()"
    )
    await connection.close()
    assert ended == 1


async def test_every_subscriber_hears_its_own_channel(own_database: Database):
    heard: asyncio.Queue[tuple[str, str]] = asyncio.Queue()
    async with Listener(own_database.dsn) as listener:
        for name in ("first", "second"):
            await listener.subscribe("turns", lambda text, n=name: heard.put_nowait((n, text)), resync=nothing)
        await listener.subscribe("other", lambda text: heard.put_nowait(("other", text)), resync=nothing)
        await notify(own_database.dsn, "turns", "c1")
        assert {await heard.get(), await heard.get()} == {("first", "c1"), ("second", "c1")}
        assert heard.empty()


async def test_a_lost_connection_is_made_again_and_subscribers_are_told(own_database: Database):
    heard: asyncio.Queue[str] = asyncio.Queue()
    async with Listener(own_database.dsn) as listener:
        await listener.subscribe("turns", heard.put_nowait, resync=lambda: heard.put_nowait("resync"))
        await end_listener(own_database.dsn)
        assert await heard.get() == "resync"
        await notify(own_database.dsn, "turns", "c2")
        assert await heard.get() == "c2"


async def test_a_farewell_in_the_middle_of_listening_again_is_one_more_loss(
    own_database: Database, monkeypatch: pytest.MonkeyPatch
):
    heard: asyncio.Queue[str] = asyncio.Queue()
    listens, farewells = asyncpg.Connection.add_listener, 1

    async def interrupted(connection: Any, channel: str, callback: Any) -> None:
        nonlocal farewells
        if farewells:
            farewells -= 1
            raise asyncpg.InternalClientError("cannot switch to state 11; another operation (2) is in progress")
        await listens(connection, channel, callback)

    async with Listener(own_database.dsn) as listener:
        await listener.subscribe("turns", heard.put_nowait, resync=lambda: heard.put_nowait("resync"))
        monkeypatch.setattr(asyncpg.Connection, "add_listener", interrupted)
        await end_listener(own_database.dsn)
        async with asyncio.timeout(60):
            assert await heard.get() == "resync"
            await notify(own_database.dsn, "turns", "c2")
            assert await heard.get() == "c2"
    assert farewells == 0


async def test_a_channel_joined_while_the_connection_is_away_is_heard_afterwards(own_database: Database):
    heard: asyncio.Queue[str] = asyncio.Queue()
    async with Listener(own_database.dsn) as listener:
        await end_listener(own_database.dsn)
        while listener.is_connected:
            await asyncio.sleep(0.01)
        await listener.subscribe("late", heard.put_nowait, resync=lambda: heard.put_nowait("resync"))
        assert await heard.get() == "resync"
        await notify(own_database.dsn, "late", "c3")
        assert await heard.get() == "c3"


async def test_a_failing_subscriber_does_not_silence_the_others(own_database: Database):
    heard: asyncio.Queue[str] = asyncio.Queue()

    def fail(_: str) -> None:
        raise ZeroDivisionError

    async with Listener(own_database.dsn) as listener:
        await listener.subscribe("turns", fail, resync=nothing)
        await listener.subscribe("turns", heard.put_nowait, resync=nothing)
        await notify(own_database.dsn, "turns", "c4")
        assert await heard.get() == "c4"


async def test_who_unsubscribed_hears_nothing_more(own_database: Database):
    gone: asyncio.Queue[str] = asyncio.Queue()
    heard: asyncio.Queue[str] = asyncio.Queue()
    async with Listener(own_database.dsn) as listener:
        subscription = await listener.subscribe("turns", gone.put_nowait, resync=nothing)
        await listener.subscribe("turns", heard.put_nowait, resync=nothing)
        await listener.unsubscribe(subscription)
        await notify(own_database.dsn, "turns", "c5")
        assert await heard.get() == "c5"
        assert gone.empty()
