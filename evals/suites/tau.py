"""Does the bot carry out the retail tasks of tau-bench? Simulated customers, end states, pass^1 and pass^4."""

import asyncio
import re
from pathlib import Path

from api.settings import Settings
from evals.progress import Progress, silent
from evals.result import SuiteResult
from evals.tau.conversations import as_result, hold_all, sampled
from evals.tau.tasks import FOLDER, read_tasks


def run(
    data: Path | None = None,
    *,
    only: str | None = None,
    with_variants: bool = False,
    everything: bool = False,
    progress: Progress = silent,
) -> SuiteResult:
    """`data`: a folder like evals/data/tau_retail. `only`: a pattern of task ids or kinds. Raises BadTasks."""
    folder = data or FOLDER
    tasks = read_tasks(folder)
    if only is not None:
        wanted = re.compile(only, re.IGNORECASE)
        tasks = [task for task in tasks if wanted.search(f"{task.task_id} {task.kind}")]
    chosen = sampled(tasks, everything=everything or only is not None)
    return as_result(asyncio.run(hold_all(chosen, progress, folder, settings=Settings())))
