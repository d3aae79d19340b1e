"""Accounts of the demo shop's people: made when the demo starts, with passwords of this installation's own.

The passwords are made once and kept beside the data, readable by us only, so that the next start prints them again.
"""

import hashlib
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from asyncpg import Connection

from api.hashing import PasswordHashes
from api.passwords import new_account_id
from api.settings import Settings
from domain.accounts import NewAccount
from domain.customers import CustomerId
from store import accounts, staff
from store.database import Database

_NOTE = "demo-accounts.json"
_PROVED = "demo-accounts-proved.json"
"""By address: SHA-256 of our password and of the stored hash that it was last found to be right for. Finding out again
at every start would cost 30 ms an account."""
_CONSONANTS, _VOWELS = "bdfgklmnprstvz", "aeiou"
_SYLLABLES = 8
"""Forty-nine bits: nobody guesses that at ten tries in a quarter of an hour."""


@dataclass(frozen=True, slots=True)
class DemoLogin:
    role: str
    name: str
    email: str
    password: str | None
    """None: its owner has chosen another, or another address."""


async def ensure(settings: Settings, database: Database) -> list[DemoLogin]:
    """Who can sign in to the demo, and how. An account whose owner has set another password is left alone."""
    wanted = _people(settings.shop_dir)
    passwords = _passwords(settings.data_dir / _NOTE, [one["email"] for one in wanted])
    proofs = _Proofs(settings.data_dir / _PROVED)
    try:
        async with database.connection() as connection:
            logins = [await _ensure(connection, one, passwords[one["email"]], proofs) for one in wanted]
    finally:
        proofs.close()
    return logins


class _Proofs:
    """Whether passwords are right, remembered over starts."""

    def __init__(self, note: Path) -> None:
        self._note = note
        self._known: dict[str, str] = json.loads(note.read_text()) if note.exists() else {}
        self._hashes = PasswordHashes()

    async def made(self, email: str, password: str) -> str:
        """A hash to be stored."""
        made = await self._hashes.hash(password)
        self._remember(email, password, made)
        return made

    async def is_right(self, email: str, password: str, kept: str) -> bool:
        if self._known.get(email) == _digest(password, kept):
            return True
        is_right = (await self._hashes.verify(password, kept)).is_right
        if is_right:
            self._remember(email, password, kept)
        return is_right

    def close(self) -> None:
        self._hashes.close()

    def _remember(self, email: str, password: str, kept: str) -> None:
        self._known[email] = _digest(password, kept)
        _write(self._note, self._known)


async def _ensure(connection: Connection, person: dict[str, str], password: str, proofs: _Proofs) -> DemoLogin:
    email = person["email"]
    member = await staff.by_email(connection, email)
    new = NewAccount(
        account_id=new_account_id(),
        email=email,
        name=person["name"],
        customer_id=CustomerId(person["user_id"]) if person["role"] == "customer" else None,
        staff_id=member.staff_id if member else None,
    )
    await accounts.create(connection, new)
    kept = await accounts.by_email(connection, email)
    if kept is None:
        # Their account goes by another address by now.
        return DemoLogin(person["role"], person["name"], email, None)
    is_ours = True
    if kept.password_hash is None:
        await accounts.set_password(connection, kept.account.account_id, await proofs.made(email, password))
    else:
        is_ours = await proofs.is_right(email, password, kept.password_hash)
    return DemoLogin(person["role"], person["name"], email, password if is_ours else None)


def _people(shop_dir: Path) -> list[dict[str, str]]:
    return json.loads((shop_dir / "shop.json").read_text(encoding="utf-8")).get("demo_accounts", [])


def _passwords(note: Path, emails: list[str]) -> dict[str, str]:
    known: dict[str, str] = json.loads(note.read_text()) if note.exists() else {}
    missing = [email for email in emails if email not in known]
    if missing:
        known |= {email: _password() for email in missing}
        _write(note, known)
    return known


def _digest(password: str, kept: str) -> str:
    return hashlib.sha256(f"{password}\0{kept}".encode()).hexdigest()


def _write(note: Path, content: dict[str, str]) -> None:
    """Readable by us only."""
    note.parent.mkdir(parents=True, exist_ok=True)
    draft = note.with_suffix(".draft")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(content, file)
    draft.replace(note)


def _password() -> str:
    """Something that can be read aloud: "bakoru-nelivo-tazu"."""
    syllables = [secrets.choice(_CONSONANTS) + secrets.choice(_VOWELS) for _ in range(_SYLLABLES)]
    return "-".join(("".join(syllables[:3]), "".join(syllables[3:6]), "".join(syllables[6:])))
