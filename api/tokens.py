"""Secrets that travel: tokens of sessions and links, and the mark of a device that has signed in before.

All are 256 bits of the system's randomness; what is stored of them is their SHA-256. A few letters in front say
what a token is, for people who find one and for scanners.
"""

import hmac
import secrets
from dataclasses import dataclass

from api.auth import token_hash
from domain.accounts import AccountId
from domain.codes import keyed_hash

ACCESS, REFRESH, STEP, LINK = "sa_", "sr_", "sm_", "sl_"
DEVICE = "sd_"


@dataclass(frozen=True, slots=True)
class Token:
    text: str
    """Shown once, to whom it is for."""
    hashed: str


def new(kind: str) -> Token:
    text = kind + secrets.token_urlsafe(32)
    return Token(text, token_hash(text))


def device_token(secret: bytes, account_id: AccountId, password_hash: str) -> str:
    """Says "has signed in to this account before", and opens nothing. A new password makes old ones worthless."""
    nonce = secrets.token_urlsafe(16)
    return f"{DEVICE}{nonce}.{_mark(secret, account_id, password_hash, nonce)}"


def device_nonce(secret: bytes, account_id: AccountId, password_hash: str, given: str) -> str | None:
    """Which device it is; None when the token is not ours, of another account, or older than the password."""
    nonce, _, mark = given.removeprefix(DEVICE).partition(".")
    is_ours = hmac.compare_digest(mark.encode(), _mark(secret, account_id, password_hash, nonce).encode())
    return nonce if given.startswith(DEVICE) and nonce and is_ours else None


def _mark(secret: bytes, account_id: AccountId, password_hash: str, nonce: str) -> str:
    return keyed_hash(secret, "device", account_id, password_hash, nonce)
