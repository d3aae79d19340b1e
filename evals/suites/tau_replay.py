"""Do our tools do what tau-bench's do? Its gold actions through `tools.execute`, its end states field by field."""

import asyncio
from pathlib import Path

from evals.progress import silent
from evals.result import SuiteResult
from evals.tau.replay import as_result, replay_all
from evals.tau.tasks import FOLDER, read_tasks


def run(data: Path | None = None) -> SuiteResult:
    """`data`: a folder like evals/data/tau_retail. Raises BadTasks."""
    folder = data or FOLDER
    return as_result(asyncio.run(replay_all(read_tasks(folder), silent, folder)))
