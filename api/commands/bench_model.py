"""`shopsmart bench --model`: what the service adds to a language model's own time, and how many wait for it at once."""

import dataclasses
import json
import os
import platform
import sys
import tempfile
from collections.abc import Collection, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from api.bench import modelled
from api.bench.modelled import LOADS, Modelled
from api.settings import Settings

WIDTH = 132


async def run(settings: Settings, side_by_side: Collection[int] | None, *, services: int, as_json: bool) -> None:
    """Prints the levels with so many conversations, or all; raises as `modelled.standing` and `modelled.measured`."""
    loads = [load for load in LOADS if not side_by_side or load.side_by_side in side_by_side]
    found: list[Modelled] = []
    with (
        Console(stderr=True).status("Starting the services on a database of their own ...") as status,
        tempfile.TemporaryDirectory(prefix="shopsmart-bench-", ignore_cleanup_errors=True) as folder,
    ):
        # As root, Postgres runs as somebody else, who must reach its files.
        os.chmod(folder, 0o755)  # noqa: PTH101 one path, before anything is measured
        async with modelled.standing(Path(folder) / "data", count=services) as stand:
            await modelled.warm_up(stand, settings)
            for load in loads:
                status.update(f"{load.name} ...")
                found.append(await modelled.measured(stand, load, settings))
    console = Console(width=None if sys.stdout.isatty() else WIDTH)
    console.print_json(as_data(found)) if as_json else console.print(table(found, services=services))


def table(levels: Sequence[Modelled], *, services: int) -> Table:
    machine = f"{os.cpu_count()} CPUs, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}"
    columns = (
        "",
        "turns",
        "calls",
        "per s",
        "p50 ms",
        "p95 ms",
        "p99 ms",
        "ours p50 ms",
        "CPU ms",
        "PG ms",
        "model ms",
    )
    drawn = Table(
        *columns,
        "not met",
        title=f"{services} services, {machine}; the model's own time is {modelled.ANSWER_MS} ms a call",
        caption="ours: beyond the model's own time, of turns that called it; CPU of the services, of Postgres and of"
        " the stand-in for the model: a turn",
        box=None,
    )
    for level in levels:
        drawn.add_row(*_row(level))
        if level.outcomes:
            drawn.add_row("  " + ", ".join(f"{name} {count}" for name, count in sorted(level.outcomes.items())))
    return drawn


def as_data(levels: Sequence[Modelled]) -> str:
    found = [dataclasses.asdict(level) | {"not_met": level.misses()} for level in levels]
    machine = {"cpus": os.cpu_count(), "python": platform.python_version(), "load": os.getloadavg()}
    return json.dumps(machine | {"levels": found})


def _row(level: Modelled) -> tuple[str, ...]:
    figures = level.figures
    times = (figures.p50, figures.p95, figures.p99, level.overhead)
    cpu = (figures.cpu, figures.cpu_postgres, level.cpu_model)
    trouble = [f"{figures.refused} refused"] if figures.refused else []
    trouble += [f"{figures.failed} failed"] if figures.failed else []
    return (
        level.load.name,
        str(figures.turns),
        str(level.calls),
        f"{figures.per_second:.0f}",
        *(f"{value:,.0f}" for value in times),
        *("-" if value is None else f"{value:.1f}" for value in cpu),
        ", ".join([*level.misses(), *trouble]) or "-",
    )
