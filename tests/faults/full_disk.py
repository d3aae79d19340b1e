"""The database's disk is full: it reads and writes nothing, until somebody makes room.

Every table refuses what would grow it, with the error that Postgres gives then; a disk that is really full needs
one to itself, which neither a container nor a plain user has.
"""

import asyncio
import time

import httpx

from store.database import Database
from tests.faults.away import BACK_WITHIN_S, REFUSED_WITHIN_S, Tally, back, opened, talk
from tests.faults.report import Finding, at_most, none_of
from tests.faults.stage import Stage

FULL_S = 5.0
SETTLED_WITHIN_S = 60.0
_SWITCH = """
CREATE TABLE disk (is_full boolean NOT NULL);
INSERT INTO disk VALUES (false);
CREATE FUNCTION no_space() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF (SELECT is_full FROM disk) THEN
        RAISE EXCEPTION 'could not extend file "base/5/16437": No space left on device'
        USING ERRCODE = 'disk_full', HINT = 'Check free disk space.';
    END IF;
    RETURN NULL;
END $$;
DO $$ DECLARE one regclass; BEGIN
    FOR one IN SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
        WHERE relkind = 'r' AND nspname IN ('public', 'pgqueuer') AND relname <> 'disk'
    LOOP
        EXECUTE format('CREATE TRIGGER no_space BEFORE INSERT OR UPDATE ON %s EXECUTE FUNCTION no_space()', one);
    END LOOP;
END $$;
"""
_ANSWERED = """
SELECT count(*) FILTER (WHERE status = 'answered') AS answered, count(*) FILTER (WHERE status = 'dead') AS dead,
       count(*) AS kept
FROM messages WHERE client_message_id = ANY($1)
"""
_OPEN = "SELECT count(*) FROM messages WHERE status = 'received'"


async def full_disk(stage: Stage, *, times: int = 3, at_once: int = 6) -> list[Finding]:
    tally, back_after_s, unread = Tally(), list[float](), 0
    async with stage.database() as database, stage.fleet(workers=1) as service:
        async with database.connection() as connection:
            await connection.execute(_SWITCH)
        conversations = [await opened(service) for _ in range(at_once)]
        talkers = [asyncio.create_task(talk(service, one, tally)) for one in conversations]
        for _ in range(times):
            await asyncio.sleep(3)
            await _set(database, is_full=True)
            await _refused_more(tally, at_once)
            unread += await _unreadable(await service.address(), conversations)
            await asyncio.sleep(FULL_S)
            await _set(database, is_full=False)
            back_after_s.append(await back(tally, since=time.monotonic()))
        tally.is_over = True
        await asyncio.gather(*talkers)
        left = await _left(database)
        async with database.connection() as connection:
            row = await connection.fetchrow(_ANSWERED, tally.acknowledged)
            await connection.execute("DROP FUNCTION no_space CASCADE; DROP TABLE disk")
    assert row is not None  # an aggregate
    return [
        Finding(
            "disk of the database full under load",
            f"{times} times, {FULL_S:.0f} s and more each, {len(tally.acknowledged):,} messages acknowledged,"
            f" {len(tally.refused_after_s):,} refused",
            bool(tally.refused_after_s),
        ),
        none_of("acknowledged and not kept", len(tally.acknowledged) - row["kept"]),
        none_of("messages left without a reply", left),
        Finding("of these, apologies", str(row["dead"]), True),
        none_of("503 without Retry-After", tally.without_retry_after),
        Finding("other errors", f"{len(tally.surprises)} {tally.surprises[:2] or ''}", not tally.surprises),
        none_of("conversations that could not be read meanwhile", unread, of=f"{times * at_once}"),
        at_most("slowest refusal", max(tally.refused_after_s, default=0.0), REFUSED_WITHIN_S, unit="s"),
        at_most("answers again once there is room", max(back_after_s), BACK_WITHIN_S, unit="s"),
    ]


async def _set(database: Database, *, is_full: bool) -> None:
    async with database.connection() as connection:
        await connection.execute("UPDATE disk SET is_full = $1", is_full)


async def _refused_more(tally: Tally, number: int) -> None:
    """However slow the machine is: until so many customers have been told."""
    before = len(tally.refused_after_s)
    async with asyncio.timeout(60):
        while len(tally.refused_after_s) < before + number:
            await asyncio.sleep(0.05)


async def _unreadable(address: str, conversations: list[dict[str, str]]) -> int:
    """Of conversations that a customer looks at while nothing can be written."""
    async with httpx.AsyncClient(timeout=20) as client:
        answers = [
            await client.get(
                f"{address}/v1/conversations/{one['conversation_id']}/messages",
                headers={"authorization": f"Bearer {one['token']}"},
            )
            for one in conversations
        ]
    return sum(not answer.is_success for answer in answers)


async def _left(database: Database) -> int:
    """Messages without an end, once the sweep had its time."""
    ends = time.monotonic() + SETTLED_WITHIN_S
    while True:
        async with database.connection() as connection:
            left = await connection.fetchval(_OPEN) or 0
        if not left or time.monotonic() > ends:
            return left
        await asyncio.sleep(0.5)
