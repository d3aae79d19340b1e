"""The scenario runner against the real shop. Opening it takes some seconds, so one floor serves all."""

from collections.abc import AsyncIterator
from typing import Any

import pytest_asyncio

from evals.scenario import Scenario
from evals.shop_floor import ShopFloor, open_shop_floor
from evals.suites.conversations import Held, figures, hold

CANCEL: list[dict[str, Any]] = [
    {"user": "cancel VM-10246", "expect": {"asks": "confirmation"}},
    {"user": "yes", "expect": {"cards": ["receipt"]}},
]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def floor() -> AsyncIterator[ShopFloor]:
    async with open_shop_floor() as opened:
        yield opened


def scenario(*turns: dict[str, Any], **values: Any) -> Scenario:
    return Scenario.model_validate({"name": "a", "as": "maya.lindholm@example.com", "turns": turns} | values)


async def test_conversation_passes_again_because_everything_is_put_back(floor: ShopFloor):
    cancelled = scenario(*CANCEL, end={"orders": {"VM-10246": "cancelled"}})
    first, second = await hold(floor, cancelled), await hold(floor, cancelled)
    assert (first.misses, second.misses) == ([], [])
    changes = await floor.rows.changes()
    assert (changes.claims, changes.orders, changes.handoffs, changes.others) == ([], {}, 0, [])


async def test_change_that_was_not_expected_fails(floor: ShopFloor):
    held = await hold(floor, scenario(*CANCEL))
    assert held.misses[0] == "end: VM-10246 was changed (cancelled)"
    assert all("stock" in miss for miss in held.misses[1:])


async def test_wrong_expectation_fails_with_the_turn_that_missed_it(floor: ShopFloor):
    held = await hold(floor, scenario({"user": "where is VM-10246?", "expect": {"said": ["in Timbuktu"]}}))
    assert held.misses == ["turn 1: not said: in Timbuktu"]
    assert "  ! not said: in Timbuktu" in held.transcript


async def test_burst_is_answered_by_one_reply(floor: ShopFloor):
    held = await hold(
        floor, scenario({"user": ["hi", "one question", "where is VM-10217"], "expect": {"said": ["VM-10217"]}})
    )
    assert held.misses == []
    assert sum(line.startswith("bot: ") for line in held.transcript) == 1


async def test_person_who_is_asked_unexpectedly_is_a_miss(floor: ShopFloor):
    held = await hold(floor, scenario({"user": "I want to talk to a human", "expect": {"handoff": True}}))
    assert held.misses == ["end: 1 tickets were opened, not 0"]


def test_variants_are_counted_apart():
    own, variant = scenario(*CANCEL), scenario(*CANCEL, name="a--lower", tags=["variant:lower"])
    held = [Held(own, [], [], 2, 0, 10.0), Held(variant, ["wrong"], [], 2, 1, 10.0)]
    metrics = figures(held)
    assert (metrics["scenarios"], metrics["passed"], metrics["variants.lower"]) == (1, 1.0, 0.0)


async def test_time_passes_between_messages(floor: ShopFloor):
    late = scenario(CANCEL[0], {"user": "yes", "minutes_later": 11, "expect": {"not_cards": ["receipt"]}})
    assert (await hold(floor, late)).misses == []
