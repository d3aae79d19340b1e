"""Accounts of the demo shop's people: made when the demo starts, with passwords of this installation's own.

The passwords are made once and kept beside the data, readable by us only, so that the next start prints them again.
"""

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from api.hashing import PasswordHashes
from api.passwords import new_account_id
from api.settings import Settings
from domain.accounts import NewAccount
from domain.customers import CustomerId
from store import accounts, staff
from store.database import Database

_NOTE = "demo-accounts.json"
_CONSONANTS, _VOWELS = "bdfgklmnprstvz", "aeiou"
_SYLLABLES = 8
"""Forty-nine bits: nobody guesses that at ten tries in a quarter of an hour."""


@dataclass(frozen=True, slots=True)
class DemoLogin:
    role: str
    name: str
    email: str
    password: str


async def ensure(settings: Settings, database: Database) -> list[DemoLogin]:
    """Who can sign in to the demo, and how. An account whose owner has set another password is left alone."""
    wanted = _people(settings.shop_dir)
    passwords = _passwords(settings.data_dir / _NOTE, [one["email"] for one in wanted])
    hashes = PasswordHashes()
    try:
        async with database.connection() as connection:
            for one in wanted:
                email, password = one["email"], passwords[one["email"]]
                kept = await accounts.by_email(connection, email)
                if kept is not None and kept.account.has_password:
                    continue
                new = NewAccount(account_id=new_account_id(), email=email, name=one["name"])
                if one["role"] == "customer":
                    new = NewAccount(
                        account_id=new.account_id, email=email, name=new.name, customer_id=CustomerId(one["user_id"])
                    )
                elif (member := await staff.by_email(connection, email)) is not None:
                    new = NewAccount(account_id=new.account_id, email=email, name=new.name, staff_id=member.staff_id)
                await accounts.create(connection, new)
                account_id = kept.account.account_id if kept else new.account_id
                await accounts.set_password(connection, account_id, await hashes.hash(password))
    finally:
        hashes.close()
    return [DemoLogin(one["role"], one["name"], one["email"], passwords[one["email"]]) for one in wanted]


def _people(shop_dir: Path) -> list[dict[str, str]]:
    return json.loads((shop_dir / "shop.json").read_text(encoding="utf-8")).get("demo_accounts", [])


def _passwords(note: Path, emails: list[str]) -> dict[str, str]:
    known: dict[str, str] = json.loads(note.read_text()) if note.exists() else {}
    missing = [email for email in emails if email not in known]
    if missing:
        known |= {email: _password() for email in missing}
        note.parent.mkdir(parents=True, exist_ok=True)
        draft = note.with_suffix(".draft")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(known, file)
        draft.replace(note)
    return known


def _password() -> str:
    """Something that can be read aloud: "bakoru-nelivo-tazu"."""
    syllables = [secrets.choice(_CONSONANTS) + secrets.choice(_VOWELS) for _ in range(_SYLLABLES)]
    return "-".join(("".join(syllables[:3]), "".join(syllables[3:6]), "".join(syllables[6:])))
