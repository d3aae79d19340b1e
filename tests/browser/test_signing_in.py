"""Customers who have an account here, and customers of whom the shop's backend says who they are."""

import time
from collections.abc import AsyncIterator
from dataclasses import replace

import jwt
import pytest
import pytest_asyncio
from playwright.async_api import Browser
from pyotp.totp import TOTP

from api.embedding import Widget
from api.identity_tokens import IdentityTokens
from api.loopback import served
from domain.conversations import Reply
from store.database import Database
from tests.api.accounts import PASSWORD, SERVING, people
from tests.api.service import MAYA
from tests.browser.samples import SIGN_IN
from tests.browser.stage import GENEROUS, Actor, Site, Stage

SECRET = b"a secret that shop and service share"


@pytest_asyncio.fixture
async def counter(browser: Browser, database: Database) -> AsyncIterator[Stage]:
    """A shop with accounts and with a backend that signs; every answer carries the sign-in card."""
    site = Site()
    async with served(site) as elsewhere:
        site.address = elsewhere
        serving = replace(
            SERVING,
            limits=GENEROUS,
            widget=Widget(origins=(elsewhere,)),
            identity_tokens=IdentityTokens(audience="demo", secrets={"one": SECRET}),
        )
        async with people(database, serving=serving) as service:
            service.agent.extras = _asks_to_sign_in
            stage = Stage(browser, service, Actor(), site)
            yield stage
            for context in stage.contexts:
                await context.close()


def _asks_to_sign_in(reply: Reply) -> None:
    reply.cards.append(SIGN_IN)


def signed(origin: str, *, secret: bytes = SECRET, lasts_s: int = 600, **claims: object) -> str:
    now = int(time.time())
    whole = {"sub": MAYA.customer_id, "aud": "demo", "origin": origin, "iat": now, "exp": now + lasts_s} | claims
    return jwt.encode(whole, secret, algorithm="HS256", headers={"kid": "one"})


async def test_an_account_signs_in_with_its_password_and_asks_again(counter: Stage) -> None:
    chat = await counter.visit()
    await chat.open()
    await chat.ask("where is my order?")
    await chat.panel.get_by_label("E-mail address").fill(MAYA.email)
    await chat.button("Sign in").click()
    await chat.panel.get_by_text("Please fill this in.").wait_for()
    await chat.panel.get_by_label("Password").fill("wrong")
    await chat.button("Sign in").click()
    await chat.panel.get_by_text("That did not work. Please check what you typed.").wait_for()
    await chat.panel.get_by_label("Password").fill(PASSWORD)
    await chat.button("Sign in").click()
    await chat.said("customer").nth(1).wait_for()
    await chat.said("assistant").nth(2).wait_for()
    turns = counter.service.agent.turns
    assert [turn.principal.customer_id for turn in turns] == [None, MAYA.customer_id]
    assert turns[1].messages[0].text == "where is my order?"
    assert PASSWORD not in await chat.page.evaluate("JSON.stringify([sessionStorage, localStorage])")


async def test_a_token_signed_by_the_shop_signs_in(counter: Stage) -> None:
    chat = await counter.visit()
    await chat.page.evaluate("(token) => SupportChat.identify(() => token)", signed(counter.site.address))
    await chat.open()
    await chat.ask("where is my order?")
    assert counter.service.agent.turns[0].principal.customer_id == MAYA.customer_id
    assert await chat.panel.get_by_text("Sign in to see your orders").count() == 0


async def test_being_identified_half_way_keeps_the_conversation(counter: Stage) -> None:
    chat = await counter.visit()
    await chat.open()
    await chat.ask("hello")
    await chat.page.evaluate("(token) => SupportChat.identify(token)", signed(counter.site.address))
    await chat.panel.get_by_text("Sign in to see your orders").wait_for(state="detached")
    await chat.ask("where is my order?")
    first, second = counter.service.agent.turns
    assert first.conversation_id == second.conversation_id
    assert second.principal.customer_id == MAYA.customer_id


@pytest.mark.parametrize(
    "wrong",
    [
        {"secret": b"another secret of enough length here"},
        {"lasts_s": -3600},
        {"lasts_s": 7200},
        {"aud": "another-shop"},
        {"origin": "https://evil.example"},
    ],
    ids=["forged", "expired", "too-long", "other-shop", "other-page"],
)
async def test_a_token_that_does_not_hold_never_speaks_for_the_customer(
    counter: Stage, wrong: dict[str, object]
) -> None:
    token = signed(**{"origin": counter.site.address, **wrong})  # pyright: ignore[reportArgumentType]
    chat = await counter.visit()
    await chat.page.evaluate("(token) => SupportChat.identify(token)", token)
    await chat.open()
    await chat.say("where is my order?")
    await chat.panel.get_by_text("Sign in to see your orders").wait_for()
    assert "where is my order?" in await chat.log.inner_text()
    assert counter.service.agent.turns == []


async def test_signing_in_after_a_refused_token_sends_what_was_typed(counter: Stage) -> None:
    chat = await counter.visit()
    await chat.page.evaluate("SupportChat.identify('for.ged.token')")
    await chat.open()
    await chat.say("kept words")
    await chat.panel.get_by_label("E-mail address").fill(MAYA.email)
    await chat.panel.get_by_label("Password").fill(PASSWORD)
    await chat.button("Sign in").click()
    await chat.said("assistant").nth(1).wait_for()
    [turn] = counter.service.agent.turns
    assert turn.messages[0].text == "kept words"
    assert turn.principal.customer_id == MAYA.customer_id


async def test_a_second_factor_is_asked_for(counter: Stage) -> None:
    client = counter.service.client
    tokens = (await client.post("/v1/sessions", json={"email": MAYA.email, "password": PASSWORD})).json()
    own = {"authorization": f"Bearer {tokens['access_token']}"}
    enrolled = (await client.post("/v1/mfa", headers=own)).json()
    code = TOTP(enrolled["secret"])
    await client.post("/v1/mfa/confirmation", json={"code": code.now()}, headers=own)
    chat = await counter.visit()
    await chat.open()
    await chat.ask("hello")
    await chat.panel.get_by_label("E-mail address").fill(MAYA.email)
    await chat.panel.get_by_label("Password").fill(PASSWORD)
    await chat.button("Sign in").click()
    field = chat.panel.get_by_label("Code from your authenticator app")
    await field.fill(code.at(int(time.time()) + 30))
    await chat.button("Sign in").click()
    await chat.said("assistant").nth(2).wait_for()
    assert counter.service.agent.turns[-1].principal.customer_id == MAYA.customer_id
