"""Whose request it is: from its bearer token or cookie to an account, as the database says at this moment."""

from typing import Any, cast

from litestar.connection import ASGIConnection

from api import cookies
from api.auth import token_hash
from api.resources import Resources
from domain.accounts import SecondFactorNeeded
from domain.sessions import Caller, SessionOver, Transport, lifetime_of
from store import sessions

Connection = ASGIConnection[Any, Any, Any, Any]

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
