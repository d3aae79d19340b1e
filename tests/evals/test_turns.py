"""What comes next leans on the talk before it; the whole table is for `./dev eval turns --all`."""

from pathlib import Path

import pytest

from evals.suites import turns

_ONE = """
customer: maya.lindholm@example.com
talks: [{said: [do you have linen shirts], next: [{text: "which one is the cheapest?", tells: "%s"}]}]
"""


def test_what_follows_an_answer_leans_on_it() -> None:
    result = turns.run()
    assert result.metrics["messages"] > 50
    assert result.metrics["passed"] >= 0.78, [(each.case_id, each.actual) for each in result.failures]


def test_an_answer_that_does_not_tell_it_has_failed(tmp_path: Path) -> None:
    file = tmp_path / "turns.yaml"
    file.write_text(_ONE % "the most expensive")
    assert [each.case_id for each in turns.run(file).failures] == [
        "which one is the cheapest? [do you have linen shirts]"
    ]


@pytest.mark.parametrize("text", ["customer: [", "customer: x", "customer: x\ntalks: [{said: [hi]}]"])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, text: str) -> None:
    file = tmp_path / "turns.yaml"
    file.write_text(text)
    with pytest.raises(turns.BadTurns, match=r"turns\.yaml"):
        turns.read_turns(file)
