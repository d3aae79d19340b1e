"""What every shop platform must do for us. A new one becomes a parameter of `platform`."""

import asyncio

import pytest

from domain.catalog import Product
from domain.customers import CustomerId
from domain.errors import NotFound, NotPossible
from domain.orders import Order, OrderId, OrderStatus
from tests.contract.samples import MAYA
from tests.contract.small_shop import OTHERS, OWN_ARRIVED, OWN_PAID, PROFILE, UNKNOWN, SmallShop
from tools.shops.port import Shop


@pytest.fixture
def platform(shop: SmallShop) -> Shop:
    return shop.context.shop


async def test_an_order_comes_whole(platform: Shop) -> None:
    found = await platform.order(OrderId(OWN_ARRIVED))
    assert isinstance(found, Order)
    assert found.customer_id == MAYA and found.email == "maya.lindholm@example.com"
    assert [each.line for each in found.lines] == [1, 2]
    assert found.lines[1].unit_price.amount_minor == 9900 and found.total.currency == PROFILE.currency
    assert found.delivered_at is not None and found.delivered_at.tzinfo is not None
    assert [event.code for event in found.parcels[0].events] == ["PU", "DL"]


async def test_what_does_not_exist_is_none(platform: Shop) -> None:
    assert await platform.order(OrderId(UNKNOWN)) is None
    assert await platform.customer(CustomerId("U9999")) is None
    assert await platform.customer_by_email("nobody@example.com") is None
    assert await platform.orders_of(CustomerId("U9999")) == []


async def test_orders_are_the_customers_own_newest_first(platform: Shop) -> None:
    found = await platform.orders_of(MAYA)
    assert {each.customer_id for each in found} == {MAYA}
    assert [each.placed_at for each in found] == sorted((each.placed_at for each in found), reverse=True)
    assert len(await platform.orders_of(MAYA, limit=1)) == 1


@pytest.mark.parametrize("email", ["maya.lindholm@example.com", " Maya.Lindholm@Example.com "])
async def test_a_customer_is_found_by_address_however_written(platform: Shop, email: str) -> None:
    found = await platform.customer_by_email(email)
    assert found is not None and found.customer_id == MAYA and found.first_name == "Maya"


@pytest.mark.parametrize(
    ("order_id", "email", "postcode", "is_proof"),
    [
        (OWN_ARRIVED, "MAYA.lindholm@example.com ", None, True),
        (OWN_ARRIVED, None, "97 214", True),
        (OWN_ARRIVED, "theo@example.com", None, False),
        (OWN_ARRIVED, None, "10001", False),
        (OWN_ARRIVED, None, None, False),
        (OWN_ARRIVED, "", "", False),
        (UNKNOWN, "maya.lindholm@example.com", None, False),
        (UNKNOWN, "-", "-", False),
        (OTHERS, "maya.lindholm@example.com", "97214", False),
    ],
)
async def test_an_order_is_proved_by_what_it_was_placed_with(
    platform: Shop, order_id: str, email: str | None, postcode: str | None, is_proof: bool
) -> None:
    assert await platform.proves_order(OrderId(order_id), email=email, postcode=postcode) is is_proof


async def test_a_cancelled_order_stays_cancelled(shop: SmallShop, platform: Shop) -> None:
    async with shop.database.transaction() as session:
        done = await platform.cancel_order(OrderId(OWN_PAID), reason="too_slow", key="k", session=session)
    assert done.status is OrderStatus.CANCELLED and done.cancel_reason == "too_slow"
    assert (await platform.order(OrderId(OWN_PAID))) == done


@pytest.mark.parametrize(("order_id", "error"), [(OWN_ARRIVED, NotPossible), (UNKNOWN, NotFound)])
async def test_what_cannot_be_cancelled_is_refused(
    shop: SmallShop, platform: Shop, order_id: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        async with shop.database.transaction() as session:
            await platform.cancel_order(OrderId(order_id), reason="other", key="k", session=session)
    assert await shop.value("SELECT count(*) FROM orders WHERE status = 'cancelled'") == 0


async def test_a_cancellation_is_undone_with_its_transaction(shop: SmallShop, platform: Shop) -> None:
    with pytest.raises(RuntimeError):
        async with shop.database.transaction() as session:
            await platform.cancel_order(OrderId(OWN_PAID), reason="other", key="k", session=session)
            raise RuntimeError
    assert (await platform.order(OrderId(OWN_PAID))).status is OrderStatus.PAID  # pyright: ignore[reportOptionalMemberAccess]  # it exists


async def test_two_cancellations_at_once_cancel_once(shop: SmallShop, platform: Shop) -> None:
    async def cancel() -> Order:
        async with shop.database.transaction() as session:
            return await platform.cancel_order(OrderId(OWN_PAID), reason="other", key="k", session=session)

    done = await asyncio.gather(cancel(), cancel(), return_exceptions=True)
    assert sorted(type(each).__name__ for each in done) == ["NotPossible", "Order"]


async def test_products_come_with_what_is_in_stock(platform: Shop) -> None:
    (found,) = await platform.products()
    assert isinstance(found, Product)
    assert found.stock == 10 and found.sizes == ("S", "M") and found.price.amount_minor == 5900
    assert {variant.price for variant in found.variants} == {found.price}
