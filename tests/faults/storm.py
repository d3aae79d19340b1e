"""Turns and claims while processes are killed and the database crashes under them."""

import asyncio
import itertools
import random
import time
from collections import Counter
from dataclasses import dataclass

from store.database import Database
from tests.faults import mailbox
from tests.faults.customers import Customer, Queue, line_to_return, orders_to_return
from tests.faults.report import Finding, at_most, none_of
from tests.faults.stage import Stage
from tests.faults.telephones import Texter, carrier, unsent
from tests.faults.telephones import findings as telephone_findings
from tests.flows.fleet import Fleet

ENDED_WITHIN_S = 60.0
_MESSAGES = """
SELECT m.client_message_id, m.status, (
    SELECT count(*) FROM turns t
    WHERE t.conversation_id = m.conversation_id AND m.seq >= t.first_seq AND m.seq < t.reply_seq) AS answers
FROM messages m WHERE m.sender = 'customer' AND m.conversation_id = ANY($1)
"""
_LONGEST = """
SELECT coalesce(extract(epoch FROM max(t.created_at - m.created_at)), 0)::float
FROM messages m JOIN turns t USING (conversation_id)
WHERE m.sender = 'customer' AND m.seq BETWEEN t.first_seq AND t.reply_seq - 1 AND m.conversation_id = ANY($1)
"""
_UNANSWERED = "SELECT count(*) FROM messages WHERE status = 'received' AND conversation_id = ANY($1)"
_GAPS = """
SELECT count(*) FROM (
    SELECT conversation_id FROM messages WHERE conversation_id = ANY($1)
    GROUP BY conversation_id HAVING max(seq) <> count(*)) AS gaps
"""
_FILED = "SELECT order_id, line, claim_id FROM claims WHERE order_id = ANY($1)"
_NEWS = """
SELECT text, count(*) AS times FROM messages
WHERE sender = 'assistant' AND client_message_id IS NULL AND text LIKE 'News of %' AND conversation_id = ANY($1)
GROUP BY text
"""
_OPEN_MAIL = "SELECT count(*) FROM mail WHERE ended_at IS NULL"
_OPEN_JOBS = "SELECT count(*) FROM jobs WHERE status = 'waiting' AND run_at <= now()"


@dataclass(frozen=True, slots=True)
class Weather:
    """How bad it gets. Each customer has `talk` + 2 turns, two of them a claim; by text one more, to say who asks."""

    customers: int = 1000
    talk: int = 8
    at_once: int = 16
    kills: int = 20
    stops: int = 5
    texts_every: int = 5
    """Every so-many-th customer comes by text message; the others by the web."""

    @property
    def turns(self) -> int:
        return self.customers * (self.talk + 2)


