"""`shopsmart audit`: who did what, for whom, and whether the record of it is whole."""

import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Column, Table

from domain.errors import InvalidInput
from store import audit
from store.audit import Link, Verdict
from store.database import Database

app = typer.Typer(name="audit", no_args_is_help=True, help="The audit trail: show entries, verify the chain.")

DataDir = Annotated[
    Path | None, typer.Option("--data-dir", help="Where the database and secrets are kept. (SHOPSMART_DATA)")
]


class BrokenChain(InvalidInput):
    code = "broken_chain"


@app.command()
def verify(data_dir: DataDir = None) -> None:
    """Walk the whole chain; name the first broken link, and end with exit code 1 if there is one."""

    async def body(database: Database) -> None:
        async with database.connection() as connection:
            verdict = await audit.verify(connection)
        if not verdict.is_whole:
            raise BrokenChain(described(verdict))
        Console(highlight=False).print(described(verdict), soft_wrap=True)

    _execute(body, data_dir)


@app.command()
def show(
    order: Annotated[str | None, typer.Option(help='About this order, such as "VM-10234".')] = None,
    claim: Annotated[str | None, typer.Option(help='About this claim, such as "CL-7KQ2MD".')] = None,
    actor: Annotated[str | None, typer.Option(help='By or for: "lead:L9001", "customer:U1001", "U1001".')] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many, the newest first.")] = 50,
    data_dir: DataDir = None,
) -> None:
    """Show entries of the trail: the newest first."""

    async def body(database: Database) -> None:
        async with database.connection() as connection:
            links = await audit.trail(connection, order_id=order, claim_id=claim, actor=actor, limit=limit)
        Console().print(table(links))

    _execute(body, data_dir)


def described(verdict: Verdict) -> str:
    if verdict.is_whole:
        head = f"; the newest has the hash {verdict.head}" if verdict.links else ""
        return f"{verdict.links} entries, the chain is whole{head}"
    return f"the chain is broken at entry {verdict.broken_at}: {verdict.why} ({verdict.links} entries before it hold)"


def table(links: list[Link]) -> Table:
    drawn = Table("entry", "at", "event", "by", "for", Column("details", overflow="fold"), box=None)
    for link in links:
        drawn.add_row(
            str(link.audit_id),
            f"{link.at:%Y-%m-%d %H:%M:%S}",
            link.event,
            link.actor,
            link.on_behalf_of or "",
            json.dumps(link.details, ensure_ascii=False),
        )
    return drawn


def _execute(body: Callable[[Database], Awaitable[None]], data_dir: Path | None) -> None:
    from api.cli import execute, read_settings
    from api.storage import open_storage

    settings = read_settings(data_dir=data_dir)

    async def opened() -> None:
        async with open_storage(settings) as database:
            await body(database)

    execute(opened)
