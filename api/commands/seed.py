"""`shopsmart seed`: the shop's files into the database. All or nothing, and again as often as one likes."""

import hashlib
import json
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from rich.console import Console

from api.settings import Settings
from domain.errors import InvalidInput
from store.database import Database
from synthetic_data.load import LoadReport, load

_NOTE = "loaded.json"


@dataclass(frozen=True, slots=True)
class Seeded:
    report: LoadReport
    seconds: float


class BadShopFiles(InvalidInput):
    """Nothing was loaded. The text has a line for each mistake: file, position, reason."""

    code = "bad_shop_files"


async def run(settings: Settings, database: Database) -> Seeded:
    """Load the shop's folder as of today.

    Raises:
        BadShopFiles: with every mistake in the files; the database is as it was.
    """
    today = datetime.now(UTC).date()
    started = time.monotonic()
    async with database.transaction() as session:
        report = await load(session, settings.shop_dir, today=today)
    if report.problems:
        raise BadShopFiles("\n".join(str(problem) for problem in report.problems))
    _note(settings).parent.mkdir(parents=True, exist_ok=True)
    _note(settings).write_text(json.dumps(_state(settings, today)))
    return Seeded(report, time.monotonic() - started)


async def ensure(settings: Settings, database: Database, console: Console) -> None:
    """Load the shop unless the database has it as of today; says so on `console`."""
    if await is_current(settings, database):
        return
    with console.status("Loading the shop ..."):
        seeded = await run(settings, database)
    console.print(f"Loaded {seeded.report} in {seeded.seconds:.1f} s.", highlight=False)


async def is_current(settings: Settings, database: Database) -> bool:
    """Whether the database has these files as of today. The demo shop's dates move with the day."""
    note = _note(settings)
    if not note.exists() or json.loads(note.read_text()) != _state(settings, datetime.now(UTC).date()):
        return False
    async with database.read() as session:
        # The note may outlive the database it speaks of.
        return bool(await (await session.raw()).fetchval("SELECT EXISTS (SELECT FROM products)"))


def _note(settings: Settings) -> Path:
    return settings.data_dir / _NOTE


def _state(settings: Settings, today: date) -> dict[str, str]:
    """What the note says: which files went where, and when."""
    where = settings.database_url.get_secret_value() if settings.database_url else "embedded"
    return {
        "database": hashlib.sha256(where.encode()).hexdigest(),
        "files": _fingerprint(settings.shop_dir),
        "day": today.isoformat(),
    }


def _fingerprint(folder: Path) -> str:
    """Changes when a file's name, size or time does: reading them all would slow every start."""
    files = sorted(path for path in folder.rglob("*") if path.suffix in {".json", ".md"})
    stats = [(str(path.relative_to(folder)), path.stat().st_size, path.stat().st_mtime_ns) for path in files]
    return hashlib.sha256(json.dumps(stats).encode()).hexdigest()
