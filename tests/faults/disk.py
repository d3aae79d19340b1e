"""The database's disk fills up, and room is made again. Needs root, to mount a small disk in memory."""

import asyncio
import os
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg
import httpx

from domain.errors import StoreUnavailable
from store.database import Database
from tests.faults.report import Finding, at_most, none_of
from tests.faults.stage import Stage, stage

SIZE = "420m"
FULL_FOR_S = 6.0
BACK_WITHIN_S = 10.0
_BULK = """
INSERT INTO audit_ballast
SELECT (SELECT string_agg(md5(random()::text || piece || line), '') FROM generate_series(1, 60) piece)
FROM generate_series(1, 500) line
"""


@dataclass(slots=True)
class Tally:
    acknowledged: list[str] = field(default_factory=list)
    refused: int = 0
    surprises: list[str] = field(default_factory=list)


def can_run() -> bool:
    return os.geteuid() == 0 and shutil.which("mount") is not None


async def full_disk() -> list[Finding]:
    tally = Tally()
    async with _small_disk() as disk, stage(disk) as place, place.fleet(services=1, workers=1) as service:
        (replica,) = [one for one in service.replicas if one.port]
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{replica.port}", timeout=40) as client:
            opened = (await client.post("/v1/conversations", json={})).json()
            await _say(client, opened, tally)
            await _fill(disk, place)
            ends = time.monotonic() + FULL_FOR_S
            while time.monotonic() < ends:
                await _say(client, opened, tally)
                await asyncio.sleep(0.1)
            alive = (await client.get("/health/live")).status_code
            (disk / "ballast").unlink()
            began = time.monotonic()
            restarted = await _restarted_if_dead(place)
            before = len(tally.acknowledged)
            while len(tally.acknowledged) == before and time.monotonic() - began < 60:
                await _say(client, opened, tally)
                await asyncio.sleep(0.1)
            back_after = time.monotonic() - began
        async with place.database() as database:
            kept = await _kept(database, tally)
    return [
        Finding(
            "the disk was full under load",
            f"{FULL_FOR_S:.0f} s, {len(tally.acknowledged)} messages acknowledged in all, {tally.refused} refused"
            + (", Postgres stopped itself and was started again" if restarted else ""),
            tally.refused > 0,
        ),
        none_of("acknowledged and not kept", len(tally.acknowledged) - kept),
        Finding(
            "answers other than 201, 202 and 503",
            f"{len(tally.surprises)} {tally.surprises[:2] or ''}",
            not tally.surprises,
        ),
        Finding("the process says that it lives", str(alive), alive == 200),
        at_most("the same process answers again after room was made", back_after, BACK_WITHIN_S, unit="s"),
    ]


async def _say(client: httpx.AsyncClient, opened: dict[str, str], tally: Tally) -> None:
    body = {"text": "What is your return policy?", "client_message_id": secrets.token_hex(8)}
    answer = await client.post(
        f"/v1/conversations/{opened['conversation_id']}/messages",
        json=body,
        headers={"authorization": f"Bearer {opened['token']}"},
    )
    if answer.is_success:
        tally.acknowledged.append(body["client_message_id"])
    elif answer.status_code == 503:
        tally.refused += 1
    else:
        tally.surprises.append(f"{answer.status_code} {answer.text[:80]}")


async def _fill(disk: Path, place: Stage) -> None:
    """To the last byte, and so that the database's own slack is used up, too."""
    with (disk / "ballast").open("wb") as ballast, suppress(OSError):
        while True:
            ballast.write(bytes(1 << 16))
            ballast.flush()
    async with place.database() as database:
        try:
            async with database.connection() as connection:
                await connection.execute("CREATE TABLE audit_ballast (text text)")
                for _ in range(50):
                    await connection.execute(_BULK)
        except (StoreUnavailable, asyncpg.PostgresError):
            return


async def _restarted_if_dead(place: Stage) -> bool:
    for _ in range(20):
        if await place.server.answers():
            return False
        await asyncio.sleep(0.25)
    await place.server.stop_at_once()
    await place.server.start()
    return True


async def _kept(database: Database, tally: Tally) -> int:
    async with database.connection() as connection:
        return int(
            await connection.fetchval(
                "SELECT count(*) FROM messages WHERE client_message_id = ANY($1)", tally.acknowledged
            )
            or 0
        )


@asynccontextmanager
async def _small_disk() -> AsyncIterator[Path]:
    with tempfile.TemporaryDirectory(prefix="shopsmart-disk-") as made:
        Path(made).chmod(0o755)
        await asyncio.to_thread(
            subprocess.run, ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=755", "tmpfs", made], check=True
        )
        try:
            yield Path(made)
        finally:
            await asyncio.to_thread(subprocess.run, ["umount", "-l", made], check=True)
