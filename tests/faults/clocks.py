"""Processes whose clocks are an hour wrong, some ahead, some behind: the database's clock decides what matters."""

import asyncio
import itertools
import random
import re
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from email.parser import BytesParser
from email.policy import default
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import httpx

from domain.obligations import Obligation, ObligationKind
from store import obligations
from store.database import Database
from tests.faults.customers import ITEM, line_to_return, orders_to_return
from tests.faults.handing_over import ANSWERED_WITHIN_S, BEFORE_REPLY, handed_over
from tests.faults.report import Finding, at_most, none_of
from tests.faults.stage import Stage
from tests.flows.fleet import Fleet

WRONG_S = 3600.0
LATER = timedelta(minutes=30)
QUIET_S = 6.0
"""A job that is hastened runs within two seconds or so; nothing in this time is nothing."""
TOLD_WITHIN_S = 20.0
_NEWS = "SELECT count(*) FROM turns WHERE conversation_id = $1 AND trace->>'about' LIKE 'promise:%'"
_FILED = "SELECT claim_id FROM claims WHERE order_id = $1"
_CUSTOMERS = """
SELECT c.email FROM customers c WHERE EXISTS (SELECT FROM orders o WHERE o.customer_id = c.customer_id)
ORDER BY customer_id LIMIT $1
"""
_CODE = re.compile(r"\b\d{3} \d{3}\b")


@dataclass(slots=True)
class Tally:
    filed: list[int] = field(default_factory=list)
    opened_by_code: int = 0
    told_early: int = 0
    told: int = 0
    told_after_s: list[float] = field(default_factory=list)


async def clocks(stage: Stage, *, times: int = 10) -> list[Finding]:
    tally = Tally()
    async with stage.database() as database, stage.fleet(services=0, workers=0) as service:
        for ahead_s in (WRONG_S, -WRONG_S):
            await service.start(ahead_s=ahead_s)
            await service.start_worker(ahead_s=ahead_s)
        off = [await _off_by(replica.port) for replica in service.replicas if replica.port]
        orders = await orders_to_return(database, times)
        _, postcode = await line_to_return(database, orders[0])
        for order_id in orders:
            conversation_id = await _sent_back(service, database, order_id, postcode, tally)
            await _promised(database, conversation_id, order_id, tally)
        for email in await _customers(database, times):
            await _known_by_code(service, email, tally)
        crashes = await handed_over(service, database, steps=[BEFORE_REPLY] * times, dice=random.Random(6))
    return [
        Finding(
            "clocks of two services, and of two workers like them, as their answers' dates show",
            " and ".join(f"{seconds:+,.0f} s" for seconds in off),
            all(abs(seconds) > WRONG_S / 2 for seconds in off),
        ),
        none_of("claims not filed once, their yes at another clock", sum(n != 1 for n in tally.filed), of=f"{times}"),
        none_of("codes refused that were asked for at another clock", times - tally.opened_by_code, of=f"{times}"),
        none_of("promises kept before their day", tally.told_early, of=f"{times}"),
        none_of("promises not kept on their day", times - tally.told, of=f"{times}"),
        at_most("longest from the day to the news", max(tally.told_after_s, default=0.0), TOLD_WITHIN_S, unit="s"),
        none_of("turns of killed processes not taken over once", times - crashes.replies[1], of=f"{times}"),
        at_most("longest of these to a reply", max(crashes.waits), ANSWERED_WITHIN_S, unit="s"),
    ]


async def _off_by(port: int) -> float:
    async with httpx.AsyncClient() as client:
        said = (await client.get(f"http://127.0.0.1:{port}/health/live")).headers["date"]
    return parsedate_to_datetime(said).timestamp() - time.time()


class Talk:
    """One conversation, each message at the other service than the one before."""

    def __init__(self, service: Fleet, client: httpx.AsyncClient) -> None:
        up = [f"http://127.0.0.1:{replica.port}" for replica in service.replicas if replica.port]
        self._addresses: Iterator[str] = itertools.cycle(up)
        self._client = client
        self._opened: dict[str, str] = {}

    @property
    def conversation_id(self) -> str:
        return self._opened["conversation_id"]

    async def say(self, text: str) -> dict[str, Any]:
        if not self._opened:
            self._opened = (await self._client.post(f"{next(self._addresses)}/v1/conversations", json={})).json()
        answer = await self._client.post(
            f"{next(self._addresses)}/v1/conversations/{self.conversation_id}/messages",
            json={"text": text},
            headers={"authorization": f"Bearer {self._opened['token']}"},
        )
        return answer.raise_for_status().json()["reply"]


async def _sent_back(service: Fleet, database: Database, order_id: str, postcode: str, tally: Tally) -> str:
    async with httpx.AsyncClient(timeout=60) as client:
        talk = Talk(service, client)
        await talk.say(f"I want to return the {ITEM} from order {order_id}, it is too small")
        await talk.say(postcode)
        await talk.say("Yes, please")
    async with database.connection() as connection:
        tally.filed.append(len(await connection.fetch(_FILED, order_id)))
    return talk.conversation_id


async def _promised(database: Database, conversation_id: str, order_id: str, tally: Tally) -> None:
    """Looked at half an hour before its time, at which nobody may be told; then its time comes."""
    async with database.connection() as connection:
        claim_id = await connection.fetchval(_FILED, order_id)
        await connection.execute("UPDATE claims SET status = 'review' WHERE claim_id = $1", claim_id)
    key = f"claim:{claim_id}"
    async with database.transaction() as session:
        due_at = await (await session.raw()).fetchval("SELECT now() + $1::interval", LATER)
        assert due_at is not None
        promise = Obligation(key, conversation_id, ObligationKind.CLAIM_DECISION, {"claim_id": claim_id}, due_at)
        await obligations.promise(session, promise)
        await obligations.look_now(session, key)
    await asyncio.sleep(QUIET_S)
    async with database.connection() as connection:
        tally.told_early += await connection.fetchval(_NEWS, conversation_id) or 0
        await connection.execute("UPDATE obligations SET due_at = now() WHERE key = $1", key)
    async with database.transaction() as session:
        await obligations.look_now(session, key)
    began = time.monotonic()
    with suppress(TimeoutError):
        async with asyncio.timeout(TOLD_WITHIN_S), database.connection() as connection:
            while not await connection.fetchval(_NEWS, conversation_id):
                await asyncio.sleep(0.1)
            tally.told += 1
            tally.told_after_s.append(time.monotonic() - began)


async def _customers(database: Database, number: int) -> list[str]:
    """With orders to show. An address gets three codes an hour."""
    async with database.connection() as connection:
        return [row["email"] for row in await connection.fetch(_CUSTOMERS, number)]


async def _known_by_code(service: Fleet, email: str, tally: Tally) -> None:
    async with httpx.AsyncClient(timeout=60) as client:
        talk = Talk(service, client)
        await talk.say("Show me all my orders")
        before = _letters(service.data_dir / "mail")
        await talk.say(email)
        code = await _mailed(service.data_dir / "mail", before)
        reply = await talk.say(code)
    tally.opened_by_code += any(card["kind"] == "order_list" for card in reply["cards"])


def _letters(folder: Path) -> set[Path]:
    return set(folder.glob("*.eml"))


async def _mailed(folder: Path, before: set[Path]) -> str:
    async with asyncio.timeout(60):
        while True:
            for path in _letters(folder) - before:
                letter = BytesParser(policy=default).parsebytes(path.read_bytes())
                if found := _CODE.search(str(letter.get_content())):
                    return found[0]
            await asyncio.sleep(0.1)
