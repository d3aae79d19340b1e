"""`/v1/passwords`: changing one's own, and setting one by a mailed link.

Whether an address has an account is told to nobody but its owner: the same words, the same statements, and a mail
that is written either way and kept only where there is somebody to send it to.
"""

import secrets
from typing import Any

import msgspec
from asyncpg import Connection
from litestar import Controller, post, put
from litestar.connection import Request
from litestar.datastructures import State
from litestar.params import JSONBody

from api import tokens
from api.addresses import address_of
from api.auth import token_hash
from api.callers import require_caller
from api.resources import Resources
from api.sessions import Email, Password, TokenText
from api.signing_in import check_own_password, record, tell_owner
from domain.accounts import LINK_LASTS, Account, AccountId, DeadLink, NewAccount
from domain.codes import keyed_hash
from domain.errors import TooManyRequests
from domain.sessions import Ended, SessionId
from store import accounts, limits, mail, sessions
from store.database import WriteSession
from store.limits import Limit
from store.mail import Mail

PURPOSE = "password"
LINKS_TO_ADDRESS = Limit("password.links", 5, 3600)
LINKS_OF_ORIGIN = Limit("password.links.address", 20, 3600)


class ChangePassword(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    current_password: Password
    new_password: Password


class RequestLink(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    email: Email


class SetPassword(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    token: TokenText
    password: Password


class LinkSent(msgspec.Struct):
    """Says nothing of whether the address is anybody's."""

    message: str


class Passwords(Controller):
    path = "/v1/passwords"
    tags = ("account",)

    @put("/own", operation_id="change_password", status_code=204)
    async def change(self, request: Request[Any, Any, Any], state: State, data: JSONBody[ChangePassword]) -> None:
        """Change your password; every other session of yours ends."""
        resources: Resources = state["resources"]
        caller = await require_caller(request, resources)
        kept = await check_own_password(resources, caller, data.current_password)
        await _check_new(resources, kept.account, data.new_password)
        hashed = await resources.passwords.hash(data.new_password)
        async with resources.database.transaction() as session:
            connection = await session.raw()
            await sessions.authenticated(connection, caller.session.session_id, by_factor=False)
            await _set(session, resources, kept.account, hashed, keep=caller.session.session_id)

    @post("/links", operation_id="request_password_link", status_code=202)
    async def request_link(
        self, request: Request[Any, Any, Any], state: State, data: JSONBody[RequestLink]
    ) -> LinkSent:
        """Mail a link that sets a password, for half an hour. The answer is the same whoever's address it is.

        The shop's customers without an account get one this way.
        """
        resources: Resources = state["resources"]
        address = address_of(request, resources.serving.trusted_proxies)
        customer = await resources.shop.customer_by_email(data.email.strip().lower())
        async with resources.database.transaction() as session:
            connection = await session.raw()
            await _count_links(connection, resources.serving.secret, data.email, address)
            await accounts.create(
                connection,
                NewAccount(
                    account_id=new_account_id(),
                    email=data.email,
                    name=customer.name if customer else "",
                    customer_id=customer.customer_id if customer else None,
                ),
            )
            kept = await accounts.by_email(connection, data.email)
            account = kept.account if kept and not kept.account.is_closed else None
            await mail_link(session, resources, account)
        return LinkSent("If this address has an account here, a link is on its way to it.")

    @post("/", operation_id="set_password_by_link", status_code=204)
    async def set_by_link(self, state: State, data: JSONBody[SetPassword]) -> None:
        """Set a password with the token of a mailed link, which works once. Every session of the account ends.

        A second factor stays: it is asked for when you sign in.
        """
        resources: Resources = state["resources"]
        hashed_token = token_hash(data.token)
        async with resources.database.connection() as connection:
            found = await accounts.read_link(connection, hashed_token, purpose=PURPOSE)
        if found is None or found.is_closed:
            raise DeadLink("link unknown or over")
        # Checked before the link is used up: who chose badly may choose again.
        await _check_new(resources, found, data.password)
        hashed = await resources.passwords.hash(data.password)
        async with resources.database.transaction() as session:
            if await accounts.use_link(await session.raw(), hashed_token, purpose=PURPOSE) is None:
                raise DeadLink("link used meanwhile")
            await _set(session, resources, found, hashed)


def new_account_id() -> AccountId:
    return AccountId(f"a_{secrets.token_urlsafe(12)}")


async def mail_link(session: WriteSession, resources: Resources, account: Account | None) -> None:
    """For nobody the mail has no recipient, and the link no account: neither is kept."""
    token, profile = tokens.new(tokens.LINK), resources.shop.profile
    account_id = account.account_id if account else ""
    connection = await session.raw()
    await accounts.keep_link(connection, token.hashed, account_id, purpose=PURPOSE, lasts=LINK_LASTS)
    text = (
        f"Hello {account.name.split(' ', 1)[0] if account else ''},\n\nsomebody asked for a new password for your "
        f"{profile.name} account. To choose one, follow this link within half an hour:\n\n"
        # Behind the '#', so that no server, proxy or log ever sees it.
        f"{resources.serving.public_url}/password#{token.text}\n\n"
        f"If it was not you, do nothing: your password stays as it is.\n\n{profile.name} · {profile.support_email}\n"
    )
    letter = Mail(
        key=f"password:{token.hashed}",
        to=account.email if account else "",
        subject=f"A new password for {profile.name}",
        text=text,
        is_secret=True,
    )
    await mail.enqueue(session, letter)


async def _set(
    session: WriteSession, resources: Resources, account: Account, hashed: str, *, keep: SessionId | None = None
) -> None:
    connection = await session.raw()
    await accounts.set_password(connection, account.account_id, hashed)
    await accounts.drop_links(connection, account.account_id)
    await sessions.end_all(connection, account.account_id, Ended.PASSWORD_CHANGED, keep=keep)
    await tell_owner(session, resources, account, "The password of your account was changed.")
    await record(session, "password.changed", account)


async def _check_new(resources: Resources, account: Account, password: str) -> None:
    about = (account.email, account.name, resources.shop.profile.name)
    await resources.passwords.check_new(password, about=about)


async def _count_links(connection: Connection, secret: bytes, email: str, address: str) -> None:
    """In the transaction of the mail, so that it has something to write, and to wait for, for nobody's address too."""
    for limit, subject in ((LINKS_OF_ORIGIN, address), (LINKS_TO_ADDRESS, email.strip().lower())):
        key = f"{limit.name}:{keyed_hash(secret, limit.name, subject)}"
        granted, resets_in_s = await limits.take(connection, key, limit, permits=1)
        if granted < 1:
            raise TooManyRequests(limit.name, retry_after_s=max(1, int(resets_in_s)))
