"""The queue of mail: once each, not lost, not kept longer than needed."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from store import mail
from store.database import Database
from store.mail import MOST_ATTEMPTS, Mail


def letter(key: str = "code:1", **other: object) -> Mail:
    return Mail(**{"key": key, "to": "maya@example.com", "subject": "Hello", "text": "secret 123 456", **other})  # pyright: ignore[reportArgumentType]  # the facts of a test


async def queue(database: Database, *letters: Mail) -> None:
    async with database.transaction() as session:
        for each in letters:
            await mail.enqueue(session, each)


class Sent(list[Mail]):
    """A mailbox that keeps what it is given, or is out of order."""

    def __init__(self, *, fails: bool = False) -> None:
        self.fails = fails

    async def __call__(self, sent: Mail) -> None:
        await asyncio.sleep(0.01)
        if self.fails:
            raise ConnectionRefusedError("no mail server")
        self.append(sent)


async def send_all(database: Database, sent: Sent) -> None:
    async with database.connection() as connection:
        while await mail.send_next(connection, sent):
            pass


async def waiting(database: Database) -> int:
    async with database.connection() as connection:
        return await connection.fetchval("SELECT count(*) FROM mail WHERE ended_at IS NULL") or 0


async def test_the_same_key_goes_out_once(database: Database) -> None:
    sent = Sent()
    await queue(database, letter(), letter())
    await send_all(database, sent)
    await queue(database, letter())
    await send_all(database, sent)
    assert [each.key for each in sent] == ["code:1"]


async def test_senders_side_by_side_send_each_once(database: Database) -> None:
    sent = Sent()
    await queue(database, *(letter(f"k{number}") for number in range(12)))
    await asyncio.gather(*(send_all(database, sent) for _ in range(4)))
    assert sorted(each.key for each in sent) == sorted(f"k{number}" for number in range(12))


async def test_what_is_rolled_back_is_not_sent(database: Database) -> None:
    with pytest.raises(RuntimeError):
        async with database.transaction() as session:
            await mail.enqueue(session, letter())
            raise RuntimeError("the action failed")
    assert await waiting(database) == 0


async def test_a_failure_puts_it_off_and_the_last_one_gives_up(database: Database) -> None:
    await queue(database, letter())
    for attempt in range(1, MOST_ATTEMPTS + 1):
        await send_all(database, Sent(fails=True))
        async with database.connection() as connection:
            row = await connection.fetchrow("SELECT attempts, due_at > now() AS is_later, is_sent, ended_at FROM mail")
            assert row is not None
            assert (row["attempts"], row["is_sent"]) == (attempt, False)
            assert row["is_later"] is (attempt < MOST_ATTEMPTS) or row["ended_at"]
            await connection.execute("UPDATE mail SET due_at = now() WHERE ended_at IS NULL")
    assert await waiting(database) == 0


async def test_a_sender_that_dies_loses_nothing(database: Database) -> None:
    """As when the process is killed in the middle: the transaction is gone, the row is as before."""
    await queue(database, letter())

    async def dies(_: Mail) -> None:
        raise asyncio.CancelledError

    async with database.connection() as connection:
        with pytest.raises(asyncio.CancelledError):
            await mail.send_next(connection, dies)
    sent = Sent()
    await send_all(database, sent)
    assert len(sent) == 1


@pytest.mark.parametrize("is_secret", [True, False])
async def test_a_secret_is_forgotten_once_it_is_sent(database: Database, is_secret: bool) -> None:
    await queue(database, letter(is_secret=is_secret))
    await send_all(database, Sent())
    async with database.connection() as connection:
        assert await connection.fetchval("SELECT text FROM mail") == ("" if is_secret else "secret 123 456")


async def test_what_is_of_no_use_any_more_is_not_sent(database: Database) -> None:
    sent = Sent()
    await queue(database, letter(is_secret=True, expires_at=datetime.now(UTC) - timedelta(seconds=1)))
    await send_all(database, sent)
    async with database.connection() as connection:
        assert await connection.fetchval("SELECT text FROM mail WHERE ended_at IS NOT NULL AND NOT is_sent") == ""
    assert sent == []
