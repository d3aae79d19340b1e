"""One's own address and number, and what admins do with everybody's account."""

import re

from api.auth import DemoIdentity
from domain.customers import Role
from store import staff
from store.database import Database
from tests.api.accounts import AMIR, LENA, NOAH, PASSWORD, people, person, sign_in
from tests.api.service import MAYA
from tests.api.test_passwords import mailed, set_by


async def test_a_new_address_counts_once_its_owner_has_followed_the_link(database: Database) -> None:
    new = "maya.new@example.com"
    async with people(database) as service:
        maya = await person(service)
        asked = await maya.call("PUT", "/v1/account/email", {"email": " Maya.New@example.com"})
        before = await sign_in(service, new)
        [mail] = await mailed(service)
        found = re.search(r"/email#(\S+)", mail["text"])
        assert found
        token = {"token": found[1]}
        answers = [await service.client.post("/v1/account/email/confirmation", json=token) for _ in range(2)]
        after, old = await sign_in(service, new), await sign_in(service)
        mails = await mailed(service)
        customer = await service.resources.shop.customer_by_email(new)

    assert (asked.status_code, mail["recipient"], before.status_code) == (202, new, 401)
    assert [answer.status_code for answer in answers] == [204, 400]
    assert [after.status_code, old.status_code] == [201, 401]
    assert customer is not None and customer.customer_id == MAYA.customer_id
    assert mails[-1]["recipient"] == MAYA.email and "m…w@example.com" in mails[-1]["text"]


async def test_an_address_of_another_account_is_told_only_to_who_can_read_its_mail(database: Database) -> None:
    async with people(database) as service:
        maya = await person(service)
        asked = await maya.call("PUT", "/v1/account/email", {"email": NOAH})
        free = await maya.call("PUT", "/v1/account/email", {"email": "free@example.com"})
        found = re.search(r"/email#(\S+)", (await mailed(service))[0]["text"])
        assert found
        taken = await service.client.post("/v1/account/email/confirmation", json={"token": found[1]})
        read = await maya.call("GET", "/v1/account")

    assert (asked.status_code, asked.content) == (free.status_code, free.content)
    assert (taken.status_code, taken.json()["code"]) == (409, "conflict")
    assert read.json()["email"] == MAYA.email


async def test_a_phone_number_is_changed_in_the_one_form(database: Database) -> None:
    async with people(database) as service:
        maya = await person(service)
        wrong = await maya.call("PUT", "/v1/account/phone", {"phone": "no number"})
        right = await maya.call("PUT", "/v1/account/phone", {"phone": "(503) 555-0142"})
        customer = await service.resources.shop.customer(MAYA.customer_id)
        mails = await mailed(service)

    assert [wrong.status_code, right.status_code] == [400, 204]
    assert customer is not None and customer.phone == "+15035550142"
    assert "phone number" in mails[-1]["text"]


async def test_an_admin_lets_somebody_into_the_team(database: Database) -> None:
    body = {"email": "Kim@example.org", "name": "Kim Sato", "role": "lead"}
    async with people(database) as service:
        amir = await person(service, AMIR)
        invited, again = await amir.call("POST", "/v1/accounts", body), await amir.call("POST", "/v1/accounts", body)
        found = re.search(r"/password#(\S+)", (await mailed(service))[-1]["text"])
        assert found
        before = await sign_in(service, "kim@example.org")
        await set_by(service, found[1])
        after = await sign_in(service, "kim@example.org", "slow cotton, quick tea")

    assert (invited.status_code, invited.json()["has_password"], again.status_code) == (201, False, 409)
    assert (before.status_code, after.status_code, after.json()["role"]) == (401, 201, "lead")


