"""A process is killed between every two steps of a handoff, again and again; a person takes each ticket once."""

import asyncio
import re
import secrets
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from store import handoffs
from store.database import Database, connect
from tests.faults.report import Finding, at_most, none_of
from tests.faults.stage import Stage
from tests.flows.fleet import Fleet, Replica

STEPS = {
    "before the ticket": ("handoffs", "INSERT INTO handoffs%"),
    "between ticket and reply": ("turns", "%SET last_seq = last_seq + 1, state =%"),
    "after the reply": ("", ""),
}
"""What is locked so that the process stops there, and the statement that then hangs."""
ANSWERED_WITHIN_S = 60.0
_STUCK = """
SELECT pid, client_port FROM pg_stat_activity
WHERE wait_event_type = 'Lock' AND datname = current_database() AND query LIKE $1
"""


@dataclass(slots=True)
class Tally:
    open_tickets: Counter[int] = field(default_factory=Counter)
    owners: Counter[int] = field(default_factory=Counter)
    replies: Counter[int] = field(default_factory=Counter)
    waits: list[float] = field(default_factory=list)
    killed: Counter[str] = field(default_factory=Counter)


async def handing_over(stage: Stage, *, times: int = 100) -> list[Finding]:
    tally = Tally()
    async with stage.database() as database, stage.fleet() as service:
        for number in range(times):
            step = list(STEPS)[number % len(STEPS)]
            await _once(service, database, step, tally)
    return [
        Finding(
            "handoffs with a process killed",
            f"{times}: " + ", ".join(f"{number} {step}" for step, number in tally.killed.items()),
            tally.killed.total() == times,
        ),
        none_of("handoffs without exactly one open ticket", times - tally.open_tickets[1]),
        none_of("tickets without exactly one owner, of two who take it", times - tally.owners[1]),
        none_of("conversations without exactly one reply", times - tally.replies[1]),
        at_most("longest from message to reply", max(tally.waits), ANSWERED_WITHIN_S, unit="s"),
    ]


async def _once(service: Fleet, database: Database, step: str, tally: Tally) -> None:
    async with httpx.AsyncClient(timeout=90) as client:
        opened = (await client.post(f"{await service.address()}/v1/conversations", json={})).json()
        began = time.monotonic()
        asking = asyncio.create_task(_ask(client, service, opened))
        table, statement = STEPS[step]
        if table:
            async with _locked(database, table):
                victim = await _stopped(service, database, statement)
                await service.kill(victim)
        else:
            await asking
            victim = service.replicas[0]
            await service.kill(victim)
        tally.killed[step] += 1
        await (service.start() if victim.port else service.start_worker())
        await asking
        tally.waits.append(time.monotonic() - began)
        await _look(database, opened["conversation_id"], tally)


async def _ask(client: httpx.AsyncClient, service: Fleet, opened: dict[str, str]) -> None:
    """As the widget does: until it has a reply."""
    body = {"text": "I want to talk to a person, please", "client_message_id": secrets.token_hex(8)}
    path = f"/v1/conversations/{opened['conversation_id']}/messages"
    headers = {"authorization": f"Bearer {opened['token']}"}
    while True:
        try:
            answer = await client.post(f"{await service.address()}{path}", json=body, headers=headers)
            if answer.status_code == 201:
                return
        except httpx.TransportError:
            pass
        await asyncio.sleep(0.1)


@asynccontextmanager
async def _locked(database: Database, table: str) -> AsyncIterator[None]:
    connection = await connect(database.dsn)
    try:
        async with connection.transaction():
            await connection.execute(f"LOCK TABLE {table} IN SHARE MODE")
            yield
    finally:
        await connection.close()


async def _stopped(service: Fleet, database: Database, statement: str) -> Replica:
    """The process whose statement hangs."""
    async with asyncio.timeout(60):
        while True:
            async with database.connection() as connection:
                stuck = await connection.fetch(_STUCK, statement)
            for row in stuck:
                if (found := _owner_of(row["client_port"], service.replicas)) is not None:
                    return found
            await asyncio.sleep(0.02)


def _owner_of(port: int, replicas: list[Replica]) -> Replica | None:
    """Who holds our end of the connection, as the kernel tells."""
    inodes = {
        fields[9]
        for fields in (line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:])
        if int(fields[1].split(":")[1], 16) == port
    }
    for replica in replicas:
        for handle in Path(f"/proc/{replica.pid}/fd").iterdir():
            try:
                found = re.fullmatch(r"socket:\[(\d+)\]", str(handle.readlink()))
            except OSError:
                continue
            if found and found[1] in inodes:
                return replica
    return None


async def _look(database: Database, conversation_id: str, tally: Tally) -> None:
    async with database.connection() as connection:
        tickets = await connection.fetch(
            "SELECT ticket_id FROM handoffs WHERE conversation_id = $1 AND status <> 'closed'", conversation_id
        )
        replies = await connection.fetchval("SELECT count(*) FROM turns WHERE conversation_id = $1", conversation_id)
    tally.open_tickets[len(tickets)] += 1
    tally.replies[replies or 0] += 1
    if tickets:
        tally.owners[await _taken(database, tickets[0]["ticket_id"])] += 1


async def _taken(database: Database, ticket_id: str) -> int:
    """Two of the team take it at the same moment; how many of them get it."""

    async def take(name: str) -> bool:
        async with database.connection() as connection:
            return await handoffs.take(connection, ticket_id, owner=name)

    return sum(await asyncio.gather(take("staff:lena"), take("staff:otto")))
