"""`/v1/sessions`: sign in, refresh, look at one's sessions, end them."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from litestar import Controller, delete, get, post
from litestar.connection import Request
from litestar.datastructures import Cookie, State
from litestar.params import FromPath, JSONBody
from litestar.response import Response

from api import cookies, tokens
from api.addresses import address_of
from api.auth import token_hash
from api.callers import require_caller
from api.factors import prove_factor
from api.resources import Resources
from api.signing_in import CodeAsked, Credentials, Opened, by_password, check_own_password, open_session, record
from domain.accounts import WrongCredentials
from domain.errors import InvalidInput, NotFound
from domain.sessions import (
    ACCESS_LASTS,
    STEP_LASTS,
    Caller,
    Ended,
    RefreshRaced,
    Session,
    SessionId,
    SessionOver,
    Transport,
)
from store import accounts, audit, sessions

Email = Annotated[str, msgspec.Meta(min_length=3, max_length=254)]
Password = Annotated[str, msgspec.Meta(min_length=1, max_length=1024)]
TokenText = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Code = Annotated[str, msgspec.Meta(min_length=6, max_length=20)]


_PRIVATE = {"cache-control": "no-store"}


class SignIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    email: Email
    password: Password
    device_token: TokenText | None = None
    """From an earlier sign-in on this device: then nobody's guessing elsewhere can slow this one down."""
    transport: Transport = Transport.HEADER


