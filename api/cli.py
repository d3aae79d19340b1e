"""The command `shopsmart`. Each command's body is a module of `api.commands`, imported when it is called."""

import asyncio
import atexit
import gc
import os
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from enum import StrEnum
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError
from rich.console import Console
from typer.core import TyperGroup

from api.compiled_patterns import CompiledPatterns
from api.settings import Settings
from domain.errors import ShopSmartError

MOUNTED = {
    "audit": "api.commands.audit",
    "claims": "api.commands.claims",
    "jobs": "api.commands.jobs",
    "kb": "api.commands.kb",
    "users": "api.commands.users",
    "bench": "api.commands.bench",
    "doctor": "api.commands.doctor",
    "eval": "evals.cli",
    "fake-mistral": "api.commands.fake_mistral",
    "fake-twilio": "api.commands.fake_twilio",
    "outbox": "api.commands.outbox",
}
"""Commands that are Typer apps of their own, by module. `evals` is above us, so it is known by name only."""


STARTED_AFTER_S = 10.0
"""By then a service runs; until then garbage may pile up."""


class Commands(TyperGroup):
    """Loads a mounted app when it is called or listed: the knowledge base's imports would slow every command."""

    def list_commands(self, ctx: typer.Context) -> list[str]:  # pyright: ignore[reportIncompatibleMethodOverride]
        return [*super().list_commands(ctx), *(name for name, module in MOUNTED.items() if _exists(module))]

    def get_command(self, ctx: typer.Context, cmd_name: str):  # pyright: ignore[reportIncompatibleMethodOverride]
        if cmd_name in MOUNTED and _exists(MOUNTED[cmd_name]):
            mounted = import_module(MOUNTED[cmd_name]).app
            collect_garbage()
            return typer.main.get_command(mounted)
        return super().get_command(ctx, cmd_name)


def _exists(module: str) -> bool:
    return find_spec(module) is not None


app = typer.Typer(
    name="shopsmart",
    cls=Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Customer support for an online shop: answers from the shop's own data, acts with permission.",
    epilog="Settings are read from the environment: SHOPSMART_PORT, SHOPSMART_DATA, DATABASE_URL ...",
)


class ChatChannel(StrEnum):
    TERMINAL = "terminal"
    SMS = "sms"
    WHATSAPP = "whatsapp"


DataDir = Annotated[
    Path | None, typer.Option("--data-dir", help="Where the database and secrets are kept. (SHOPSMART_DATA)")
]
ShopDir = Annotated[Path | None, typer.Option("--shop", help="The shop's files: faqs/, products/, policies/ ...")]
Host = Annotated[str | None, typer.Option(help="Address to listen on. (SHOPSMART_HOST)")]
Port = Annotated[int | None, typer.Option(help="Port to listen on; 0 takes a free one. (SHOPSMART_PORT)")]


@app.command()
def run(host: Host = None, port: Port = None, data_dir: DataDir = None, shop: ShopDir = None) -> None:
    """Start everything for the demo shop: database, tables, data, service."""
    settings = read_settings(host=host, port=port, data_dir=data_dir, shop_dir=shop, demo=True)

    async def body() -> None:
        from api.storage import open_storage

        async with importing("api.assistant", "api.commands.run") as imported, open_storage(settings) as database:
            await imported
            from api.assistant import open_assistant
            from api.commands import run

            await run.run(settings, database, open_assistant(settings), console=Console())

    execute(body)


@app.command()
def serve(host: Host = None, port: Port = None, data_dir: DataDir = None) -> None:
    """Serve HTTP over a database that is already loaded."""
    settings = read_settings(host=host, port=port, data_dir=data_dir)

    async def body() -> None:
        from api.storage import open_storage

        async with importing("api.assistant", "api.commands.serve") as imported, open_storage(settings) as database:
            await imported
            from api.assistant import open_assistant
            from api.commands import serve

            await serve.run(
                settings, database, open_assistant(settings), started=lambda url: print_line(f"Serving on {url}")
            )

    execute(body)


