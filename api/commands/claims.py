"""`shopsmart claims`: what is open, and whether every decision still follows from what it was made from."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Column, Table

from domain.claim_records import ClaimRecord, disagreements
from domain.errors import InvalidInput
from store import claims
from store.database import Database

app = typer.Typer(name="claims", no_args_is_help=True, help="Claims: list the open ones, replay every decision.")

DataDir = Annotated[
    Path | None, typer.Option("--data-dir", help="Where the database and secrets are kept. (SHOPSMART_DATA)")
]


class Unsound(InvalidInput):
    code = "unsound_claims"


@app.command()
def replay(data_dir: DataDir = None) -> None:
    """Make every decision again from its stored inputs; name those that differ, and end with exit code 1."""

    async def body(database: Database) -> None:
        total, imported, wrong = await replayed(database)
        if wrong:
            raise Unsound("\n".join(wrong))
        Console(highlight=False).print(
            f"{total} claims replayed, all decisions stand"
            f" ({imported} were brought along: of those the course alone was replayed)",
            soft_wrap=True,
        )

    _execute(body, data_dir)


@app.command("list")
def show(limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 50, data_dir: DataDir = None) -> None:
    """Show the open claims: those that wait longest first."""

    async def body(database: Database) -> None:
        async with database.read() as session:
            found = await claims.open_claims(session, limit=limit)
        Console().print(table(found))

    _execute(body, data_dir)


async def replayed(database: Database) -> tuple[int, int, list[str]]:
    """How many there are, how many of them came without inputs, and what is wrong, one line each."""
    total = imported = 0
    wrong: list[str] = []
    async with database.read() as session:
        async for record in claims.every(session):
            total += 1
            imported += record.facts is None
            wrong += [f"{record.claim.claim_id}: {each}" for each in disagreements(record)]
    return total, imported, wrong


def table(records: list[ClaimRecord]) -> Table:
    drawn = Table("claim", "order", "kind", "status", "due by", "value", Column("item", overflow="fold"), box=None)
    for record in records:
        claim = record.claim
        drawn.add_row(
            claim.claim_id,
            claim.order_id,
            claim.kind.value,
            claim.status.value,
            claim.due_by.isoformat() if claim.due_by else "",
            f"{claim.refund.amount} {claim.refund.currency}",
            f"{claim.quantity} × {claim.item}",
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
