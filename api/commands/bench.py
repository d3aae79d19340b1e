"""`shopsmart bench`: turns a second and how long each takes, over HTTP, beside a route that does nothing.

The service is one process on a database of its own, loaded with the demo shop; this process is its customers.
"""

import asyncio
import dataclasses
import json
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from api.bench import measure, processes
from api.bench.measure import Figures
from api.bench.talk import scripts
from api.settings import Settings
from tools.knowledge.embedder import MiniLM

LEVELS = ((1, 20), (16, 4), (64, 2), (256, 1))
"""Conversations side by side, and how many each customer has one after the other."""
WARM_UP = (8, 5)
SETTLES_S = 5.0
"""What a process does in its first seconds, glossaries and the worker, is no turn's."""
QUESTION = "Where is my order VM-10234?"
WIDTH = 110
"""Of the table in a file; a terminal has its own."""

app = typer.Typer(help="Measure turns per second and latency.")


@dataclasses.dataclass(frozen=True, slots=True)
class Level:
    turns: Figures
    echo: Figures


@app.command()
def bench(
    side_by_side: Annotated[
        list[int] | None, typer.Option("--conversations", min=1, help="Only so many at once; may be repeated.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
    model: Annotated[
        bool, typer.Option("--model", help="With a language model behind it that takes 1.1 s an answer. 3-4 minutes.")
    ] = False,
    services: Annotated[
        int, typer.Option("--services", min=1, help="With --model: so many processes of the service.")
    ] = os.cpu_count() or 1,
) -> None:
    """Measure turns per second, latency and CPU with 1, 16, 64 and 256 conversations of five turns.

    Starts a service of its own on a temporary database; nothing of yours is touched. Takes a minute or two.
    """
    from api.cli import execute

    if model:
        from api.commands import bench_model

        execute(partial(bench_model.run, Settings(), side_by_side, services=services, as_json=as_json))
        return
    levels = [(count, dict(LEVELS).get(count, 4)) for count in side_by_side or dict(LEVELS)]

    async def body() -> None:
        with Console(stderr=True).status("Measuring ...") as status:
            found = await run(Settings(), levels, say=status.update)
        console = Console(width=None if sys.stdout.isatty() else WIDTH)
        console.print_json(as_data(found)) if as_json else console.print(table(found))

    execute(body)


async def run(settings: Settings, levels: Sequence[tuple[int, int]], *, say=lambda text: None) -> list[Level]:
    """Measure each level: first the service, at once afterwards the bare route.

    Raises:
        processes.NotStarted: the service did not come up; its log is in the text.
    """
    spoken = scripts(settings.shop_dir)
    found: list[Level] = []
    with tempfile.TemporaryDirectory(prefix="shopsmart-bench-", ignore_cleanup_errors=True) as folder:
        # As root, Postgres runs as somebody else, who must reach its files.
        os.chmod(folder, 0o755)  # noqa: PTH101 one path, before anything runs
        data_dir = Path(folder) / "data"
        say("Starting the service on a database of its own ...")
        async with processes.service(data_dir) as service, processes.echo(data_dir) as bare:
            warm_up = dict(zip(("side_by_side", "rounds"), WARM_UP, strict=True))
            await measure.conversations([service], spoken, **warm_up)
            await measure.echoes(bare, spoken, **warm_up)
            await asyncio.sleep(SETTLES_S)
            for side_by_side, rounds in levels:
                say(f"{side_by_side} conversations at once ...")
                turns = await measure.conversations([service], spoken, side_by_side=side_by_side, rounds=rounds)
                echo = await measure.echoes(bare, spoken, side_by_side=side_by_side, rounds=rounds)
                found.append(Level(turns, echo))
    return found


def table(levels: Sequence[Level]) -> Table:
    title = f"{os.cpu_count()} CPUs, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}"
    columns = ("at once", "", "turns", "per s", "p50 ms", "p95 ms", "p99 ms", "CPU ms", "PG ms", "refused", "failed")
    caption = f"CPU and PG (Postgres) are per turn; the encoder takes {encoder_ms():.1f} ms a question"
    drawn = Table(*columns, title=title, caption=caption, box=None)
    for level in levels:
        drawn.add_row(*_row(level.turns, "turn"))
        drawn.add_row(*_row(level.echo, "echo"), style="dim")
        drawn.add_row("", "ratio", "", *_ratios(level), style="dim")
    return drawn


def encoder_ms() -> float:
    """CPU of one short question, in this process: how fast the machine is at this moment."""
    encoder = MiniLM.open()
    took: list[float] = []
    for _ in range(20):
        began = time.thread_time()
        encoder.embed([QUESTION])
        took.append(time.thread_time() - began)
    return statistics.median(took) * 1000


def as_data(levels: Sequence[Level]) -> str:
    return json.dumps(
        {
            "cpus": os.cpu_count(),
            "python": platform.python_version(),
            "load": os.getloadavg(),
            "encoder_ms": encoder_ms(),
            "levels": [dataclasses.asdict(level) for level in levels],
        }
    )


def _row(figures: Figures, what: str) -> tuple[str, ...]:
    times = (figures.p50, figures.p95, figures.p99)
    cpu = (figures.cpu, figures.cpu_postgres if what == "turn" else None)
    return (
        str(figures.side_by_side),
        what,
        str(figures.turns),
        f"{figures.per_second:.0f}",
        *(f"{value:.1f}" for value in times),
        *("-" if value is None else f"{value:.2f}" for value in cpu),
        *((str(figures.refused), str(figures.failed)) if what == "turn" else ()),
    )


def _ratios(level: Level) -> tuple[str, ...]:
    """How many times an echo's: throughput, each percentile, CPU."""
    turns, echo = level.turns, level.echo
    pairs = [
        (turns.per_second, echo.per_second),
        (turns.p50, echo.p50),
        (turns.p95, echo.p95),
        (turns.p99, echo.p99),
        (turns.cpu, echo.cpu),
    ]
    return tuple(_ratio(ours, bare) if ours is not None and bare else "-" for ours, bare in pairs)


def _ratio(ours: float, bare: float) -> str:
    ratio = ours / bare
    return f"{ratio:.0f}" if ratio >= 10 else f"{ratio:.2g}"
