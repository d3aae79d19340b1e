"""Whose request it is: from its bearer token or cookie to an account, as the database says at this moment."""

import logging
from dataclasses import dataclass
from typing import Any, cast

from litestar.connection import ASGIConnection

from api import cookies
from api.auth import BadCustomerToken, principal_of, token_hash
from api.identity_tokens import BadIdentityToken
from api.resources import Resources
from domain.accounts import SecondFactorNeeded
from domain.customers import Principal, Role
from domain.errors import InvalidInput
from domain.sessions import Caller, SessionId, SessionOver, Transport, lifetime_of
from store import factors, sessions, staff

Connection = ASGIConnection[Any, Any, Any, Any]

_log = logging.getLogger("shopsmart.identity")

_KEPT = "shopsmart.caller"


def bearer(connection: Connection) -> str | None:
    """The token of the Authorization header, if it has one."""
    scheme, _, token = connection.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" and token.strip() else None


async def caller_of(connection: Connection, resources: Resources) -> Caller | None:
    """None: nobody is signed in here. Looked up once a request.

    Raises:
        SessionOver: a token was sent, and it holds no more; it is never taken for an anonymous visit.
        ForgedRequest: a cookie came with a change and without the CSRF token.
    """
    scope = cast("dict[str, Any]", connection.scope)
    if _KEPT not in scope:
        scope[_KEPT] = await _look_up(connection, resources)
    return scope[_KEPT]


async def require_caller(connection: Connection, resources: Resources) -> Caller:
    """Raises SessionOver (401) where nobody is signed in, and what `caller_of` raises."""
    found = await caller_of(connection, resources)
    if found is None:
        raise SessionOver("no session", public="Please sign in first.")
    return found


@dataclass(frozen=True, slots=True)
class Spoken:
    """Who speaks in a conversation, and by which session they are known."""

    principal: Principal
    session_id: SessionId | None = None


async def speaker_of(
    connection: Connection,
    resources: Resources,
    *,
    access_token: str | None = None,
    identity_token: str | None = None,
    customer_token: str | None = None,
) -> Spoken:
    """By a session's access token, by the shop's signed word, or by the demo's; anonymous without any of them.

    A proof that does not hold is refused, and never taken for none. Cookies are not looked at: the page of a shop
    may be open in the same browser as the console.

    Raises:
        InvalidInput: more than one proof, which may contradict each other.
        NotSignedIn: SessionOver, BadIdentityToken, BadCustomerToken.
        SecondFactorNeeded: the shop demands one of this role.
    """
    if sum(proof is not None for proof in (access_token, identity_token, customer_token)) > 1:
        raise InvalidInput("two proofs", public="Send one proof of who you are, not several.")
    if access_token is not None:
        async with resources.database.connection() as database:
            found = await sessions.caller(database, token_hash(access_token), transport=Transport.HEADER)
        if found is None:
            raise SessionOver("token unknown or over")
        caller, _ = found
        require_factor(caller, resources)
        return Spoken(caller.principal, caller.session.session_id)
    if identity_token is not None:
        origin = connection.headers.get("origin")
        try:
            async with resources.database.connection() as database:
                now = await factors.clock(database)
            return Spoken(resources.serving.identity_tokens.verify(identity_token, origin=origin, now=now))
        except BadIdentityToken as error:
            # Told to nobody outside; the shop's developers look for it here.
            _log.warning("identity.refused", extra={"reason": str(error)})
            raise
    return Spoken(await _as_of_now(principal_of(resources.identity, customer_token), resources))


async def _as_of_now(principal: Principal, resources: Resources) -> Principal:
    """Of staff whom a token vouches for, only the name is believed: what they are is in the database.

    Raises SecondFactorNeeded: no token of this kind stands for one.
    """
    if principal.customer_id is not None and Role.CUSTOMER in resources.serving.mfa_roles:
        raise SecondFactorNeeded("customer by a demo token")
    if not principal.is_staff:
        return principal
    async with resources.database.connection() as database:
        member = await staff.by_id(database, principal.actor.partition(":")[2])
    if member is None:
        raise BadCustomerToken("no staff any more")
    if member.role in resources.serving.mfa_roles:
        raise SecondFactorNeeded(f"{member.role.value} by a demo token")
    return member.principal()


def require_factor(caller: Caller, resources: Resources) -> None:
    """Raises SecondFactorNeeded where the shop demands a second factor of this role and none was proved."""
    if caller.role in resources.serving.mfa_roles and not caller.session.has_proved_factor:
        raise SecondFactorNeeded(f"{caller.role.value} without second factor")


async def _look_up(connection: Connection, resources: Resources) -> Caller | None:
    token, transport = bearer(connection), Transport.HEADER
    if token is None:
        is_secure = resources.serving.is_secure
        token, transport = cookies.read(connection, cookies.SESSION, is_secure=is_secure), Transport.COOKIE
    if not token:
        return None
    async with resources.database.connection() as database:
        found = await sessions.caller(database, token_hash(token), transport=transport)
        if found is None:
            raise SessionOver("token unknown or over")
        caller, is_stale = found
        session_id = caller.session.session_id
        if transport is Transport.COOKIE:
            cookies.check_csrf(connection, secret=resources.serving.secret, session_id=session_id)
        if is_stale:
            await sessions.note_use(database, session_id, idle=lifetime_of(caller.role).idle)
    return caller
