"""How much a conversation and a day may cost."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from domain.errors import ModelUnavailable
from store import model_usage
from store.database import Database


class Budget(Protocol):
    async def admit(self, conversation_id: str) -> None:
        """Raises ModelUnavailable when nothing is left."""
        ...

    async def spend(self, conversation_id: str, tokens: int) -> None: ...


@dataclass(frozen=True, slots=True)
class StoredBudget:
    """Counted in Postgres, so that it holds across processes. Calls under way may overshoot it by what they cost."""

    database: Database
    conversation_tokens: int
    day_tokens: int

    async def admit(self, conversation_id: str) -> None:
        async with self.database.connection() as connection:
            spent = await model_usage.spent(connection, _scopes(conversation_id))
        of_conversation, of_day = (spent.get(scope, 0) for scope in _scopes(conversation_id))
        if of_conversation >= self.conversation_tokens:
            raise ModelUnavailable("the conversation's budget is used up")
        if of_day >= self.day_tokens:
            raise ModelUnavailable("the day's budget is used up")

    async def spend(self, conversation_id: str, tokens: int) -> None:
        async with self.database.connection() as connection:
            await model_usage.add(connection, _scopes(conversation_id), tokens)


def _scopes(conversation_id: str) -> tuple[str, str]:
    return f"conversation:{conversation_id}", f"day:{datetime.now(UTC).date().isoformat()}"
