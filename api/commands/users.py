"""`shopsmart users`: whom the shop knows, who may sign in, and as what."""

import getpass
import os
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from api import tokens
from api.settings import Settings
from domain.accounts import INVITATION_LASTS, LINK_LASTS, Account, NewAccount
from domain.contact import email_of
from domain.customers import CustomerId, Role
from domain.errors import Conflict, InvalidInput, NotFound
from domain.sessions import Ended
from store import accounts, audit, factors, sessions, staff
from store.database import Database, WriteSession

app = typer.Typer(name="users", help="Customers to chat as, accounts that sign in, roles of the team.")

DataDir = Annotated[
    Path | None, typer.Option("--data-dir", help="Where the database and secrets are kept. (SHOPSMART_DATA)")
]
Address = Annotated[str, typer.Argument(help="The e-mail address that the account signs in with.")]
PasswordFromInput = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password from standard input, instead of making a link.")
]

_FIND = """
SELECT c.email, c.name, c.locale, count(o.order_id) AS orders, max(o.placed_at)::date AS last_order
FROM customers c LEFT JOIN orders o USING (customer_id)
WHERE $1 = '' OR strpos(lower(c.name || ' ' || c.email), lower($1)) > 0
GROUP BY c.customer_id ORDER BY c.name LIMIT $2
"""
_CUSTOMER = "SELECT customer_id, name FROM customers WHERE email = $1"


@dataclass(frozen=True, slots=True)
class User:
    email: str
    name: str
    locale: str
    orders: int
    last_order: str


@app.callback(invoke_without_command=True)
def users(context: typer.Context, data_dir: DataDir = None) -> None:
    """List the shop's customers, to choose one for `chat --as`."""
    if context.invoked_subcommand is None:
        _list(search="", limit=20, data_dir=data_dir)


@app.command(name="find")
def find_customers(
    search: Annotated[str, typer.Argument(help="Part of a name or e-mail address.")] = "",
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 20,
    data_dir: DataDir = None,
) -> None:
    """List customers whose name or address has these letters in it."""
    _list(search=search, limit=limit, data_dir=data_dir)


@app.command()
def create(
    email: Address,
    role: Annotated[Role, typer.Option(help="What they are.")] = Role.CUSTOMER,
    name: Annotated[str | None, typer.Option(help="For the team; a customer's is known.")] = None,
    customer_id: Annotated[str | None, typer.Option(help="The shop's id of a customer kept elsewhere.")] = None,
    password_stdin: PasswordFromInput = False,
    data_dir: DataDir = None,
) -> None:
    """Make an account, and print the link with which its owner sets a password."""
    password = _read_password() if password_stdin else None

    async def body(settings: Settings, database: Database) -> None:
        async with database.transaction() as session:
            account = await add(session, email, role=role, name=name, customer_id=customer_id)
            await _record(session, "account.created", account, role=role.value)
            told = await way_in(session, settings, account, password, lasts=INVITATION_LASTS)
        _print(f"{account.email} is {_with_article(account.role)}.", told)

    _execute(body, data_dir)


@app.command()
def reset(
    email: Address,
    mfa: Annotated[bool, typer.Option("--mfa", help="Take the second factor away too: the phone is lost.")] = False,
    password_stdin: PasswordFromInput = False,
    data_dir: DataDir = None,
) -> None:
    """End every session of an account, and print a link that sets a new password."""
    password = _read_password() if password_stdin else None

    async def body(settings: Settings, database: Database) -> None:
        async with database.transaction() as session:
            account, ended = await start_over(session, email, mfa=mfa)
            told = await way_in(session, settings, account, password, lasts=LINK_LASTS)
        _print(f"{ended} sessions of {account.email} ended.", told)

    _execute(body, data_dir)


@app.command()
def roles(
    email: Annotated[str | None, typer.Argument(help="Whose role to change; left out, the team is listed.")] = None,
    role: Annotated[str | None, typer.Argument(help='"lead", "admin", or "none" for nothing any more.')] = None,
    data_dir: DataDir = None,
) -> None:
    """List the team, or change what somebody is. Takes effect with their next request."""

    async def body(settings: Settings, database: Database) -> None:
        if email is None:
            async with database.connection() as connection:
                Console().print(_team(await staff.everybody(connection)))
            return
        if role not in ("lead", "admin", "none"):
            raise InvalidInput('the role is "lead", "admin" or "none"')
        async with database.transaction() as session:
            await change_role(session, email, None if role == "none" else Role(role))
        _print(f"{email} is {'nothing any more' if role == 'none' else _with_article(Role(role))}.")

    _execute(body, data_dir)


async def find(database: Database, *, search: str, limit: int) -> list[User]:
    """Customers whose name or e-mail has `search` in it, by name."""
    async with database.connection() as connection:
        rows = await connection.fetch(_FIND, search, limit)
    return [User(row["email"], row["name"], row["locale"], row["orders"], str(row["last_order"] or "")) for row in rows]


