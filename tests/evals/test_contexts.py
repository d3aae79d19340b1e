"""What speaks for itself is read the same whatever came before; the whole table is for `./dev eval contexts --all`."""

from pathlib import Path

import pytest

from evals.suites import contexts

_ONE = """
customer: maya.lindholm@example.com
before: {nothing: [], goods: [do you have linen shirts]}
asked: [{text: "which payment methods do you take?", tells: "%s", not_after: [%s]}]
"""


def test_messages_that_speak_for_themselves_are_answered_after_anything() -> None:
    result = contexts.run()
    assert result.metrics["messages"] > 150
    assert result.metrics["passed"] >= 0.98, [(each.case_id, each.actual) for each in result.failures]


def test_an_answer_that_does_not_tell_it_has_failed(tmp_path: Path) -> None:
    file = tmp_path / "contexts.yaml"
    file.write_text(_ONE % ("cash on delivery", "nothing"))
    result = contexts.run(file)
    assert [each.case_id for each in result.failures] == ["which payment methods do you take? [goods]"]


@pytest.mark.parametrize("text", ["customer: [", "customer: x", _ONE % ("Visa", "a talk that is not there")])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, text: str) -> None:
    file = tmp_path / "contexts.yaml"
    file.write_text(text)
    with pytest.raises(contexts.BadContexts, match=r"contexts\.yaml"):
        contexts.read_contexts(file)
