"""The gold actions of every task, carried out with our tools; the shop must then be as the task says, and no other.

And what the benchmark's policy forbids, tried with the same tools: all of it must be refused and change nothing.
"""

import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from agent.context import Services
from domain.errors import NotFound, ShopSmartError
from evals.progress import Progress
from evals.result import CaseResult, SuiteResult
from evals.shop_floor import ShopFloor, open_shop_floor
from evals.tau.end_state import left_behind, misses
from evals.tau.shop import write_shop
from evals.tau.tasks import FOLDER, Task, ToolUse, read_database
from evals.tau.tools import SIGN_IN, TauTools, tools_for
from evals.tau.violations import Violation, violations
from graphs.run import SupportAgent


@dataclass(frozen=True, slots=True)
class Replayed:
    task: Task
    misses: Sequence[str]
    refused: Sequence[str]
    """Gold calls that our tools said no to, with the reason."""


@asynccontextmanager
async def open_tau_floor(source: Path = FOLDER) -> AsyncIterator[tuple[ShopFloor, Services]]:
    """The benchmark's shop on a server of its own. Raises BadTasks."""
    with tempfile.TemporaryDirectory(prefix="shopsmart-tau-") as folder:
        write_shop(Path(folder) / "shop", source)
        async with open_shop_floor(Path(folder) / "shop") as floor:
            assert isinstance(floor.agent, SupportAgent)  # what `api.assistant` wires
            yield floor, floor.agent.services


async def replay_all(tasks: Sequence[Task], progress: Progress, source: Path = FOLDER) -> list[Replayed]:
    async with open_tau_floor(source) as (floor, services):
        advance = progress("Gold actions", len(tasks))
        done: list[Replayed] = []
        for task in tasks:
            done.append(await replay(floor, services, task))
            advance()
        return done


async def replay(floor: ShopFloor, services: Services, task: Task) -> Replayed:
    """Afterwards the shop is as it was before."""
    tools = await tools_for(floor, services)
    if not any(use.name in SIGN_IN for use in task.gold):
        tools.sign_in(task.user_id)
    try:
        refused = [no for use in task.gold if (no := await _refusal(tools, use))]
        return Replayed(task, misses(await left_behind(floor), task.accepted), refused)
    finally:
        await floor.rows.put_back()


@dataclass(frozen=True, slots=True)
class Violated:
    violation: Violation
    wrong: str
    """Why it was not refused as it must be; empty: it was."""
    refused_as: str = ""


async def violate_all(source: Path = FOLDER) -> list[Violated]:
    async with open_tau_floor(source) as (floor, services):
        return [await violate(floor, services, each) for each in violations(read_database(source))]


async def violate(floor: ShopFloor, services: Services, violation: Violation) -> Violated:
    """Afterwards the shop is as it was before."""
    tools = await tools_for(floor, services)
    if violation.user_id:
        tools.sign_in(violation.user_id)
    try:
        if refused := [no for use in violation.before if (no := await _said_no(tools, use))]:
            return Violated(violation, f"what was right before it was refused: {refused[0]}")
        before = await left_behind(floor)
        reason = await _said_no(tools, violation.attempt)
        if reason is None:
            return Violated(violation, "was carried out")
        is_as_before = await left_behind(floor) == before
        return Violated(violation, "" if is_as_before else "was refused, and yet something changed", reason)
    finally:
        await floor.rows.put_back()


async def _said_no(tools: TauTools, use: ToolUse) -> str | None:
    """The reason; None when it was carried out."""
    try:
        await tools.call(use)
    except ShopSmartError as error:
        return f"{error.code}: {error}"
    return None


async def _refusal(tools: TauTools, use: ToolUse) -> str | None:
    """Some gold paths try a product or an address that the benchmark itself does not have: that is no fault of ours."""
    try:
        await tools.call(use)
    except NotFound as error:
        return f"{use.name}: {error.code}: {error}" if use.is_write else None
    except ShopSmartError as error:
        return f"{use.name}: {error.code}: {error}"
    return None


def as_result(done: Sequence[Replayed], violated: Sequence[Violated] = ()) -> SuiteResult:
    """A refused read fails a task as well: the gold path leads through it."""
    metrics = {
        "tasks": float(len(done)),
        "matched": _matched(done),
        "refused": float(sum(len(r.refused) for r in done)),
    }
    for kind in sorted({one.task.kind for one in done}):
        metrics[f"matched.{kind}"] = _matched([one for one in done if one.task.kind == kind])
    if violated:
        metrics["violations"] = float(len(violated))
        metrics["violations_refused"] = sum(not one.wrong for one in violated) / len(violated)
    return SuiteResult("tau-replay", metrics, [*map(_case, done), *map(_case_of_violation, violated)])


def _matched(done: Sequence[Replayed]) -> float:
    return sum(not (one.misses or one.refused) for one in done) / len(done) if done else 0.0


def _case(one: Replayed) -> CaseResult:
    return CaseResult(
        case_id=one.task.task_id,
        passed=not (one.misses or one.refused),
        expected="the end state of its gold actions",
        actual="; ".join([*one.refused, *one.misses]) or "as expected",
        detail="\n".join(f"{use.name} {dict(use.arguments)}" for use in one.task.gold),
        tags=(one.task.kind,),
    )


def _case_of_violation(one: Violated) -> CaseResult:
    return CaseResult(
        case_id=one.violation.name,
        passed=not one.wrong,
        expected="a refusal that changes nothing",
        actual=one.wrong or one.refused_as,
        detail="\n".join(f"{use.name} {dict(use.arguments)}" for use in (*one.violation.before, one.violation.attempt)),
        tags=("violation",),
    )
