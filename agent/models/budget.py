"""How much a conversation and a day may cost."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
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


CONVERSATION_KNOWN_S = 60.0
DAY_KNOWN_S = 5.0
"""How long what the last call of this process left counts as the present: a conversation hardly has other calls
meanwhile, and a day's calls in other processes are few against its ceiling."""
_MOST_KNOWN = 10_000


@dataclass(frozen=True, slots=True)
class StoredBudget:
    """Counted in Postgres, so that it holds across processes. Calls under way, and those of other processes in the last
    seconds, may overshoot it by what they cost: what a call adds comes back with the totals, so most need no look.
    """

    database: Database
    conversation_tokens: int
    day_tokens: int
    clock: Callable[[], float] = time.monotonic
    _known: dict[str, tuple[int, float]] = field(default_factory=dict[str, tuple[int, float]])
    """Tokens by scope, and when they were so many."""

    async def admit(self, conversation_id: str) -> None:
        conversation, day = _scopes(conversation_id)
        if not (self._knows(conversation, CONVERSATION_KNOWN_S) and self._knows(day, DAY_KNOWN_S)):
            async with self.database.connection() as connection:
                spent = await model_usage.spent(connection, (conversation, day))
            self._note({scope: spent.get(scope, 0) for scope in (conversation, day)})
        if self._known[conversation][0] >= self.conversation_tokens:
            raise ModelUnavailable("the conversation's budget is used up")
        if self._known[day][0] >= self.day_tokens:
            raise ModelUnavailable("the day's budget is used up")

    async def spend(self, conversation_id: str, tokens: int) -> None:
        async with self.database.connection() as connection:
            self._note(await model_usage.add(connection, _scopes(conversation_id), tokens))

    def _knows(self, scope: str, for_s: float) -> bool:
        _, at = self._known.get(scope, (0, float("-inf")))
        return self.clock() - at < for_s

    def _note(self, totals: Mapping[str, int]) -> None:
        for scope, tokens in totals.items():
            self._known.pop(scope, None)  # so that the order is that of the last look
            self._known[scope] = tokens, self.clock()
        for scope in list(self._known)[:-_MOST_KNOWN] if len(self._known) > 2 * _MOST_KNOWN else ():
            del self._known[scope]


def _scopes(conversation_id: str) -> tuple[str, str]:
    return f"conversation:{conversation_id}", f"day:{datetime.now(UTC).date().isoformat()}"
