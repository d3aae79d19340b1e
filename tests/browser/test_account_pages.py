"""The pages behind the links in mails, in a browser: a password chosen, an address confirmed, nothing left behind."""

import importlib.resources
import re

from playwright.async_api import Browser, Page

from store.database import Database
from tests.api.accounts import people, person, sign_in
from tests.api.service import MAYA, Service
from tests.api.test_passwords import NEW, mailed

AXE = (importlib.resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
SAYS = "#answer"


async def opened(browser: Browser, service: Service, path: str, *, width: int = 900) -> Page:
    page = await browser.new_page(viewport={"width": width, "height": 700})
    await page.goto(str(service.client.base_url).rstrip("/") + path)
    return page


async def link(service: Service, path: str) -> str:
    """Of the newest mail."""
    found = re.search(rf"{path}#\S+", (await mailed(service))[-1]["text"])
    assert found
    return found[0]


async def test_a_forgotten_password_is_replaced_by_way_of_the_mail(browser: Browser, database: Database) -> None:
    async with people(database) as service:
        page = await opened(browser, service, "/password")
        await page.get_by_label("E-mail address").fill(MAYA.email)
        await page.get_by_role("button").click()
        await page.locator(SAYS).get_by_text("a link is on its way").wait_for()

        page = await opened(browser, service, await link(service, "/password"))
        address = page.url
        await page.get_by_label("New password").fill("password1")
        await page.get_by_role("button").click()
        await page.locator(SAYS).get_by_text("common password").wait_for()
        await page.get_by_label("New password").fill(NEW)
        await page.get_by_role("button").click()
        await page.locator(SAYS).get_by_text("You can sign in").wait_for()
        signed_in = await sign_in(service, password=NEW)

    assert "#" not in address, "the token stays out of the history"
    assert signed_in.status_code == 201


async def test_a_new_address_is_confirmed_and_a_used_link_says_so(browser: Browser, database: Database) -> None:
    async with people(database) as service:
        maya = await person(service)
        await maya.call("PUT", "/v1/account/email", {"email": "maya.new@example.com"})
        followed = await link(service, "/email")
        page = await opened(browser, service, followed)
        await page.get_by_role("button", name="Use this address").click()
        await page.locator(SAYS).get_by_text("This is your address").wait_for()
        again = await opened(browser, service, followed)
        await again.get_by_role("button", name="Use this address").click()
        await again.locator(SAYS).get_by_text("used up or too old").wait_for()

        assert (await sign_in(service, "maya.new@example.com")).status_code == 201


async def test_axe_finds_nothing_and_nothing_scrolls_sideways(browser: Browser, database: Database) -> None:
    async with people(database) as service:
        for path in ("/password", "/password#sl_x", "/email#sl_x"):
            page = await opened(browser, service, path, width=320)
            await page.evaluate(AXE)
            found = await page.evaluate("() => axe.run(document, { resultTypes: ['violations'] })")
            assert [each["id"] for each in found["violations"]] == [], path
            assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
