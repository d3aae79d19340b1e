import json
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from rich.console import Console

from evals.gates import BadGates, Mark, gates_of, read_marks
from evals.registry import SUITES
from evals.report import Run, SuiteRun, as_html, as_json, print_run
from evals.result import CaseResult, Confusion, SuiteResult

MARKS = {"intents": {"accuracy": Mark(min=0.9), "refused": Mark(max=0.05)}}


def reached(**metrics: float) -> list[bool]:
    return [gate.passed for gate in gates_of(SuiteResult("intents", metrics), MARKS)]


def run_of(result: SuiteResult, *, error: str = "") -> Run:
    return Run([SuiteRun(result, gates_of(result, MARKS), 1.0, error)], datetime(2026, 1, 2, tzinfo=UTC))


def test_marks_hold_on_both_sides_and_at_the_edge():
    assert reached(accuracy=0.9, refused=0.05) == [True, True]
    assert reached(accuracy=0.899, refused=0.051) == [False, False]


def test_missing_figure_and_no_number_have_failed():
    assert reached(refused=float("nan")) == [False, False]


def test_part_of_the_cases_need_not_give_every_figure():
    gates = gates_of(SuiteResult("intents", {"accuracy": 0.5}), MARKS, is_partial=True)
    assert [(gate.metric, gate.passed) for gate in gates] == [("accuracy", False)]


def test_our_marks_are_for_suites_that_exist():
    assert set(read_marks()) <= set(SUITES)


@pytest.mark.parametrize("text", ["[intents", "[intents]\na = {}", "[intents]\na = {mni = 1}", "intents = 3"])
def test_marks_that_cannot_be_read_are_an_error(tmp_path: Path, text: str):
    path = tmp_path / "gates.toml"
    path.write_text(text)
    with pytest.raises(BadGates):
        read_marks(path)


def test_suite_that_broke_off_fails_the_run_without_any_mark():
    run = Run([SuiteRun(SuiteResult("answers", {}), [], 1.0, "OSError: no")], datetime(2026, 1, 2, tzinfo=UTC))
    assert not run.passed
    assert not Run([], datetime(2026, 1, 2, tzinfo=UTC)).passed


def test_terminal_names_what_was_missed():
    console = Console(record=True, width=100)
    case = CaseResult("c-1", False, "a", "b [link=x]", tags=())
    print_run(run_of(SuiteResult("intents", {"accuracy": 0.5, "refused": 0.0}, [case])), console)
    text = console.export_text()
    assert "Below the marks: intents accuracy." in text
    assert "c-1" in text
    assert "b [link=x]" in text


def test_json_has_figures_marks_and_failing_cases_only():
    cases = [CaseResult("good", True, "a", "a"), CaseResult("bad", False, "a", "b", "why", ("tag",))]
    document = json.loads(as_json(run_of(SuiteResult("intents", {"accuracy": 0.95, "refused": 0.0}, cases))))
    (suite,) = document["suites"]
    assert document["passed"] is True
    assert (suite["cases"], [case["case_id"] for case in suite["failures"]]) == (2, ["bad"])
    assert suite["gates"][0] == {"metric": "accuracy", "min": 0.9, "max": None, "reached": 0.95, "passed": True}


def test_page_escapes_what_strangers_wrote_and_loads_nothing():
    case = CaseResult("<script>alert(1)</script>", False, "x", "<img src=http://evil.example>", "<b>", ("<i>",))
    confusion = Confusion(("a<b", "c", "unused"), ((3, 1, 0), (0, 2, 0), (0, 0, 0)))
    page = as_html(run_of(SuiteResult("intents", {"accuracy": 0.9}, [case], confusion)))
    reader = Tags()
    reader.feed(page)
    assert not reader.names & {"script", "img", "link", "iframe", "i"}
    assert reader.addresses
    assert all(address.startswith("#") for address in reader.addresses)
    assert "a&lt;b" in page
    assert "unused" not in page


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href")]
