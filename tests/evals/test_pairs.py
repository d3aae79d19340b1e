"""Two things in one message are both answered; every two are for `./dev eval pairs --all`."""

from pathlib import Path

import pytest

from evals.suites import pairs

_TWO = """
customer: maya.lindholm@example.com
before: {nothing: []}
asked:
  - {text: "show me dresses", tells: "%s"}
  - {text: "I need an invoice", tells: "Which order is the invoice for", waits: "%s"}
  - {text: "I want to return something", tells: "Which order is it from", waits: "return something"%s}
"""


def test_two_things_in_one_message_are_both_answered() -> None:
    result = pairs.run()
    assert result.metrics["messages"] > 150
    assert result.metrics["passed"] >= 0.97, [(each.case_id, each.actual) for each in result.failures]


@pytest.mark.parametrize(
    ("dress", "waits", "alone", "failed"),
    [
        ("Dress, ", "get an invoice", "", 0),
        ("no such dress", "get an invoice", "", 4),
        ("Dress, ", "", "", 1),
        ("no such dress", "get an invoice", ", alone: true", 2),
    ],
)
def test_what_is_dropped_fails_and_what_comes_next_does_not(
    tmp_path: Path, dress: str, waits: str, alone: str, failed: int
) -> None:
    file = tmp_path / "contexts.yaml"
    file.write_text(_TWO % (dress, waits, alone))
    assert len(pairs.run(file).failures) == failed
