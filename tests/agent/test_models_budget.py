"""Ceilings of what a conversation and a day may cost; each `StoredBudget` stands for a process."""

from dataclasses import dataclass

import pytest

from agent.models.budget import CONVERSATION_KNOWN_S, DAY_KNOWN_S, StoredBudget
from domain.errors import ModelUnavailable
from store.database import Database


@dataclass
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


async def test_a_conversation_that_used_its_tokens_up_is_not_admitted_and_others_are(database: Database) -> None:
    budget = StoredBudget(database, conversation_tokens=1_000, day_tokens=100_000)
    await budget.admit("c_1")
    await budget.spend("c_1", 999)
    await budget.admit("c_1")
    await budget.spend("c_1", 1)

    with pytest.raises(ModelUnavailable, match="conversation"):
        await budget.admit("c_1")
    await budget.admit("c_2")


async def test_a_day_that_is_used_up_admits_nobody(database: Database) -> None:
    budget = StoredBudget(database, conversation_tokens=1_000, day_tokens=1_500)
    await budget.spend("c_1", 900)
    await budget.spend("c_2", 600)

    with pytest.raises(ModelUnavailable, match="day"):
        await budget.admit("c_3")


async def test_what_another_process_spent_counts_at_once_for_a_new_conversation_and_soon_for_any(
    database: Database,
) -> None:
    clock = Clock()
    budget = StoredBudget(database, conversation_tokens=1_000, day_tokens=2_000, clock=clock)
    other = StoredBudget(database, conversation_tokens=1_000, day_tokens=2_000)
    await budget.spend("c_1", 10)
    await other.spend("c_1", 990)
    await other.spend("c_2", 1_000)

    with pytest.raises(ModelUnavailable, match="conversation"):
        await budget.admit("c_2")
    clock.now = DAY_KNOWN_S
    with pytest.raises(ModelUnavailable):
        await budget.admit("c_1")


async def test_what_is_known_of_a_conversation_grows_old(database: Database) -> None:
    clock = Clock()
    budget = StoredBudget(database, conversation_tokens=1_000, day_tokens=100_000, clock=clock)
    await budget.spend("c_1", 10)
    await StoredBudget(database, 1_000, 100_000).spend("c_1", 990)

    await budget.admit("c_1")
    clock.now = CONVERSATION_KNOWN_S
    with pytest.raises(ModelUnavailable):
        await budget.admit("c_1")


async def test_a_conversation_that_goes_on_needs_no_statement_to_be_admitted(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    budget = StoredBudget(database, conversation_tokens=1_000, day_tokens=100_000, clock=Clock())
    await budget.spend("c_1", 10)
    monkeypatch.delattr(Database, "connection")

    await budget.admit("c_1")
