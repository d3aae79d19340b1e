"""Contact details, newsletter, invoices and alerts: what is written, what is mailed, and what is refused."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from domain.contact import email_of, masked_email, phone_of
from domain.errors import NotPossible
from store import newsletter, stock_alerts
from store.database import Database
from tests.contract.samples import MAYA
from tests.contract.small_shop import ANONYMOUS, MAYA_SIGNED_IN, OWN_ARRIVED, OWN_PAID, SmallShop, proved, small_shop
from tools.newsletter import hash_of
from tools.spec import ToolResult


@pytest_asyncio.fixture
async def shop(database: Database) -> AsyncIterator[SmallShop]:
    async with small_shop(database) as opened:
        yield opened


async def confirmed(
    shop: SmallShop, tool: str, arguments: dict[str, Any], *, action: str = "a1", by=MAYA_SIGNED_IN
) -> ToolResult:
    return await shop.run(tool, arguments, speaker=by, yes=shop.yes_to(tool, arguments, speaker=by, action=action))


async def mailed(shop: SmallShop) -> list[tuple[str, str]]:
    async with shop.database.connection() as connection:
        return [
            (row["recipient"], row["text"]) for row in await connection.fetch("SELECT * FROM mail ORDER BY queued_at")
        ]


@pytest.mark.parametrize("text", ["Jo@Example.COM ", "jo.b+x@mail.example.org"])
def test_an_address_has_one_form(text: str) -> None:
    assert email_of(text) == text.strip().lower()


@pytest.mark.parametrize(
    "text", ["jo", "jo@", "@example.com", "jo@example", "jo @example.com", "a@b@c.com", "x" * 65 + "@example.com"]
)
def test_what_is_no_address_is_none(text: str) -> None:
    assert email_of(text) is None


def test_a_number_has_one_form() -> None:
    assert phone_of("(503) 555-0142", "US") == phone_of("+1 503 555 0142", "DE") == "+15035550142"
    assert phone_of("12", "US") is None and phone_of("call me", "US") is None


def test_a_masked_address_tells_its_owner_and_nobody_else() -> None:
    assert masked_email("maya.lindholm@example.com") == "m…m@example.com"
    assert masked_email("jo@example.com") == "j…@example.com"


async def test_a_new_address_is_told_to_the_old_one(shop: SmallShop) -> None:
    await confirmed(shop, "change_contact", {"email": "Maya.New@example.com"})
    assert await shop.value("SELECT email FROM customers WHERE customer_id = $1", MAYA) == "maya.new@example.com"
    [(recipient, text)] = await mailed(shop)
    assert recipient == "maya.lindholm@example.com"
    assert "m…w@example.com" in text and "maya.new@" not in text
    assert await shop.value("SELECT email FROM stock_alerts WHERE customer_id = $1", MAYA) == "maya.new@example.com"


async def test_an_address_of_another_customer_changes_nothing(shop: SmallShop) -> None:
    with pytest.raises(NotPossible, match="email_taken"):
        await confirmed(shop, "change_contact", {"email": "theo@example.com"})
    assert await shop.value("SELECT email FROM customers WHERE customer_id = $1", MAYA) == "maya.lindholm@example.com"
    assert await mailed(shop) == []


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ({"email": "nonsense"}, "no_email"),
        ({"phone": "12"}, "no_phone"),
        ({"email": "maya.lindholm@example.com"}, "same"),
    ],
)
async def test_a_change_that_is_none_is_refused(shop: SmallShop, arguments: dict[str, str], reason: str) -> None:
    with pytest.raises(NotPossible, match=reason):
        await confirmed(shop, "change_contact", arguments)


async def test_the_country_stays_unless_said(shop: SmallShop) -> None:
    home = {"street": "1 Elm Street", "city": "Salem", "postcode": "97301"}
    async with shop.database.connection() as connection:
        await connection.execute("UPDATE customers SET address = '{}'")
    with pytest.raises(NotPossible, match="country_missing"):
        await confirmed(shop, "change_default_address", home)
    await confirmed(shop, "change_default_address", {**home, "country": "US"}, action="a2")
    done = await confirmed(shop, "change_default_address", {**home, "street": "2 Elm Street"}, action="a3")
    assert done.value.address["country"] == "US" and done.value.address["name"] == "Maya Lindholm"


async def test_an_invoice_goes_out_once_a_day(shop: SmallShop) -> None:
    results = [
        await confirmed(shop, "mail_invoice", {"order_id": OWN_ARRIVED}, action=action) for action in ("a1", "a2")
    ]
    assert [result.value.was_sent_today for result in results] == [False, True]
    [(recipient, text)] = await mailed(shop)
    assert recipient == "maya.lindholm@example.com"
    assert f"INV-{OWN_ARRIVED}" in text and "Total" in text and "Meadow Linen Shirt" in text


async def test_who_proved_the_order_gets_its_invoice_at_its_owners_address(shop: SmallShop) -> None:
    await confirmed(shop, "mail_invoice", {"order_id": OWN_PAID}, by=proved(OWN_PAID))
    assert [recipient for recipient, _ in await mailed(shop)] == ["maya.lindholm@example.com"]


async def test_a_strangers_wish_for_the_newsletter_waits_for_the_link(shop: SmallShop) -> None:
    wish = {"wanted": True, "email": "maya.lindholm@example.com"}
    first = await confirmed(shop, "change_newsletter", wish, by=ANONYMOUS)
    await confirmed(shop, "change_newsletter", wish, by=ANONYMOUS, action="a2")
    assert not first.value.is_done
    assert not await shop.value("SELECT bool_or(marketing_opt_in) FROM customers")
    [(_, text)] = await mailed(shop)
    token = text.split("/newsletter/")[1].split()[0]
    async with shop.database.transaction() as session:
        assert await newsletter.confirm(session, hash_of("guess")) is None
        assert await newsletter.confirm(session, hash_of(token)) == ("maya.lindholm@example.com", True)
        assert await newsletter.confirm(session, hash_of(token)) is None


async def set_stock(shop: SmallShop, sku: str, stock: int) -> None:
    async with shop.database.connection() as connection:
        await connection.execute(
            "UPDATE products SET variants = (SELECT jsonb_agg(CASE WHEN v->>'sku' = $1"
            " THEN v || jsonb_build_object('stock', $2::int) ELSE v END) FROM jsonb_array_elements(variants) v)",
            sku,
            stock,
        )


async def test_twenty_looks_at_once_send_one_mail(shop: SmallShop) -> None:
    await confirmed(shop, "set_stock_alert", {"sku": "VM1001-S"})
    assert await stock_alerts.look(shop.database) == 0
    await set_stock(shop, "VM1001-S", 3)
    told = await asyncio.gather(*(stock_alerts.look(shop.database) for _ in range(10)))
    assert sum(told) == 1
    [(recipient, text)] = await mailed(shop)
    assert recipient == "maya.lindholm@example.com" and "Moss Green" in text
    await set_stock(shop, "VM1001-S", 0)
    await set_stock(shop, "VM1001-S", 5)
    assert await stock_alerts.look(shop.database) == 0


async def test_one_alert_a_customer_and_variant(shop: SmallShop) -> None:
    first = await confirmed(shop, "set_stock_alert", {"sku": "VM1001-S"})
    again = await confirmed(shop, "set_stock_alert", {"sku": "VM1001-S"}, action="a2")
    assert (first.value.is_new, again.value.is_new) == (True, False)
    assert await shop.value("SELECT count(*) FROM stock_alerts WHERE sku = 'VM1001-S'") == 1


async def test_what_is_in_stock_needs_no_alert(shop: SmallShop) -> None:
    with pytest.raises(NotPossible, match="in_stock"):
        await confirmed(shop, "set_stock_alert", {"sku": "VM1001-M"})


async def test_an_ended_alert_is_not_told(shop: SmallShop) -> None:
    ended = await confirmed(shop, "cancel_stock_alert", {})
    assert [alert.sku for alert in ended.value.alerts] == ["VM1001-S-N"]
    await set_stock(shop, "VM1001-S-N", 3)
    assert await stock_alerts.look(shop.database) == 0
    with pytest.raises(NotPossible, match="no_such_alert"):
        await confirmed(shop, "cancel_stock_alert", {}, action="a2")
