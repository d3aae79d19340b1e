"""What it is all for: a customer of the demo shop, on a page of another origin, gets things done."""

import contextlib
from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Browser

from api.app import create_app
from api.assistant import open_assistant
from api.auth import DemoIdentity
from api.embedding import Widget
from api.loopback import served
from api.resources import Serving, open_resources
from api.settings import PROJECT, Settings
from tests.api.service import Service
from tests.browser.stage import DESKTOP, GENEROUS, PHONE, PICTURES, SECRET, Actor, Site, Stage
from tests.conftest import Databases
from tests.flows.shop import Shop, bought


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def market(browser: Browser, databases: Databases, loaded: str) -> AsyncIterator[tuple[Stage, Shop]]:
    """VerdeMuse, answering with all it has."""
    site = Site()
    async with served(site) as elsewhere:
        site.address = elsewhere
        serving = Serving(
            is_demo=True,
            limits=GENEROUS,
            widget=Widget(origins=(elsewhere,)),
            pictures=PICTURES,
            storefront=PROJECT / "synthetic_data",
        )
        dsn = await databases.copy(loaded)
        opened = open_resources(dsn, open_assistant(Settings()), serving=serving, identity=DemoIdentity(SECRET))
        async with opened as resources:
            app = create_app(lambda: contextlib.nullcontext(resources), serving=serving)
            async with served(app) as address, httpx.AsyncClient(base_url=address) as client:
                stage = Stage(browser, Service(client, resources, Actor(), app), Actor(), site)
                yield stage, Shop(resources)
                for context in stage.contexts:
                    await context.close()
                app.end_streams()


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
async def test_a_signed_in_customer_finds_an_order_a_shirt_and_files_a_return(
    market: tuple[Stage, Shop], viewport: dict[str, int]
) -> None:
    stage, shop = market
    shopper = await shop.shopper()
    await shop.order(shopper, "shipped", bought("Field Linen Shirt"), age=3)
    returned = await shop.order(shopper, "delivered", bought("Meadow Linen Shirt"), bought("Ridge Tee"), age=9)
    identity = stage.service.resources.identity
    assert isinstance(identity, DemoIdentity)
    chat = await stage.visit(viewport=viewport)
    await chat.page.evaluate("(token) => SupportChat.identify(token)", identity.issue(shopper.customer_id))
    await chat.open()
    await chat.ask("Where is my order?")
    await chat.panel.locator(".order").first.wait_for()
    await chat.ask("suggest a shirt under $40 in my size")
    prices = await chat.panel.locator(".product .price").all_inner_texts()
    assert prices
    assert all(float(price.split()[0].removeprefix("$")) <= 40 for price in prices)  # what is reduced names both
    await chat.ask(f"I want to return the Ridge Tee from order {returned}")
    await chat.ask("it is too small")
    assert await shop.claims(returned) == []
    before = await chat.said("assistant").count()
    await chat.button("Confirm").click()
    await chat.said("assistant").nth(before).wait_for()
    await chat.panel.locator(".receipt").wait_for()
    assert await shop.claims(returned) == [(2, 1, "too_small")]
    assert chat.seen.errors == []


async def test_an_anonymous_visitor_sees_no_order_and_can_sign_in_on_the_way(market: tuple[Stage, Shop]) -> None:
    stage, shop = market
    shopper = await shop.shopper()
    order = await shop.order(shopper, "shipped", bought("Secret Linen Shirt"), age=3)
    chat = await stage.visit()
    await chat.open()
    await chat.ask("where is my order?")
    assert "Secret" not in await chat.log.inner_text()
    await chat.panel.get_by_label("E-mail address").fill(shopper.email)
    await chat.button("Sign in").click()
    await chat.panel.locator(".order").first.wait_for()
    assert order in await chat.log.inner_text()


async def test_the_storefront_carries_the_chat_and_its_account(market: tuple[Stage, Shop]) -> None:
    stage, _ = market
    chat = await stage.visit(f"{stage.address}/")
    assert await chat.page.locator(".tiles li").count() >= 6
    await chat.page.locator(".tiles a").first.click()
    await chat.page.get_by_role("button", name="Ask about this").click()
    await chat.panel.wait_for(state="visible")
    await chat.page.keyboard.press("Escape")
    await chat.page.goto(f"{stage.address}/account")
    await chat.page.get_by_role("button", name="Sign in as Maya Lindholm", exact=True).click()
    await chat.page.get_by_role("button", name="Open the chat").click()
    await chat.ask("where is my order?")
    await chat.panel.locator(".order").first.wait_for()
    assert chat.seen.violations == []
    assert chat.seen.errors == []
