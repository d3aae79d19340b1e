"""What guessing at passwords gets, and what it costs the account's owner: nothing."""

import asyncio
import hashlib
from collections import Counter
from datetime import timedelta
from ipaddress import ip_network

import pytest

from api.hashing import PasswordHashes, TooBusy, slow_hasher
from api.signing_in import Credentials, by_password
from domain.accounts import AccountId, NewAccount, TooManyTries, WeakPassword
from domain.customers import CustomerId
from domain.errors import ShopSmartError
from domain.sessions import Transport
from store import accounts, guesses
from store.database import Database
from tests.api.accounts import NOAH, PASSWORD, SERVING, people, person, quick_hashes, sign_in
from tests.api.service import MAYA, Service

AT_ONCE = 50
OWN = (ip_network("127.0.0.0/8"),)


async def guess(service: Service, email: str, number: int, address: str) -> str:
    """What became of it. Below HTTP, which would take most of the time."""
    credentials = Credentials(
        email=email,
        password=f"guess number {number}",
        device_token=None,
        transport=Transport.HEADER,
        address=address,
        client="",
    )
    try:
        await by_password(service.resources, credentials)
    except ShopSmartError as error:
        return error.code
    return "signed in"


async def attack(service: Service, emails: list[str], *, count: int, addresses: int) -> Counter[str]:
    answers: Counter[str] = Counter()
    for start in range(0, count, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, count))
        sent = (guess(service, emails[number % len(emails)], number, f"10.{number % addresses}") for number in numbers)
        answers.update(await asyncio.gather(*sent))
    return answers


async def test_of_5000_guesses_at_one_account_ten_are_looked_at_and_its_owner_still_signs_in(
    database: Database,
) -> None:
    async with people(database, trusted_proxies=OWN) as service:
        device = (await person(service)).tokens["device_token"]
        before = service.resources.passwords.verified
        answers = await attack(service, [MAYA.email], count=5000, addresses=50)
        looked_at = service.resources.passwords.verified - before
        known_device = await sign_in(service, device_token=device)

    assert looked_at <= 10
    assert answers == {"wrong_credentials": looked_at, "too_many_tries": 5000 - looked_at}
    assert known_device.status_code == 201


async def test_an_attack_from_one_address_leaves_the_owner_at_another_a_way_in(database: Database) -> None:
    async with people(database, trusted_proxies=OWN) as service:
        await attack(service, [MAYA.email], count=500, addresses=1)
        body = {"email": MAYA.email, "password": PASSWORD}
        owner = await service.client.post("/v1/sessions", json=body, headers={"x-forwarded-for": "192.0.2.7"})

    assert owner.status_code == 201


async def test_of_5000_guesses_at_500_accounts_ten_at_each_are_looked_at(database: Database) -> None:
    async with people(database, trusted_proxies=OWN) as service:
        emails = [f"customer{number}@example.com" for number in range(500)]
        async with service.resources.database.connection() as connection:
            for number, email in enumerate(emails):
                new = NewAccount(
                    account_id=AccountId(f"a_{number}"),
                    email=email,
                    name="Somebody",
                    customer_id=CustomerId(f"X{number}"),
                )
                await accounts.create(connection, new)
        answers = await attack(service, emails, count=5000, addresses=5000)
        looked_at = service.resources.passwords.verified

    # Ten guesses at each, at once: five find a permit, and the next comes after three minutes.
    assert looked_at == 500 * 5
    assert answers == {"wrong_credentials": looked_at, "too_many_tries": 5000 - looked_at}


async def test_unknown_addresses_are_counted_like_known_ones(database: Database) -> None:
    async with people(database, trusted_proxies=OWN) as service:
        known = await attack(service, [MAYA.email], count=30, addresses=30)
        unknown = await attack(service, ["nobody@example.com"], count=30, addresses=30)

    assert known == unknown


async def test_a_right_password_is_no_guess(database: Database) -> None:
    async with people(database) as service:
        answers = [(await sign_in(service)).status_code for _ in range(12)]

    assert answers == [201] * 12


