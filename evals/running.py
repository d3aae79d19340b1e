"""Runs suites one after another. One that breaks off has failed; the others are run all the same."""

import asyncio
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from domain.errors import InvalidInput
from evals.gates import Marks, gates_of
from evals.progress import Progress
from evals.registry import Suite
from evals.report import Run, SuiteRun
from evals.result import SuiteResult
from evals.tracing import Outcome, experiment, uploads


def run_suites(
    suites: Sequence[Suite],
    marks: Marks,
    *,
    data: Path | None = None,
    only: str | None = None,
    with_variants: bool = False,
    everything: bool = False,
    progress: Progress,
    began: Callable[[Suite], None] = lambda _suite: None,
) -> Run:
    """Raises InvalidInput when a file that was named cannot be read; anything else ends one suite only."""
    started_at = datetime.now(UTC)
    done: list[SuiteRun] = []
    for suite in suites:
        began(suite)
        clock = time.perf_counter()
        result, error = SuiteResult(suite.name, {}), ""
        try:
            part = {"everything": everything, "progress": progress} if suite.is_sampled else {}
            if suite.is_selectable:
                chosen = {"only": only, "with_variants": with_variants, "progress": progress}
                result = suite.load().run(data, **chosen | part)
            else:
                result = suite.load().run(data, **part)
                record(result)
        except InvalidInput:
            raise
        except Exception as raised:
            error = f"{type(raised).__name__}: {raised}"
        gates = gates_of(result, marks, is_partial=bool(data or only))
        done.append(SuiteRun(result, gates, time.perf_counter() - clock, error))
    return Run(done, started_at)


def record(result: SuiteResult) -> None:
    """Tells LangSmith what came out, where that is wished. Suites without conversations are judged in one go before."""
    if not uploads():
        return
    outcomes = {f"{at}: {case.case_id}": Outcome(case.passed, case.actual) for at, case in enumerate(result.cases)}

    async def target(name: str) -> Outcome:
        return outcomes[name]

    asyncio.run(experiment(result.suite, list(outcomes), target))