class EnterCode(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    mfa_token: TokenText
    code: Code
    """Of the authenticator, or a recovery code."""


class Refresh(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    refresh_token: TokenText


class ProveAgain(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """One of the two; the code where a second factor is on."""

    password: Password | None = None
    code: Code | None = None


class SignedIn(msgspec.Struct, omit_defaults=True):
    role: str
    name: str
    expires_in: int
    access_token: str | None = None
    refresh_token: str | None = None
    device_token: str | None = None
    csrf_token: str | None = None
    """With cookies, in the place of the tokens."""


class CodeNeeded(msgspec.Struct):
    mfa_required: bool
    mfa_token: str
    expires_in: int


class Refreshed(msgspec.Struct):
    access_token: str
    refresh_token: str
    expires_in: int
    role: str
    name: str


class SessionOut(msgspec.Struct):
    session_id: str
    is_current: bool
    client: str
    started_at: datetime
    last_used_at: datetime
    expires_at: datetime


class SessionsOut(msgspec.Struct):
    sessions: list[SessionOut]


class Sessions(Controller):
    path = "/v1/sessions"
    tags = ("sessions",)

    @post("/", operation_id="sign_in")
    async def sign_in(self, request: Request[Any, Any, Any], state: State, data: JSONBody[SignIn]) -> Response[Any]:
        """Sign in with e-mail address and password: 201 with tokens, or 200 when a code is needed as well.

        With `"transport": "cookie"` the session is an HttpOnly cookie, and requests that change something carry the
        `csrf_token` in X-CSRF-Token.
        """
        resources: Resources = state["resources"]
        if data.transport is Transport.COOKIE:
            cookies.check_origin(request)
        credentials = Credentials(
            email=data.email,
            password=data.password,
            device_token=data.device_token or _device_cookie(request, resources),
            transport=data.transport,
            address=address_of(request, resources.serving.trusted_proxies),
            client=request.headers.get("user-agent", ""),
        )
        found = await by_password(resources, credentials)
        if isinstance(found, CodeAsked):
            asked = CodeNeeded(True, found.step.text, int(STEP_LASTS.total_seconds()))
            return Response(asked, status_code=200, headers=_PRIVATE)
        return _signed_in(found, resources)

    @post("/mfa", operation_id="sign_in_with_code")
    async def enter_code(
        self, request: Request[Any, Any, Any], state: State, data: JSONBody[EnterCode]
    ) -> Response[Any]:
        """The second step: the code, with the token that the right password was answered with."""
        resources: Resources = state["resources"]
        async with resources.database.connection() as connection:
            step = await sessions.step(connection, token_hash(data.mfa_token))
            kept = await accounts.by_id(connection, step[0]) if step else None
        if step is None or kept is None or kept.account.is_closed:
            raise WrongCredentials("step unknown or over", public="This took too long. Please sign in again.")
        async with prove_factor(resources, kept.account, data.code) as session:
            await sessions.end_steps(await session.raw(), kept.account.account_id)
            opened = await open_session(
                session,
                kept,
                secret=resources.serving.secret,
                transport=step[1],
                client=request.headers.get("user-agent", ""),
                has_proved_factor=True,
            )
        return _signed_in(opened, resources)

    @post("/refresh", operation_id="refresh_session", status_code=200)
    async def refresh(self, state: State, data: JSONBody[Refresh]) -> Response[Refreshed]:
        """New tokens for a refresh token, which works once. Used again, it ends the session."""
        resources: Resources = state["resources"]
        access, following = tokens.new(tokens.ACCESS), tokens.new(tokens.REFRESH)
        async with resources.database.connection() as connection:
            caller = await sessions.refresh(
                connection,
                token_hash(data.refresh_token),
                access_hash=access.hashed,
                next_refresh_hash=following.hashed,
                access_lasts=ACCESS_LASTS,
            )
        if caller is None:
            await _end_reused(resources, data.refresh_token)
            raise SessionOver("refresh token refused")
        expires_in = int(ACCESS_LASTS.total_seconds())
        answer = Refreshed(access.text, following.text, expires_in, caller.role.value, caller.account.name)
        return Response(answer, headers=_PRIVATE)

    @get("/", operation_id="list_sessions")
    async def list(self, request: Request[Any, Any, Any], state: State) -> SessionsOut:
        """Where you are signed in, the session used last first."""
        resources: Resources = state["resources"]
        caller = await require_caller(request, resources)
        async with resources.database.connection() as connection:
            found = await sessions.of_account(connection, caller.account.account_id)
        return SessionsOut([_session(one, caller) for one in found])

    @delete("/{session_id:str}", operation_id="end_session", status_code=204)
    async def end(self, request: Request[Any, Any, Any], state: State, session_id: FromPath[str]) -> Response[None]:
        """End one of your sessions; "current" signs you out here, "others" everywhere else."""
        resources: Resources = state["resources"]
        caller = await require_caller(request, resources)
        account, own = caller.account, caller.session.session_id
        wanted = own if session_id == "current" else SessionId(session_id)
        because = Ended.SIGNED_OUT if wanted == own else Ended.REVOKED
        async with resources.database.transaction() as session:
            connection = await session.raw()
            if session_id == "others":
                await sessions.end_all(connection, account.account_id, because, keep=own)
            elif not await sessions.end(connection, wanted, because, account_id=account.account_id):
                raise NotFound("session unknown or foreign")
            await record(session, "session.ended", account, session_id=wanted, because=because.value)
        is_secure = resources.serving.is_secure
        out = [cookies.gone(cookies.SESSION, is_secure=is_secure)] if wanted == own else []
        return Response(None, status_code=204, cookies=out)

    @post("/current/proof", operation_id="prove_again", status_code=204)
    async def prove_again(self, request: Request[Any, Any, Any], state: State, data: JSONBody[ProveAgain]) -> None:
        """Enter password or code once more: for ten minutes e-mail address, phone number and MFA may be changed.

        Where a second factor is on, it has to be its code.
        """
        resources: Resources = state["resources"]
        caller = await require_caller(request, resources)
        session_id = caller.session.session_id
        if caller.account.has_second_factor:
            if data.code is None:
                raise InvalidInput("code missing", public="Please enter the code of your authenticator.")
            async with prove_factor(resources, caller.account, data.code) as session:
                await sessions.authenticated(await session.raw(), session_id, by_factor=True)
            return
        if data.password is None:
            raise InvalidInput("password missing", public="Please enter your password.")
        await check_own_password(resources, caller, data.password)
        async with resources.database.connection() as connection:
            await sessions.authenticated(connection, session_id, by_factor=False)


def _signed_in(opened: Opened, resources: Resources) -> Response[SignedIn]:
    account, expires_in = opened.account, int(opened.expires_in.total_seconds())
    if opened.refresh is not None:
        answer = SignedIn(
            role=account.role.value,
            name=account.name,
            expires_in=expires_in,
            access_token=opened.access.text,
            refresh_token=opened.refresh.text,
            device_token=opened.device_token,
        )
        return Response(answer, status_code=201, headers=_PRIVATE)
    serving = resources.serving
    out: list[Cookie] = [
        cookies.session_cookie(opened.access.text, lasts_s=expires_in, is_secure=serving.is_secure),
        cookies.device_cookie(opened.device_token, is_secure=serving.is_secure),
    ]
    csrf = cookies.csrf_token(serving.secret, opened.session_id)
    answer = SignedIn(role=account.role.value, name=account.name, expires_in=expires_in, csrf_token=csrf)
    return Response(answer, status_code=201, headers=_PRIVATE, cookies=out)


async def _end_reused(resources: Resources, refresh_token: str) -> None:
    """Raises RefreshRaced for two tabs at once; else, if the token was used before, its session ends."""
    async with resources.database.transaction() as session:
        connection = await session.raw()
        found = await sessions.reused(connection, token_hash(refresh_token))
        if found is None:
            return
        if found.is_race:
            raise RefreshRaced("refreshed a moment ago")
        await sessions.end(connection, found.session_id, Ended.REUSED)
        details = {"session_id": found.session_id, "because": Ended.REUSED.value}
        await audit.record(session, event="session.ended", actor=found.actor, conversation_id=None, details=details)


def _session(session: Session, caller: Caller) -> SessionOut:
    return SessionOut(
        session_id=session.session_id,
        is_current=session.session_id == caller.session.session_id,
        client=session.client,
        started_at=session.started_at,
        last_used_at=session.last_used_at,
        expires_at=session.expires_at,
    )


def _device_cookie(request: Request[Any, Any, Any], resources: Resources) -> str | None:
    return cookies.read(request, cookies.DEVICE, is_secure=resources.serving.is_secure)
