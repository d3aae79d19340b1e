"""Runs cases through LangSmith's `aevaluate`, so that an experiment can be looked at there.

Nothing leaves this machine unless LANGSMITH_API_KEY is set. `upload_results=False` alone does not see to that:
langsmith 0.14 then still sends the traced runs, so the offline client has a sampling rate of 0, an address where
nobody listens, and no need to ask the server what it can do. With a key, what is sent is the names of cases,
whether they passed, and what was wrong with them, without personal values: those of the demo's customers and whatever
looks like one. What runs inside a case is not traced, an error is told by its type, and of git the commit alone.
"""

import json
import logging
import os
import uuid
import warnings
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests
from langsmith import Client, aevaluate
from langsmith.run_helpers import tracing_context
from langsmith.schemas import Example, TracerSession
from langsmith.utils import LangSmithError

from domain.people import values_of_profile
from domain.redact import Redactor

KEYS = ("LANGSMITH_API_KEY", "LANGCHAIN_API_KEY")
_PROFILES = Path(__file__).resolve().parents[1] / "synthetic_data" / "users" / "profiles.json"
_log = logging.getLogger(__name__)
_OURS = uuid.UUID("7a3b1d52-5e0c-4c7e-9d6d-0c1c6a7c2f11")


@dataclass(frozen=True, slots=True)
class Outcome:
    passed: bool
    comment: str = ""


class CaseLost(RuntimeError):
    """A case's target raised, which LangSmith only logs; a case that could not run has failed the run."""


def uploads(environment: Mapping[str, str] = os.environ) -> bool:
    return any(environment.get(key) for key in KEYS)


async def experiment(
    suite: str, names: Sequence[str], target: Callable[[str], Awaitable[Outcome]], *, client: Client | None = None
) -> dict[str, Outcome]:
    """Runs every case once, in order, and records it. Outcomes by name. LangSmith away costs the record only.

    Raises:
        CaseLost: from the exception that `target` raised, which stops what is left.
    """
    done: dict[str, Outcome] = {}
    if client is None and uploads():
        with online_client() as online:
            try:
                await _held(suite, names, target, done, client=online, is_online=True)
            except (LangSmithError, requests.RequestException) as error:
                _log.warning("LangSmith does not take %s: %s", suite, type(error).__name__)
    left = [name for name in names if name not in done]
    if left:
        await _held(suite, left, target, done, client=client or offline_client(), is_online=False)
    return done


async def _held(
    suite: str,
    names: Sequence[str],
    target: Callable[[str], Awaitable[Outcome]],
    done: dict[str, Outcome],
    *,
    client: Client,
    is_online: bool,
) -> None:
    """Fills `done`. Raises CaseLost; of an online client, whatever LangSmith's does."""
    told: Callable[[str], str] = _redactor().text if is_online else str
    raised: list[Exception] = []
    by_shown = _by_shown(names, told)

    async def run(inputs: dict[str, Any]) -> dict[str, Any]:
        name = by_shown[inputs["case"]]
        if not raised:
            try:
                with tracing_context(enabled=False):
                    done[name] = await target(name)
            except Exception as error:
                raised.append(error)
                raise CaseLost(type(error).__name__) from None
        outcome = done.get(name, Outcome(False, "not run"))
        return {"passed": outcome.passed, "comment": told(outcome.comment)}

    data = _dataset(client, suite, list(by_shown)) if is_online else _examples(suite, by_shown)
    with _quiet():
        await aevaluate(
            run,
            data=data,
            evaluators=[_graded],
            experiment_prefix=f"shopsmart-{suite}",
            client=client,
            upload_results=is_online,
            max_concurrency=0,
        )
    if raised:
        raise CaseLost(f"{suite}: {raised[0]}") from raised[0]


@contextmanager
def _quiet() -> Iterator[None]:
    """Without LangSmith's banner, warning and progress bar: the run has its own, on the streams it already holds."""
    with (
        warnings.catch_warnings(),
        open(os.devnull, "w") as nowhere,  # noqa: PTH123 a device
        redirect_stdout(nowhere),
        redirect_stderr(nowhere),
    ):
        warnings.simplefilter("ignore")
        yield


class _Discreet(Client):
    """LangSmith's client, which would tell who made the last commit, and under which settings we run."""

    def create_project(self, project_name: str, **options: Any) -> TracerSession:
        return super().create_project(project_name, **_discreet(options))

    def update_project(self, project_id: Any, **options: Any) -> TracerSession:
        return super().update_project(project_id, **_discreet(options))


def _discreet(options: Mapping[str, Any]) -> dict[str, Any]:
    metadata = dict(options.get("metadata") or {})
    git = metadata.pop("git", None) or {}
    known = {name: git[name] for name in ("commit", "dirty") if name in git}
    return {**options, "metadata": metadata | {"git": known}}


@contextmanager
def online_client() -> Iterator[Client]:
    """Its anonymizer is a second net, below what is taken out before. Sends what is left on the way out, within 5 s."""
    client = _Discreet(anonymizer=_redactor().tree, omit_traced_runtime_info=True, timeout_ms=(2_000, 10_000))
    try:
        yield client
    finally:
        client.close(timeout=5.0)


def _redactor() -> Redactor:
    profiles = json.loads(_PROFILES.read_text(encoding="utf-8"))
    return Redactor({value for profile in profiles for value in values_of_profile(profile)})


def _by_shown(names: Sequence[str], told: Callable[[str], str]) -> dict[str, str]:
    """Cases by the name that may be told; a second one of the same name gets a number."""
    found: dict[str, str] = {}
    for name in names:
        shown = told(name)
        found[shown if shown not in found else f"{shown} ({len(found)})"] = name
    return found


def offline_client() -> Client:
    """Sends nothing and looks nothing up."""
    return Client(
        api_key="offline", api_url="http://127.0.0.1:9", tracing_sampling_rate=0.0, info={}, auto_batch_tracing=False
    )


def _graded(run: Any, example: Any) -> dict[str, Any]:
    outputs = run.outputs or {}
    return {"key": "passed", "score": bool(outputs.get("passed")), "comment": outputs.get("comment") or None}


def _examples(suite: str, names: Iterable[str]) -> list[Example]:
    dataset = uuid.uuid5(_OURS, suite)
    return [
        Example(id=uuid.uuid5(dataset, name), dataset_id=dataset, inputs={"case": name}, outputs={}) for name in names
    ]


def _dataset(client: Client, suite: str, names: Sequence[str]) -> list[Example]:
    """Examples on the server, made where they are missing."""
    title = f"shopsmart-{suite}"
    if client.has_dataset(dataset_name=title):
        dataset = client.read_dataset(dataset_name=title)
    else:
        dataset = client.create_dataset(title)
    known = {example.inputs["case"] for example in client.list_examples(dataset_id=dataset.id) if example.inputs}
    if missing := [name for name in names if name not in known]:
        client.create_examples(dataset_id=dataset.id, examples=[{"inputs": {"case": name}} for name in missing])
    wanted = set(names)
    return [
        example
        for example in client.list_examples(dataset_id=dataset.id)
        if example.inputs and example.inputs["case"] in wanted
    ]
