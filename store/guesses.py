"""Guesses at passwords, counted so that an account's owner is slowed down and never shut out.

A bucket of permits that fills again evenly (the generic cell rate algorithm): a key's row keeps the moment at which
its bucket is full again, in `limits`, where a row that is past is the same as none. One statement takes a permit,
so a thousand guesses at once take no more than there are.
"""

import math
from dataclasses import dataclass
from datetime import timedelta

from asyncpg import Connection

from domain.accounts import TooManyTries

# The row is written only while a permit is left: a refused guess costs nobody anything.
_TAKE = """
INSERT INTO limits AS l (key, count, resets_at) VALUES ($1, 0, now() + $2::interval)
ON CONFLICT (key) DO UPDATE SET resets_at = greatest(l.resets_at, now()) + $2::interval
WHERE l.resets_at <= now() + $3::interval
RETURNING true
"""
_WAIT = "SELECT extract(epoch FROM resets_at - $2::interval - now())::float8 FROM limits WHERE key = $1"
_GIVE_BACK = "UPDATE limits SET resets_at = resets_at - $2::interval WHERE key = $1"


@dataclass(frozen=True, slots=True)
class Bucket:
    """`most` at once; then one more every `every`. In any span it grants at most `most + span / every`."""

    name: str
    most: int
    every: timedelta


ACCOUNT = Bucket("guess.account", 5, timedelta(minutes=3))
"""From devices that never signed in to it: at most ten in any quarter of an hour, from wherever they come."""
ACCOUNT_FROM_ADDRESS = Bucket("guess.from", 4, timedelta(seconds=225))
"""One address never takes all that the account has: who sits elsewhere still gets in."""
ACCOUNT_FROM_SESSION = Bucket("guess.session", 5, timedelta(minutes=3))
"""Whoever has got hold of a session, and would like the password too."""
ACCOUNT_FROM_DEVICE = Bucket("guess.device", 5, timedelta(minutes=3))
"""Where the owner has signed in before. Whatever strangers do, this is theirs alone."""


async def take(connection: Connection, bucket: Bucket, key: str) -> None:
    """Use a permit. Raises TooManyTries with the seconds until there is one."""
    least_full = bucket.every * (bucket.most - 1)
    if await connection.fetchval(_TAKE, key, bucket.every, least_full) is None:
        wait_s = await connection.fetchval(_WAIT, key, least_full)
        raise TooManyTries(bucket.name, retry_after_s=max(1, math.ceil(wait_s or 1)))


async def give_back(connection: Connection, bucket: Bucket, key: str) -> None:
    """It was no guess: the password was right."""
    await connection.execute(_GIVE_BACK, key, bucket.every)


async def forget(connection: Connection, key: str) -> None:
    """The tries under this key are over: the next one is the first."""
    await connection.execute("DELETE FROM limits WHERE key = $1", key)
