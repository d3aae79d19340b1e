from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.scenario import OrderWanted
from evals.scenario_files import BadScenarios, read_scenarios


def refusal(tmp_path: Path, text: str) -> str:
    (tmp_path / "mine.yaml").write_text(text)
    with pytest.raises(BadScenarios) as caught:
        read_scenarios(tmp_path)
    return str(caught.value)


def test_our_own_scenarios_are_well_formed_and_cover_what_was_promised():
    scenarios = read_scenarios()
    tags = [tag for one in scenarios for tag in one.tags]
    assert len(scenarios) >= 60
    wanted = {"order": 12, "claim": 12, "cancel": 6, "knowledge": 10, "search": 10, "multi": 5, "handoff": 5}
    short = {tag: tags.count(tag) for tag, least in wanted.items() if tags.count(tag) < least}
    assert not short
    assert tags.count("refusal") >= 25


def test_scenario_that_checks_nothing_is_refused(tmp_path: Path):
    said = refusal(tmp_path, "name: idle\nturns:\n  - user: hello\n")
    assert said == "mine.yaml:1:1 (idle): checks nothing: give a turn an `expect`, or the scenario an `end`"


@pytest.mark.parametrize("expect", ["{}", "{said: []}", "{said: [], cards: []}", "{keep: {a: b}}"])
def test_expectation_without_a_check_is_refused(tmp_path: Path, expect: str):
    said = refusal(tmp_path, f"name: idle\nturns:\n  - user: hello\n    expect: {expect}\n")
    assert "mine.yaml:4" in said
    assert "checks nothing" in said


def test_empty_end_is_refused(tmp_path: Path):
    assert "`end` is empty" in refusal(tmp_path, "name: idle\nturns:\n  - user: hello\nend: {}\n")


def test_unknown_key_is_reported_with_its_position(tmp_path: Path):
    text = "- name: one\n  turns:\n    - user: hello\n      expect:\n        saids: [hi]\n"
    assert refusal(tmp_path, text) == "mine.yaml:5:9 (one): turns.0.expect.saids: no such key"


def test_key_given_twice_is_refused(tmp_path: Path):
    text = "name: one\nturns:\n  - user: hello\n    expect: {said: [a]}\nname: two\n"
    assert refusal(tmp_path, text) == "mine.yaml:5:1: `name` is given twice"


def test_every_mistake_of_every_file_is_reported(tmp_path: Path):
    (tmp_path / "other.yaml").write_text("name: [1\n")
    said = refusal(
        tmp_path, "- name: Bad Name\n  turns: []\n- name: fine\n  turns: [{user: a, expect: {said: ['(']}}]\n"
    )
    lines = said.splitlines()
    assert [line.split(" ")[0] for line in lines] == [
        "mine.yaml:1:9",
        "mine.yaml:2:10",
        "mine.yaml:4:37",
        "other.yaml:2:1:",
    ]
    assert "is no regular expression" in lines[2]


def test_variable_that_is_nowhere_given_is_refused(tmp_path: Path):
    text = "name: one\nturns:\n  - user: where is {order}\n    expect: {said: [a]}\n"
    assert "{order} is nowhere given" in refusal(tmp_path, text)


@pytest.mark.parametrize("name", ["today", "code", "wrong_code"])
def test_no_role_is_called_like_what_is_there_anyway(tmp_path: Path, name: str):
    text = f"name: one\ngiven: {{{name}: {{status: paid}}}}\nturns:\n  - {{user: 'of it', expect: {{said: [a]}}}}\n"
    assert f"{name}: means something else already" in refusal(tmp_path, text)


def test_variable_may_not_be_used_before_the_reply_that_gives_it(tmp_path: Path):
    text = (
        "name: one\nturns:\n"
        "  - {user: 'what of {claim}', expect: {said: [a]}}\n"
        "  - {user: file it, expect: {said: [a], keep: {claim: 'CL-.*'}}}\n"
    )
    assert "{claim} is nowhere given" in refusal(tmp_path, text)


def test_same_name_twice_is_refused_with_both_places(tmp_path: Path):
    one = "- {name: one, turns: [{user: a, expect: {said: [a]}}]}\n"
    assert refusal(tmp_path, one + one) == "mine.yaml:2:3: the name one is taken, see mine.yaml:1:3"


def test_yes_and_no_are_words(tmp_path: Path):
    (tmp_path / "mine.yaml").write_text("name: one\nturns: [{user: yes, expect: {handoff: false}}, {user: [no, on]}]\n")
    (scenario,) = read_scenarios(tmp_path)
    assert [turn.user for turn in scenario.turns] == [("yes",), ("no", "on")]


def test_unchanged_contradicts_a_claim(tmp_path: Path):
    text = "name: one\nturns: [{user: a}]\nend: {unchanged: true, claims: [{order: VM-1}]}\n"
    assert "contradicts" in refusal(tmp_path, text)


def test_folder_without_scenarios_is_refused(tmp_path: Path):
    with pytest.raises(BadScenarios, match=r"no \*\.yaml"):
        read_scenarios(tmp_path)


@given(st.integers(0, 500), st.integers(0, 500))
def test_ranges_mean_what_they_say(limit: int, value: int):
    def has(text: object) -> bool:
        wanted = OrderWanted.model_validate({"lines": text}).lines
        assert wanted is not None
        return wanted.has(value)

    assert has(f"<{limit}") == (value < limit)
    assert has(f"<= {limit}") == (value <= limit)
    assert has(f">{limit}") == (value > limit)
    assert has(f">={limit}") == (value >= limit)
    assert has(limit) == (value == limit)
    assert has(f"{limit}..{limit + 5}") == (limit <= value <= limit + 5)
