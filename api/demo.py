"""Signing in as a demo customer, where the service runs as a demo. A shop has its own accounts."""

from typing import Annotated, Any

import msgspec
from litestar import post
from litestar.connection import Request
from litestar.datastructures import State
from litestar.params import JSONBody

from api.auth import CUSTOMER_TOKEN_S, DemoIdentity, address_of
from api.resources import Resources
from domain.errors import NotFound


class SignIn(msgspec.Struct, forbid_unknown_fields=True):
    email: Annotated[str, msgspec.Meta(min_length=3, max_length=254)]


class SignedIn(msgspec.Struct):
    customer_token: str
    name: str
    expires_in: int


@post("/v1/demo/sign-in", tags=("demo",), status_code=200, operation_id="demo_sign_in")
async def sign_in(request: Request[Any, Any, Any], state: State, data: JSONBody[SignIn]) -> SignedIn:
    """Become one of the demo shop's customers, by e-mail address alone. Off unless this is a demo."""
    resources: Resources = state["resources"]
    address = address_of(request, trusts_proxy=resources.serving.trust_proxy)
    await resources.limiter.count(resources.serving.limits.sign_ins_of_address, address)
    customer = await resources.shop.customer_by_email(data.email.strip().lower())
    if customer is None or not isinstance(resources.identity, DemoIdentity):
        raise NotFound("no such demo customer", public="There is no demo customer with this e-mail address.")
    token = resources.identity.issue(customer.customer_id)
    return SignedIn(token, customer.name, CUSTOMER_TOKEN_S)
