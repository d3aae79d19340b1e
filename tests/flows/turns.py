"""Turns of the real agent without the service around it: what goes in, what comes out, and nothing is stored."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, cast

from agent.context import Services
from agent.models.turn import LanguageModel
from agent.turn import Inbound, TurnInput, TurnResult, Waits
from api.assistant import open_assistant
from api.settings import Settings
from domain.conversations import Event
from domain.customers import Principal
from graphs.run import SupportAgent
from tests.flows.shop import Shop


@dataclass(frozen=True, slots=True)
class TurnsOf:
    services: Services

    def with_model(self, model: LanguageModel) -> "TurnsOf":
        return TurnsOf(replace(self.services, language_model=model))

    async def say(
        self,
        text: str,
        *,
        state: dict[str, Any] | None = None,
        principal: Principal | None = None,
        fence: int = 1,
        waits: Waits = lambda: None,
        conversation_id: str = "c_turn",
    ) -> tuple[TurnResult, list[Event]]:
        """One turn, at the beginning of a conversation or after `state`; `waits` as the service has it."""
        events: list[Event] = []
        turn = TurnInput(
            conversation_id=conversation_id,
            fence=fence,
            messages=(Inbound(1, text),),
            state=state or {},
            principal=principal or Principal(),
            locale="en-US",
            channel="web",
            now=datetime.now(UTC),
            waits=waits,
        )
        return await SupportAgent(self.services).run_turn(turn, events.append), events


@asynccontextmanager
async def turns_of(shop: Shop) -> AsyncIterator[TurnsOf]:
    """Over the shop's own database; without a model until it is given one."""
    resources = shop.resources
    async with open_assistant(Settings())(resources.database, resources.listener) as assistant:
        yield TurnsOf(cast(SupportAgent, assistant.agent).services)
