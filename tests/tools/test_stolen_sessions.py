"""What somebody with another's session, or another's sign-in to the team, does not get by talking to the bot."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio

from domain.accounts import AccountId, NewAccount
from domain.customers import Role, staff_signed_in
from domain.errors import NotPossible, TooManyRequests
from domain.sessions import CUSTOMERS, SessionId, Transport
from store import accounts, sessions
from store.database import Database
from store.sessions import NewSession
from tests.contract.samples import MAYA
from tests.contract.small_shop import CONVERSATION, MAYA_SIGNED_IN, SmallShop, small_shop
from tools.leads import LOOK_UPS
from tools.newsletter import hash_of

LEAD = staff_signed_in("lena", Role.LEAD)
NEW = {"email": "thief@example.com"}


@pytest_asyncio.fixture
async def shop(database: Database) -> AsyncIterator[SmallShop]:
    async with small_shop(database) as opened:
        yield opened


async def signed_in(shop: SmallShop, *, ago: timedelta) -> None:
    """The conversation is part of a session of Maya's account, whose password was entered that long ago."""
    account_id, session_id = AccountId("a_1"), SessionId("s_1")
    new = NewAccount(account_id=account_id, email="maya.lindholm@example.com", name="Maya", customer_id=MAYA)
    opened = NewSession(
        session_id=session_id,
        account_id=account_id,
        transport=Transport.HEADER,
        access_hash="x",
        access_lasts=timedelta(minutes=15),
        refresh_hash="y",
        lifetime=CUSTOMERS,
        has_proved_factor=False,
        client="",
    )
    async with shop.database.connection() as connection:
        await accounts.create(connection, new)
        await sessions.open_session(connection, opened)
        await connection.execute("UPDATE sessions SET authenticated_at = now() - $1::interval", ago)
        await connection.execute(
            "UPDATE conversations SET session_id = $1 WHERE conversation_id = $2", session_id, CONVERSATION
        )


async def change(shop: SmallShop, arguments: dict[str, Any]) -> None:
    yes = shop.yes_to("change_contact", arguments, speaker=MAYA_SIGNED_IN, action="a1")
    await shop.run("change_contact", arguments, speaker=MAYA_SIGNED_IN, yes=yes)


async def test_long_after_the_password_neither_address_nor_number_is_changed_in_the_chat(shop: SmallShop) -> None:
    await signed_in(shop, ago=timedelta(minutes=11))
    for arguments in (NEW, {"phone": "+1 503 555 0142"}):
        with pytest.raises(NotPossible) as refused:
            await change(shop, arguments)
        assert refused.value.reason == "signed_in_long_ago"

    assert await shop.value("SELECT email FROM customers WHERE customer_id = $1", MAYA) == "maya.lindholm@example.com"


async def test_shortly_after_it_is_and_the_sign_in_follows_only_by_a_link_to_the_new_address(shop: SmallShop) -> None:
    await signed_in(shop, ago=timedelta(minutes=9))
    await change(shop, {"email": "maya.new@example.com"})
    text = await shop.value("SELECT text FROM mail WHERE recipient = 'maya.new@example.com'")
    found = re.search(r"/email#(\S+)", text)
    assert found
    async with shop.database.connection() as connection:
        confirmed = await accounts.use_link(connection, hash_of(found[1]), purpose="email")

    assert await shop.value("SELECT email FROM customers WHERE customer_id = $1", MAYA) == "maya.new@example.com"
    assert await shop.value("SELECT email FROM accounts WHERE customer_id = $1", MAYA) == "maya.lindholm@example.com"
    assert confirmed == ("a_1", "maya.new@example.com")


async def test_who_has_no_account_gets_no_link(shop: SmallShop) -> None:
    await change(shop, {"email": "maya.new@example.com"})
    assert await shop.value("SELECT count(*) FROM mail WHERE recipient = 'maya.new@example.com'") == 0


async def test_two_hundred_look_ups_by_one_of_the_team_are_blocked_and_told(
    shop: SmallShop, caplog: pytest.LogCaptureFixture
) -> None:
    blocked = 0
    for _ in range(200):
        try:
            await shop.run("find_customer", {"email": "theo@example.com"}, speaker=LEAD)
        except TooManyRequests:
            blocked += 1

    assert blocked == 200 - LOOK_UPS.most
    assert await shop.value("SELECT count(*) FROM audit WHERE event = 'customer.looked_up'") == LOOK_UPS.most
    assert await shop.value("SELECT count(*) FROM audit WHERE event = 'customer.look_ups_exceeded'") == blocked
    assert "alarm.look_ups" in caplog.messages
    await shop.run("find_customer", {"email": "theo@example.com"}, speaker=staff_signed_in("kim", Role.LEAD))
