"""Whole conversations about the benchmark's tasks, each several times over, and what came of them."""

import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from api.settings import Settings
from domain.errors import ShopSmartError
from evals.progress import Progress
from evals.result import CaseResult, SuiteResult
from evals.shop_floor import ShopFloor
from evals.tau.customers import Customer, plain
from evals.tau.end_state import Left, left_behind, misses
from evals.tau.goals import Database
from evals.tau.modelled import open_customers
from evals.tau.replay import open_tau_floor
from evals.tau.tasks import Task, customer_of, read_database

RUNS = 4
MOST_TURNS = 40
SAMPLE = 45
"""Synthetic tasks in a run that does not ask for all; the full and the written ones are always held."""


@dataclass(frozen=True, slots=True)
class Held:
    task: Task
    seed: int
    misses: Sequence[str]
    """How the end state differs."""
    untold: Sequence[str]
    """What had to be said and was not."""
    wrong: bool
    """Something was done that the task does not ask for: worse than something left undone."""
    transcript: Sequence[str] = field(default=(), repr=False)
    turns: int = 0
    seconds: float = 0.0

    @property
    def passed(self) -> bool:
        return not (self.misses or self.untold)


def sampled(tasks: Iterable[Task], *, everything: bool) -> list[Task]:
    """Every n-th synthetic task, so that the sample is the same in every run."""
    every = list(tasks)
    synthetic = [task for task in every if task.kind == "synthetic"]
    step = 1 if everything else max(len(synthetic) // SAMPLE, 1)
    kept = {task.task_id for task in synthetic[::step]}
    return [task for task in every if task.kind != "synthetic" or task.task_id in kept]


async def hold_all(tasks: Sequence[Task], progress: Progress, source: Path, *, settings: Settings) -> list[Held]:
    """`settings` say whether a model plays the customers; the assistant itself is held without one."""
    database = read_database(source)
    async with open_tau_floor(source) as (floor, _), open_customers(settings, floor.database) as customer:
        advance = progress("Conversations", len(tasks) * RUNS)
        held: list[Held] = []
        for task in tasks:
            for seed in range(RUNS):
                held.append(await hold(floor, task, customer(task, database, seed), database, seed=seed))
                advance()
        return held


async def hold(floor: ShopFloor, task: Task, customer: Customer, database: Database, *, seed: int) -> Held:
    """One conversation; afterwards the shop is as it was before. The customer is signed in."""
    email = customer_of(task, database)["email"]
    conversation = await floor.begin(customer=email, channel="web", locale="en-US")
    transcript: list[str] = []
    replies: list[str] = []
    started, broke = time.perf_counter(), ""
    try:
        message = await customer.say(None)
        while message is not None and len(replies) < MOST_TURNS:
            said = await conversation.say(message)
            shown = "\n".join([said.text, *(text for _, text in said.cards)])
            transcript += [f"Customer: {message}", f"Assistant: {said.text}"]
            replies.append(shown)
            message = await customer.say(said)
        left = await left_behind(floor)
    except ShopSmartError as error:
        broke, left = f"broke off: {error.code}: {error}", Left({"orders": {}, "users": {}})
    finally:
        await floor.rows.put_back()
    return Held(
        task=task,
        seed=seed,
        misses=[broke] if broke else misses(left, task.accepted),
        untold=[text for text in task.must_tell if not any(plain(text) in plain(reply) for reply in replies)],
        wrong=_is_wrong(left, task),
        transcript=transcript,
        turns=len(replies),
        seconds=time.perf_counter() - started,
    )


def _is_wrong(left: Left, task: Task) -> bool:
    """A field that no accepted end state changes, or changes to something else; what is merely missing is not wrong."""
    return bool(left.others) or any(
        all(state[table].get(key, {}).get(field) != value for state in task.accepted)
        for table in ("orders", "users")
        for key, fields in left.state[table].items()
        for field, value in fields.items()
    )


def as_result(held: Sequence[Held]) -> SuiteResult:
    """A case is one conversation; pass^k is the share of tasks all of whose first k runs passed."""
    metrics = {
        "tasks": float(len({one.task.task_id for one in held})),
        "conversations": float(len(held)),
        "pass_1": _share(held, 1),
        "pass_4": _share(held, RUNS),
        "wrong": float(sum(one.wrong for one in held)),
        "turns": sum(one.turns for one in held) / max(len(held), 1),
        "turn_ms": 1000 * sum(one.seconds for one in held) / max(sum(one.turns for one in held), 1),
    }
    for kind in sorted({one.task.kind for one in held}):
        of_kind = [one for one in held if one.task.kind == kind]
        metrics[f"pass_1.{kind}"] = _share(of_kind, 1)
        metrics[f"pass_4.{kind}"] = _share(of_kind, RUNS)
    return SuiteResult("tau", metrics, [_case(one) for one in held])


def _share(held: Sequence[Held], runs: int) -> float:
    """pass^1 is the mean over all runs; pass^4 needs all four of a task."""
    if not held:
        return 0.0
    if runs == 1:
        return sum(one.passed for one in held) / len(held)
    by_task: dict[str, list[bool]] = defaultdict(list)
    for one in held:
        by_task[one.task.task_id].append(one.passed)
    return sum(all(passed[:runs]) for passed in by_task.values()) / len(by_task)


def _case(one: Held) -> CaseResult:
    untold = [f"never said {text!r}" for text in one.untold]
    wrong = ["did what was not asked for"] if one.wrong else []
    return CaseResult(
        case_id=f"{one.task.task_id}.{one.seed + 1}",
        passed=one.passed,
        expected=", ".join(use.name for use in one.task.writes) or "nothing changes",
        actual="; ".join([*wrong, *untold, *one.misses]) or "as expected",
        detail="\n".join(one.transcript),
        tags=(one.task.kind,),
    )
