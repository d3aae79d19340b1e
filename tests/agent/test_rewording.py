"""The reason of a decision, given anew while its summary waits."""

import pytest

from agent.claims.rewording import rewords
from agent.dialogue import tasks
from agent.dialogue.interpretation import Interpretation
from agent.intents.registry import INTENTS
from agent.state import Memory, Pending, empty_memory
from tests.agent.test_dialogue import heard


def deciding(tool: str = "decide_claim") -> Memory:
    memory = empty_memory()
    task = tasks.open_task(memory, INTENTS[tool], text="deny it, worn", slots={"verdict_reason": "worn", "why": "worn"})
    memory["pending"] = Pending(
        action_id="1", tool=tool, arguments={}, digest="d", verb="deny", task=task["key"], expires_at="", shown_in=1
    )
    return memory


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("no wait, say the tags were cut off", "the tags were cut off"),
        ("put it more friendly: we are sorry, the tags are off", "we are sorry, the tags are off"),
        ("actually write that it was worn outside", "it was worn outside"),
        ("change the reason to worn outside", "worn outside"),
    ],
)
def test_a_new_reason_voids_the_summary_and_is_shown_again(text: str, why: str) -> None:
    memory, result = deciding(), Interpretation()
    assert rewords(memory, result, heard(text))
    assert memory["tasks"][-1]["slots"]["verdict_reason"] == why
    assert memory["pending"] is None and result.voided == "d"


@pytest.mark.parametrize("text", ["yes", "no", "put it on hold", "approve it", "say, who is she?"])
def test_what_is_no_reason_changes_none(text: str) -> None:
    memory = deciding()
    assert not rewords(memory, Interpretation(), heard(text))
    assert memory["pending"] is not None


def test_the_summary_of_a_customers_wish_has_no_reason_to_reword() -> None:
    assert not rewords(deciding("cancel_order"), Interpretation(), heard("say the tags were cut off"))