async def test_roles_are_changed_by_admins_and_the_trail_says_by_whom(database: Database) -> None:
    async with people(database) as service:
        amir, lena = await person(service, AMIR), await person(service, LENA)
        before = await lena.call("GET", "/v1/accounts")
        changed = await amir.call("PATCH", "/v1/accounts/a_lena", {"role": "admin"})
        after = await lena.call("GET", "/v1/accounts?limit=2")
        async with service.resources.database.connection() as connection:
            member = await staff.by_email(connection, LENA)
            row = await connection.fetchrow("SELECT actor, details FROM audit WHERE event = 'account.changed'")

    assert (before.status_code, changed.json()["role"], after.status_code) == (403, "admin", 200)
    assert len(after.json()["accounts"]) == 2
    assert member is not None and member.role == "admin"
    assert row is not None and row["actor"] == "admin:amir" and "a_lena" in str(row["details"])


async def test_a_conversation_of_a_lead_is_over_with_the_role(database: Database) -> None:
    async with people(database) as service:
        amir, lena = await person(service, AMIR), await person(service, LENA)
        opened = (await service.client.post("/v1/conversations", json={}, headers=lena.headers)).json()
        path, headers = f"/v1/conversations/{opened['conversation_id']}", {"authorization": f"Bearer {opened['token']}"}
        first = await service.client.post(f"{path}/messages", json={"text": "hello"}, headers=headers)
        await amir.call("PATCH", "/v1/accounts/a_lena", {"role": "admin"})
        answers = [
            await service.client.post(f"{path}/messages", json={"text": "and now?"}, headers=headers),
            await service.client.get(f"{path}/messages", headers=headers),
            await service.client.get(f"{path}/events", headers=headers),
        ]

    assert first.status_code == 201
    assert service.agent.turns[0].principal.role == "lead"
    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(401, "session_over")] * 3
    assert len(service.agent.turns) == 1


async def test_a_demo_sign_in_of_staff_is_good_for_what_they_are_now(database: Database) -> None:
    identity = DemoIdentity(b"k" * 32)
    token = identity.issue("lena", role=Role.ADMIN)
    async with people(database, identity=identity) as service:
        lena = await service.open(customer_token=token)
        await lena.send("hello")
        async with service.resources.database.connection() as connection:
            await staff.remove(connection, "lena")
        gone = await service.client.post("/v1/conversations", json={"customer_token": token})

    assert service.agent.turns[0].principal.role is Role.LEAD
    assert (gone.status_code, gone.json()["code"]) == (401, "bad_customer_token")


async def test_after_signing_in_again_the_conversation_goes_on_for_its_owner_only(database: Database) -> None:
    async with people(database) as service:
        maya = await person(service)
        opened = (await service.client.post("/v1/conversations", json={}, headers=maya.headers)).json()
        path, headers = f"/v1/conversations/{opened['conversation_id']}", {"authorization": f"Bearer {opened['token']}"}
        await maya.call("DELETE", "/v1/sessions/current")
        over = await service.client.get(f"{path}/messages", headers=headers)
        noah, again = await person(service, NOAH), await person(service)
        answers = []
        for someone in (noah, again):
            body = {"access_token": someone.tokens["access_token"]}
            answers.append(await service.client.put(f"{path}/identity", json=body, headers=headers))
        read = await service.client.get(f"{path}/messages", headers=headers)
        await again.call("DELETE", "/v1/sessions/current")
        bound = await service.client.get(f"{path}/messages", headers=headers)

    assert [over.status_code, *(answer.status_code for answer in answers)] == [401, 409, 200]
    assert [read.status_code, bound.status_code] == [200, 401]


async def test_a_customer_signs_in_in_the_middle_of_a_conversation(database: Database) -> None:
    async with people(database) as service:
        speaker = await service.open()
        await speaker.send("hello")
        token = (await sign_in(service, password=PASSWORD)).json()["access_token"]
        path = f"{speaker.path}/identity"
        said = await service.client.put(path, json={"access_token": token}, headers=speaker.headers)
        both = {"access_token": token, "identity_token": "x"}
        two = await service.client.put(path, json=both, headers=speaker.headers)
        await speaker.send("and my orders?")

    assert (said.status_code, said.json()["name"], two.status_code) == (200, "Maya Lind", 400)
    assert [turn.principal.actor for turn in service.agent.turns] == ["anonymous", "customer:C1"]
