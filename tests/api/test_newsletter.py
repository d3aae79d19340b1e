"""The link of a newsletter mail: looking changes nothing, the button does it once."""

import httpx

from store import newsletter
from tests.api.service import Service
from tools.newsletter import hash_of

TOKEN = "t" * 43


async def ask(service: Service, *, wanted: bool) -> None:
    async with service.resources.database.transaction() as session:
        await newsletter.ask(session, "jo@example.com", wanted=wanted, token_hash=hash_of(TOKEN))


async def is_subscribed(service: Service) -> bool:
    async with service.resources.database.connection() as connection:
        return bool(await connection.fetchval("SELECT is_subscribed FROM newsletter WHERE email = 'jo@example.com'"))


async def visit(service: Service, method: str, token: str) -> httpx.Response:
    return await service.client.request(method, f"/newsletter/{token}")


async def test_opening_the_link_changes_nothing(service: Service) -> None:
    await ask(service, wanted=True)
    page = await visit(service, "GET", TOKEN)
    assert page.status_code == 200 and "jo@example.com" in page.text and "<form" in page.text
    assert "script" not in page.text and "form-action 'self'" in page.headers["content-security-policy"]
    assert not await is_subscribed(service)


async def test_the_button_does_it_once(service: Service) -> None:
    await ask(service, wanted=True)
    assert (await visit(service, "POST", TOKEN)).status_code == 200
    assert await is_subscribed(service)
    assert (await visit(service, "POST", TOKEN)).status_code == 404
    assert (await visit(service, "GET", TOKEN)).status_code == 404


async def test_a_guessed_link_leads_nowhere(service: Service) -> None:
    await ask(service, wanted=True)
    assert (await visit(service, "POST", "guess")).status_code == 404
    assert not await is_subscribed(service)
