"""The second factor: set up, asked for, taken once, limited, and the day the phone is lost."""

import asyncio
import time
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from pyotp import TOTP  # pyright: ignore[reportPrivateImportUsage]

from api import factors
from api.auth import DemoIdentity
from domain.customers import Role
from domain.errors import ShopSmartError
from store import accounts
from store.database import Database
from tests.api.accounts import AMIR, LENA, PASSWORD, SERVING, Person, people, person, sign_in
from tests.api.service import MAYA, Service


async def enrolled(service: Service, email: str = MAYA.email) -> tuple[Person, TOTP, list[str]]:
    """Somebody with a second factor, their authenticator, and their recovery codes."""
    someone = await person(service, email)
    authenticator = TOTP((await someone.call("POST", "/v1/mfa")).json()["secret"])
    confirmed = await someone.call("POST", "/v1/mfa/confirmation", {"code": authenticator.now()})
    assert confirmed.status_code == 201, confirmed.text
    return someone, authenticator, confirmed.json()["recovery_codes"]


async def forget_steps(service: Service) -> None:
    """As if a minute had passed: the code that is shown now was not taken yet."""
    async with service.resources.database.connection() as connection:
        await connection.execute("UPDATE accounts SET totp_last_step = 0")


async def step_one(service: Service, email: str = MAYA.email) -> str:
    response = await sign_in(service, email)
    assert (response.status_code, response.json()["mfa_required"]) == (200, True)
    return response.json()["mfa_token"]


async def test_with_a_second_factor_the_password_alone_opens_nothing(database: Database) -> None:
    async with people(database) as service:
        _, authenticator, _ = await enrolled(service)
        token = await step_one(service)
        headers = {"authorization": f"Bearer {token}"}
        with_step = [
            await service.client.get("/v1/account", headers=headers),
            await service.client.post("/v1/conversations", json={}, headers=headers),
            await service.client.post("/v1/sessions/refresh", json={"refresh_token": token}),
        ]
        await forget_steps(service)
        right = await service.client.post("/v1/sessions/mfa", json={"mfa_token": token, "code": authenticator.now()})
        again = await service.client.post("/v1/sessions/mfa", json={"mfa_token": token, "code": authenticator.now()})

    assert [answer.status_code for answer in with_step] == [401, 401, 401]
    assert (right.status_code, right.json()["role"]) == (201, "customer")
    assert again.status_code == 401


async def test_of_a_hundred_submissions_of_one_code_one_succeeds(database: Database) -> None:
    async with people(database) as service:
        _, authenticator, _ = await enrolled(service)
        await forget_steps(service)
        steps = [await step_one(service) for _ in range(5)]
        code = authenticator.now()
        answers = await asyncio.gather(
            *(
                service.client.post("/v1/sessions/mfa", json={"mfa_token": steps[number % 5], "code": code})
                for number in range(100)
            )
        )

    counts = Counter(answer.status_code for answer in answers)
    assert counts[201] == 1
    assert set(counts) <= {201, 401, 429}


async def test_a_code_is_good_for_its_step_and_never_again(database: Database) -> None:
    async with people(database) as service:
        _, authenticator, _ = await enrolled(service)
        token = await step_one(service)
        async with service.resources.database.connection() as connection:
            step: int = await connection.fetchval("SELECT coalesce(max(totp_last_step), 0) FROM accounts") or 0
        taken = authenticator.at(step * authenticator.interval)  # not `now()`: the next step may have begun
        replayed = await service.client.post("/v1/sessions/mfa", json={"mfa_token": token, "code": taken})

    assert (replayed.status_code, replayed.json()["code"]) == (401, "wrong_code")


