"""Conversations side by side against a running service, and what that took."""

import asyncio
import math
import random
import time
from collections import Counter
from collections.abc import Coroutine, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from api.bench.processes import Measured, total
from api.bench.talk import Script
from api.bench.wire import Refused, Unanswered, Wire

_OPENERS = 16
"""Conversations opened at a time, before the clock runs."""


@dataclass(frozen=True, slots=True)
class Figures:
    """One row of the table. Milliseconds; CPU is per turn, None where it cannot be read."""

    side_by_side: int
    turns: int
    seconds: float
    p50: float
    p95: float
    p99: float
    cpu: float | None
    cpu_postgres: float | None
    refused: int
    """Times a turn was told to come again later. Its wait counts into its latency."""
    failed: int
    """Turns that were given up: the customer got an apology and a ticket, or no answer while the request was held."""

    @property
    def per_second(self) -> float:
        return self.turns / self.seconds


@dataclass(frozen=True, slots=True)
class Turn:
    """One that was answered."""

    conversation_id: str
    seq: int
    """Of the message."""
    seconds: float


@dataclass(frozen=True, slots=True)
class _Opened:
    wire: Wire
    conversation_id: str
    token: str
    script: Script


async def conversations(
    services: Sequence[Measured],
    spoken: Iterator[Script],
    *,
    side_by_side: int,
    rounds: int,
    think_s: float = 0.0,
    turns: list[Turn] | None = None,
) -> Figures:
    """`side_by_side` customers at once, each having `rounds` conversations, shared out over the services.

    Before each turn a customer thinks: half of `think_s` at least, half as much again at most. Signing in and
    opening conversations happens before the clock runs. What was answered is added to `turns`.

    Raises:
        api.bench.wire.Unanswered: a turn was answered with an error.
    """
    opened = await _opened(services, list(islice(spoken, side_by_side * rounds)), wires=side_by_side)
    # Opening many takes longer than the service keeps a silent connection.
    await asyncio.gather(*(own[0].wire.renew() for own in opened))
    answered: list[Turn] = [] if turns is None else turns
    trouble: Counter[str] = Counter()
    dice = random.Random(side_by_side)

    async def customer(own: Sequence[_Opened]) -> None:
        if think_s:
            # As if they had come one after the other.
            await asyncio.sleep(dice.uniform(0, think_s))
        for conversation in own:
            for text in conversation.script.turns:
                if think_s:
                    await asyncio.sleep(dice.uniform(think_s / 2, think_s * 1.5))
                began = time.perf_counter()
                if think_s:
                    await conversation.wire.renew()
                seq = await _answered(conversation, text, trouble)
                answered.append(Turn(conversation.conversation_id, seq, time.perf_counter() - began))

    figures = await _timed(services, [customer(own) for own in opened], answered, side_by_side=side_by_side)
    figures = replace(figures, refused=trouble["refused"], failed=trouble["failed"])
    await asyncio.gather(*(own[0].wire.close() for own in opened))
    return figures


async def echoes(server: Measured, spoken: Iterator[Script], *, side_by_side: int, rounds: int) -> Figures:
    """The same messages, as many at once, to the bare route."""
    wires = [await Wire.open(server.port) for _ in range(side_by_side)]
    took: list[Turn] = []

    async def customer(wire: Wire, own: list[Script]) -> None:
        for script in own:
            for text in script.turns:
                began = time.perf_counter()
                await wire.post("/echo", {"text": text})
                took.append(Turn("", 0, time.perf_counter() - began))

    customers = [customer(wire, list(islice(spoken, rounds))) for wire in wires]
    figures = await _timed([server], customers, took, side_by_side=side_by_side)
    await asyncio.gather(*(wire.close() for wire in wires))
    return figures


def percentile(took: Sequence[float], percent: float) -> float:
    """The smallest value that so many percent do not exceed."""
    ordered = sorted(took)
    return ordered[max(math.ceil(len(ordered) * percent / 100), 1) - 1]


async def _answered(conversation: _Opened, text: str, trouble: Counter[str]) -> int:
    """Say it until it is taken and answered; the message's number. Counts what went wrong on the way."""
    path = f"/v1/conversations/{conversation.conversation_id}/messages"
    while True:
        try:
            sent = await conversation.wire.post(path, {"text": text}, token=conversation.token)
        except Refused as refusal:
            trouble["refused"] += 1
            await asyncio.sleep(refusal.retry_after_s)
            continue
        reply = sent["reply"]
        if reply is not None and not reply["text"]:
            raise Unanswered(f"a turn without words: {sent}")
        if reply is None or (reply["handoff"] or {}).get("reason") == "turn_failed":
            trouble["failed"] += 1
        return sent["seq"]


async def _timed(
    servers: Sequence[Measured], customers: Sequence[Coroutine[Any, Any, None]], turns: list[Turn], *, side_by_side: int
) -> Figures:
    before, began = [server.cpu() for server in servers], time.perf_counter()
    await asyncio.gather(*customers)
    seconds = time.perf_counter() - began
    used = total(server.cpu().since(then) for server, then in zip(servers, before, strict=True))
    took = [turn.seconds for turn in turns]
    return Figures(
        side_by_side=side_by_side,
        turns=len(took),
        seconds=seconds,
        p50=percentile(took, 50) * 1000,
        p95=percentile(took, 95) * 1000,
        p99=percentile(took, 99) * 1000,
        cpu=None if used.own is None else used.own * 1000 / len(took),
        cpu_postgres=None if used.children is None else used.children * 1000 / len(took),
        refused=0,
        failed=0,
    )


async def _opened(services: Sequence[Measured], spoken: list[Script], *, wires: int) -> list[list[_Opened]]:
    """By customer: conversations that are open, all of a customer's on one connection."""
    connected = [await Wire.open(services[at % len(services)].port) for at in range(wires)]
    gate = asyncio.Semaphore(_OPENERS)

    async def open_all(wire: Wire, own: list[Script]) -> list[_Opened]:
        async with gate:
            return [await _open(wire, script) for script in own]

    shares = [spoken[at::wires] for at in range(wires)]
    return await asyncio.gather(*(open_all(wire, own) for wire, own in zip(connected, shares, strict=True)))


async def _open(wire: Wire, script: Script) -> _Opened:
    signed_in = await wire.post("/v1/demo/sign-in", {"email": script.email})
    opened = await wire.post("/v1/conversations", {"customer_token": signed_in["customer_token"]})
    return _Opened(wire, opened["conversation_id"], opened["token"], script)
