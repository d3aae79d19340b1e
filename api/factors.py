"""Proving a second factor: a time-based code or a recovery code, taken once.

Tries are counted before a code is looked at. The time step of a code that was taken is kept under its account's row
lock, so of a hundred requests with the same code one is right.
"""

import hmac
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from asyncpg import Connection
from pyotp.totp import TOTP

from api.resources import Resources
from domain import totp
from domain.accounts import Account, AccountId, TooManyTries, WrongCode
from domain.codes import keyed_hash
from store import factors, guesses, limits
from store.database import WriteSession
from store.limits import Limit

TRIES = Limit("mfa.account", 5, 15 * 60)


@asynccontextmanager
async def prove_factor(resources: Resources, account: Account, typed: str) -> AsyncIterator[WriteSession]:
    """A transaction in which the code is used up; what the proof was for belongs into it.

    Raises TooManyTries, WrongCode.
    """
    key = f"{TRIES.name}:{keyed_hash(resources.serving.secret, TRIES.name, account.account_id)}"
    async with resources.database.connection() as connection:
        granted, resets_in_s = await limits.take(connection, key, TRIES, permits=1)
    if granted < 1:
        raise TooManyTries(TRIES.name, retry_after_s=max(1, int(resets_in_s)))
    async with resources.database.transaction() as session:
        connection = await session.raw()
        if not await _spend(connection, resources.serving.secret, account.account_id, typed):
            raise WrongCode("code refused")
        await guesses.forget(connection, key)
        yield session


async def new_recovery_codes(connection: Connection, secret: bytes, account_id: AccountId) -> list[str]:
    """Ten codes in the place of those from before; shown once."""
    written = [totp.written_recovery_code(secrets.token_bytes(7)) for _ in range(totp.RECOVERY_CODES)]
    await factors.keep_codes(connection, account_id, [_recovery_hash(secret, account_id, code) for code in written])
    return written


def authenticator(secret: bytes, account_id: AccountId, nonce: str) -> TOTP:
    return TOTP(totp.secret_of(secret, account_id=account_id, nonce=nonce), interval=totp.STEP_S)


def matching_step(generator: TOTP, code: str, now: datetime) -> int | None:
    """The time step that this is the code of; None when it is none of those that are taken now."""
    newest = totp.step_of(now) + totp.WINDOW
    steps = range(newest, newest - 2 * totp.WINDOW - 1, -1)
    return next((step for step in steps if hmac.compare_digest(generator.generate_otp(step), code)), None)


async def _spend(connection: Connection, secret: bytes, account_id: AccountId, typed: str) -> bool:
    factor = await factors.of(connection, account_id)
    if factor is None:
        return False
    if (code := totp.as_code(typed)) is not None:
        # The database's clock: those of our own hosts may differ.
        now = await factors.clock(connection)
        step = matching_step(authenticator(secret, account_id, factor.nonce), code, now)
        return step is not None and await factors.spend_step(connection, account_id, step)
    if (recovery := totp.as_recovery_code(typed)) is not None and factor.is_confirmed:
        return await factors.spend_code(connection, account_id, _recovery_hash(secret, account_id, recovery))
    return False


def _recovery_hash(secret: bytes, account_id: AccountId, code: str) -> str:
    return keyed_hash(secret, "recovery", account_id, totp.as_recovery_code(code) or "")
