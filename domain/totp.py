"""The second factor's rules: RFC 6238 with the window that people need, and codes for the day the phone is lost."""

import base64
import hmac
import re
from datetime import datetime

STEP_S = 30
DIGITS = 6
WINDOW = 1
"""Steps before and after that are taken too: clocks of phones differ, and typing takes time."""
RECOVERY_CODES = 10
_SECRET_BYTES = 20
_CODE = re.compile(r"^\d{6}$", re.ASCII)
_SPACES = re.compile(r"[\s-]+")
_RECOVERY = re.compile(r"^[A-Z2-7]{10}$", re.ASCII)


def step_of(now: datetime) -> int:
    return int(now.timestamp()) // STEP_S


def secret_of(key: bytes, *, account_id: str, nonce: str) -> str:
    """The shared secret, base32. It is worked out, never stored: the database alone can make no code.

    Raises ValueError: there is no key.
    """
    if not key:
        raise ValueError("a second factor needs the installation's key")
    digest = hmac.digest(key, f"totp\0{account_id}\0{nonce}".encode(), "sha256")
    return base64.b32encode(digest[:_SECRET_BYTES]).decode()


def as_code(typed: str) -> str | None:
    """Six digits, however they were spaced."""
    found = _SPACES.sub("", typed)
    return found if _CODE.fullmatch(found) else None


def as_recovery_code(typed: str) -> str | None:
    """In its one form, however it was typed."""
    found = _SPACES.sub("", typed).upper().replace("0", "O").replace("1", "I")
    return found if _RECOVERY.fullmatch(found) else None


def written_recovery_code(raw: bytes) -> str:
    """Fifty random bits as people can copy them: "K7QPD-2MXRA". `raw` has at least seven bytes."""
    text = base64.b32encode(raw).decode()[:10]
    return f"{text[:5]}-{text[5:]}"
