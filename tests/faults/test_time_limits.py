"""Nothing waits for ever: not for a lock, not for a statement, not for a connection."""

import asyncio
import time

from api.resources import Serving
from store.database import Database, connect
from store.listener import Listener
from tests.api.service import running

LIMITS = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")


async def test_every_connection_of_the_service_has_its_limits(own_database: Database) -> None:
    async with own_database.read() as session:
        assert "0" not in [await (await session.raw()).fetchval(f"SHOW {name}") for name in LIMITS]
    async with own_database.transaction() as session:
        assert "0" not in [await (await session.raw()).fetchval(f"SHOW {name}") for name in LIMITS]
    async with own_database.connection() as connection:
        assert "0" not in [await connection.fetchval(f"SHOW {name}") for name in LIMITS]
    async with Listener(own_database.dsn) as listener:
        listening = listener._connection
        assert listening is not None
        assert "0" not in [await listening.fetchval(f"SHOW {name}") for name in LIMITS]


async def test_a_lock_that_is_not_let_go_is_a_503_and_then_forgotten(own_database: Database) -> None:
    async with running(own_database) as service:
        customer = await service.open()
        blocker = await connect(own_database.dsn)
        try:
            async with blocker.transaction():
                await blocker.execute("LOCK TABLE messages IN ACCESS EXCLUSIVE MODE")
                began = time.monotonic()
                refused = await customer.send("hello", "m1")
                took = time.monotonic() - began
        finally:
            await blocker.close()

        assert (refused.status_code, refused.json()["code"]) == (503, "store_unavailable")
        assert int(refused.headers["retry-after"]) > 0 and took < 14
        assert (await customer.send("hello", "m1")).json()["reply"]["text"] == "heard: hello"


async def test_a_pool_that_is_used_up_is_a_503_and_then_forgotten(own_database: Database) -> None:
    async with running(own_database, serving=Serving(pool_size=2)) as service:
        customer = await service.open()
        held = [service.resources.database.connection() for _ in range(2)]
        for connection in held:
            await connection.__aenter__()
        refused, alive = await asyncio.gather(customer.send("hello", "m1"), service.client.get("/health/live"))
        for connection in held:
            await connection.__aexit__(None, None, None)

        assert refused.status_code == 503 and "retry-after" in refused.headers and alive.status_code == 200
        assert (await customer.send("hello", "m1")).json()["reply"]["text"] == "heard: hello"
