import asyncio

import pytest
from typer.testing import CliRunner, Result

from api.cli import app
from store import jobs
from store.database import Database


@pytest.fixture
async def queue(own_database: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    """A database that the command line finds, with one dead job and one that waits."""
    monkeypatch.setenv("DATABASE_URL", own_database.dsn)
    async with own_database.transaction() as session:
        for key in ("mended", "waiting"):
            await jobs.enqueue(session, "greet", {"to": "somebody"}, key=key)
    async with own_database.connection() as connection:
        await jobs.begin(connection, "mended")
        await jobs.bury(connection, "mended", error="KeyError at greet.py:3")
    return own_database


async def told(*arguments: str) -> Result:
    """The command brings its own event loop, so it gets a thread."""
    environment = {"COLUMNS": "160"}
    return await asyncio.to_thread(CliRunner().invoke, app, ["jobs", *arguments], env=environment)


async def test_the_list_says_what_died_and_where(queue: Database):
    shown = await told("list", "--status", "dead")
    assert shown.exit_code == 0
    assert "mended" in shown.output and "KeyError at greet.py:3" in shown.output
    assert "1 dead of greet; 1 waiting of greet" in shown.output
    assert "somebody" not in shown.output


async def test_a_dead_job_is_retried_and_a_waiting_one_dropped(queue: Database):
    assert (await told("retry", "mended")).exit_code == 0
    assert (await told("drop", "waiting")).exit_code == 0
    async with queue.connection() as connection:
        assert {record.key: record.status for record in await jobs.records(connection)} == {
            "mended": "waiting",
            "waiting": "dropped",
        }


async def test_a_job_that_cannot_be_retried_is_named(queue: Database):
    refused = await told("retry", "waiting")
    assert refused.exit_code == 1
    assert "waiting is neither dead nor dropped" in refused.stderr
