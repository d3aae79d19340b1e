"""A process is killed between every two steps of a handoff, again and again; a person takes each ticket once."""

import asyncio
import random
import re
import secrets
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from store import handoffs
from store.database import Database, connect
from tests.faults.report import Finding, at_most, none_of
from tests.faults.stage import Stage
from tests.flows.fleet import Fleet, Replica

BEFORE_TICKET, BEFORE_REPLY, WITH_REPLY, AFTER_REPLY = (
    "before the ticket",
    "between ticket and reply",
    "while the reply is committed",
    "after the reply",
)
STEPS = (BEFORE_TICKET, BEFORE_REPLY, WITH_REPLY, AFTER_REPLY)
AT_ONCE = 2
"""Handoffs under way: a kill for one of them may hit another one, too."""
ANSWERED_WITHIN_S = 60.0
STOPPED_WITHIN_S = 120.0
"""A process that was to be stopped may be killed for another handoff first: then the sweep must come."""
# A row of ours that is not committed: whoever writes the same one waits for us, in this conversation and no other.
_TICKET = """
INSERT INTO handoffs (ticket_id, conversation_id, status, reason, packet, created_at)
VALUES ('T-' || $1, $1, 'open', 'rival', '{}', now())
"""
_TURNS = """
INSERT INTO turns (conversation_id, fence, first_seq, reply_seq, events, trace, created_at)
SELECT $1, fence, 1, 1, '[]', '{}', now() FROM generate_series(1, 9) fence
"""
_RIVALS = {BEFORE_TICKET: _TICKET, BEFORE_REPLY: _TURNS, WITH_REPLY: _TURNS}
_STUCK = "SELECT pid, client_port FROM pg_stat_activity WHERE $1 = ANY(pg_blocking_pids(pid))"


@dataclass(slots=True)
class Tally:
    open_tickets: Counter[int] = field(default_factory=Counter)
    owners: Counter[int] = field(default_factory=Counter)
    replies: Counter[int] = field(default_factory=Counter)
    waits: list[float] = field(default_factory=list)
    killed: Counter[str] = field(default_factory=Counter)
    apologies: int = 0
    """Three processes in a row died with the message."""


async def handing_over(stage: Stage, *, times: int = 100, seed: int = 6) -> list[Finding]:
    steps = [STEPS[number % len(STEPS)] for number in range(times)]
    async with stage.database() as database, stage.fleet() as service:
        tally = await handed_over(service, database, steps=steps, dice=random.Random(seed))
    return [
        Finding(
            "handoffs with a process killed",
            f"{times}: " + ", ".join(f"{tally.killed[step]} {step}" for step in STEPS),
            tally.killed.total() == times,
        ),
        none_of("handoffs without exactly one open ticket", times - tally.open_tickets[1]),
        none_of("tickets without exactly one owner, of two who take it", times - tally.owners[1]),
        none_of("conversations without exactly one reply", times - tally.replies[1]),
        Finding("of these, apologies after three crashes", str(tally.apologies), True),
        at_most("longest from message to reply", max(tally.waits), ANSWERED_WITHIN_S, unit="s"),
    ]


async def handed_over(service: Fleet, database: Database, *, steps: Sequence[str], dice: random.Random) -> Tally:
    """One handoff a step, several at once."""
    tally, room = Tally(), asyncio.Semaphore(AT_ONCE)

    async def one(step: str) -> None:
        async with room:
            await _once(service, database, step, tally, dice)

    async with asyncio.TaskGroup() as under_way:
        for step in steps:
            under_way.create_task(one(step))
    return tally


async def _once(service: Fleet, database: Database, step: str, tally: Tally, dice: random.Random) -> None:
    async with httpx.AsyncClient(timeout=90) as client:
        opened = await _opened(client, service)
        began = time.monotonic()
        if step == AFTER_REPLY:
            await _ask(client, service, opened)
            await _replaced(service, await _anybody(service, dice), tally, step)
        else:
            await _interrupted(client, service, database, opened, step, tally)
        tally.waits.append(time.monotonic() - began)
        await _look(database, opened["conversation_id"], tally)


async def _interrupted(
    client: httpx.AsyncClient, service: Fleet, database: Database, opened: dict[str, str], step: str, tally: Tally
) -> None:
    """The customer asks only once the rival's row is there: the turn would be over before it otherwise."""
    async with _rival(database, _RIVALS[step], opened["conversation_id"]) as rival:
        asking = asyncio.create_task(_ask(client, service, opened))
        victim, backend = await _stopped(service, database, rival)
        replaced = asyncio.create_task(_replaced(service, victim, tally, step))
        if step != WITH_REPLY:
            # The server would carry out what it has been sent; now it was never sent.
            async with database.connection() as connection:
                await connection.execute("SELECT pg_terminate_backend($1)", backend)
    await replaced
    await asking


async def _anybody(service: Fleet, dice: random.Random) -> Replica:
    while not service.replicas:
        await asyncio.sleep(0.02)
    return dice.choice(service.replicas)


async def _replaced(service: Fleet, victim: Replica, tally: Tally, step: str) -> None:
    tally.killed[step] += 1
    # The kill for another handoff may have hit the same process a moment ago.
    if victim in service.replicas:
        await service.kill(victim)
        await service.start_like(victim)


async def _opened(client: httpx.AsyncClient, service: Fleet) -> dict[str, str]:
    while True:
        try:
            answer = await client.post(f"{await service.address()}/v1/conversations", json={})
            if answer.is_success:
                return answer.json()
        except httpx.TransportError:
            pass
        await asyncio.sleep(0.1)


async def _ask(client: httpx.AsyncClient, service: Fleet, opened: dict[str, str]) -> None:
    """As the widget does: until it has a reply."""
    body = {"text": "I want to talk to a person, please", "client_message_id": secrets.token_hex(8)}
    path = f"/v1/conversations/{opened['conversation_id']}/messages"
    headers = {"authorization": f"Bearer {opened['token']}"}
    while True:
        try:
            answer = await client.post(f"{await service.address()}{path}", json=body, headers=headers)
            if answer.is_success and answer.json()["reply"] is not None:
                return
        except httpx.TransportError:
            pass
        await asyncio.sleep(0.1)


@asynccontextmanager
async def _rival(database: Database, row: str, conversation_id: str) -> AsyncIterator[int]:
    """Holds the row without committing it; the process id of its connection, to see who waits for it."""
    connection = await connect(database.dsn)
    try:
        # Without the foreign key's lock on the conversation, at which its message would wait already.
        await connection.execute("SET session_replication_role = replica")
        changes = connection.transaction()
        await changes.start()
        await connection.execute(row, conversation_id)
        yield connection.get_server_pid()
        await changes.rollback()
    finally:
        await connection.close()


async def _stopped(service: Fleet, database: Database, rival: int) -> tuple[Replica, int]:
    """The process whose statement hangs, and the server's process that carries it out."""
    async with asyncio.timeout(STOPPED_WITHIN_S):
        while True:
            async with database.connection() as connection:
                stuck = await connection.fetch(_STUCK, rival)
            for row in stuck:
                if (found := _owner_of(row["client_port"], service.replicas)) is not None:
                    return found, row["pid"]
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
        dead = "SELECT count(*) FROM messages WHERE conversation_id = $1 AND status = 'dead'"
        tally.apologies += await connection.fetchval(dead, conversation_id) or 0
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
