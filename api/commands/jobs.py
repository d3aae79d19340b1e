"""`shopsmart jobs`: what waits, what is done, what was given up; and to have it done after all, or never."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Column, Table

from domain.errors import NotFound
from store import jobs, obligations
from store.database import Database
from store.jobs import JobRecord

app = typer.Typer(name="jobs", no_args_is_help=True, help="Background jobs: list them, retry or drop dead ones.")

DataDir = Annotated[
    Path | None, typer.Option("--data-dir", help="Where the database and secrets are kept. (SHOPSMART_DATA)")
]
Keys = Annotated[list[str], typer.Argument(help="Keys of jobs, as `list` shows them.")]


class Status(StrEnum):
    WAITING = jobs.WAITING
    DONE = jobs.DONE
    DEAD = jobs.DEAD
    DROPPED = jobs.DROPPED


class NoSuchJob(NotFound):
    code = "no_such_job"


@app.command(name="list")
def show(
    status: Annotated[Status | None, typer.Option(help="Only these.")] = None,
    name: Annotated[str | None, typer.Option(help='Only jobs of this kind, such as "notice.tell".')] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many, the newest first.")] = 50,
    data_dir: DataDir = None,
) -> None:
    """Show jobs, the newest first, and how many there are of each kind."""

    async def body(database: Database) -> None:
        async with database.connection() as connection:
            found = await jobs.records(connection, status=status, name=name, limit=limit)
            counted = await jobs.counts(connection)
            late = await obligations.still_open(connection, only_overdue=True)
        console = Console()
        console.print(table(found))
        console.print("; ".join(f"{number} {state} of {kind}" for kind, state, number in counted) or "No jobs.")
        if late:
            console.print(f"{len(late)} promises to customers are overdue: shopsmart jobs promises --overdue")

    _execute(body, data_dir)


@app.command()
def promises(
    overdue: Annotated[bool, typer.Option("--overdue", help="Only those whose day is over.")] = False,
    limit: Annotated[int, typer.Option(min=1, help="At most so many, the first due first.")] = 50,
    data_dir: DataDir = None,
) -> None:
    """Show what customers were promised and still wait for."""

    async def body(database: Database) -> None:
        async with database.connection() as connection:
            found = await obligations.still_open(connection, only_overdue=overdue, limit=limit)
        drawn = Table("promise", "about", "conversation", "promised", "due", "", box=None)
        for one in found:
            late = "[red]overdue[/]" if one.is_overdue else ""
            drawn.add_row(one.key, one.kind, one.conversation_id, _minute(one.promised_at), _minute(one.due_at), late)
        Console().print(drawn if found else "No open promises.")

    _execute(body, data_dir)


@app.command()
def retry(keys: Keys, data_dir: DataDir = None) -> None:
    """Have dead or dropped jobs done after all, with all their tries."""

    async def body(database: Database) -> None:
        async with database.connection() as connection:
            for key in keys:
                if not await jobs.retry(connection, key):
                    raise NoSuchJob(f"{key} is neither dead nor dropped")
                Console(highlight=False).print(f"{key} waits again")

    _execute(body, data_dir)


@app.command()
def drop(keys: Keys, data_dir: DataDir = None) -> None:
    """Never do these. A run that is under way is not stopped."""

    async def body(database: Database) -> None:
        async with database.connection() as connection:
            for key in keys:
                if not await jobs.drop(connection, key):
                    raise NoSuchJob(f"{key} is unknown, or over already")
                Console(highlight=False).print(f"{key} is dropped")

    _execute(body, data_dir)


def table(found: list[JobRecord]) -> Table:
    made = Table(
        Column("key", overflow="fold"), "name", "status", "tries", "queued", "run at / ended", "last error", box=None
    )
    for one in found:
        ended = _minute(one.ended_at or one.run_at)
        made.add_row(one.key, one.name, one.status, str(one.attempts), _minute(one.queued_at), ended, one.error)
    return made


def _minute(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M}"


def _execute(body: Callable[[Database], Awaitable[None]], data_dir: Path | None) -> None:
    # Here, not above: `api.cli` names this module.
    from api.cli import execute, read_settings
    from api.storage import open_storage

    settings = read_settings(data_dir=data_dir)

    async def opened() -> None:
        async with open_storage(settings) as database:
            await body(database)

    execute(opened)
