"""Accounts in the store: who may sign in, and what they prove it with.

A staff account's role is read from `staff` with every look-up: taking a role away takes effect with the next request.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from asyncpg import Connection

from domain.accounts import Account, AccountId, NewAccount
from domain.customers import CustomerId, Role

COLUMNS = """
a.account_id, a.email, a.name, a.customer_id, a.staff_id, coalesce(st.role, 'customer') AS role,
a.password_hash IS NOT NULL AS has_password, a.totp_confirmed_at IS NOT NULL AS has_second_factor,
a.closed_at IS NOT NULL OR (a.staff_id IS NOT NULL AND st.role IS NULL) AS is_closed
"""
"""Of an account `a` with its staff row `st`, as `account_of` reads them. Staff without a row may do nothing."""

_FROM = "FROM accounts a LEFT JOIN staff st USING (staff_id)"
_BY_EMAIL = f"SELECT {COLUMNS}, a.password_hash {_FROM} WHERE a.email = $1"
_BY_ID = f"SELECT {COLUMNS}, a.password_hash {_FROM} WHERE a.account_id = $1"
_LIST = f"SELECT {COLUMNS} {_FROM} WHERE a.account_id > $1 ORDER BY a.account_id LIMIT $2"
_CREATE = """
INSERT INTO accounts (account_id, email, name, customer_id, staff_id, created_at)
SELECT $1, $2, $3, $4::text, $5::text, now() WHERE $4::text IS NOT NULL OR $5::text IS NOT NULL
ON CONFLICT DO NOTHING
"""
_SET_PASSWORD = "UPDATE accounts SET password_hash = $2 WHERE account_id = $1"
_REHASH = "UPDATE accounts SET password_hash = $3 WHERE account_id = $1 AND password_hash = $2"
_SET_EMAIL = "UPDATE accounts SET email = $2 WHERE account_id = $1"
_OF_CUSTOMER = f"SELECT {COLUMNS}, a.password_hash {_FROM} WHERE a.customer_id = $1"
_CLOSE = "UPDATE accounts SET closed_at = CASE WHEN $2::boolean THEN now() END WHERE account_id = $1"

_KEEP_LINK = """
INSERT INTO account_links (token_hash, account_id, purpose, email, expires_at)
SELECT $1, account_id, $3, $4, now() + $5::interval FROM accounts WHERE account_id = $2
"""
_READ_LINK = f"""
SELECT {COLUMNS} FROM account_links l JOIN accounts a USING (account_id) LEFT JOIN staff st USING (staff_id)
WHERE l.token_hash = $1 AND l.purpose = $2 AND l.expires_at > now()
"""
_USE_LINK = """
DELETE FROM account_links WHERE token_hash = $1 AND purpose = $2 AND expires_at > now()
RETURNING account_id, email
"""
_DROP_LINKS = "DELETE FROM account_links WHERE account_id = $1"


@dataclass(frozen=True, slots=True)
class Kept:
    """An account with the hash of its password."""

    account: Account
    password_hash: str | None


async def by_email(connection: Connection, email: str) -> Kept | None:
    return _kept(await connection.fetchrow(_BY_EMAIL, email.strip().lower()))


async def by_id(connection: Connection, account_id: AccountId) -> Kept | None:
    return _kept(await connection.fetchrow(_BY_ID, account_id))


async def of_customer(connection: Connection, customer_id: CustomerId) -> Kept | None:
    return _kept(await connection.fetchrow(_OF_CUSTOMER, customer_id))


async def page(connection: Connection, *, after: str, limit: int) -> list[Account]:
    """Accounts by id, those above `after`."""
    return [account_of(row) for row in await connection.fetch(_LIST, after, limit)]


async def create(connection: Connection, new: NewAccount) -> None:
    """Leaves an account that is there already as it is; without an id of a customer or staff it keeps nothing."""
    await connection.execute(
        _CREATE, new.account_id, new.email.strip().lower(), new.name, new.customer_id, new.staff_id
    )


async def set_password(connection: Connection, account_id: AccountId, password_hash: str) -> None:
    await connection.execute(_SET_PASSWORD, account_id, password_hash)


async def rehash(connection: Connection, account_id: AccountId, *, old: str, new: str) -> None:
    """The same password hashed anew, unless it was changed meanwhile."""
    await connection.execute(_REHASH, account_id, old, new)


async def set_email(connection: Connection, account_id: AccountId, email: str) -> None:
    """Where the address belongs to another account the transaction fails with a Conflict."""
    await connection.execute(_SET_EMAIL, account_id, email)


async def close(connection: Connection, account_id: AccountId, *, is_closed: bool) -> None:
    await connection.execute(_CLOSE, account_id, is_closed)


async def keep_link(
    connection: Connection, token_hash: str, account_id: str, *, purpose: str, lasts: timedelta, email: str = ""
) -> None:
    """For nobody's id nothing is kept, by the same statement."""
    await connection.execute(_KEEP_LINK, token_hash, account_id, purpose, email, lasts)


async def read_link(connection: Connection, token_hash: str, *, purpose: str) -> Account | None:
    """Whose live link it is; it stays."""
    row = await connection.fetchrow(_READ_LINK, token_hash, purpose)
    return account_of(row) if row else None


async def use_link(connection: Connection, token_hash: str, *, purpose: str) -> tuple[AccountId, str] | None:
    """Use it up: whose it was and the address it confirms; None when there is no such link any more."""
    row = await connection.fetchrow(_USE_LINK, token_hash, purpose)
    return (AccountId(row["account_id"]), row["email"]) if row else None


async def drop_links(connection: Connection, account_id: AccountId) -> None:
    await connection.execute(_DROP_LINKS, account_id)


def account_of(row: Any) -> Account:
    """From a row with `COLUMNS`."""
    return Account(
        account_id=AccountId(row["account_id"]),
        email=row["email"],
        name=row["name"],
        role=Role(row["role"]),
        customer_id=CustomerId(row["customer_id"]) if row["customer_id"] is not None else None,
        staff_id=row["staff_id"],
        has_password=row["has_password"],
        has_second_factor=row["has_second_factor"],
        is_closed=row["is_closed"],
    )


def _kept(row: Any) -> Kept | None:
    return Kept(account_of(row), row["password_hash"]) if row else None
