"""Codes and proofs: what a stranger can and cannot find out, and how often they may try."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
import pytest_asyncio
from sqlalchemy import event

from domain.codes import keyed_hash, masked
from domain.customers import Principal, Rung
from domain.errors import NotPossible, ShopSmartError, TooManyRequests
from store.database import Database
from tests.contract.samples import MAYA, NOW
from tests.contract.small_shop import ANONYMOUS, CONVERSATION, OTHERS, OWN_PAID, UNKNOWN, SmallShop, proved, small_shop
from tools.identity import CODES_TO_ADDRESS, PROOFS_OF_ORDER, PROOFS_OF_ORIGIN
from tools.spec import ToolResult

MAYAS = "maya.lindholm@example.com"
NOBODYS = "nobody.at.all@example.com"


@pytest_asyncio.fixture
async def shop(database: Database) -> AsyncIterator[SmallShop]:
    async with small_shop(database) as found:
        yield found


async def mailed(shop: SmallShop) -> str:
    """The digits of the code mailed last."""
    text = await shop.value("SELECT text FROM mail ORDER BY queued_at DESC LIMIT 1")
    found = re.search(r"\b(\d{3}) (\d{3})\b", text or "")
    assert found, "no code was mailed"
    return found[1] + found[2]


async def wrong(shop: SmallShop) -> str:
    return f"{(int(await mailed(shop)) + 1) % 1_000_000:06d}"


async def enter(shop: SmallShop, code: str, *, later: timedelta = timedelta()) -> ToolResult:
    moved = replace(shop, context=replace(shop.context, now=NOW + later))
    return await moved.run("enter_code", {"code": code}, speaker=ANONYMOUS)


async def request(shop: SmallShop, email: str = MAYAS) -> ToolResult:
    return await shop.run("request_code", {"email": email}, speaker=ANONYMOUS)


async def test_a_right_code_opens_the_account_for_half_an_hour(shop: SmallShop) -> None:
    await request(shop)
    found = (await enter(shop, await mailed(shop))).principal
    assert found is not None and found.rung is Rung.CODE_VERIFIED and found.subject == MAYA
    assert found.as_of(NOW + timedelta(minutes=29)).subject == MAYA
    assert found.as_of(NOW + timedelta(minutes=30)) == Principal()


async def test_a_code_works_once(shop: SmallShop) -> None:
    await request(shop)
    code = await mailed(shop)
    assert (await enter(shop, code)).value.is_right
    assert not (await enter(shop, code)).value.is_right


async def test_a_code_is_good_for_ten_minutes(shop: SmallShop) -> None:
    await request(shop)
    code = await mailed(shop)
    assert not (await enter(shop, code, later=timedelta(minutes=10))).value.is_right
    assert (await enter(shop, code, later=timedelta(minutes=9, seconds=59))).value.is_right


async def test_after_three_wrong_tries_the_right_code_is_wrong_too(shop: SmallShop) -> None:
    await request(shop)
    assert [(await enter(shop, await wrong(shop))).value.tries_left for _ in range(3)] == [2, 1, 0]
    assert not (await enter(shop, await mailed(shop))).value.is_right


async def test_a_code_is_bound_to_its_conversation(shop: SmallShop) -> None:
    await request(shop)
    async with shop.database.connection() as connection:
        await connection.execute(
            "INSERT INTO conversations SELECT 'c_other', token_hash, channel, locale, principal, state, fence,"
            " lease_until, waiting_since, attempts, last_seq, created_at, updated_at FROM conversations"
        )
        await connection.execute("UPDATE codes SET conversation_id = 'c_other'")
    elsewhere = replace(shop, context=replace(shop.context, conversation_id="c_other"))
    assert not (await enter(elsewhere, await mailed(shop))).value.is_right
    assert not (await enter(shop, await mailed(shop))).value.is_right


async def test_a_new_code_takes_the_place_of_the_last(shop: SmallShop) -> None:
    await request(shop)
    first = await mailed(shop)
    await request(shop)
    second = await mailed(shop)
    assert not (await enter(shop, first)).value.is_right or first == second
    assert (await enter(shop, second)).value.is_right


async def test_nothing_that_is_stored_tells_the_code(shop: SmallShop) -> None:
    """But the mail itself, until it is sent."""
    await request(shop)
    code = await mailed(shop)
    await enter(shop, await wrong(shop))
    await enter(shop, code)
    for table in ("codes", "audit", "limits", "conversations", "receipts"):
        rows = await shop.value(f"SELECT coalesce(string_agg(t::text, ' '), '') FROM {table} t")
        assert code not in rows.replace(" ", ""), table
    assert await shop.value("SELECT code_hash FROM codes") == keyed_hash(shop.context.secret, CONVERSATION, code)


async def test_no_code_without_a_secret(shop: SmallShop) -> None:
    bare = replace(shop, context=replace(shop.context, secret=b""))
    with pytest.raises(ValueError, match="secret"):
        await request(bare)


async def statements_of(shop: SmallShop, *, email: str) -> list[str]:
    """What the database is asked, without the values."""
    heard: list[str] = []

    def listen(_connection, _cursor, statement, *_) -> None:
        heard.append(statement)

    engine = shop.database._writes.sync_engine  # pyright: ignore[reportPrivateUsage]  # the only place where all pass
    event.listen(engine, "before_cursor_execute", listen)
    try:
        await request(shop, email)
    finally:
        event.remove(engine, "before_cursor_execute", listen)
    return heard


async def test_an_address_that_is_nobodys_takes_the_same_statements_and_gets_the_same_answer(shop: SmallShop) -> None:
    known, unknown = await statements_of(shop, email=MAYAS), await statements_of(shop, email=NOBODYS)
    assert known == unknown and len(known) > 1
    assert await shop.value("SELECT count(*) FROM mail") == 1
    said = (await request(shop, NOBODYS)).value
    assert said == replace((await request(shop, MAYAS)).value, to=masked(NOBODYS))


async def test_no_entry_is_right_for_an_address_that_is_nobodys(shop: SmallShop) -> None:
    await request(shop, NOBODYS)
    async with shop.database.connection() as connection:
        await connection.execute(
            "UPDATE codes SET code_hash = $1", keyed_hash(shop.context.secret, CONVERSATION, "123456")
        )
    assert not (await enter(shop, "123456")).value.is_right


async def test_an_address_gets_three_codes_an_hour_known_or_not(shop: SmallShop) -> None:
    for email in (MAYAS, NOBODYS):
        for _ in range(CODES_TO_ADDRESS.most):
            await request(shop, email)
    for email in (MAYAS, NOBODYS):
        with pytest.raises(TooManyRequests):
            await request(shop, email)
    assert await shop.value("SELECT count(*) FROM mail") == CODES_TO_ADDRESS.most


async def test_a_conversation_gets_six_codes(shop: SmallShop) -> None:
    for number in range(6):
        await request(shop, f"somebody.{number}@example.com")
    with pytest.raises(TooManyRequests):
        await request(shop, "somebody.else@example.com")


async def test_who_has_proved_an_order_need_not_name_the_address(shop: SmallShop) -> None:
    found = await shop.run("request_code", {"order_id": OWN_PAID}, speaker=proved(OWN_PAID))
    assert found.value.to == "m…m@example.com"
    assert (await enter(shop, await mailed(shop))).principal is not None


@pytest.mark.parametrize("order_id", [OTHERS, UNKNOWN])
async def test_a_code_by_order_needs_that_order_proved(shop: SmallShop, order_id: str) -> None:
    with pytest.raises(ShopSmartError):
        await shop.run("request_code", {"order_id": order_id}, speaker=proved(OWN_PAID))
    assert await shop.value("SELECT count(*) FROM mail") == 0


async def test_a_code_needs_an_address_or_an_order(shop: SmallShop) -> None:
    with pytest.raises(NotPossible):
        await shop.run("request_code", {}, speaker=ANONYMOUS)


@pytest.mark.parametrize("order_id", [OWN_PAID, OTHERS, UNKNOWN])
async def test_guesses_at_an_order_are_limited_whether_or_not_it_exists(shop: SmallShop, order_id: str) -> None:
    for number in range(PROOFS_OF_ORDER.most):
        guess = {"order_id": order_id, "email": f"guess.{number}@example.com"}
        assert not (await shop.run("prove_order", guess, speaker=ANONYMOUS)).value.is_proved
    with pytest.raises(TooManyRequests):
        await shop.run("prove_order", {"order_id": order_id, "email": MAYAS}, speaker=ANONYMOUS)


async def test_guesses_from_one_place_are_limited_over_all_orders(shop: SmallShop) -> None:
    from_there = replace(shop, context=replace(shop.context, origin="hashed-address"))
    for number in range(PROOFS_OF_ORIGIN.most):
        guess = {"order_id": f"VM-3{number:04d}", "postcode": "97214"}
        await from_there.run("prove_order", guess, speaker=ANONYMOUS)
    with pytest.raises(TooManyRequests):
        await from_there.run("prove_order", {"order_id": OWN_PAID, "email": MAYAS}, speaker=ANONYMOUS)
    assert (await shop.run("prove_order", {"order_id": OWN_PAID, "email": MAYAS}, speaker=ANONYMOUS)).value.is_proved


async def test_counters_name_nobody(shop: SmallShop) -> None:
    await request(shop)
    await shop.run("prove_order", {"order_id": OWN_PAID, "email": MAYAS}, speaker=ANONYMOUS)
    keys = await shop.value("SELECT string_agg(key, ' ') FROM limits")
    assert "maya" not in keys and OWN_PAID not in keys


@pytest.mark.parametrize(
    ("email", "shown"),
    [(MAYAS, "m…m@example.com"), ("jo@example.com", "j…@example.com"), ("x@example.com", "x…@example.com")],
)
def test_an_address_is_masked(email: str, shown: str) -> None:
    assert masked(email) == shown
