"""Do our tools do what tau-bench's do, and nothing that its policy forbids? Gold actions, end states, violations."""

import asyncio
from pathlib import Path

from evals.progress import silent
from evals.result import SuiteResult
from evals.tau.replay import as_result, replay_all, violate_all
from evals.tau.tasks import FOLDER, read_tasks


def run(data: Path | None = None) -> SuiteResult:
    """`data`: a folder like evals/data/tau_retail. Raises BadTasks."""
    return asyncio.run(_judged(data or FOLDER))


async def _judged(folder: Path) -> SuiteResult:
    return as_result(await replay_all(read_tasks(folder), silent, folder), await violate_all(folder))
