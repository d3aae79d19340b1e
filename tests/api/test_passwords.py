"""Changing a password, and setting one by a mailed link, without telling anybody who has an account."""

import re
from datetime import timedelta

from store.database import Database
from tests.api.accounts import LENA, NOAH, PASSWORD, people, person, sign_in
from tests.api.service import MAYA, Service
from tests.api.test_mfa import enrolled

NEW = "slow cotton, quick tea"


async def mailed(service: Service) -> list[dict[str, str]]:
    async with service.resources.database.connection() as connection:
        return [
            dict(row) for row in await connection.fetch("SELECT recipient, subject, text FROM mail ORDER BY queued_at")
        ]


async def link_to(service: Service, email: str) -> str:
    """The token of a link that was just mailed."""
    response = await service.client.post("/v1/passwords/links", json={"email": email})
    assert response.status_code == 202
    found = re.search(r"/password#(\S+)", (await mailed(service))[-1]["text"])
    assert found
    return found[1]


async def set_by(service: Service, token: str, password: str = NEW):
    return await service.client.post("/v1/passwords", json={"token": token, "password": password})


async def test_a_password_is_changed_with_the_one_before_and_other_sessions_end(database: Database) -> None:
    async with people(database) as service:
        here, there = await person(service), await person(service)
        wrong = await here.call("PUT", "/v1/passwords/own", {"current_password": "not it", "new_password": NEW})
        right = await here.call("PUT", "/v1/passwords/own", {"current_password": PASSWORD, "new_password": NEW})
        answers = [await here.call("GET", "/v1/account"), await there.call("GET", "/v1/account")]
        old, new = await sign_in(service), await sign_in(service, password=NEW)
        mails = await mailed(service)

    assert [wrong.status_code, right.status_code] == [401, 204]
    assert [answer.status_code for answer in answers] == [200, 401]
    assert [old.status_code, new.status_code] == [401, 201]
    assert [(mail["recipient"], "was changed" in mail["text"]) for mail in mails] == [(MAYA.email, True)]


async def test_an_easy_password_is_refused_with_a_reason_and_nothing_changes(database: Database) -> None:
    async with people(database) as service:
        maya = await person(service)
        body = {"current_password": PASSWORD, "new_password": "password1"}
        refused = await maya.call("PUT", "/v1/passwords/own", body)
        again = await sign_in(service)

    assert (refused.status_code, refused.json()["code"]) == (400, "weak_password")
    assert "common password" in refused.json()["detail"]
    assert again.status_code == 201


async def test_a_mailed_link_sets_a_password_once_and_ends_every_session(database: Database) -> None:
    async with people(database) as service:
        maya = await person(service)
        token = await link_to(service, MAYA.email)
        weak = await set_by(service, token, "password1")
        first, second = await set_by(service, token), await set_by(service, token, "another good one here")
        answers = [await maya.call("GET", "/v1/account"), await maya.refresh(), await sign_in(service, password=NEW)]

    assert (weak.status_code, weak.json()["code"]) == (400, "weak_password")
    assert [first.status_code, second.status_code, second.json()["code"]] == [204, 400, "dead_link"]
    assert [answer.status_code for answer in answers] == [401, 401, 201]


async def test_a_new_password_makes_links_from_before_worthless(database: Database) -> None:
    async with people(database) as service:
        older, newer = await link_to(service, MAYA.email), await link_to(service, MAYA.email)
        assert (await set_by(service, newer)).status_code == 204
        assert (await set_by(service, older)).status_code == 400


async def test_a_link_is_good_for_half_an_hour(database: Database) -> None:
    async with people(database) as service:
        token = await link_to(service, MAYA.email)
        async with service.resources.database.connection() as connection:
            await connection.execute(
                "UPDATE account_links SET expires_at = expires_at - $1::interval", timedelta(minutes=30)
            )
        assert (await set_by(service, token)).status_code == 400


async def test_an_address_that_is_nobodys_gets_the_same_answer_and_no_mail(database: Database) -> None:
    async with people(database) as service:
        answers = [
            await service.client.post("/v1/passwords/links", json={"email": email})
            for email in (MAYA.email, "nobody@example.com")
        ]
        mails = await mailed(service)

    assert [answer.status_code for answer in answers] == [202, 202]
    assert answers[0].content == answers[1].content
    assert [mail["recipient"] for mail in mails] == [MAYA.email]


async def test_a_customer_of_the_shop_without_an_account_gets_one(database: Database) -> None:
    async with people(database) as service:
        async with service.resources.database.connection() as connection:
            await connection.execute("DELETE FROM accounts WHERE email = $1", MAYA.email)
        before = await sign_in(service)
        assert (await set_by(service, await link_to(service, MAYA.email))).status_code == 204
        after = await sign_in(service, password=NEW)

    assert [before.status_code, after.status_code] == [401, 201]
    assert (after.json()["role"], after.json()["name"]) == ("customer", "Maya Lind")


async def test_five_links_an_hour_go_to_one_address(database: Database) -> None:
    async with people(database) as service:
        codes = [(await service.client.post("/v1/passwords/links", json={"email": NOAH})).status_code for _ in range(7)]
        mails = await mailed(service)

    assert codes == [202] * 5 + [429] * 2
    assert len(mails) == 5


async def test_a_link_leads_to_the_address_we_know_and_not_to_the_one_a_request_names(database: Database) -> None:
    async with people(database, public_url="https://help.verdemuse.example") as service:
        headers = {"host": "evil.example", "x-forwarded-host": "evil.example"}
        await service.client.post("/v1/passwords/links", json={"email": MAYA.email}, headers=headers)
        [mail] = await mailed(service)

    assert "https://help.verdemuse.example/password#sl_" in mail["text"]
    assert "evil" not in mail["text"]


async def test_a_link_leaves_the_second_factor_on(database: Database) -> None:
    async with people(database) as service:
        await enrolled(service, LENA)
        assert (await set_by(service, await link_to(service, LENA))).status_code == 204
        after = await sign_in(service, LENA, NEW)

    assert (after.status_code, after.json()["mfa_required"]) == (200, True)


async def test_the_pages_behind_the_links_are_there_and_load_nothing_foreign(database: Database) -> None:
    async with people(database) as service:
        for path in ("/password", "/email"):
            page = await service.client.get(path)
            assert page.status_code == 200 and "script-src 'self'" in page.headers["content-security-policy"]
            assert page.headers["referrer-policy"] == "no-referrer"
        script = await service.client.get("/page/account.js")
    assert "replaceState" in script.text
