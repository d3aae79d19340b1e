"""A deployment under load: every process is asked to go and replaced, one after the other, and nobody notices.

The balancer is what every balancer is: it sends new requests to processes whose /health/ready says 200.
"""

import asyncio
import secrets
from contextlib import suppress
from dataclasses import dataclass, field

import httpx

from tests.faults.report import Finding, at_most, none_of
from tests.faults.stage import Stage
from tests.flows.fleet import Fleet

LOOK_S = 0.1
DRAINED_WITHIN_S = 25.0


@dataclass(slots=True)
class Tally:
    requests: int = 0
    streams: int = 0
    failed: list[str] = field(default_factory=list)
    is_over: bool = False


async def deploying(stage: Stage, *, rounds: int = 3, at_once: int = 8) -> list[Finding]:
    """Twice as many restarts as `rounds`, of two service processes."""
    tally, drains = Tally(), list[float]()
    async with stage.fleet(workers=1, settings={"SHOPSMART_LEAVE_S": "1"}) as service:
        looking = asyncio.create_task(_look(service))
        talking = [asyncio.create_task(_talk(service, tally, streams=at % 2 == 0)) for at in range(at_once)]
        for _ in range(rounds):
            for replica in [replica for replica in service.replicas if replica.port]:
                await asyncio.sleep(1)
                began = asyncio.get_running_loop().time()
                await service.stop(replica)
                drains.append(asyncio.get_running_loop().time() - began)
                await service.start()
        tally.is_over = True
        await asyncio.gather(*talking)
        looking.cancel()
        async with stage.database() as database, database.connection() as connection:
            open_turns = await connection.fetchval("SELECT count(*) FROM messages WHERE status = 'received'") or 0
    return [
        Finding(
            "rolling restart under load",
            f"{len(drains)} restarts, {tally.requests:,} requests, {tally.streams:,} of them streams",
            True,
        ),
        Finding(
            "requests that failed", f"{len(tally.failed)} {'; '.join(sorted(set(tally.failed))[:3])}", not tally.failed
        ),
        none_of("messages left without a reply", open_turns),
        at_most("longest from SIGTERM to gone", max(drains), DRAINED_WITHIN_S, unit="s"),
    ]


async def _look(service: Fleet) -> None:
    """The balancer's health check."""
    async with httpx.AsyncClient(timeout=2) as client:
        while True:
            for replica in [replica for replica in service.replicas if replica.port]:
                is_up = False
                with suppress(httpx.TransportError):
                    is_up = (await client.get(f"http://127.0.0.1:{replica.port}/health/ready")).is_success
                replica.is_up = is_up
            await asyncio.sleep(LOOK_S)


async def _talk(service: Fleet, tally: Tally, *, streams: bool) -> None:
    async with httpx.AsyncClient(timeout=40) as client:
        opened = (await client.post(f"{await service.address()}/v1/conversations", json={})).json()
        headers = {"authorization": f"Bearer {opened['token']}"}
        path = f"/v1/conversations/{opened['conversation_id']}/messages"
        while not tally.is_over:
            body = {"text": "Do you ship to Canada?", "client_message_id": secrets.token_hex(8)}
            url = f"{await service.address()}{path}"
            tally.requests += 1
            try:
                if streams:
                    tally.streams += 1
                    await _streamed(client, url, body, headers, tally)
                else:
                    answer = await client.post(url, json=body, headers=headers)
                    if answer.status_code != 201:
                        tally.failed.append(str(answer.status_code))
            except httpx.TransportError as error:
                tally.failed.append(type(error).__name__)
            await asyncio.sleep(0.05)


async def _streamed(
    client: httpx.AsyncClient, url: str, body: dict[str, str], headers: dict[str, str], tally: Tally
) -> None:
    async with client.stream("POST", url, json=body, headers=headers | {"accept": "text/event-stream"}) as response:
        if response.status_code != 200:
            tally.failed.append(str(response.status_code))
            return
        kinds = [line.removeprefix("event: ") async for line in response.aiter_lines() if line.startswith("event: ")]
        if not kinds or kinds[-1] != "end":
            tally.failed.append("a stream without its end")
