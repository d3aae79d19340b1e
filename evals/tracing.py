"""Runs cases through LangSmith's `aevaluate`, so that an experiment can be looked at there.

Nothing leaves this machine unless LANGSMITH_API_KEY is set. `upload_results=False` alone does not see to that:
langsmith 0.14 then still sends the traced runs, so the offline client has a sampling rate of 0, an address where
nobody listens, and no need to ask the server what it can do. With a key, what is sent is the names of cases,
whether they passed, and what was wrong with them.
"""

import os
import uuid
import warnings
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from typing import Any

from langsmith import Client, aevaluate
from langsmith.schemas import Example

KEYS = ("LANGSMITH_API_KEY", "LANGCHAIN_API_KEY")
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
    """Runs every case once, in order, and records it. Outcomes by name.

    Raises:
        CaseLost: from the exception that `target` raised, which stops what is left.
    """
    is_online = client is None and uploads()
    client = client or (Client() if is_online else offline_client())
    done: dict[str, Outcome] = {}
    raised: list[Exception] = []

    async def run(inputs: dict[str, Any]) -> dict[str, Any]:
        name = inputs["case"]
        if not raised:
            try:
                done[name] = await target(name)
            except Exception as error:
                raised.append(error)
                raise
        outcome = done.get(name, Outcome(False, "not run"))
        return {"passed": outcome.passed, "comment": outcome.comment}

    data = _dataset(client, suite, names) if is_online else _examples(suite, names)
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
    return done


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
