"""The model as one turn may use it: so many calls, so much time, and a record of what each cost."""

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from agent.models.port import Ask, ChatModel, Completion, Usage
from agent.prompts.prompt import Prompts, Rendered
from domain.errors import ModelFailed, ModelUnavailable

MAX_CALLS = 4
MAX_S = 20.0
"""For all calls of a turn together, well within what a turn may take (`api.turns.Timing.turn_s`)."""


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """A model and what to tell it. Opened once a process."""

    model: ChatModel
    prompts: Prompts


@dataclass(frozen=True, slots=True)
class Exchange:
    """One call with its words, for a trace that the shop's operator asked for. Kept for the turn, stored nowhere."""

    ask: Ask
    completion: Completion | None
    """None: the call failed."""
    error: str
    """The code of what went wrong; empty where nothing did."""
    began_at: datetime
    ended_at: datetime


@dataclass(slots=True)
class TurnModel:
    """`agent.models.port.ChatModel` for one turn. Raises ModelUnavailable when calls or time are used up."""

    language_model: LanguageModel
    conversation_id: str
    waits: Callable[[], None] = lambda: None
    """Told before each call: from here on the turn waits for others."""
    calls_left: int = MAX_CALLS
    ends_at: float = field(default_factory=lambda: time.monotonic() + MAX_S)
    calls: list[dict[str, Any]] = field(default_factory=list)
    """For the turn's record: names and numbers only."""
    counts: dict[str, int] = field(default_factory=dict)
    """What became of the words: sentences held back, mended, replaced; answers that fell back to the template."""
    past: str = ""
    """What came of the conversation's requests before this turn, a line each."""
    summary: str | None = None
    """The stored one of a long conversation; None: not looked for yet."""
    exchanges: list[Exchange] | None = None
    """None: nobody wants to see the words."""

    def render(self, prompt: str, variables: Mapping[str, str], data: Mapping[str, str]) -> Rendered:
        return self.language_model.prompts[prompt].render(variables, data)

    def ask(self, rendered: Rendered, **options: Any) -> Ask:
        return Ask(rendered.role, rendered.messages, self.conversation_id, prompt=rendered.name, **options)

    async def complete(self, ask: Ask) -> Completion:
        with self._recorded(ask) as record:
            async with asyncio.timeout(self._seconds_left()):
                completion = await self.language_model.model.complete(ask)
            record |= _cost(completion.usage)
            self._show(ask, completion, began_at=_ago(completion.usage))
        return completion

    async def stream(self, ask: Ask) -> AsyncGenerator[str | Completion]:
        with self._recorded(ask) as record:
            pieces = self.language_model.model.stream(ask)
            try:
                while (piece := await self._next(pieces)) is not None:
                    if isinstance(piece, Completion):
                        record |= _cost(piece.usage)
                        self._show(ask, piece, began_at=_ago(piece.usage))
                    yield piece
            finally:
                await pieces.aclose()

    def count(self, what: str, number: int = 1) -> None:
        self.counts[what] = self.counts.get(what, 0) + number

    def record(self) -> dict[str, Any]:
        return {"calls": self.calls, **self.counts}

    async def _next(self, pieces: AsyncGenerator[str | Completion]) -> str | Completion | None:
        async with asyncio.timeout(self._seconds_left()):
            return await anext(pieces, None)

    def _seconds_left(self) -> float:
        return max(0.0, self.ends_at - time.monotonic())

    @contextmanager
    def _recorded(self, ask: Ask) -> Iterator[dict[str, Any]]:
        if self.calls_left < 1 or self._seconds_left() == 0:
            raise ModelUnavailable("this turn has used up its calls to the model")
        self.calls_left -= 1
        began_at = datetime.now(UTC)
        record: dict[str, Any] = {"prompt": ask.prompt, "outcome": "broken_off"}
        self.calls.append(record)
        self.waits()
        try:
            yield record
        except ModelFailed as failed:
            record["outcome"] = failed.code
            self._show(ask, None, began_at=began_at, error=failed.code)
            raise
        except TimeoutError as error:
            record["outcome"] = ModelUnavailable.code
            self._show(ask, None, began_at=began_at, error=ModelUnavailable.code)
            raise ModelUnavailable("the turn's time for the model is used up") from error
        else:
            record["outcome"] = "whole"

    def _show(self, ask: Ask, completion: Completion | None, *, began_at: datetime, error: str = "") -> None:
        if self.exchanges is not None:
            self.exchanges.append(Exchange(ask, completion, error, began_at, datetime.now(UTC)))


def _ago(usage: Usage) -> datetime:
    return datetime.now(UTC) - timedelta(milliseconds=usage.total_ms)


def _cost(usage: Usage) -> dict[str, Any]:
    cost: dict[str, Any] = {
        "model": usage.model,
        "prompt_tokens": usage.prompt_tokens,
        "completion_tokens": usage.completion_tokens,
        "ms": round(usage.total_ms, 1),
    }
    if usage.cost_usd is not None:
        cost["cost_usd"] = round(usage.cost_usd, 8)
    return cost if usage.first_ms is None else cost | {"first_ms": round(usage.first_ms, 1)}
