"""The demo's people can sign in from the first start, with passwords that no other installation has."""

import json
from pathlib import Path

import pytest

from api import demo_accounts
from api.commands.run import welcome
from api.hashing import PasswordHashes
from api.settings import PROJECT, Settings
from store import accounts
from store.database import Database

MAYA = "maya.lindholm@example.com"


def settings(data_dir: Path) -> Settings:
    return Settings(data_dir=data_dir, shop_dir=PROJECT / "synthetic_data", demo=True)


async def is_right(database: Database, email: str, password: str) -> bool:
    hashes = PasswordHashes()
    async with database.connection() as connection:
        kept = await accounts.by_email(connection, email)
    assert kept is not None
    verdict = await hashes.verify(password, kept.password_hash)
    hashes.close()
    return verdict.is_right


async def test_each_gets_an_account_in_their_role_and_the_start_says_how(verdemuse: Database, tmp_path: Path) -> None:
    logins = await demo_accounts.ensure(settings(tmp_path), verdemuse)
    async with verdemuse.connection() as connection:
        kept = [await accounts.by_email(connection, login.email) for login in logins]
    told = str(welcome(PROJECT / "synthetic_data", "http://127.0.0.1:8000", logins).renderable)

    assert [one.account.role.value for one in kept if one] == ["customer", "lead", "admin"]
    assert kept[0] is not None and kept[0].account.customer_id == "U1001"
    for login in logins:
        assert login.password is not None
        assert await is_right(verdemuse, login.email, login.password)
        assert login.email in told and login.password in told


async def test_passwords_are_kept_for_the_next_start_and_by_nobody_else(verdemuse: Database, tmp_path: Path) -> None:
    first = await demo_accounts.ensure(settings(tmp_path / "a"), verdemuse)
    again = await demo_accounts.ensure(settings(tmp_path / "a"), verdemuse)
    note = tmp_path / "a" / "demo-accounts.json"

    assert first == again
    assert note.stat().st_mode & 0o077 == 0
    assert set(json.loads(note.read_text())) == {one.email for one in first}


async def test_a_password_that_its_owner_chose_is_left_alone(verdemuse: Database, tmp_path: Path) -> None:
    await demo_accounts.ensure(settings(tmp_path), verdemuse)
    hashes = PasswordHashes()
    own = await hashes.hash("slow cotton, quick tea")
    hashes.close()
    async with verdemuse.connection() as connection:
        kept = await accounts.by_email(connection, MAYA)
        assert kept is not None
        await accounts.set_password(connection, kept.account.account_id, own)
    [maya, *others] = await demo_accounts.ensure(settings(tmp_path), verdemuse)

    assert await is_right(verdemuse, MAYA, "slow cotton, quick tea")
    assert maya.password is None and all(other.password for other in others)


async def test_an_account_that_goes_by_another_address_does_not_stop_the_start(
    verdemuse: Database, tmp_path: Path
) -> None:
    await demo_accounts.ensure(settings(tmp_path), verdemuse)
    async with verdemuse.connection() as connection:
        await connection.execute("UPDATE accounts SET email = split_part(email, '@', 1) || '@elsewhere.example'")
    logins = await demo_accounts.ensure(settings(tmp_path), verdemuse)

    assert [login.password for login in logins] == [None, None, None]


def test_no_two_installations_have_the_same_passwords(tmp_path: Path) -> None:
    kept = [demo_accounts._passwords(tmp_path / name, [MAYA, "lena@example.org"]) for name in ("a.json", "b.json")]
    assert len({password for one in kept for password in one.values()}) == 4


async def test_the_next_start_compares_no_password_that_it_knows_to_be_right(
    verdemuse: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await demo_accounts.ensure(settings(tmp_path), verdemuse)

    async def compared(*_: object) -> None:
        raise AssertionError("compared")

    monkeypatch.setattr(PasswordHashes, "verify", compared)
    assert all(login.password for login in await demo_accounts.ensure(settings(tmp_path), verdemuse))


async def test_a_password_made_anew_is_not_taken_for_the_one_that_was_right(
    verdemuse: Database, tmp_path: Path
) -> None:
    await demo_accounts.ensure(settings(tmp_path), verdemuse)
    (tmp_path / "demo-accounts.json").unlink()

    assert not any(login.password for login in await demo_accounts.ensure(settings(tmp_path), verdemuse))
