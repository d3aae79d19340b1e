"""Signing in, refreshing, ending sessions; what a token is good for."""

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from api.resources import Limits
from store.database import Database
from store.limits import Limit
from tests.api.accounts import AMIR, LENA, NOAH, PASSWORD, SERVING, people, person, sign_in
from tests.api.service import MAYA


async def test_a_password_opens_a_session(database: Database) -> None:
    async with people(database) as service:
        response = await sign_in(service, " Maya@Example.com ")
        token = response.json()["access_token"]
        read = await service.client.get("/v1/account", headers={"authorization": f"Bearer {token}"})

    assert (response.status_code, response.json()["role"], response.json()["expires_in"]) == (201, "customer", 900)
    assert response.headers["cache-control"] == "no-store"
    assert (read.status_code, read.json()["email"]) == (200, MAYA.email)


@pytest.mark.parametrize("email", [MAYA.email, "nobody@example.com"])
async def test_a_wrong_password_and_an_unknown_address_are_answered_alike(database: Database, email: str) -> None:
    async with people(database) as service:
        response = await sign_in(service, email, "not this one")

    body = response.json()
    assert (response.status_code, body["code"]) == (401, "wrong_credentials")
    assert body["detail"] == "This e-mail address and password do not belong together."


async def test_no_token_is_stored(database: Database) -> None:
    async with people(database) as service:
        maya = await person(service)
        async with service.resources.database.connection() as connection:
            stored = str(await connection.fetch("SELECT row_to_json(s)::text FROM sessions s"))
            trail = str(await connection.fetch("SELECT row_to_json(a)::text FROM audit a"))

    for token in (maya.tokens["access_token"], maya.tokens["refresh_token"], maya.tokens["device_token"]):
        assert token not in stored + trail
    assert "session.opened" in trail


async def test_a_refresh_token_works_once_and_its_access_token_takes_over(database: Database) -> None:
    async with people(database) as service:
        maya = await person(service)
        refreshed = (await maya.refresh()).json()
        old = await maya.call("GET", "/v1/account")
        maya.tokens |= refreshed
        new = await maya.call("GET", "/v1/account")

    assert (old.status_code, old.json()["code"]) == (401, "session_over")
    assert new.status_code == 200


async def test_of_twenty_refreshes_at_once_one_wins_and_its_session_goes_on(database: Database) -> None:
    async with people(database) as service:
        maya = await person(service)
        answers = await asyncio.gather(*(maya.refresh() for _ in range(20)))
        [winner] = [answer for answer in answers if answer.status_code == 200]
        maya.tokens |= winner.json()

        assert Counter(answer.status_code for answer in answers) == {200: 1, 409: 19}
        assert (await maya.call("GET", "/v1/account")).status_code == 200
        assert (await maya.refresh()).status_code == 200


async def test_a_refresh_token_that_comes_again_ends_the_whole_family(database: Database) -> None:
    async with people(database) as service:
        maya = await person(service)
        stolen = dict(maya.tokens)
        maya.tokens |= (await maya.refresh()).json()
        await _let_pass(service.resources.database, timedelta(seconds=11))
        thief = await service.client.post("/v1/sessions/refresh", json={"refresh_token": stolen["refresh_token"]})
        read, refreshed = await maya.call("GET", "/v1/account"), await maya.refresh()

    assert [thief.status_code, read.status_code, refreshed.status_code] == [401, 401, 401]


async def _let_pass(database: Database, time: timedelta) -> None:
    """Everything that was spent was spent that much earlier."""
    async with database.connection() as connection:
        await connection.execute("UPDATE spent_tokens SET spent_at = spent_at - $1::interval", time)


async def test_tokens_that_are_not_quite_right_open_nothing(database: Database) -> None:
    async with people(database) as service:
        maya = await person(service)
        token: str = maya.tokens["access_token"]
        wrong = [
            *(
                token[:position] + ("A" if token[position] != "A" else "B") + token[position + 1 :]
                for position in range(3, 23)
            ),
            token[:-1],
            token + "A",
            token.upper(),
            token.removeprefix("sa_"),
            maya.tokens["refresh_token"],
            maya.tokens["device_token"],
        ]
        answers = []
        for one in wrong:
            maya.tokens["access_token"] = one
            answers.append((await maya.call("GET", "/v1/account")).status_code)

    assert len(answers) == 26
    assert set(answers) == {401}


