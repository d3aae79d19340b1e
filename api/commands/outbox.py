"""`shopsmart outbox`: what was sent to telephones and what waits, for those who look after it. No text is shown."""

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from api.cli import DataDir, execute, read_settings
from api.storage import open_storage
from domain.delivery import Delivery
from store import outbox

app = typer.Typer(help="Messages to telephones: sent, waiting, refused.")

_WAITS = (Delivery.WAITING, Delivery.SENDING, Delivery.UNSURE, Delivery.HELD)


@app.command()
def listed(
    limit: Annotated[int, typer.Option(min=1, max=1000, help="At most so many, newest first.")] = 30,
    waiting: Annotated[bool, typer.Option("--waiting", help="Only those that have not gone out.")] = False,
    data_dir: DataDir = None,
) -> None:
    """List messages, newest first. `status` is how far each one got; `code` is the provider's, of the last refusal."""
    settings = read_settings(data_dir=data_dir)

    async def body() -> None:
        async with open_storage(settings) as database, database.connection() as connection:
            found = await outbox.records(connection, limit=limit, only=_WAITS if waiting else tuple(Delivery))
        table = Table("number", "channel", "to", "status", "tries", "code", "queued", "provider's number", box=None)
        for one in found:
            table.add_row(
                str(one.outbox_id),
                one.channel,
                f"…{one.recipient[-2:]}",
                one.status.value,
                str(one.attempts),
                str(one.error_code or ""),
                f"{one.queued_at:%Y-%m-%d %H:%M:%S}",
                one.sid or "",
            )
        Console().print(table)

    execute(body)
