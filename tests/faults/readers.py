"""Clients that open an event stream and never read it."""

import asyncio
import socket
from contextlib import ExitStack
from pathlib import Path

import httpx

from store.database import Database
from tests.faults.report import Finding, at_most
from tests.faults.stage import Stage

PER_CONVERSATION = 5
GROWTH_MB = 50.0
TURNS, DELTAS = 120, 60
"""Of each conversation before it is read: about 1.5 MB of events, far more than a socket takes in."""
_HISTORY = """
INSERT INTO turns (conversation_id, fence, first_seq, reply_seq, events, trace, created_at)
SELECT $1, fence, fence, fence, (
    SELECT jsonb_agg(jsonb_build_object('id', fence * 1000 + at, 'kind', 'delta', 'data', jsonb_build_object(
        'text', repeat('word ', 30)))) FROM generate_series(1, $3) at), '{}', now()
FROM generate_series(1, $2) fence
"""


async def readers(stage: Stage, *, number: int = 300) -> list[Finding]:
    async with stage.database() as database, stage.fleet(services=1, workers=0) as service, _client(service) as client:
        (replica,) = service.replicas
        opened = [await _conversation(client, database) for _ in range(number // PER_CONVERSATION)]
        await _turn(client, opened[0])
        before = _resident_mb(replica.pid)
        with ExitStack() as held:
            for conversation in opened:
                for _ in range(PER_CONVERSATION):
                    held.enter_context(_deaf(replica.port, conversation))
            await asyncio.sleep(2)
            quick = [await _turn(client, conversation) for conversation in opened[:: max(1, len(opened) // 20)]]
            most = _resident_mb(replica.pid)
            for _ in range(10):
                await asyncio.sleep(0.5)
                most = max(most, _resident_mb(replica.pid))
        return [
            Finding("clients that do not read", f"{len(opened) * PER_CONVERSATION} streams, 1.5 MB to read each", True),
            at_most("memory they cost the service", most - before, GROWTH_MB, unit="MB"),
            at_most("slowest reply in their conversations meanwhile", max(quick), 5.0, unit="s"),
        ]


def _client(service) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=f"http://127.0.0.1:{service.replicas[0].port}", timeout=60)


async def _conversation(client: httpx.AsyncClient, database: Database) -> dict[str, str]:
    opened = (await client.post("/v1/conversations", json={})).json()
    async with database.connection() as connection:
        await connection.execute(_HISTORY, opened["conversation_id"], TURNS, DELTAS)
        await connection.execute(
            "UPDATE conversations SET fence = $2 WHERE conversation_id = $1", opened["conversation_id"], TURNS
        )
    return opened


async def _turn(client: httpx.AsyncClient, conversation: dict[str, str]) -> float:
    """Seconds to a reply."""
    began = asyncio.get_running_loop().time()
    sent = await client.post(
        f"/v1/conversations/{conversation['conversation_id']}/messages",
        json={"text": "Do you ship to Canada?"},
        headers={"authorization": f"Bearer {conversation['token']}"},
    )
    assert sent.status_code == 201, sent.text
    return asyncio.get_running_loop().time() - began


def _deaf(port: int, conversation: dict[str, str]) -> socket.socket:
    """A request for all events, with the smallest ear there is."""
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    made.connect(("127.0.0.1", port))
    request = (
        f"GET /v1/conversations/{conversation['conversation_id']}/events?after=0 HTTP/1.1\r\nhost: localhost\r\n"
        f"authorization: Bearer {conversation['token']}\r\n\r\n"
    )
    made.sendall(request.encode())
    return made


def _resident_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    (line,) = [line for line in status.splitlines() if line.startswith("VmRSS")]
    return int(line.split()[1]) / 1024