async def test_an_access_token_runs_out(database: Database) -> None:
    async with people(database) as service:
        maya = await person(service)
        async with service.resources.database.connection() as connection:
            await connection.execute("UPDATE sessions SET access_expires_at = now()")
        assert (await maya.call("GET", "/v1/account")).status_code == 401
        assert (await maya.refresh()).status_code == 200


async def test_a_session_ends_where_its_owner_ends_it(database: Database) -> None:
    async with people(database) as service:
        here, there = await person(service), await person(service)
        listed = (await here.call("GET", "/v1/sessions")).json()["sessions"]
        [other] = [one["session_id"] for one in listed if not one["is_current"]]

        assert (await here.call("DELETE", f"/v1/sessions/{other}")).status_code == 204
        assert (await there.call("GET", "/v1/account")).status_code == 401
        assert (await there.refresh()).status_code == 401
        assert (await here.call("DELETE", "/v1/sessions/current")).status_code == 204
        assert (await here.call("GET", "/v1/account")).status_code == 401


async def test_others_signs_out_everywhere_else(database: Database) -> None:
    async with people(database) as service:
        here, there, noah = await person(service), await person(service), await person(service, NOAH)
        await here.call("DELETE", "/v1/sessions/others")

        answers = [(await one.call("GET", "/v1/account")).status_code for one in (here, there, noah)]
    assert answers == [200, 401, 200]


async def test_a_foreign_session_and_an_unknown_one_are_the_same_404(database: Database) -> None:
    async with people(database) as service:
        maya, noah = await person(service), await person(service, NOAH)
        foreign = (await noah.call("GET", "/v1/sessions")).json()["sessions"][0]["session_id"]
        answers = [await maya.call("DELETE", f"/v1/sessions/{one}") for one in (foreign, "s_AAAAAAAAAAAAAAAA")]

        assert [answer.status_code for answer in answers] == [404, 404]
        assert answers[0].json()["detail"] == answers[1].json()["detail"]
        assert (await noah.call("GET", "/v1/account")).status_code == 200


async def test_a_role_taken_away_is_gone_with_the_next_request(database: Database) -> None:
    async with people(database) as service:
        amir = await person(service, AMIR)
        before = await amir.call("GET", "/v1/accounts")
        async with service.resources.database.connection() as connection:
            await connection.execute("UPDATE staff SET role = 'lead' WHERE email = $1", AMIR)
        demoted = await amir.call("GET", "/v1/accounts")
        async with service.resources.database.connection() as connection:
            await connection.execute("DELETE FROM staff WHERE email = $1", AMIR)
        dismissed, refreshed = await amir.call("GET", "/v1/account"), await amir.refresh()

    assert [one.status_code for one in (before, demoted, dismissed, refreshed)] == [200, 403, 401, 401]


async def test_an_admin_closes_an_account_and_it_is_over_at_once(database: Database) -> None:
    async with people(database) as service:
        amir, lena = await person(service, AMIR), await person(service, LENA)
        closed = await amir.call("PATCH", "/v1/accounts/a_lena", {"is_closed": True})
        answers = [await lena.call("GET", "/v1/account"), await lena.refresh(), await sign_in(service, LENA)]
        await amir.call("PATCH", "/v1/accounts/a_lena", {"is_closed": False})
        reopened = await sign_in(service, LENA)

    assert closed.json()["is_closed"] is True
    assert [one.status_code for one in answers] == [401, 401, 401]
    assert answers[2].json()["code"] == "wrong_credentials"
    assert reopened.status_code == 201


async def test_a_lead_makes_nobody_an_admin_and_an_admin_never_changes_their_own(database: Database) -> None:
    async with people(database) as service:
        lena, amir = await person(service, LENA), await person(service, AMIR)
        by_lead = await lena.call("PATCH", "/v1/accounts/a_lena", {"role": "admin"})
        own = await amir.call("PATCH", "/v1/accounts/a_amir", {"role": "lead"})
        of_customer = await amir.call("PATCH", "/v1/accounts/a_maya", {"role": "admin"})

    assert [one.status_code for one in (by_lead, own, of_customer)] == [403, 403, 409]


async def test_sign_ins_of_one_address_are_limited(database: Database) -> None:
    limited = replace(SERVING, limits=Limits(sign_ins_of_address=Limit("s", 3, 60)))
    async with people(database, serving=limited) as service:
        answers = [(await sign_in(service, f"{number}@example.com", PASSWORD)).status_code for number in range(5)]

    assert answers == [401, 401, 401, 429, 429]
