"""Two tabs of one customer send at the same moment, to two processes."""

import asyncio
from dataclasses import dataclass
from typing import Any

import httpx

from tests.faults.report import Finding, none_of
from tests.faults.stage import Stage

AT_ONCE = 12


@dataclass(slots=True)
class Tally:
    sent: int = 0
    refused: int = 0
    kept: int = 0
    out_of_order: int = 0
    unlike: int = 0
    """Conversations that the two tabs saw differently."""
    unanswered: int = 0


async def pairs(stage: Stage, *, number: int = 500) -> list[Finding]:
    tally = Tally()
    async with stage.fleet(workers=0) as service:
        addresses = [f"http://127.0.0.1:{replica.port}" for replica in service.replicas]
        room = asyncio.Semaphore(AT_ONCE)
        async with httpx.AsyncClient(timeout=60) as client:

            async def one(name: int) -> None:
                async with room:
                    await _pair(client, addresses, name, tally)

            await asyncio.gather(*(one(name) for name in range(number)))
    return [
        Finding("simultaneous sends", f"{number:,} pairs through two processes, {tally.sent:,} messages", True),
        Finding("messages kept", f"{tally.kept:,} of {tally.sent:,}", tally.kept == tally.sent == 2 * number),
        none_of("sends refused", tally.refused),
        none_of("conversations whose numbers have a gap or a double", tally.out_of_order, of=f"{number:,}"),
        none_of("conversations that the two tabs see differently", tally.unlike, of=f"{number:,}"),
        none_of("messages without a reply", tally.unanswered),
    ]


async def _pair(client: httpx.AsyncClient, addresses: list[str], name: int, tally: Tally) -> None:
    opened = (await client.post(f"{addresses[0]}/v1/conversations", json={})).json()
    headers = {"authorization": f"Bearer {opened['token']}"}
    path = f"/v1/conversations/{opened['conversation_id']}/messages"

    async def send(address: str, text: str) -> httpx.Response:
        body = {"text": text, "client_message_id": text.replace(" ", "-")}
        return await client.post(f"{address}{path}", json=body, headers=headers)

    said = (f"Do you ship to Canada {name}", f"What is your return policy {name}")
    answers = await asyncio.gather(*(send(*each) for each in zip(addresses, said, strict=True)))
    tally.sent += len(answers)
    tally.refused += sum(not answer.is_success for answer in answers)
    tabs = [(await client.get(f"{address}{path}", headers=headers)).json()["messages"] for address in addresses]
    tally.unlike += tabs[0] != tabs[1]
    _count(tabs[0], said, tally)


def _count(transcript: list[dict[str, Any]], said: tuple[str, ...], tally: Tally) -> None:
    mine = [message for message in transcript if message["sender"] == "customer"]
    tally.kept += len({message["text"] for message in mine} & set(said))
    tally.out_of_order += [message["seq"] for message in transcript] != list(range(1, len(transcript) + 1))
    tally.unanswered += sum(message["status"] != "answered" for message in mine)