async def test_a_device_is_known_for_its_own_account_and_until_the_password_changes(database: Database) -> None:
    async with people(database, trusted_proxies=OWN) as service:
        maya = await person(service)
        device = maya.tokens["device_token"]
        await attack(service, [MAYA.email, NOAH], count=100, addresses=50)
        elsewhere = await sign_in(service, NOAH, device_token=device)
        body = {"current_password": PASSWORD, "new_password": "slow cotton, quick tea"}
        assert (await maya.call("PUT", "/v1/passwords/own", body)).status_code == 204
        after = await sign_in(service, password="slow cotton, quick tea", device_token=device)

    assert [elsewhere.status_code, after.status_code] == [429, 429]


async def test_a_bucket_never_grants_more_than_its_figures_in_any_span(database: Database) -> None:
    bucket, granted = guesses.ACCOUNT, []
    async with database.connection() as connection:
        for minute in range(60):
            for _ in range(4):
                try:
                    await guesses.take(connection, bucket, "k")
                except TooManyTries as error:
                    assert 1 <= error.retry_after_s <= bucket.every.total_seconds() + 1
                else:
                    granted.append(minute)
            await connection.execute("UPDATE limits SET resets_at = resets_at - $1::interval", timedelta(minutes=1))

    in_fifteen = [sum(start <= minute < start + 15 for minute in granted) for start in range(60)]
    assert max(in_fifteen) <= 10
    assert granted[:5] == [0, 0, 0, 0, 1] and len(granted) >= 20


async def test_permits_taken_at_once_are_no_more_than_there_are(database: Database) -> None:
    async def one() -> bool:
        async with database.connection() as connection:
            try:
                await guesses.take(connection, guesses.ACCOUNT, "k")
            except TooManyTries:
                return False
            return True

    assert sum(await asyncio.gather(*(one() for _ in range(60)))) == guesses.ACCOUNT.most


async def test_who_comes_when_too_many_wait_is_told_to_come_back() -> None:
    hashes = PasswordHashes(most_waiting=1)
    try:
        answers = await asyncio.gather(*(hashes.verify("x", None) for _ in range(10)), return_exceptions=True)
    finally:
        hashes.close()

    assert sum(isinstance(answer, TooBusy) for answer in answers) == 7


async def test_hashes_are_as_slow_as_is_demanded_and_made_anew_when_that_changes() -> None:
    slow, quick = PasswordHashes(), quick_hashes()
    try:
        kept = await quick.hash(PASSWORD)
        verdict = await slow.verify(PASSWORD, kept)
        assert verdict.hashed_anew is not None
        again = await slow.verify(PASSWORD, verdict.hashed_anew)
    finally:
        slow.close()
        quick.close()

    assert "m=19456,t=2,p=1" in verdict.hashed_anew and slow_hasher().type.name == "ID"
    assert (verdict.is_right, again.is_right, again.hashed_anew) == (True, True, None)


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "password1234",
        "maya.lind@example.com",
        "Maya.Lind1",
        "verdemuse2026",
        "qwertyuiop",
        "aaaaaaaaaaaa",
        "x" * 129,
    ],
)
async def test_passwords_that_are_guessed_first_are_refused(password: str) -> None:
    hashes = quick_hashes()
    with pytest.raises(WeakPassword):
        await hashes.check_new(password, about=("maya.lind@example.com", "Maya Lind", "VerdeMuse"))
    hashes.close()


async def test_letters_that_look_alike_are_the_same_password() -> None:
    hashes = quick_hashes()
    kept = await hashes.hash("caf\u00e9 au lait")
    assert (await hashes.verify("cafe\u0301 au lait", kept)).is_right
    hashes.close()


async def test_limits_keep_no_address_in_the_clear(database: Database) -> None:
    async with people(database, serving=SERVING) as service:
        await sign_in(service, "someone.private@example.com")
        async with service.resources.database.connection() as connection:
            keys = str(await connection.fetch("SELECT key FROM limits"))

    assert "someone" not in keys and hashlib.sha256(b"someone.private@example.com").hexdigest() not in keys
