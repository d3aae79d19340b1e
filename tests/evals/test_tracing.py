import re
import subprocess

import pytest
import requests
from langsmith import traceable

from evals.tracing import CaseLost, Outcome, experiment, uploads
from tests.langsmith import KEY, receiving


@pytest.fixture(autouse=True)
def no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LANGSMITH_API_KEY", "LANGCHAIN_API_KEY"):
        monkeypatch.delenv(name, raising=False)


async def test_without_a_key_nothing_is_sent(monkeypatch: pytest.MonkeyPatch):
    sent: list[object] = []
    monkeypatch.setattr(requests.Session, "request", lambda *args, **_: sent.append(args))
    monkeypatch.setattr(requests.Session, "send", lambda *args, **_: sent.append(args))
    monkeypatch.setenv("LANGSMITH_TRACING", "true")

    async def target(name: str) -> Outcome:
        return Outcome(name == "good", "why")

    done = await experiment("mine", ["good", "bad"], target)
    assert done == {"good": Outcome(True, "why"), "bad": Outcome(False, "why")}
    assert sent == []


async def test_each_case_runs_once_and_in_order():
    names = [f"case {number}" for number in range(20)]
    seen: list[str] = []

    async def target(name: str) -> Outcome:
        seen.append(name)
        return Outcome(True)

    await experiment("mine", names, target)
    assert seen == names


async def test_case_that_raises_fails_the_run_and_stops_it():
    seen: list[str] = []

    async def target(name: str) -> Outcome:
        seen.append(name)
        raise OSError("the database went away")

    with pytest.raises(CaseLost, match="the database went away"):
        await experiment("mine", ["first", "second"], target)
    assert seen == ["first"]


def test_uploads_only_with_a_key():
    assert not uploads({})
    assert not uploads({"LANGSMITH_API_KEY": "", "LANGSMITH_TRACING": "true"})
    assert uploads({"LANGSMITH_API_KEY": "key"})


async def test_with_a_key_an_experiment_is_told_without_a_person_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also what runs inside a case and what a broken case says of itself."""
    said = "Maya Lindholm, maya.lindholm@example.com, +1 503 555 0117, 1842 Alder Court, Portland 97214"

    @traceable
    async def answered(text: str) -> str:
        return f"{text} inside"

    async def target(name: str) -> Outcome:
        await answered(said)
        if "breaks" in name:
            raise OSError(f"no luck for {said}")
        return Outcome("good" in name, f"said {said}")

    with receiving() as langsmith:
        for variable, value in {"API_KEY": KEY, "ENDPOINT": langsmith.url, "TRACING": "true"}.items():
            monkeypatch.setenv(f"LANGSMITH_{variable}", value)
        monkeypatch.setenv("MISTRAL_API_KEY", "mistral-key-0123456789")
        done = await experiment("mine", ["good", "bad for Maya Lindholm"], target)
        with pytest.raises(CaseLost, match="no luck"):
            await experiment("mine", ["breaks"], target)
        sent = langsmith.everything

    assert [outcome.passed for outcome in done.values()] == [True, False]
    assert "shopsmart-mine" in sent and "bad for [name 1]" in sent and "CaseLost" in sent
    author = subprocess.run(["git", "log", "-1", "--format=%ae"], capture_output=True, text=True, check=False).stdout
    personal = ["Maya", "Lindholm", "maya.lindholm", "555 0117", "Alder", "97214", "inside", "mistral-key", KEY]
    # As words of their own: random ids have any run of digits in them.
    told = [value for value in [*personal, author.strip() or "nobody"] if re.search(rf"\b{re.escape(value)}\b", sent)]
    assert told == []
    assert langsmith.keys == {KEY}


async def test_langsmith_away_costs_the_record_and_no_case(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGSMITH_API_KEY", KEY)
    monkeypatch.setenv("LANGSMITH_ENDPOINT", "http://127.0.0.1:9")
    seen: list[str] = []

    async def target(name: str) -> Outcome:
        seen.append(name)
        return Outcome(True)

    done = await experiment("mine", ["first", "second"], target)

    assert seen == list(done) == ["first", "second"]
