"""`/v1/mfa`: the second factor of one's own account, by any authenticator app."""

import secrets
from typing import Any

import msgspec
import segno
from litestar import Controller, delete, get, post
from litestar.connection import Request
from litestar.datastructures import State
from litestar.params import JSONBody
from litestar.response import Response

from api.callers import require_caller
from api.factors import authenticator, new_recovery_codes, prove_factor
from api.resources import Resources
from api.sessions import Code
from api.signing_in import record, tell_owner
from domain.errors import Conflict, NotPermitted
from domain.sessions import Ended
from store import factors, sessions

_PRIVATE = {"cache-control": "no-store"}


class FactorOut(msgspec.Struct):
    is_on: bool
    is_required: bool
    recovery_codes_left: int


class Enrolment(msgspec.Struct):
    secret: str
    """For typing in, where the QR code cannot be scanned."""
    uri: str
    qr_svg: str


class ConfirmFactor(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    code: Code


class RecoveryCodes(msgspec.Struct):
    recovery_codes: list[str]


class FactorIsOn(Conflict):
    code = "mfa_is_on"
    sentence = "A second factor is set up already. Remove it first to set up another."


class SecondFactor(Controller):
    path = "/v1/mfa"
    tags = ("account",)

    @get("/", operation_id="read_second_factor")
    async def read(self, request: Request[Any, Any, Any], state: State) -> FactorOut:
        """Whether the second factor is on, and how many recovery codes are left."""
        resources: Resources = state["resources"]
        caller = await require_caller(request, resources)
        async with resources.database.connection() as connection:
            left = await factors.codes_left(connection, caller.account.account_id)
        is_required = caller.role in resources.serving.mfa_roles
        return FactorOut(caller.account.has_second_factor, is_required, left)

    @post("/", operation_id="enrol_second_factor")
    async def enrol(self, request: Request[Any, Any, Any], state: State) -> Response[Enrolment]:
        """Begin: scan the QR code with an authenticator app, then confirm with its first code."""
        resources: Resources = state["resources"]
        account = (await require_caller(request, resources)).account
        nonce = secrets.token_urlsafe(16)
        async with resources.database.connection() as connection:
            if not await factors.enrol(connection, account.account_id, nonce):
                raise FactorIsOn("enrolled")
        generator = authenticator(resources.serving.secret, account.account_id, nonce)
        uri = generator.provisioning_uri(name=account.email, issuer_name=resources.shop.profile.name)
        qr_svg = segno.make(uri, error="m").svg_inline(scale=4, border=4)
        return Response(Enrolment(generator.secret, uri, qr_svg), headers=_PRIVATE)

    @post("/confirmation", operation_id="confirm_second_factor")
    async def confirm(
        self, request: Request[Any, Any, Any], state: State, data: JSONBody[ConfirmFactor]
    ) -> Response[RecoveryCodes]:
        """The authenticator's first code turns it on. The recovery codes are shown this once; other sessions end."""
        resources: Resources = state["resources"]
        caller = await require_caller(request, resources)
        account, own = caller.account, caller.session.session_id
        if account.has_second_factor:
            raise FactorIsOn("confirmed")
        async with prove_factor(resources, account, data.code) as session:
            connection = await session.raw()
            await factors.confirm(connection, account.account_id)
            codes = await new_recovery_codes(connection, resources.serving.secret, account.account_id)
            await sessions.authenticated(connection, own, by_factor=True)
            await sessions.end_all(connection, account.account_id, Ended.REVOKED, keep=own)
            await tell_owner(session, resources, account, "A second factor was turned on for your account.")
            await record(session, "mfa.enabled", account)
        return Response(RecoveryCodes(codes), headers=_PRIVATE)

    @delete("/", operation_id="remove_second_factor", status_code=204)
    async def remove(self, request: Request[Any, Any, Any], state: State) -> None:
        """Turn it off, where the shop does not demand it of your role. You are told by mail."""
        resources: Resources = state["resources"]
        caller = await require_caller(request, resources)
        if caller.role in resources.serving.mfa_roles:
            raise NotPermitted("mfa is demanded", public="Your role needs a second factor.")
        async with resources.database.transaction() as session:
            await factors.remove(await session.raw(), caller.account.account_id)
            await tell_owner(session, resources, caller.account, "The second factor of your account was turned off.")
            await record(session, "mfa.disabled", caller.account)

    @post("/recovery-codes", operation_id="renew_recovery_codes")
    async def renew(self, request: Request[Any, Any, Any], state: State) -> Response[RecoveryCodes]:
        """Ten new recovery codes; those from before are worthless."""
        resources: Resources = state["resources"]
        account = (await require_caller(request, resources)).account
        if not account.has_second_factor:
            raise Conflict("no second factor", public="Set up a second factor first.")
        async with resources.database.transaction() as session:
            codes = await new_recovery_codes(await session.raw(), resources.serving.secret, account.account_id)
            await record(session, "mfa.codes_renewed", account)
        return Response(RecoveryCodes(codes), headers=_PRIVATE)
