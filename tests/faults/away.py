"""The database goes away under load, and comes back."""

import asyncio
import secrets
import time
from dataclasses import dataclass, field

import httpx

from tests.faults.report import Finding, at_most, none_of
from tests.faults.stage import Stage
from tests.flows.fleet import Fleet

AWAY_S = 3.0
BACK_WITHIN_S = 10.0
REFUSED_WITHIN_S = 8.0
"""A request may first wait for a connection: `Database.wait_s`."""


@dataclass(slots=True)
class Tally:
    acknowledged: list[str] = field(default_factory=list)
    refused_after_s: list[float] = field(default_factory=list)
    without_retry_after: int = 0
    surprises: list[str] = field(default_factory=list)
    succeeded_at: list[float] = field(default_factory=list)
    seen: list[int] = field(default_factory=list)
    """Ids of events, as one reader got them who came back after every break with the last id it saw."""
    is_over: bool = False


async def away(stage: Stage, *, times: int = 3, at_once: int = 6) -> list[Finding]:
    tally, back_after_s = Tally(), list[float]()
    async with stage.fleet(workers=1) as service:
        first = await opened(service)
        followers = [asyncio.create_task(_follow(service, first, tally))]
        talkers = [asyncio.create_task(talk(service, first, tally))]
        talkers += [asyncio.create_task(talk(service, await opened(service), tally)) for _ in range(at_once - 1)]
        for _ in range(times):
            await asyncio.sleep(3)
            await stage.server.stop_at_once()
            await asyncio.sleep(AWAY_S)
            await stage.server.start()
            back_after_s.append(await back(tally, since=time.monotonic()))
        await asyncio.sleep(3)
        tally.is_over = True
        await asyncio.gather(*talkers)
        async with stage.database() as database, database.connection() as connection:
            kept = await connection.fetchval(
                "SELECT count(*) FROM messages WHERE client_message_id = ANY($1)", tally.acknowledged
            )
            wanted = await connection.fetch(
                "SELECT e->>'id' AS id FROM turns, jsonb_array_elements(events) e WHERE conversation_id = $1",
                first["conversation_id"],
            )
        ids = sorted(int(row["id"]) for row in wanted)
        await _caught_up(tally, ids)
        for follower in followers:
            follower.cancel()
    gap, double = len(set(ids) - set(tally.seen)), len(tally.seen) - len(set(tally.seen))
    return [
        Finding(
            "database stopped at once under load",
            f"{times} times, {AWAY_S:.0f} s each, {len(tally.acknowledged):,} messages acknowledged,"
            f" {len(tally.refused_after_s):,} refused",
            bool(tally.refused_after_s),
        ),
        none_of("acknowledged and not kept", len(tally.acknowledged) - (kept or 0)),
        none_of("503 without Retry-After", tally.without_retry_after),
        Finding("other errors", f"{len(tally.surprises)} {tally.surprises[:2] or ''}", not tally.surprises),
        at_most("slowest refusal", max(tally.refused_after_s, default=0.0), REFUSED_WITHIN_S, unit="s"),
        at_most("answers again after its return", max(back_after_s), BACK_WITHIN_S, unit="s"),
        none_of("events that the reader missed", gap, of=f"{len(ids):,}"),
        none_of("events that the reader got twice", double),
    ]


async def opened(service: Fleet) -> dict[str, str]:
    async with httpx.AsyncClient(timeout=30) as client:
        return (await client.post(f"{await service.address()}/v1/conversations", json={})).json()


async def talk(service: Fleet, opened: dict[str, str], tally: Tally) -> None:
    path = f"/v1/conversations/{opened['conversation_id']}/messages"
    headers = {"authorization": f"Bearer {opened['token']}"}
    async with httpx.AsyncClient(timeout=40) as client:
        while not tally.is_over:
            body = {"text": "Do you ship to Canada?", "client_message_id": secrets.token_hex(8)}
            began = time.monotonic()
            answer = await client.post(f"{await service.address()}{path}", json=body, headers=headers)
            if answer.is_success:
                tally.acknowledged.append(body["client_message_id"])
                tally.succeeded_at.append(time.monotonic())
            elif answer.status_code == 503:
                tally.refused_after_s.append(time.monotonic() - began)
                tally.without_retry_after += "retry-after" not in answer.headers
            else:
                tally.surprises.append(f"{answer.status_code} {answer.text[:100]}")
            await asyncio.sleep(0.1)


async def _follow(service: Fleet, opened: dict[str, str], tally: Tally) -> None:
    """As a browser's EventSource: after each break it comes back, anywhere, with the last id."""
    path = f"/v1/conversations/{opened['conversation_id']}/events"
    headers = {"authorization": f"Bearer {opened['token']}"}
    async with httpx.AsyncClient(timeout=httpx.Timeout(30, read=20)) as client:
        while True:
            try:
                last = {"last-event-id": str(tally.seen[-1])} if tally.seen else {}
                url = f"{await service.address()}{path}"
                async with client.stream("GET", url, headers=headers | last) as response:
                    if response.is_success:
                        await _read(response, tally)
            except httpx.TransportError:
                pass
            await asyncio.sleep(0.2)


async def _read(response: httpx.Response, tally: Tally) -> None:
    """An event counts once it is whole; one that is cut off comes again."""
    event_id = 0
    async for line in response.aiter_lines():
        if line.startswith("id: "):
            event_id = int(line[4:])
        elif not line and event_id:
            tally.seen.append(event_id)
            event_id = 0


async def back(tally: Tally, *, since: float) -> float:
    """Seconds until the next message is answered."""
    async with asyncio.timeout(60):
        while not (later := [at for at in tally.succeeded_at if at > since]):
            await asyncio.sleep(0.02)
    return later[0] - since


async def _caught_up(tally: Tally, ids: list[int]) -> None:
    ends = time.monotonic() + 20
    while ids and time.monotonic() < ends and ids[-1] not in tally.seen:
        await asyncio.sleep(0.1)
