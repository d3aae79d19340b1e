"""One turn, as the service hands it to the agent and gets it back. Plain values; nothing here does I/O."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TypeVar

from domain.conversations import Event, Reply
from domain.customers import Principal

Emit = Callable[[Event], None]
"""Called while the turn runs with status, delta, card, quick_replies, sources, handoff."""

T = TypeVar("T")

Waits = Callable[[], None]
"""Called when a turn has nothing left to do but to wait for a model; what comes after that is little."""


class Stopped(Exception):
    """The customer wants to hear no more of this answer."""


class Stop:
    """Whether the customer has stopped an answer. It ends the wording of it, never a deed that was begun."""

    def __init__(self) -> None:
        self._asked = asyncio.Event()

    @property
    def is_asked(self) -> bool:
        return self._asked.is_set()

    def ask(self) -> None:
        self._asked.set()

    async def unless_asked(self, working: Coroutine[Any, Any, T]) -> T:
        """What `working` returns or raises. Raises Stopped as soon as it is asked; `working` is cancelled then."""
        work, asked = asyncio.ensure_future(working), asyncio.ensure_future(self._asked.wait())
        try:
            await asyncio.wait({work, asked}, return_when=asyncio.FIRST_COMPLETED)
            if work.done():
                return work.result()
            raise Stopped
        finally:
            for task in (work, asked):
                task.cancel()
            await asyncio.gather(work, asked, return_exceptions=True)


def _nobody_asks() -> None:
    pass


@dataclass(frozen=True, slots=True)
class Inbound:
    seq: int
    text: str


@dataclass(frozen=True, slots=True)
class TurnInput:
    conversation_id: str
    fence: int
    messages: tuple[Inbound, ...]
    """All messages of the burst that this turn answers, oldest first; never empty."""
    state: dict[str, Any]
    """What the last turn returned; {} at first."""
    principal: Principal
    locale: str
    channel: str
    now: datetime
    origin: str = ""
    """A keyed hash of the network address that the newest message came from; empty where there is none."""
    waits: Waits = field(default=_nobody_asks, compare=False, repr=False)
    stop: Stop = field(default_factory=Stop, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class TurnResult:
    reply: Reply
    state: dict[str, Any]
    principal: Principal
    trace: dict[str, Any]
    """intents, confidences, tools, times in ms. No message text."""


class Agent(Protocol):
    async def run_turn(self, turn: TurnInput, emit: Emit) -> TurnResult: ...