async def storm(stage: Stage, weather: Weather, *, seed: int = 6) -> list[Finding]:
    """Two service and two worker processes; what is killed is started again at once."""
    dice = random.Random(seed)
    async with stage.database() as database:
        orders = await orders_to_return(database, weather.customers)
        line, postcode = await line_to_return(database, orders[0])
    began, stopped_before = time.monotonic(), stage.server.stops
    async with (
        stage.database() as database,
        carrier() as telephones,
        stage.fleet(settings=telephones.settings) as service,
        telephones.in_front_of(service),
    ):
        numbers = itertools.count()

        def who(order_id: str, talk: list[str]) -> Customer:
            number = next(numbers)
            if number % weather.texts_every:
                return Customer(order_id, talk)
            return Texter(
                order_id, talk, number=f"+1415555{number:04}", line=line, postcode=postcode, carrier=telephones
            )

        queue = Queue(orders, database, talk=weather.talk, of=who)
        counters = [asyncio.create_task(queue.serve(service)) for _ in range(weather.at_once)]
        misfortunes = ["kill"] * weather.kills + ["stop"] * weather.stops
        dice.shuffle(misfortunes)
        for number, misfortune in enumerate(misfortunes, start=1):
            await _progress(queue, counters, weather.turns * number // (len(misfortunes) + 1))
            await (_kill(service, dice) if misfortune == "kill" else _stop(stage))
        await asyncio.gather(*counters)
        took = time.monotonic() - began
        await _settled(database, queue)
        stops = stage.server.stops - stopped_before
        found = await _findings(database, queue, service, stops=stops, took=took)
        async with database.connection() as connection:
            texters = [customer for customer in queue.came if isinstance(customer, Texter)]
            found += await telephone_findings(connection, telephones, texters)
        return found + mailbox.findings(
            service.data_dir / "mail", wanted=[customer.order_id for customer in queue.came]
        )


async def _progress(queue: Queue, counters: list[asyncio.Task[None]], turns: int) -> None:
    while queue.acknowledged < turns and not all(counter.done() for counter in counters):
        for counter in counters:
            if counter.done():
                counter.result()
        await asyncio.sleep(0.05)


async def _kill(service: Fleet, dice: random.Random) -> None:
    await asyncio.sleep(dice.uniform(0, 0.5))
    victim = dice.choice(service.replicas)
    await service.kill(victim)
    await service.start_like(victim)


async def _stop(stage: Stage) -> None:
    await stage.server.stop_at_once()
    await stage.server.start()


async def _settled(database: Database, queue: Queue) -> None:
    """Give what is still open the time that was promised for it, and to texts that a carrier lost twice that."""
    ends = time.monotonic() + 2 * ENDED_WITHIN_S
    while time.monotonic() < ends:
        async with database.connection() as connection:
            unanswered = await connection.fetchval(_UNANSWERED, _conversations(queue))
            is_told = not unanswered and not await connection.fetchval(_OPEN_JOBS)
            if is_told and not await unsent(connection) and not await connection.fetchval(_OPEN_MAIL):
                return
        await asyncio.sleep(0.5)


async def _findings(database: Database, queue: Queue, service: Fleet, *, stops: int, took: float) -> list[Finding]:
    conversations = _conversations(queue)
    async with database.connection() as connection:
        messages = await connection.fetch(_MESSAGES, conversations)
        longest = await connection.fetchval(_LONGEST, conversations) or 0.0
        gaps = await connection.fetchval(_GAPS, conversations) or 0
        filed = await connection.fetch(_FILED, [customer.order_id for customer in queue.came])
        news = Counter({row["text"]: row["times"] for row in await connection.fetch(_NEWS, conversations)})
        open_jobs = await connection.fetchval(_OPEN_JOBS) or 0
    kept = {row["client_message_id"]: row for row in messages}
    said = [message for customer in queue.came for message in customer.acknowledged]
    claims = Counter((row["order_id"], row["line"]) for row in filed)
    agreed = {customer.agreed_to for customer in queue.came if customer.agreed_to}
    told = {customer.claim_id for customer in queue.came if customer.claim_id}
    status = Counter(row["status"] for row in messages)
    surprises = sum(len(customer.surprises) for customer in queue.came)
    waits = sorted(wait for customer in queue.came for wait in customer.waits)
    return [
        Finding(
            "the run",
            f"{len(said):,} turns, {len(claims):,} claims, {service.kills} kill -9, {stops} immediate"
            f" database stops, {took:,.0f} s",
            True,
        ),
        none_of("acknowledged messages lost", len([m for m in said if m not in kept]), of=f"{len(said):,}"),
        none_of("messages answered twice", sum(row["answers"] > 1 for row in messages), of=f"{len(messages):,}"),
        none_of("messages without an end", status["received"], of=f"{len(messages):,}"),
        Finding(
            "every turn ends in a reply, or an apology and a person",
            f"{status['answered']:,} replies, {status['dead']:,} apologies",
            set(status) <= {"answered", "dead"},
        ),
        none_of("claims filed twice", sum(number > 1 for number in claims.values()), of=f"{len(claims):,}"),
        none_of("claims agreed to and not filed", len(agreed - claims.keys()), of=f"{len(agreed):,}"),
        none_of("claims filed and not agreed to", len(claims.keys() - agreed)),
        none_of("customers told another claim number", len(told ^ {row["claim_id"] for row in filed})),
        none_of("conversations with a gap in their order", gaps, of=f"{len(conversations):,}"),
        none_of("notices never told", len({c.news for c in queue.came} - news.keys()), of=f"{len(queue.came):,}"),
        none_of("notices told twice", sum(times > 1 for times in news.values()), of=f"{len(news):,}"),
        none_of("jobs still open", open_jobs),
        none_of("answers with an error other than 503", surprises),
        at_most("longest from message to reply", longest, ENDED_WITHIN_S, unit="s"),
        Finding("time to a reply, as customers saw it", _percentiles(waits), True),
        Finding("503 with Retry-After", f"{sum(customer.refusals for customer in queue.came):,} requests", True),
    ]


def _conversations(queue: Queue) -> list[str]:
    return [customer.opened["conversation_id"] for customer in queue.came if customer.opened]


def _percentiles(waits: list[float]) -> str:
    if not waits:
        return "-"
    p50, p95, p99 = (waits[min(len(waits) - 1, int(len(waits) * share))] for share in (0.5, 0.95, 0.99))
    return f"p50 {p50:.2f}, p95 {p95:.2f}, p99 {p99:.1f}, longest {waits[-1]:.1f} s"