async def add(session: WriteSession, email: str, *, role: Role, name: str | None, customer_id: str | None) -> Account:
    """Raises InvalidInput, NotFound: no such customer; Conflict: the address has an account."""
    from api.accounts import add_staff
    from api.passwords import new_account_id

    address = email_of(email)
    if address is None:
        raise InvalidInput(f"{email!r} is no e-mail address")
    if role is not Role.CUSTOMER:
        return await add_staff(session, address, name or address.split("@")[0], role)
    connection = await session.raw()
    row = await connection.fetchrow(_CUSTOMER, address)
    found_id = customer_id or (row["customer_id"] if row else None)
    if found_id is None:
        raise NotFound(f"the shop has no customer {address}; give --customer-id for one that is kept elsewhere")
    has_one = await accounts.by_email(connection, address) or await accounts.of_customer(
        connection, CustomerId(found_id)
    )
    if has_one is not None:
        raise Conflict(f"{address} has an account already: {has_one.account.email}")
    known = name or (row["name"] if row else address.split("@")[0])
    new = NewAccount(account_id=new_account_id(), email=address, name=known, customer_id=CustomerId(found_id))
    await accounts.create(connection, new)
    return await required(session, address)


async def change_role(session: WriteSession, email: str, role: Role | None) -> None:
    """None takes every right away. Raises NotFound, Conflict: a customer's account."""
    from api.accounts import give_role

    account = await required(session, email)
    if role is not None:
        await give_role(session, account, role)
    elif account.staff_id is not None:
        connection = await session.raw()
        await staff.remove(connection, account.staff_id)
        await sessions.end_all(connection, account.account_id, Ended.ROLE_CHANGED)
    await _record(session, "account.changed", account, role=role.value if role else None)


async def start_over(session: WriteSession, email: str, *, mfa: bool) -> tuple[Account, int]:
    """End every session, and with `mfa` remove the second factor; how many sessions there were."""
    connection = await session.raw()
    account = await required(session, email)
    ended = await sessions.end_all(connection, account.account_id, Ended.REVOKED)
    if mfa:
        await factors.remove(connection, account.account_id)
    await _record(session, "account.reset", account, mfa=mfa)
    return account, ended


async def way_in(
    session: WriteSession, settings: Settings, account: Account, password: str | None, *, lasts: timedelta
) -> str:
    """Sets the password that was given, or makes a link for the owner to set one; what to tell the operator."""
    connection = await session.raw()
    if password is None:
        token = tokens.new(tokens.LINK)
        await accounts.keep_link(connection, token.hashed, account.account_id, purpose="password", lasts=lasts)
        hours = f"{lasts.days} days" if lasts.days else f"{lasts.seconds // 60} minutes"
        return f"To set a password, within {hours}:\n{settings.service_url}/password#{token.text}"
    from api.hashing import PasswordHashes

    hashes = PasswordHashes()
    try:
        await hashes.check_new(password, about=(account.email, account.name))
        await accounts.set_password(connection, account.account_id, await hashes.hash(password))
    finally:
        hashes.close()
    return "The password is set."


async def required(session: WriteSession, email: str) -> Account:
    kept = await accounts.by_email(await session.raw(), email)
    if kept is None:
        raise NotFound(f"{email} has no account")
    return kept.account


async def _record(session: WriteSession, event: str, account: Account, **details: str | bool | None) -> None:
    """By whoever has the database: the trail names their login on this host."""
    details = {"account_id": account.account_id, **details}
    await audit.record(session, event=event, actor=f"operator:{_login()}", conversation_id=None, details=details)


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


def _read_password() -> str:
    return sys.stdin.readline().rstrip("\r\n")


def _with_article(role: Role) -> str:
    return f"an {role.value}" if role is Role.ADMIN else f"a {role.value}"


def _team(members: list[staff.StaffMember]) -> Table:
    drawn = Table("name", "e-mail", "role", box=None)
    for member in members:
        drawn.add_row(member.name, member.email, member.role.value)
    return drawn


def _list(*, search: str, limit: int, data_dir: Path | None) -> None:
    async def body(settings: Settings, database: Database) -> None:
        table = Table("name", "e-mail", "locale", "orders", "last order", box=None)
        for one in await find(database, search=search, limit=limit):
            table.add_row(one.name, one.email, one.locale, str(one.orders), one.last_order)
        Console().print(table)

    _execute(body, data_dir)


def _print(*lines: str) -> None:
    Console(highlight=False).print("\n".join(lines), soft_wrap=True, markup=False)


def _execute(body: Callable[[Settings, Database], Awaitable[None]], data_dir: Path | None) -> None:
    from api.cli import execute, read_settings
    from api.storage import open_storage

    settings = read_settings(data_dir=data_dir)

    async def opened() -> None:
        async with open_storage(settings) as database:
            await body(settings, database)

    execute(opened)
