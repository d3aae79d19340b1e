"""One-time codes: how long, how many tries, and what is kept of them. No clock, no randomness of its own."""

import hmac
import re
from datetime import timedelta

CODE_DIGITS = 6
CODE_LASTS = timedelta(minutes=10)
TRIES = 3
PROOF_LASTS = timedelta(minutes=30)
"""How long a proved order, or an account proved by code, stays open."""

_LOCAL = re.compile(r"^(.)(.*?)(.?)$")


def written(number: int) -> str:
    """The code as it is mailed: six digits, leading zeros kept."""
    return f"{number:0{CODE_DIGITS}d}"


def keyed_hash(secret: bytes, *parts: str) -> str:
    """HMAC-SHA256, hex: worthless without the secret, so that a million codes cannot be tried against it.

    Raises ValueError: there is no secret, and an unkeyed hash of six digits hides nothing.
    """
    if not secret:
        raise ValueError("a keyed hash needs a secret")
    return hmac.digest(secret, "\0".join(parts).encode(), "sha256").hex()


def masked_number(phone: str) -> str:
    """The same of a telephone number: its last two digits."""
    return f"the number ending in {phone[-2:]}"


def masked(email: str) -> str:
    """What may be shown of an address to somebody who may not know it: "m…m@example.com"."""
    local, _, domain = email.partition("@")
    found = _LOCAL.match(local)
    if found is None:
        return f"…@{domain}"
    return f"{found[1]}…{found[3] if len(local) > 2 else ''}@{domain}"
