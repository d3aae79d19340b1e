"""One turn, as the service hands it to the agent and gets it back. Plain values; nothing here does I/O."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from domain.conversations import Event, Reply
from domain.customers import Principal

Emit = Callable[[Event], None]
"""Called while the turn runs with status, delta, card, quick_replies, sources, handoff."""

Waits = Callable[[], None]
"""Called when a turn has nothing left to do but to wait for a model; what comes after that is little."""


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


@dataclass(frozen=True, slots=True)
class TurnResult:
    reply: Reply
    state: dict[str, Any]
    principal: Principal
    trace: dict[str, Any]
    """intents, confidences, tools, times in ms. No message text."""


class Agent(Protocol):
    async def run_turn(self, turn: TurnInput, emit: Emit) -> TurnResult: ...
