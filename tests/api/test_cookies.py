"""Sessions in cookies, for pages of our own: what the browser keeps, and what a foreign page cannot do with it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from api import cookies
from domain.sessions import SessionId
from store.database import Database
from tests.api.accounts import AMIR, PASSWORD, SECRET, people, sign_in
from tests.api.service import Service


@asynccontextmanager
async def browser(service: Service) -> AsyncIterator[tuple[httpx.AsyncClient, str]]:
    """An admin's, signed in, and the CSRF token that its pages have."""
    async with httpx.AsyncClient(base_url=service.client.base_url) as client:
        body = {"email": AMIR, "password": PASSWORD, "transport": "cookie"}
        response = await client.post("/v1/sessions", json=body)
        assert response.status_code == 201, response.text
        yield client, response.json()["csrf_token"]


async def test_a_cookie_session_gives_the_page_no_token_and_the_browser_a_cookie_it_cannot_read(
    database: Database,
) -> None:
    async with people(database) as service:
        answer = await sign_in(service, AMIR, transport="cookie")
        kept = answer.headers.get_list("set-cookie")

    assert set(answer.json()) == {"role", "name", "expires_in", "csrf_token"}
    assert len(kept) == 2
    assert all("HttpOnly" in one and "SameSite=lax" in one and "Path=/" in one for one in kept)


async def test_over_https_cookies_are_secure_and_bound_to_the_host(database: Database) -> None:
    async with people(database, public_url="https://help.verdemuse.example") as service:
        answer = await sign_in(service, AMIR, transport="cookie")

    for one in answer.headers.get_list("set-cookie"):
        assert one.startswith("__Host-shopsmart_") and "Secure" in one and "Domain" not in one


async def test_reading_needs_the_cookie_and_changing_the_csrf_token_too(database: Database) -> None:
    async with people(database) as service, browser(service) as (client, csrf):
        read = await client.get("/v1/accounts")
        bare = await client.patch("/v1/accounts/a_lena", json={"role": "admin"})
        wrong = await client.patch("/v1/accounts/a_lena", json={"role": "admin"}, headers={"x-csrf-token": csrf[::-1]})
        right = await client.patch("/v1/accounts/a_lena", json={"role": "admin"}, headers={"x-csrf-token": csrf})

    assert [one.status_code for one in (read, bare, wrong, right)] == [200, 403, 403, 200]
    assert bare.json()["code"] == "forged_request"


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
    ],
)
async def test_a_foreign_page_changes_nothing_even_with_the_token(database: Database, headers: dict[str, str]) -> None:
    async with people(database) as service, browser(service) as (client, csrf):
        headers = {"x-csrf-token": csrf, **headers}
        answer = await client.patch("/v1/accounts/a_lena", json={"role": "admin"}, headers=headers)
        signing_in = await client.post(
            "/v1/sessions", json={"email": AMIR, "password": PASSWORD, "transport": "cookie"}, headers=headers
        )

    assert [answer.status_code, signing_in.status_code] == [403, 403]


async def test_our_own_page_may(database: Database) -> None:
    async with people(database) as service:
        own = str(service.client.base_url).rstrip("/")
        async with browser(service) as (client, csrf):
            answers = [
                await client.post("/v1/mfa", headers={"x-csrf-token": csrf, **headers})
                for headers in ({"sec-fetch-site": "same-origin"}, {"origin": own}, {})
            ]

    assert [answer.status_code for answer in answers] == [201, 201, 201]


async def test_signing_out_takes_the_cookie_and_ends_the_session(database: Database) -> None:
    async with people(database) as service, browser(service) as (client, csrf):
        token = client.cookies[cookies.SESSION]
        out = await client.delete("/v1/sessions/current", headers={"x-csrf-token": csrf})
        left = client.cookies.get(cookies.SESSION)
        client.cookies.set(cookies.SESSION, token)
        after = await client.get("/v1/account")

    assert (out.status_code, left, after.status_code) == (204, None, 401)


async def test_a_cookies_token_is_no_bearer_token_nor_the_other_way_round(database: Database) -> None:
    async with people(database) as service:
        async with browser(service) as (client, _):
            token = client.cookies[cookies.SESSION]
        as_bearer = await service.client.get("/v1/account", headers={"authorization": f"Bearer {token}"})
        access = (await sign_in(service)).json()["access_token"]
        as_cookie = await service.client.get("/v1/account", headers={"cookie": f"{cookies.SESSION}={access}"})

    assert [as_bearer.status_code, as_cookie.status_code] == [401, 401]


async def test_a_cookie_goes_on_while_it_is_used_and_ends_when_it_is_not(database: Database) -> None:
    async def pass_time(service: Service, minutes: int) -> None:
        async with service.resources.database.connection() as connection:
            await connection.execute(
                "UPDATE sessions SET last_used_at = last_used_at - $1 * interval '1 minute',"
                " idle_expires_at = idle_expires_at - $1 * interval '1 minute',"
                " access_expires_at = access_expires_at - $1 * interval '1 minute'",
                minutes,
            )

    async with people(database) as service:
        answers: list[Any] = []
        async with browser(service) as (client, _):
            for minutes in (100, 100, 121):
                await pass_time(service, minutes)
                answers.append((await client.get("/v1/account")).status_code)

    assert answers == [200, 200, 401]


async def test_a_staff_cookie_does_not_speak_in_the_shops_chat(database: Database) -> None:
    async with people(database) as service, browser(service) as (client, _):
        opened = await client.post("/v1/conversations", json={})

    assert (opened.status_code, opened.json()["signed_in"]) == (201, False)


def test_a_csrf_token_is_of_one_session() -> None:
    one, other = (cookies.csrf_token(SECRET, SessionId(name)) for name in ("s_1", "s_2"))
    assert one != other and len(one) == 64