async def test_a_thousand_guesses_are_five_looked_at(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[str] = []
    spend = factors._spend

    async def counted(connection, secret, account_id, typed):  # pyright: ignore[reportMissingParameterType]
        looked_at.append(typed)
        return await spend(connection, secret, account_id, typed)

    monkeypatch.setattr(factors, "_spend", counted)
    async with people(database) as service:
        _, authenticator, _ = await enrolled(service)
        async with service.resources.database.connection() as connection:
            kept = await accounts.by_email(connection, MAYA.email)
        assert kept is not None
        looked_at.clear()

        async def guess(code: str) -> str:
            try:
                async with factors.prove_factor(service.resources, kept.account, code):
                    return "right"
            except ShopSmartError as error:
                return error.code

        wrong = [code for code in (f"{number:06}" for number in range(1003)) if code not in _near(authenticator)][:1000]
        answers: Counter[str] = Counter()
        for start in range(0, len(wrong), 50):
            answers.update(await asyncio.gather(*(guess(code) for code in wrong[start : start + 50])))

    assert len(looked_at) == 5
    assert answers == {"wrong_code": 5, "too_many_tries": 995}


def _near(authenticator: TOTP) -> list[str]:
    return [authenticator.at(int(time.time()) + 30 * offset) for offset in (-2, -1, 0, 1, 2)]


async def test_a_recovery_code_works_once_however_it_is_typed(database: Database) -> None:
    async with people(database) as service:
        maya, _, codes = await enrolled(service)
        typed = codes[0].replace("-", " ").lower()
        answers = []
        for _ in range(2):
            token = await step_one(service)
            answers.append(await service.client.post("/v1/sessions/mfa", json={"mfa_token": token, "code": typed}))
        left = (await maya.call("GET", "/v1/mfa")).json()["recovery_codes_left"]

    assert [answer.status_code for answer in answers] == [201, 401]
    assert left == 9


async def test_turning_it_on_ends_other_sessions_and_mails_the_owner(database: Database) -> None:
    async with people(database) as service:
        other = await person(service)
        maya, _, codes = await enrolled(service)
        statuses = [(await other.call("GET", "/v1/account")).status_code, (await maya.call("GET", "/v1/mfa")).json()]
        async with service.resources.database.connection() as connection:
            mails = await connection.fetch("SELECT recipient, text FROM mail")

    assert statuses == [401, {"is_on": True, "is_required": False, "recovery_codes_left": 10}]
    assert len(set(codes)) == 10
    assert [mail["recipient"] for mail in mails] == [MAYA.email]
    assert "second factor was turned on" in mails[0]["text"]


async def test_secrets_of_second_factors_are_not_in_the_database(database: Database) -> None:
    async with people(database) as service:
        _, authenticator, codes = await enrolled(service)
        async with service.resources.database.connection() as connection:
            stored = str(await connection.fetch("SELECT row_to_json(a)::text FROM accounts a"))
            stored += str(await connection.fetch("SELECT row_to_json(c)::text FROM recovery_codes c"))

    assert authenticator.secret not in stored
    assert not any(code in stored or code.replace("-", "") in stored for code in codes)


async def test_changing_the_second_factor_needs_a_fresh_proof(database: Database) -> None:
    async with people(database) as service:
        maya, authenticator, _ = await enrolled(service)
        async with service.resources.database.connection() as connection:
            await connection.execute("UPDATE sessions SET authenticated_at = now() - $1::interval", timedelta(hours=1))
        stale = await maya.call("DELETE", "/v1/mfa")
        by_password = await maya.call("POST", "/v1/sessions/current/proof", {"password": PASSWORD})
        await forget_steps(service)
        by_code = await maya.call("POST", "/v1/sessions/current/proof", {"code": authenticator.now()})
        fresh = await maya.call("DELETE", "/v1/mfa")
        alone = await sign_in(service)

    assert (stale.status_code, stale.json()["code"]) == (403, "reauthentication_needed")
    assert [by_password.status_code, by_code.status_code, fresh.status_code] == [400, 204, 204]
    assert alone.status_code == 201


async def test_where_the_shop_demands_it_a_role_can_only_set_it_up_until_then(database: Database) -> None:
    async with people(database, mfa_roles=frozenset({Role.ADMIN, Role.LEAD})) as service:
        lena, maya = await person(service, LENA), await person(service)
        amir = await person(service, AMIR)
        before = await amir.call("GET", "/v1/accounts")
        opened = await service.client.post("/v1/conversations", json={}, headers=lena.headers)
        amir, _, _ = await enrolled(service, AMIR)
        after = await amir.call("GET", "/v1/accounts")
        removed = await amir.call("DELETE", "/v1/mfa")
        customer = await service.client.post("/v1/conversations", json={}, headers=maya.headers)

    assert (before.status_code, before.json()["code"]) == (403, "mfa_setup_needed")
    assert (opened.status_code, opened.json()["code"]) == (403, "mfa_setup_needed")
    assert [after.status_code, removed.status_code, customer.status_code] == [200, 403, 201]


@pytest.mark.parametrize(("email", "role"), [(LENA, Role.LEAD), (MAYA.email, Role.CUSTOMER)])
async def test_an_address_alone_opens_no_demo_account_that_needs_a_second_factor(
    database: Database, email: str, role: Role
) -> None:
    identity, serving = DemoIdentity(b"k" * 32), replace(SERVING, is_demo=True)
    issued = identity.issue("lena" if role is Role.LEAD else MAYA.customer_id, role=role)
    async with people(database, serving=serving, identity=identity, mfa_roles=frozenset({role})) as service:
        refused = await service.client.post("/v1/demo/sign-in", json={"email": email})
        earlier = await service.client.post("/v1/conversations", json={"customer_token": issued})

    assert (refused.status_code, refused.json()["code"]) == (403, "mfa_setup_needed")
    assert (earlier.status_code, earlier.json()["code"]) == (403, "mfa_setup_needed")


async def test_who_has_set_a_second_factor_up_is_not_signed_in_by_address_either(database: Database) -> None:
    async with people(database, serving=replace(SERVING, is_demo=True), identity=DemoIdentity(b"k" * 32)) as service:
        await enrolled(service)
        maya = await service.client.post("/v1/demo/sign-in", json={"email": MAYA.email})
        lena = await service.client.post("/v1/demo/sign-in", json={"email": LENA})

    assert (maya.status_code, maya.json()["code"]) == (403, "mfa_setup_needed")
    assert lena.status_code == 200


async def test_the_speaker_of_a_conversation_is_known_by_the_second_factor(database: Database) -> None:
    async with people(database) as service:
        maya, _, _ = await enrolled(service)
        opened = (await service.client.post("/v1/conversations", json={}, headers=maya.headers)).json()
        headers = {"authorization": f"Bearer {opened['token']}"}
        path = f"/v1/conversations/{opened['conversation_id']}/messages"
        await service.client.post(path, json={"text": "hello"}, headers=headers)

    assert service.agent.turns[0].principal.rung.name == "MFA"


async def test_codes_of_the_steps_beside_now_are_taken_and_no_others(database: Database) -> None:
    async with people(database) as service:
        _, authenticator, _ = await enrolled(service)
        taken = []
        for offset in (-2, -1, 0, 1, 2):
            await forget_steps(service)
            # Away from the edge of a step, so that the step does not change between here and there.
            if time.time() % 30 > 27:
                await asyncio.sleep(3.5)
            async with service.resources.database.connection() as connection:
                await connection.execute("DELETE FROM limits WHERE key LIKE 'mfa.%'")
            token, code = await step_one(service), authenticator.at(int(time.time()) + 30 * offset)
            answer = await service.client.post("/v1/sessions/mfa", json={"mfa_token": token, "code": code})
            taken.append(answer.status_code == 201)

    assert taken == [False, True, True, True, False]
