import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from evals.cli import app

TRUE = {"id": "t", "sentence": "Your order VM-10234 is on its way.", "expect": "pass", "kind": "honest"}
FACTS = {"facts": {"order_id": "VM-10234"}}


def call(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(arguments))
    return result.exit_code, result.output


@pytest.fixture
def grounding(tmp_path: Path) -> Path:
    path = tmp_path / "mine.jsonl"
    path.write_text(json.dumps(TRUE | FACTS) + "\n" + json.dumps(TRUE | FACTS | {"id": "f", "expect": "block"}) + "\n")
    return path


def test_run_below_the_marks_ends_with_one_and_writes_both_reports(tmp_path: Path, grounding: Path):
    page, document = tmp_path / "out.html", tmp_path / "out.json"
    code, text = call("grounding", "--data", str(grounding), "--html", str(page), "--json", str(document))
    assert code == 1
    assert "Below the marks: grounding recall." in text
    assert json.loads(document.read_text())["suites"][0]["failures"][0]["case_id"] == "f"
    assert "below the marks" in page.read_text()


def test_run_that_reaches_the_marks_ends_with_zero(tmp_path: Path, grounding: Path):
    gates = tmp_path / "gates.toml"
    gates.write_text("[grounding]\nfalse_alarm_rate = {max = 0}\n")
    code, text = call("grounding", "--data", str(grounding), "--gates", str(gates))
    assert (code, "All marks reached." in text) == (0, True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nonsense"], "there is no suite nonsense"),
        (["--data", "."], "--data is for one suite"),
        (["grounding", "--data", "nowhere.jsonl"], "no such file"),
        (["grounding", "--only", "claim"], "for the suites conversations and tau"),
        (["grounding", "--all"], "--all is for the suites grounding-model, safety, resilience, "),
        (["grounding", "--train"], "for the suites intents, follow-ups, sentiment"),
    ],
)
def test_contradictions_are_refused_before_anything_runs(arguments: list[str], said: str):
    code, text = call(*arguments)
    assert code == 2
    assert said in " ".join(text.replace("│", " ").split())


def test_bad_scenario_is_reported_with_its_place(tmp_path: Path):
    (tmp_path / "mine.yaml").write_text("name: idle\nturns:\n  - user: hello\n")
    code, text = call("conversations", "--data", str(tmp_path))
    assert (code, "mine.yaml:1:1 (idle): checks nothing" in text) == (2, True)
