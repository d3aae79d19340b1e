"""kill -9 in the middle of claims: nothing that was acknowledged is lost, and nothing is done twice.

Two replicas of the service: one is killed at a random moment, then both at once at a moment that matters,
inside the transaction that files a claim or between that transaction and the turn's own, and so on. The
customers are programs that repeat what was not acknowledged, as the widget does.
"""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from store.database import Database, connect
from tests.faults.customers import Customer, orders_to_return
from tests.flows.fleet import Fleet, fleet

KILLS = 20
CUSTOMERS = 8
"""Who are filing claims at any moment."""

_ANSWERS = """
SELECT client_message_id, status, (
    SELECT count(*) FROM turns t
    WHERE t.conversation_id = m.conversation_id AND m.seq >= t.first_seq AND m.seq < t.reply_seq) AS answers
FROM messages m WHERE sender = 'customer'
"""
_STUCK = """
SELECT pid FROM pg_stat_activity
WHERE wait_event_type = 'Lock' AND datname = current_database() AND query LIKE $1
"""
_END_STUCK = f"SELECT pg_terminate_backend(pid) FROM ({_STUCK}) AS hanging"


class Queue:
    """Customers come until the shop closes, each with an order of their own."""

    def __init__(self, orders: list[str]) -> None:
        self._left = orders
        self.came: list[Customer] = []
        self.is_closed = False

    async def serve(self, service: Fleet) -> None:
        while not self.is_closed:
            customer = Customer(self._left.pop())
            self.came.append(customer)
            await customer.visit(service)

    def agreed(self) -> Counter[tuple[str, int]]:
        """The order lines whose claims were agreed to, each with how often."""
        return Counter(customer.agreed_to for customer in self.came if customer.agreed_to)


async def test_twenty_kills_lose_nothing_and_do_nothing_twice(own_shop: Database, tmp_path: Path) -> None:
    queue = Queue(await orders_to_return(own_shop, 1500))
    async with own_shop.connection() as connection:
        known = {row["claim_id"] for row in await connection.fetch("SELECT claim_id FROM claims")}
    async with fleet(own_shop.dsn, tmp_path) as service:
        await asyncio.gather(service.start(), service.start())
        customers = [asyncio.create_task(queue.serve(service)) for _ in range(CUSTOMERS)]
        while service.kills < KILLS:
            await kill_somebody(service, own_shop, customers)
        async with asyncio.timeout(120):
            while len(queue.agreed()) <= KILLS:
                await asyncio.sleep(0.1)
            queue.is_closed = True
            await asyncio.gather(*customers)

        agreed = queue.agreed()
        assert await filed(own_shop, known) == agreed
        assert {customer.claim_id for customer in queue.came if customer.agreed_to} == await numbers(own_shop, known)
        await every_message_is_answered_once(own_shop, queue.came)


async def kill_somebody(service: Fleet, database: Database, customers: list[asyncio.Task[None]]) -> None:
    """One replica at a random moment, or both at a chosen one; then as many new ones."""
    for customer in customers:
        if customer.done():
            customer.result()
    await asyncio.sleep(random.uniform(0.05, 0.4))
    moment = service.kills % 6
    if moment == 1:
        victims = await kill_all_where(service, database, held="claims", stuck="INSERT INTO claims%")
    elif moment == 4:
        victims = await kill_all_where(service, database, held="turns", stuck="%SET last_seq = last_seq + 1, state =%")
    else:
        await service.kill(random.choice(service.replicas))
        victims = 1
    await leases_run_out(database)
    await asyncio.gather(*(service.start() for _ in range(victims)))


async def kill_all_where(service: Fleet, database: Database, *, held: str, stuck: str) -> int:
    """Kill every replica while one of them is stopped at its write to the table `held`; returns how many."""
    # Looked for outside the locking transaction, which would see the same snapshot of activity for ever.
    async with locked(database, held), database.connection() as connection:
        async with asyncio.timeout(20):
            while not await connection.fetch(_STUCK, stuck):
                await asyncio.sleep(0.01)
        victims = list(service.replicas)
        for replica in victims:
            await service.kill(replica)
        # The server has not noticed yet that nobody is there; what hangs must not go through after all.
        await connection.execute(_END_STUCK, stuck)
    return len(victims)


@asynccontextmanager
async def locked(database: Database, table: str) -> AsyncIterator[None]:
    connection = await connect(database.dsn)
    try:
        async with connection.transaction():
            await connection.execute(f"LOCK TABLE {table} IN SHARE MODE")
            yield
    finally:
        await connection.close()


async def leases_run_out(database: Database) -> None:
    """Half a minute in a moment. Also for turns that still run elsewhere: their commit must then be refused."""
    async with database.connection() as connection:
        await connection.execute(
            "UPDATE conversations SET lease_until = now() - interval '1 second' WHERE lease_until > now()"
        )


async def filed(database: Database, known: set[str]) -> Counter[tuple[str, int]]:
    async with database.connection() as connection:
        rows = await connection.fetch("SELECT order_id, line FROM claims WHERE claim_id <> ALL($1)", list(known))
    return Counter((row["order_id"], row["line"]) for row in rows)


async def numbers(database: Database, known: set[str]) -> set[str]:
    async with database.connection() as connection:
        rows = await connection.fetch("SELECT claim_id FROM claims WHERE claim_id <> ALL($1)", list(known))
    return {row["claim_id"] for row in rows}


async def every_message_is_answered_once(database: Database, customers: list[Customer]) -> None:
    async with database.connection() as connection:
        rows = await connection.fetch(_ANSWERS)
    kept = {row["client_message_id"]: (row["status"], row["answers"]) for row in rows}
    said = {message for customer in customers for message in customer.acknowledged}
    assert said <= kept.keys()
    given_up = sum(customer.apologies for customer in customers)
    assert Counter(kept.values()) == Counter({("answered", 1): len(kept) - given_up, ("dead", 1): given_up})
