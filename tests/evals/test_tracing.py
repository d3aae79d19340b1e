import pytest
import requests

from evals.tracing import CaseLost, Outcome, experiment, uploads


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
