"""Second factors in the store: the newest time step taken, and recovery codes that are left."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from asyncpg import Connection

from domain.accounts import AccountId

_READ = "SELECT totp_nonce, totp_confirmed_at IS NOT NULL AS is_confirmed FROM accounts WHERE account_id = $1"
_ENROL = """
UPDATE accounts SET totp_nonce = $2, totp_last_step = 0 WHERE account_id = $1 AND totp_confirmed_at IS NULL
RETURNING true
"""
# The row is held while it is compared: of a hundred requests with one code, one finds an older step.
_SPEND_STEP = """
UPDATE accounts SET totp_last_step = $2 WHERE account_id = $1 AND totp_last_step < $2 RETURNING true
"""
_CONFIRM = "UPDATE accounts SET totp_confirmed_at = now() WHERE account_id = $1"
_REMOVE = """
UPDATE accounts SET totp_nonce = NULL, totp_confirmed_at = NULL, totp_last_step = 0 WHERE account_id = $1
"""
_FORGET_CODES = "DELETE FROM recovery_codes WHERE account_id = $1"
_KEEP_CODES = "INSERT INTO recovery_codes (account_id, code_hash) SELECT $1, unnest($2::text[])"
_SPEND_CODE = "DELETE FROM recovery_codes WHERE account_id = $1 AND code_hash = $2 RETURNING true"
_LEFT = "SELECT count(*) FROM recovery_codes WHERE account_id = $1"


@dataclass(frozen=True, slots=True)
class Factor:
    nonce: str
    is_confirmed: bool


async def of(connection: Connection, account_id: AccountId) -> Factor | None:
    row = await connection.fetchrow(_READ, account_id)
    return Factor(row["totp_nonce"], row["is_confirmed"]) if row and row["totp_nonce"] else None


async def enrol(connection: Connection, account_id: AccountId, nonce: str) -> bool:
    """Begin anew; False when a confirmed factor is there, which has to be removed first."""
    return bool(await connection.fetchval(_ENROL, account_id, nonce))


async def spend_step(connection: Connection, account_id: AccountId, step: int) -> bool:
    """Whether this step's code is taken now, and never again."""
    return bool(await connection.fetchval(_SPEND_STEP, account_id, step))


async def confirm(connection: Connection, account_id: AccountId) -> None:
    await connection.execute(_CONFIRM, account_id)


async def remove(connection: Connection, account_id: AccountId) -> None:
    await connection.execute(_REMOVE, account_id)
    await connection.execute(_FORGET_CODES, account_id)


async def keep_codes(connection: Connection, account_id: AccountId, hashes: Sequence[str]) -> None:
    """In the place of those from before."""
    await connection.execute(_FORGET_CODES, account_id)
    await connection.execute(_KEEP_CODES, account_id, list(hashes))


async def spend_code(connection: Connection, account_id: AccountId, code_hash: str) -> bool:
    return bool(await connection.fetchval(_SPEND_CODE, account_id, code_hash))


async def clock(connection: Connection) -> datetime:
    """The database's."""
    now = await connection.fetchval("SELECT now()")
    assert isinstance(now, datetime)
    return now


async def codes_left(connection: Connection, account_id: AccountId) -> int:
    return await connection.fetchval(_LEFT, account_id) or 0
