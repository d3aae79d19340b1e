"""Codes by text: to whose number it is, under the same limits as by mail, and nothing to learn from asking."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio

from domain.customers import CustomerId, Principal, Rung
from domain.errors import NotPossible, TooManyRequests
from store.database import Database
from tests.contract.samples import MAYA
from tests.contract.small_shop import ANONYMOUS, SmallShop, small_shop
from tools.identity import CODES_TO_ADDRESS, CodeSent

RECOGNISED = Principal(recognised=CustomerId(MAYA))
MAYAS = "+15035550117"
NOBODYS = "+15035550999"


@pytest_asyncio.fixture
async def shop(database: Database) -> AsyncIterator[SmallShop]:
    async with small_shop(database) as found:
        async with database.connection() as connection:
            await connection.execute("UPDATE customers SET phone = $2 WHERE customer_id = $1", MAYA, MAYAS)
        yield replace(found, context=replace(found.context, can_text=True))


async def texted(shop: SmallShop) -> str:
    text = await shop.value("SELECT text FROM outbox ORDER BY outbox_id DESC LIMIT 1")
    found = re.match(r"(\d{3}) (\d{3}) is your", text or "")
    assert found, "no code was texted"
    return found[1] + found[2]


async def test_a_recognised_number_is_texted_a_code_that_opens_its_account(shop: SmallShop) -> None:
    sent: CodeSent = (await shop.run("request_code", {}, speaker=RECOGNISED)).value
    assert (sent.by, sent.to) == ("text", f"the number ending in {MAYAS[-2:]}")
    assert await shop.value("SELECT recipient FROM outbox") == MAYAS
    assert await shop.value("SELECT count(*) FROM mail") == 0

    found = (await shop.run("enter_code", {"code": await texted(shop)}, speaker=RECOGNISED)).principal
    assert found is not None and found.rung is Rung.CODE_VERIFIED and found.subject == MAYA


async def test_being_recognised_opens_nothing(shop: SmallShop) -> None:
    assert RECOGNISED.subject is None
    assert not RECOGNISED.may_see_order("VM-10001", owner=CustomerId(MAYA), now=shop.context.now)


async def test_a_number_on_an_account_can_be_named_and_one_on_none_hears_the_same(shop: SmallShop) -> None:
    one = (await shop.run("request_code", {"phone": MAYAS}, speaker=ANONYMOUS)).value
    other = (await shop.run("request_code", {"phone": NOBODYS}, speaker=ANONYMOUS)).value

    assert one.to.replace(MAYAS[-2:], "") == other.to.replace(NOBODYS[-2:], "")
    assert await shop.value("SELECT count(*) FROM outbox") == 1


async def test_codes_to_one_number_are_few(shop: SmallShop) -> None:
    for _ in range(CODES_TO_ADDRESS.most):
        await shop.run("request_code", {"phone": MAYAS}, speaker=ANONYMOUS)
    with pytest.raises(TooManyRequests):
        await shop.run("request_code", {}, speaker=RECOGNISED)


async def test_a_shop_without_texts_mails_the_recognised_and_refuses_a_number(shop: SmallShop) -> None:
    mute = replace(shop, context=replace(shop.context, can_text=False))
    sent: CodeSent = (await mute.run("request_code", {}, speaker=RECOGNISED)).value
    assert sent.by == "mail"
    assert await shop.value("SELECT count(*) FROM outbox") == 0
    with pytest.raises(NotPossible, match="cannot_text"):
        await mute.run("request_code", {"phone": NOBODYS}, speaker=ANONYMOUS)


async def test_a_code_by_text_is_in_no_trail(shop: SmallShop) -> None:
    await shop.run("request_code", {}, speaker=RECOGNISED)
    code = await texted(shop)
    kept = await shop.value("SELECT string_agg(details::text, ' ') FROM audit")
    assert code not in kept and f"{code[:3]} {code[3:]}" not in kept
    assert await shop.value("SELECT is_secret FROM outbox")
