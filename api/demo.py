"""Signing in as a demo customer or as support team, where the service runs as a demo. A shop has its own accounts."""

from typing import Annotated, Any

import msgspec
from litestar import post
from litestar.connection import Request
from litestar.datastructures import State
from litestar.params import JSONBody

from api.addresses import address_of
from api.auth import CUSTOMER_TOKEN_S, DemoIdentity
from api.resources import Resources
from domain.accounts import SecondFactorNeeded
from domain.customers import Role
from domain.errors import NotFound
from store import accounts, staff


class SignIn(msgspec.Struct, forbid_unknown_fields=True):
    email: Annotated[str, msgspec.Meta(min_length=3, max_length=254)]


class SignedIn(msgspec.Struct):
    customer_token: str
    name: str
    expires_in: int
    role: Role = Role.CUSTOMER


@post("/v1/demo/sign-in", tags=("demo",), status_code=200, operation_id="demo_sign_in")
async def sign_in(request: Request[Any, Any, Any], state: State, data: JSONBody[SignIn]) -> SignedIn:
    """Become one of the demo shop's customers or support team, by e-mail address alone. Off unless this is a demo.

    Refused where the shop demands a second factor of that role, or the account has one: an address proves neither.
    """
    resources: Resources = state["resources"]
    address = address_of(request, resources.serving.trusted_proxies)
    await resources.limiter.count(resources.serving.limits.sign_ins_of_address, address)
    email = data.email.strip().lower()
    customer = await resources.shop.customer_by_email(email)
    async with resources.database.connection() as connection:
        member = await staff.by_email(connection, email)
        account = await accounts.by_email(connection, email)
    identity = resources.identity
    if not isinstance(identity, DemoIdentity) or (customer is None and member is None):
        raise NotFound("no such demo account", public="There is no demo account with this e-mail address.")
    role = member.role if member else Role.CUSTOMER
    if role in resources.serving.mfa_roles or (account is not None and account.account.has_second_factor):
        raise SecondFactorNeeded(
            f"demo sign-in of {role.value}",
            public="This account needs a second factor. Please sign in with its password and code.",
        )
    if member is not None:
        return SignedIn(identity.issue(member.staff_id, role=member.role), member.name, CUSTOMER_TOKEN_S, member.role)
    assert customer is not None  # one of the two was found
    return SignedIn(identity.issue(customer.customer_id), customer.name, CUSTOMER_TOKEN_S)
