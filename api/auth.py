"""Who may speak in a conversation: whoever holds its token. And who they are, if the shop says so."""

import base64
import hashlib
import hmac
import secrets
import time
from pathlib import Path
from typing import Any, Protocol

import msgspec
from litestar.connection import Request

from api.secrets import kept_secret
from domain.customers import CustomerId, Principal, Role, signed_in, staff_signed_in
from domain.errors import NotSignedIn

CUSTOMER_TOKEN_S = 3600


class CustomerIdentity(Protocol):
    """How the shop tells us who its signed-in customer is."""

    def verify(self, customer_token: str) -> Principal | None:
        """Whom the shop vouches for; None when the token is not the shop's or has run out."""
        ...


class BadCustomerToken(NotSignedIn):
    code = "bad_customer_token"
    sentence = "This sign-in is not valid any more. Please sign in again."


class _Claim(msgspec.Struct, omit_defaults=True):
    sub: str
    exp: int
    role: str = Role.CUSTOMER.value


class DemoIdentity:
    """Signs demo customers and staff in: HMAC-SHA256 over a small JSON claim, with a secret of this data directory."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def issue(self, key: str, *, role: Role = Role.CUSTOMER) -> str:
        """`key`: the customer's id, or the staff member's where the role says so."""
        claim = msgspec.json.encode(_Claim(key, int(time.time()) + CUSTOMER_TOKEN_S, role.value))
        return f"{_text(claim)}.{_text(self._signature(claim))}"

    def verify(self, customer_token: str) -> Principal | None:
        try:
            claim, signature = (_bytes(part) for part in customer_token.split("."))
        except ValueError:
            return None
        if not hmac.compare_digest(signature, self._signature(claim)):
            return None
        found = msgspec.json.decode(claim, type=_Claim)
        if found.exp <= time.time():
            return None
        role = Role(found.role)
        return signed_in(CustomerId(found.sub)) if role is Role.CUSTOMER else staff_signed_in(found.sub, role)

    def _signature(self, claim: bytes) -> bytes:
        return hmac.digest(self._secret, claim, "sha256")


class NoIdentity:
    """A shop that vouches for nobody."""

    def verify(self, customer_token: str) -> Principal | None:
        return None


def demo_secret(data_dir: Path) -> bytes:
    """The signing secret kept under the data directory, made at the first call, readable by us only."""
    return kept_secret(data_dir / "demo-sign-in.key")


def new_token() -> tuple[str, str]:
    """A conversation's bearer token (256 bits) and the hash that is stored of it."""
    token = secrets.token_urlsafe(32)
    return token, token_hash(token)


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def bearer_hash(request: Request[Any, Any, Any]) -> str:
    """Hash of the request's bearer token. Raises NotSignedIn when there is none."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise NotSignedIn("no bearer token", public="Send the conversation's token as a bearer token.")
    return token_hash(token.strip())


def principal_of(identity: CustomerIdentity, customer_token: str | None) -> Principal:
    """Raises BadCustomerToken: a token that does not hold is never taken for an anonymous visit."""
    if customer_token is None:
        return Principal()
    principal = identity.verify(customer_token)
    if principal is None:
        raise BadCustomerToken("customer token refused")
    return principal


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
