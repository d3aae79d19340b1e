"""Signing in: a password, where there is one a code, then a session. Routes are in `api.sessions`.

An unknown address, a closed account and a wrong password take the same statements and the same slow comparison, and
get the same answer. Guesses are counted before they are looked at, whether or not there is anything to guess; a right
password gives its permit back. Who comes from a device that has signed in before has permits of their own, so that
nobody can be kept out of their account by strangers who guess at it.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from asyncpg import Connection

from api import tokens
from api.resources import Resources
from api.tokens import Token
from domain.accounts import Account, AccountId, WrongCredentials
from domain.codes import keyed_hash
from domain.sessions import ACCESS_LASTS, STEP_LASTS, Caller, SessionId, Transport, lifetime_of
from store import accounts, audit, guesses, mail, sessions
from store.accounts import Kept
from store.database import WriteSession
from store.guesses import Bucket
from store.mail import Mail
from store.sessions import NewSession

CLIENT_CHARACTERS = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    email: str
    password: str
    device_token: str | None
    transport: Transport
    address: str
    """Where the request comes from."""
    client: str


@dataclass(frozen=True, slots=True)
class Opened:
    account: Account
    session_id: SessionId
    access: Token
    refresh: Token | None
    """None for cookies."""
    device_token: str
    expires_in: timedelta
    """The access token; a refresh token or the use of a cookie goes on from there."""


@dataclass(frozen=True, slots=True)
class CodeAsked:
    """The password was right. This token opens the next step and nothing else."""

    step: Token


async def by_password(resources: Resources, given: Credentials) -> Opened | CodeAsked:
    """Raises WrongCredentials, TooManyRequests, TooBusy."""
    limits, secret = resources.serving.limits, resources.serving.secret
    await resources.limiter.count(limits.sign_ins_of_address, given.address)
    async with resources.database.connection() as connection:
        kept = await accounts.by_email(connection, given.email)
        permits = _permits(secret, given, kept)
        for bucket, key in permits:
            await guesses.take(connection, bucket, key)
    # No connection is held meanwhile: it takes a tenth of a second and may have to wait for a thread.
    verdict = await resources.passwords.verify(given.password, kept.password_hash if kept and _is_open(kept) else None)
    if kept is None or not verdict.is_right:
        raise WrongCredentials("sign-in refused")
    async with resources.database.transaction() as session:
        connection = await session.raw()
        for bucket, key in permits:
            await guesses.give_back(connection, bucket, key)
        if verdict.hashed_anew and kept.password_hash:
            await accounts.rehash(connection, kept.account.account_id, old=kept.password_hash, new=verdict.hashed_anew)
            kept = Kept(kept.account, verdict.hashed_anew)
        if kept.account.has_second_factor:
            return await _ask_for_code(connection, kept.account.account_id, given.transport)
        return await open_session(
            session, kept, secret=secret, transport=given.transport, client=given.client, has_proved_factor=False
        )


async def check_own_password(resources: Resources, caller: Caller, password: str) -> Kept:
    """The account of somebody who is signed in and knows its password. Raises WrongCredentials, TooManyTries."""
    key = _key(resources.serving.secret, guesses.ACCOUNT_FROM_SESSION, caller.account.account_id)
    async with resources.database.connection() as connection:
        await guesses.take(connection, guesses.ACCOUNT_FROM_SESSION, key)
        kept = await accounts.by_id(connection, caller.account.account_id)
    verdict = await resources.passwords.verify(password, kept.password_hash if kept else None)
    if kept is None or not verdict.is_right:
        raise WrongCredentials("password refused", public="This password is not right.")
    async with resources.database.connection() as connection:
        await guesses.give_back(connection, guesses.ACCOUNT_FROM_SESSION, key)
    return kept


async def open_session(
    session: WriteSession, kept: Kept, *, secret: bytes, transport: Transport, client: str, has_proved_factor: bool
) -> Opened:
    """All proofs were given. The trail names the session and not its tokens."""
    account, lifetime = kept.account, lifetime_of(kept.account.role)
    access = tokens.new(tokens.ACCESS)
    refresh = tokens.new(tokens.REFRESH) if transport is Transport.HEADER else None
    lasts = ACCESS_LASTS if refresh else lifetime.idle
    opened = NewSession(
        session_id=SessionId(f"s_{secrets.token_urlsafe(12)}"),
        account_id=account.account_id,
        transport=transport,
        access_hash=access.hashed,
        access_lasts=lasts,
        refresh_hash=refresh.hashed if refresh else None,
        lifetime=lifetime,
        has_proved_factor=has_proved_factor,
        client=client[:CLIENT_CHARACTERS],
    )
    await sessions.open_session(await session.raw(), opened)
    await record(session, "session.opened", account, session_id=opened.session_id)
    device = tokens.device_token(secret, account.account_id, kept.password_hash or "")
    return Opened(account, opened.session_id, access, refresh, device, lasts)


async def record(session: WriteSession, event: str, account: Account, **details: str | int | None) -> None:
    """What an owner did to their own account, in the transaction of it."""
    await audit.record(
        session,
        event=event,
        actor=account.actor,
        conversation_id=None,
        details={"account_id": account.account_id, **details},
    )


async def tell_owner(session: WriteSession, resources: Resources, account: Account, what: str) -> None:
    """A mail to the account's address, so that whoever did not do this learns of it."""
    profile = resources.shop.profile
    text = (
        f"Hello {account.name.split(' ', 1)[0]},\n\n{what}\n\nIf that was not you, set a new password at once: "
        f"{resources.serving.public_url}/password\n\n{profile.name} · {profile.support_email}\n"
    )
    key = f"account:{secrets.token_hex(12)}"
    await mail.enqueue(session, Mail(key=key, to=account.email, subject=f"Your {profile.name} account", text=text))


async def _ask_for_code(connection: Connection, account_id: AccountId, transport: Transport) -> CodeAsked:
    step = tokens.new(tokens.STEP)
    await sessions.keep_step(connection, step.hashed, account_id, transport=transport, lasts=STEP_LASTS)
    return CodeAsked(step)


def _permits(secret: bytes, given: Credentials, kept: Kept | None) -> tuple[tuple[Bucket, str], ...]:
    """Which buckets a guess draws from. The narrower is asked first: what it refuses takes nothing of the wider."""
    email = given.email.strip().lower()
    if kept and kept.password_hash and given.device_token:
        nonce = tokens.device_nonce(secret, kept.account.account_id, kept.password_hash, given.device_token)
        if nonce is not None:
            return ((guesses.ACCOUNT_FROM_DEVICE, _key(secret, guesses.ACCOUNT_FROM_DEVICE, email, nonce)),)
    return (
        (guesses.ACCOUNT_FROM_ADDRESS, _key(secret, guesses.ACCOUNT_FROM_ADDRESS, email, given.address)),
        (guesses.ACCOUNT, _key(secret, guesses.ACCOUNT, email)),
    )


def _key(secret: bytes, bucket: Bucket, *subject: str) -> str:
    return f"{bucket.name}:{keyed_hash(secret, bucket.name, *subject)}"


def _is_open(kept: Kept) -> bool:
    return not kept.account.is_closed
