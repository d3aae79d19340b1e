"""The widget's files, what it is told, and which pages may carry it."""

import hashlib
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from pydantic import ValidationError

from api.embedding import Widget
from api.resources import Serving
from api.settings import PROJECT
from api.widget import FOLDER, WidgetFiles
from store.database import Database
from tests.api.service import Service, running

SHOP = "https://shop.example"
WIDGET = Widget(origins=(SHOP,), accent="#884400", sign_in_page=f"{SHOP}/account")


@pytest_asyncio.fixture
async def embedded(database: Database) -> AsyncIterator[Service]:
    async with running(database, serving=Serving(widget=WIDGET)) as found:
        yield found


async def test_an_allowed_page_is_told_about_the_shop(embedded: Service) -> None:
    answer = await embedded.client.get("/v1/widget?shop=demo", headers={"origin": SHOP})
    found = answer.json()
    assert answer.headers["access-control-allow-origin"] == "*"
    assert (found["shop"], found["accent"], found["sign_in"]) == (
        "VerdeMuse",
        "#884400",
        {"kind": "page", "page": f"{SHOP}/account"},
    )
    assert found["greeting"]["text"]


@pytest.mark.parametrize("origin", ["https://evil.example", f"{SHOP}.evil.example", "http://shop.example", "null"])
async def test_another_page_is_refused_in_words_that_it_can_read(embedded: Service, origin: str) -> None:
    answer = await embedded.client.get("/v1/widget?shop=demo", headers={"origin": origin})
    assert (answer.status_code, answer.json()["code"]) == (403, "origin_not_allowed")
    assert answer.headers["access-control-allow-origin"] == "*"


async def test_an_unknown_key_is_no_shop(embedded: Service) -> None:
    assert (await embedded.client.get("/v1/widget?shop=other")).status_code == 404


@pytest.mark.parametrize(("origin", "allowed"), [(SHOP, SHOP), ("https://evil.example", None)])
async def test_the_conversation_api_answers_allowed_pages_only(
    embedded: Service, origin: str, allowed: str | None
) -> None:
    asks = {"origin": origin, "access-control-request-method": "POST"}
    before = await embedded.client.options("/v1/conversations", headers=asks)
    answer = await embedded.client.post("/v1/conversations", json={}, headers={"origin": origin})
    assert before.headers.get("access-control-allow-origin") == allowed
    assert answer.headers.get("access-control-allow-origin") == allowed
    assert "Origin" in answer.headers["vary"]
    if allowed:
        assert "authorization" in before.headers["access-control-allow-headers"]
        assert "access-control-allow-credentials" not in answer.headers


async def test_staff_routes_answer_no_page_of_another_origin(embedded: Service) -> None:
    answer = await embedded.client.get("/health/ready", headers={"origin": SHOP})
    assert "access-control-allow-origin" not in answer.headers


async def test_files_of_a_version_may_be_kept_for_ever_and_the_loader_may_not(embedded: Service) -> None:
    base = (await embedded.client.get("/v1/widget?shop=demo")).json()["base"]
    panel = await embedded.client.get(f"{base}panel.js")
    old = await embedded.client.get("/widget/0123456789ab/panel.js")
    loader = await embedded.client.get("/widget/loader.js")
    plain = await embedded.client.get("/widget/loader.js", headers={"accept-encoding": "identity"})
    again = await embedded.client.get("/widget/loader.js", headers={"if-none-match": loader.headers["etag"]})
    assert "immutable" in panel.headers["cache-control"]
    assert "immutable" not in old.headers["cache-control"]
    assert loader.headers["cache-control"] == "public, max-age=300"
    assert plain.content == loader.content
    kept = [line for line in (FOLDER / "loader.js").read_text(encoding="utf-8").splitlines() if "class " in line]
    assert all(line in plain.text for line in kept)
    assert not any(line.strip().startswith(("/**", "//")) for line in plain.text.splitlines())
    assert "content-encoding" not in plain.headers
    assert again.status_code == 304


@pytest.mark.parametrize("name", ["../../api/app.py", "..%2f..%2fapi%2fapp.py", "vendor/manifest.json", "nothing.js"])
async def test_nothing_but_the_modules_is_served(embedded: Service, name: str) -> None:
    base = (await embedded.client.get("/v1/widget?shop=demo")).json()["base"]
    assert (await embedded.client.get(f"{base}{name}")).status_code == 404


async def test_the_frame_page_may_be_framed_by_allowed_pages_only(embedded: Service) -> None:
    page = await embedded.client.get("/widget/frame?shop=demo")
    policy = page.headers["content-security-policy"]
    assert f"frame-ancestors 'self' {SHOP};" in policy
    assert "unsafe" not in policy


async def test_without_a_storefront_the_front_door_leads_to_the_chat(embedded: Service) -> None:
    answer = await embedded.client.get("/")
    assert (answer.status_code, answer.headers["location"]) == (302, "/chat")


async def test_the_storefront_shows_what_the_shop_sells(verdemuse: Database) -> None:
    serving = Serving(is_demo=True, storefront=PROJECT / "synthetic_data")
    async with running(verdemuse, serving=serving) as service:
        home, unknown, account = [await service.client.get(path) for path in ("/", "/products/VM0000", "/account")]
    assert 'data-shop="demo"' in home.text
    assert "unsafe" not in home.headers["content-security-policy"]
    assert unknown.status_code == 404
    assert "Maya Lindholm" in account.text


@pytest.mark.parametrize("origin", ["shop.example", "https://shop.example/", "https://shop.example/path", "*", "file:"])
def test_what_is_no_origin_is_refused_at_the_start(origin: str) -> None:
    with pytest.raises(ValidationError, match="no origin"):
        Widget(origins=(origin,))


def test_vendored_files_are_the_published_ones() -> None:
    vendor = FOLDER / "vendor"
    taken = json.loads((vendor / "manifest.json").read_text(encoding="utf-8"))
    assert {each["file"] for each in taken} == {path.name for path in vendor.glob("*.js")}
    for each in taken:
        assert hashlib.sha256((vendor / each["file"]).read_bytes()).hexdigest() == each["sha256"], each["file"]
        assert (vendor / f"{each['package']}.LICENSE").stat().st_size > 500
        assert each["version"]


def test_the_version_is_made_of_the_content(tmp_path: Path) -> None:
    (tmp_path / "loader.js").write_text("one")
    before = WidgetFiles(tmp_path).version
    assert WidgetFiles(tmp_path).version == before
    (tmp_path / "loader.js").write_text("two")
    assert WidgetFiles(tmp_path).version != before


def test_what_is_fetched_ahead_is_one_language_and_what_the_panel_needs() -> None:
    files = WidgetFiles()
    assert set(files.preload("de")) >= {"panel.js", "texts/de.js", "vendor/preact.js"}
    assert "texts/en.js" not in files.preload("de")
    assert "texts/en.js" in files.preload("ja")
    assert "loader.js" not in files.preload("en")
