"""`shopsmart run`: the demo shop, from nothing to a page that answers."""

import json
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.panel import Panel

from api import demo_accounts
from api.commands import seed, serve
from api.demo_accounts import DemoLogin
from api.resources import OpenAssistant
from api.settings import Settings
from store.database import Database

THINGS_TO_ASK = ("Where is my order?", "Do you have a linen shirt under $80?", "I want to return something.")


async def run(settings: Settings, database: Database, open_assistant: OpenAssistant, *, console: Console) -> None:
    """Shop, logins, service: each made only if it is not there yet. Serves until told to stop."""
    await seed.ensure(settings, database, console)
    logins = await demo_accounts.ensure(settings, database)

    def greet(url: str) -> None:
        console.print(welcome(settings.shop_dir, url, logins))

    await serve.run(settings, database, open_assistant, started=greet)


def welcome(shop_dir: Path, url: str, logins: Sequence[DemoLogin] = ()) -> Panel:
    """What a person who has just started the demo wants to know."""
    shop = json.loads((shop_dir / "shop.json").read_text(encoding="utf-8"))
    lines = [f"[bold]{url}[/]", "", "Sign in with"]
    lines += [f"{one.role:9}[bold]{one.email}[/]  {one.password or '(your own password)'}" for one in logins]
    lines += ["", "Ask for example:", *(f"  {question}" for question in THINGS_TO_ASK), "", "Ctrl-C stops it."]
    return Panel("\n".join(lines), title=f"{shop['name']} support", expand=False, padding=(0, 2))
