"""Is a message in the middle of a talk read as what it asks of an order, a claim, goods or the talk itself?

Judged on messages by a writer whose examples nothing was trained on (`evals/data/follow_ups`).
"""

from collections.abc import Sequence
from operator import itemgetter
from pathlib import Path

import numpy as np

from agent.intents.training import Progress
from agent.table.reader import TABLES, TableReader
from agent.table.training import Example, of_the_whole, read_examples
from agent.table.training import train as train_reader
from domain.errors import InvalidInput
from evals.result import CaseResult, SuiteResult
from tools.knowledge.embedder import MiniLM

MESSAGES = Path(__file__).parents[1] / "data" / "follow_ups"
SURE = 0.5
SURE_OF_AREA = 0.85


class BadFollowUps(InvalidInput):
    """The files cannot be scored: one has no table's name, or a message stands before its first matter."""

    code = "bad_follow_ups"


def run(data: Path | None = None) -> SuiteResult:
    """Scores the blind messages, or those of the folder `data` (`<table>.txt`: matters in square brackets).

    Raises:
        BadFollowUps: see there, or the folder holds no file.
    """
    try:
        rows = read_examples(data or MESSAGES)
    except (ValueError, OSError) as error:
        raise BadFollowUps(str(error)) from error
    if not rows:
        raise BadFollowUps(f"{data} holds no <table>.txt")
    return judge(rows, TableReader.open(MiniLM.open()))


def train(progress: Progress) -> str:
    """Makes the weights anew from the examples."""
    reports = train_reader(read_examples(), MiniLM.open(), progress=progress)
    return "Each writer judged by the others: " + "; ".join(
        f"{table} {report.accuracy:.3f} of {report.rows:,} right, {report.precise:.3f} of those it is sure of"
        for table, report in reports.items()
    )


def judge(rows: Sequence[Example], reader: TableReader) -> SuiteResult:
    """By table: accuracy; the share it is sure of; how many of these are right. A wrong sure answer is what hurts."""
    cases: list[CaseResult] = []
    metrics: dict[str, float] = {"rows": len(rows)}
    for table in TABLES:
        own = [row for row in rows if row.table == table]
        if not own:
            continue
        read = [reader.read(table, row.text) for row in own]
        right = np.array([each.name == row.name for each, row in zip(read, own, strict=True)])
        is_sure = np.array([each.probability >= SURE for each in read])
        metrics |= {
            f"accuracy.{table}": float(right.mean()),
            f"sure.{table}": float(is_sure.mean()),
            f"precise.{table}": float(right[is_sure].mean()) if is_sure.any() else 0.0,
        }
        cases += [
            CaseResult(
                f"{table}-{number}",
                row.name == each.name,
                row.name,
                each.name,
                f"{row.text} -> {each.name} {each.probability:.2f}",
                (table,),
            )
            for number, (row, each) in enumerate(zip(own, read, strict=True), 1)
        ]
    return SuiteResult("follow-ups", metrics | _areas(of_the_whole(rows), reader), cases)


def _areas(rows: Sequence[Example], reader: TableReader) -> dict[str, float]:
    """Which thing is spoken of at all, told by nothing but the words."""
    found = [max(shares.items(), key=itemgetter(1)) for row in rows if (shares := reader.areas(row.text))]
    right = np.array([area == row.name.partition(".")[0] for (area, _), row in zip(found, rows, strict=True)])
    is_sure = np.array([share >= SURE_OF_AREA for _, share in found])
    return {
        "accuracy.areas": float(right.mean()),
        "sure.areas": float(is_sure.mean()),
        "precise.areas": float(right[is_sure].mean()),
    }