@app.command()
def worker(data_dir: DataDir = None) -> None:
    """Do background work without serving HTTP: for more processes on one database."""
    settings = read_settings(data_dir=data_dir)

    async def body() -> None:
        from api.assistant import open_assistant
        from api.commands import worker
        from api.storage import open_storage

        async with open_storage(settings) as database:
            await worker.run(settings, database, open_assistant(settings))

    execute(body)


@app.command()
def seed(data_dir: DataDir = None, shop: ShopDir = None) -> None:
    """Load the shop's files into the database, all or nothing. Loading again changes only what changed."""
    settings = read_settings(data_dir=data_dir, shop_dir=shop)

    async def body() -> None:
        from api.commands import seed
        from api.storage import open_storage

        async with open_storage(settings) as database:
            with Console(stderr=True).status("Loading ..."):
                seeded = await seed.run(settings, database)
            print_line(f"Loaded {seeded.report} in {seeded.seconds:.1f} s")

    execute(body)


@app.command()
def chat(
    customer: Annotated[str | None, typer.Option("--as", help="Sign in as the customer with this e-mail.")] = None,
    once: Annotated[str | None, typer.Option(help="Send this one message, print the reply, and end.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a turn.")] = False,
    channel: Annotated[
        ChatChannel, typer.Option(help="Be a telephone: sms and whatsapp go through a stand-in of Twilio.")
    ] = ChatChannel.TERMINAL,
    data_dir: DataDir = None,
) -> None:
    """Talk to the bot in the terminal. Messages may also come from standard input, one a line.

    With --channel sms, --as says whose telephone it is.
    """
    settings = read_settings(data_dir=data_dir, demo=True)

    async def body() -> None:
        from api.assistant import open_assistant
        from api.commands import chat, seed
        from api.storage import open_storage

        async with open_storage(settings) as database:
            await seed.ensure(settings, database, Console(stderr=True))
            if channel is not ChatChannel.TERMINAL:
                from api.commands import telephone

                await telephone.run(
                    settings,
                    database,
                    open_assistant,
                    channel=channel.value,
                    customer=customer,
                    once=once,
                    as_json=as_json,
                )
                return
            await chat.run(settings, open_assistant(settings), customer=customer, once=once, as_json=as_json)

    execute(body)


@asynccontextmanager
async def importing(*modules: str) -> AsyncIterator["asyncio.Future[None]"]:
    """These, by a thread, while a database is started or waited for; the future is done when they are there."""

    def import_all() -> None:
        for module in modules:
            import_module(module)

    imported = asyncio.ensure_future(asyncio.to_thread(import_all))
    try:
        yield imported
    finally:
        # The thread cannot be stopped, and its error, if nobody waited for it, is not worth more than ours.
        await asyncio.gather(imported, return_exceptions=True)


def read_settings(**given: Any) -> Settings:
    """From the environment, with what the command line gave on top."""
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        for one in error.errors():
            print_line(f"{'.'.join(str(part) for part in one['loc'])}: {one['msg']}", error=True)
        raise typer.Exit(2) from None


def execute(body: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run a command's body in an event loop; what can go wrong on purpose becomes one line and exit code 1."""
    import uvloop

    async def collecting_later() -> None:
        asyncio.get_running_loop().call_later(STARTED_AFTER_S, collect_garbage)
        await body()

    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(collecting_later())
    except ShopSmartError as error:
        print_line(str(error), error=True)
        raise typer.Exit(1) from None
    except KeyboardInterrupt:
        raise typer.Exit(130) from None


def collect_garbage() -> None:
    """What the start made stays for ever: it is set aside, and collections look at the rest only."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    gc.enable()


def print_line(text: str, *, error: bool = False) -> None:
    print(text, file=sys.stderr if error else sys.stdout, flush=True)


def main() -> None:
    patterns = CompiledPatterns()
    patterns.install()
    atexit.register(patterns.keep)
    # Importing makes a million objects that stay: collecting among them took a quarter of the start.
    gc.disable()
    # Read when numpy is imported. A turn's products are small: a second thread spins for 2-4 ms of CPU each (m).
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    app()


if __name__ == "__main__":
    main()
