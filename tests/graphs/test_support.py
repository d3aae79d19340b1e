"""The graph's shape: what the documentation draws is what the code is."""

from pathlib import Path
from typing import Any

import pytest

from agent.dialogue.interpretation import Interpretation
from agent.nodes.state import Answer, PlannedCall, TurnState, Update
from agent.state import empty_memory
from agent.steps import Ask, Call, HandOver, Say
from domain.customers import Principal
from graphs.routing import after_plan, after_understanding
from graphs.support import planned_and_acted, support_graph

READ_WHOLE: dict[str, Any] = {"unread": [], "aside": [object()]}
"""Nothing of the message is left, and nothing was lost of it."""
DOCUMENT = Path(__file__).parents[2] / "docs" / "architecture.md"


def test_the_documentation_draws_the_graph_that_runs() -> None:
    assert support_graph().get_graph().draw_mermaid().strip() in DOCUMENT.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("interpretation", "next_node"),
    [
        (Interpretation(confirmed=True, work_on=["1"]), "confirm"),
        (Interpretation(work_on=["1"]), "plan"),
        (Interpretation(say=[Say("greeting")]), "respond"),
    ],
)
def test_a_message_goes_where_it_must_be_worked_on(interpretation: Interpretation, next_node: str) -> None:
    state = {"interpretation": interpretation, "memory": empty_memory(), "principal": Principal(), **READ_WHOLE}
    assert after_understanding(state) == next_node  # pyright: ignore[reportArgumentType]  # the rest does not matter


async def test_tools_run_until_the_plan_waits_for_none(monkeypatch: pytest.MonkeyPatch) -> None:
    rounds: list[str] = []

    async def plan(state: TurnState, runtime: Any) -> Update:
        rounds.append("plan")
        calls = [PlannedCall("1", Call("track_order", {}, "tracking"))] if len(state["called"]) < 2 else []
        return dict(calls=calls, answers=[])

    async def act(state: TurnState, runtime: Any) -> Update:
        rounds.append("act")
        return dict(calls=[], called=[*state["called"], state["calls"][0].call.tool])

    monkeypatch.setattr("graphs.support._plan", plan)
    monkeypatch.setattr("graphs.support._act", act)
    update = await planned_and_acted({"called": []}, None)  # pyright: ignore[reportArgumentType]  # as above
    assert rounds == ["plan", "act", "plan", "act", "plan"]
    assert (update["calls"], update["called"]) == ([], ["track_order", "track_order"])


@pytest.mark.parametrize(("step", "next_node"), [(HandOver("asked"), "handoff"), (Ask("order_id", "x"), "respond")])
def test_a_handover_is_carried_out_before_it_is_spoken_of(step: HandOver | Ask, next_node: str) -> None:
    assert after_plan({"calls": [], "answers": [Answer(step)], **READ_WHOLE}) == next_node  # pyright: ignore[reportArgumentType]  # as above


@pytest.mark.parametrize(("step", "next_node"), [(HandOver("asked"), "handoff"), (Ask("order_id", "x"), "read_on")])
def test_a_message_is_read_on_until_nothing_of_it_is_left(step: HandOver | Ask, next_node: str) -> None:
    state = {"calls": [], "answers": [Answer(step)], "unread": ["and do you ship to Canada?"]}
    assert after_plan(state) == next_node  # pyright: ignore[reportArgumentType]  # as above
