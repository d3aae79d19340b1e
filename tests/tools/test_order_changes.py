"""Changed, cancelled and repeated orders on the demo shop's rows: money, stock and history move together, and once."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest
import pytest_asyncio

from domain.customers import Customer, CustomerId, Principal, Rung
from domain.errors import InvalidInput, NotFound, NotPossible, NotSignedIn
from domain.money import Money
from domain.orders import Order, OrderId, OrderStatus
from domain.payments import PaymentKind, held_by_method
from store.database import Database
from tests.contract.small_shop import PROFILE, BareKnowledge
from tools.execute import Confirmation, Executor, ToolCall
from tools.order_changes import OrderItemsChanged, OrderPaymentChanged
from tools.orders import OrderCancelled
from tools.registry import TOOLS
from tools.reorders import OrderPlaced
from tools.shops.demo import DemoShop
from tools.spec import ToolContext

MAYA = CustomerId("U1001")
PENDING, PAID, ARRIVED = OrderId("VM-10251"), OrderId("VM-10246"), OrderId("VM-10198")
VISA, KLARNA, GIFT_CARD = "pm_U1001_1", "pm_U1001_6", "pm_U1001_7"
SAME = {"order_id": PENDING}
DRESS_L, DRESS_M = "VM1145-IVO-L", "VM1145-IVO-M"
SIGNED_IN = Principal(Rung.SIGNED_IN, MAYA, actor=f"customer:{MAYA}")


@dataclass(frozen=True, slots=True)
class Desk:
    """Maya, signed in, in one conversation."""

    shop: DemoShop
    executor: Executor
    context: ToolContext

    async def do(self, tool: str, arguments: dict[str, Any], *, action: str = "a1", speaker: Principal = SIGNED_IN):
        call = ToolCall(tool, arguments)
        yes = Confirmation(action, self.executor.digest(call, actor=speaker.signature))
        context = replace(self.context, principal=speaker)
        return (await self.executor.run(call, context, confirmation=yes)).value

    async def ask(self, tool: str, arguments: dict[str, Any]):
        return (await self.executor.run(ToolCall(tool, arguments), self.context)).value

    async def order(self, order_id: str) -> Order:
        found = await self.shop.order(OrderId(order_id))
        assert found is not None
        return found

    async def maya(self) -> Customer:
        found = await self.shop.customer(MAYA)
        assert found is not None
        return found

    async def left_on(self, method_id: str) -> int:
        method = (await self.maya()).method(method_id)
        assert method is not None and method.balance is not None
        return method.balance.amount_minor

    async def stock(self, sku: str) -> int:
        products = await self.shop.products_of([sku.split("-")[0]])
        return next(each.stock for product in products.values() for each in product.variants if each.sku == sku)

    async def value(self, statement: str, *arguments: Any) -> Any:
        async with self.context.database.connection() as connection:
            return await connection.fetchval(statement, *arguments)


@pytest_asyncio.fixture
async def desk(verdemuse: Database) -> AsyncIterator[Desk]:
    shop = DemoShop(PROFILE, verdemuse)
    context = ToolContext(
        principal=SIGNED_IN,
        conversation_id="c_changes",
        channel="web",
        locale="en-US",
        now=datetime.now(UTC),
        shop=shop,
        knowledge=BareKnowledge(),
        database=verdemuse,
    )
    yield Desk(shop, Executor(TOOLS), context)


def held(order: Order) -> Money:
    """By all methods together."""
    return sum(held_by_method(order.payments).values(), Money(0, "USD"))


def lines(sku: str, quantity: int = 1) -> dict[str, Any]:
    return {**SAME, "lines": [{"line": 1, "sku": sku, "quantity": quantity}]}


async def test_another_size_costs_nothing_and_moves_the_stock(desk: Desk) -> None:
    medium, large = await desk.stock(DRESS_M), await desk.stock(DRESS_L)
    done = await desk.do("change_order_items", lines(DRESS_L))
    assert isinstance(done, OrderItemsChanged) and done.difference == Money(0, "USD")
    after = await desk.order(PENDING)
    assert [(line.sku, line.size) for line in after.lines] == [(DRESS_L, "L")]
    assert after.changes == ("items",) and held(after) == after.total and after.status is OrderStatus.PENDING
    assert (await desk.stock(DRESS_M), await desk.stock(DRESS_L)) == (medium + 1, large - 1)


async def test_a_second_piece_is_held_too_and_items_change_only_once(desk: Desk) -> None:
    done = await desk.do("change_order_items", {**lines(DRESS_M, 2), "method_id": VISA, "difference_minor": 12400})
    assert done.difference == Money(12400, "USD") and done.method.label == "Visa ending 4242"
    after = await desk.order(PENDING)
    assert held(after) == after.total == Money(24800, "USD")
    assert [(each.method_id, each.kind) for each in after.payments][-1] == (VISA, PaymentKind.HOLD)
    with pytest.raises(NotPossible, match="already_changed"):
        await desk.do("change_order_items", lines(DRESS_L), action="a2")
    assert await desk.order(PENDING) == after


async def test_another_amount_than_was_shown_is_refused(desk: Desk) -> None:
    before, stock = await desk.order(PENDING), await desk.stock(DRESS_M)
    with pytest.raises(NotPossible, match="price_changed"):
        await desk.do("change_order_items", {**lines(DRESS_M, 2), "difference_minor": 100})
    assert (await desk.order(PENDING), await desk.stock(DRESS_M)) == (before, stock)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ({**lines(DRESS_M, 2), "method_id": GIFT_CARD}, "gift_card_too_small"),
        ({**lines(DRESS_M, 2), "method_id": "pm_U1002_1"}, "unknown_method"),
        (lines("VM1145-SAG-XL"), "not_available"),
        (lines("VM1227-BLK-ONESIZE"), "other_product"),
        (lines(DRESS_M), "same_as_before"),
        ({**lines(DRESS_L), "order_id": PAID}, "items_paid"),
        ({**lines(DRESS_L), "order_id": ARRIVED}, "items_delivered"),
    ],
)
async def test_a_change_that_cannot_be_leaves_everything(desk: Desk, arguments: dict[str, Any], reason: str) -> None:
    before = (await desk.order(PENDING), await desk.maya(), await desk.stock(DRESS_M))
    with pytest.raises(NotPossible, match=reason):
        await desk.do("change_order_items", arguments)
    assert (await desk.order(PENDING), await desk.maya(), await desk.stock(DRESS_M)) == before
    assert await desk.value("SELECT count(*) FROM receipts") == 0


async def test_another_way_of_paying_lets_go_of_what_was_held(desk: Desk) -> None:
    done = await desk.do("change_order_payment", {**SAME, "method_id": VISA})
    assert isinstance(done, OrderPaymentChanged)
    assert [(back.to, back.amount.amount_minor, back.is_at_once) for back in done.refunds] == [("Klarna", 12400, False)]
    assert done.refunds[0].was_held
    after = await desk.order(PENDING)
    assert (after.method_id, after.payment["last4"], held(after)) == (VISA, "4242", after.total)
    assert after.nothing_taken and after.paid == Money(0, "USD")
    with pytest.raises(NotPossible, match="already_changed"):
        await desk.do("change_order_payment", {**SAME, "method_id": KLARNA}, action="a2")


async def test_a_gift_card_pays_and_is_filled_again_when_cancelled(desk: Desk) -> None:
    await desk.value(
        "UPDATE customers SET payment_methods = jsonb_set(payment_methods, '{6,balance_minor}', '20000')"
        " WHERE customer_id = $1",
        MAYA,
    )
    await desk.do("change_order_payment", {**SAME, "method_id": GIFT_CARD})
    assert await desk.left_on(GIFT_CARD) == 20000 - 12400
    done = await desk.do("cancel_pending_order", {**SAME, "reason": "too_slow"}, action="a2")
    assert isinstance(done, OrderCancelled)
    assert [(back.to, back.is_at_once) for back in done.refunds] == [("gift card ending 7731", True)]
    assert await desk.left_on(GIFT_CARD) == 20000
    assert held(await desk.order(PENDING)) == Money(0, "USD")


async def test_a_cancelled_order_gives_everything_back(desk: Desk) -> None:
    before = await desk.stock(DRESS_M)
    done = await desk.do("cancel_pending_order", SAME)
    assert [(back.to, back.amount) for back in done.refunds] == [("Klarna", Money(12400, "USD"))]
    assert await desk.stock(DRESS_M) == before + 1
    assert held(await desk.order(PENDING)) == Money(0, "USD")
    with pytest.raises(NotPossible, match="order_cancelled"):
        await desk.do("cancel_pending_order", SAME, action="a2")
    assert await desk.stock(DRESS_M) == before + 1


async def test_who_only_proved_the_order_hears_no_card_number(desk: Desk) -> None:
    await desk.do("change_order_payment", {**SAME, "method_id": VISA})
    guest = Principal(
        Rung.ORDER_VERIFIED, actor="anonymous:x", orders_until={PENDING: datetime(2100, 1, 1, tzinfo=UTC)}
    )
    for tool, arguments in {
        "change_order_payment": {**SAME, "method_id": KLARNA},
        "change_order_items": lines(DRESS_L),
        "change_order_address": {**SAME, "street": "1 Elm Road", "city": "Salem", "state": "OR", "postcode": "97301"},
        "reorder": SAME,
    }.items():
        with pytest.raises(NotSignedIn):
            await desk.do(tool, arguments, action=tool, speaker=guest)
    done = await desk.do("cancel_pending_order", SAME, action="a2", speaker=guest)
    assert [back.to for back in done.refunds] == ["Visa"]


async def test_a_new_address_is_where_the_parcel_goes(desk: Desk) -> None:
    said = {"street": "12 Oak Street", "city": "Salem", "state": "OR", "postcode": "97301"}
    await desk.do("change_order_address", {"order_id": PAID, **said})
    after = await desk.order(PAID)
    assert after.address == {**said, "name": "Maya Lindholm", "country": "US"}
    assert await desk.shop.proves_order(PAID, email=None, postcode="97301")
    assert (await desk.maya()).address["street"] == "1842 Alder Court", "the account keeps its own"
    with pytest.raises(NotPossible, match="other_country"):
        await desk.do("change_order_address", {"order_id": PAID, **said, "country": "CA"}, action="a2")


async def test_the_same_again_is_a_new_order_at_todays_prices(desk: Desk) -> None:
    await desk.value(
        "UPDATE products SET price_minor = 2600, variants = (SELECT jsonb_agg(v || '{\"price_minor\": 2600}')"
        " FROM jsonb_array_elements(variants) v) WHERE product_id = 'VM1257'"
    )
    source = await desk.order(ARRIVED)
    socks, before = source.lines[1], await desk.stock(source.lines[1].sku)
    quote = await desk.ask("check_reorder", {"order_id": ARRIVED, "lines": [2]})
    assert quote.has_new_prices and quote.goods == Money(2600, "USD")
    wanted = {"order_id": ARRIVED, "lines": [2], "method_id": VISA, "total_minor": quote.total.amount_minor}
    done = await desk.do("reorder", wanted)
    assert isinstance(done, OrderPlaced)
    made = await desk.order(done.order.order_id)
    assert (made.status, held(made), made.lines[0].sku) == (OrderStatus.PENDING, made.total, socks.sku)
    assert made.order_id not in (ARRIVED, PENDING) and made.order_id.startswith("VM-")
    assert await desk.stock(socks.sku) == before - 1
    again = await desk.do("reorder", wanted, action="a2")
    assert again.order.order_id != made.order_id, "a second yes to a second summary is a second order"


async def test_more_of_it_than_then_is_reckoned_and_ordered(desk: Desk) -> None:
    source = await desk.order(ARRIVED)
    socks, before = source.lines[1], await desk.stock(source.lines[1].sku)
    three = {"order_id": ARRIVED, "lines": [2], "pieces": [{"line": 2, "quantity": 3}]}
    quote = await desk.ask("check_reorder", three)
    assert quote.goods == socks.unit_price * 3
    done = await desk.do("reorder", {**three, "method_id": VISA, "total_minor": quote.total.amount_minor})
    assert [line.quantity for line in done.order.lines] == [3]
    assert await desk.stock(socks.sku) == before - 3
    with pytest.raises(InvalidInput):
        await desk.ask("check_reorder", {**three, "pieces": [{"line": 2, "quantity": 21}]})


async def test_what_is_sold_out_is_named_and_left_out(desk: Desk) -> None:
    await desk.value(
        "UPDATE products SET variants = (SELECT jsonb_agg(v || '{\"stock\": 0}') FROM jsonb_array_elements(variants) v)"
        " WHERE product_id = 'VM1121'"
    )
    quote = await desk.ask("check_reorder", {"order_id": ARRIVED})
    assert [(each.line.line, each.lack) for each in quote.missing] == [(1, "sold_out")]
    assert [line.product_id for line in quote.lines] == ["VM1257"]


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("change_order_items", lines(DRESS_M, 2)),
        ("change_order_payment", {**SAME, "method_id": VISA}),
        ("cancel_pending_order", SAME),
        ("reorder", {"order_id": ARRIVED}),
    ],
)
async def test_ten_clicks_and_ten_tabs_do_it_once(desk: Desk, tool: str, arguments: dict[str, Any]) -> None:
    """The same yes ten times is one action; ten yeses in ten tabs are one where an order allows one."""

    async def state() -> tuple[Order, int, int]:
        orders = await desk.value("SELECT count(*) FROM orders")
        return await desk.order(PENDING), await desk.stock(DRESS_M), orders

    _, dresses, orders = await state()
    same = await asyncio.gather(*(desk.do(tool, arguments) for _ in range(10)))
    assert all(each == same[0] for each in same)
    once = await state()
    if tool == "reorder":
        assert once[1:] == (dresses, orders + 1)
        return
    tabs = (desk.do(tool, arguments, action=f"tab{at}") for at in range(10))
    others = await asyncio.gather(*tabs, return_exceptions=True)
    assert all(isinstance(each, NotPossible) for each in others)
    assert (
        await desk.order(PENDING),
        await desk.stock(DRESS_M),
        await desk.value("SELECT count(*) FROM orders"),
    ) == once
    assert held(once[0]) == (Money(0, "USD") if tool == "cancel_pending_order" else once[0].total)


async def test_two_orders_cannot_spend_one_gift_card_twice(desk: Desk) -> None:
    """Sixty dollars, two orders of forty-odd: the second is refused, and nothing is below zero."""
    again = {"order_id": PAID, "method_id": GIFT_CARD}
    done = await asyncio.gather(
        *(desk.do("reorder", again, action=f"a{at}") for at in range(4)), return_exceptions=True
    )
    placed = [each for each in done if isinstance(each, OrderPlaced)]
    assert len(placed) == 1
    assert all(
        isinstance(each, NotPossible) and each.reason == "gift_card_too_small" for each in done if each not in placed
    )
    assert await desk.left_on(GIFT_CARD) == 6000 - placed[0].order.total.amount_minor >= 0


async def test_a_refund_is_paid_once_and_never_more_than_was_paid(desk: Desk) -> None:
    async def refund(amount: int, key: str) -> Any:
        async with desk.context.database.transaction() as session:
            return await desk.shop.refund(
                ARRIVED, Money(amount, "USD"), method_id=None, reason="CL-TEST22", key=key, session=session
            )

    first = await refund(2400, "k1")
    assert await refund(2400, "k1") == first
    after = await desk.order(ARRIVED)
    assert after.paid == after.total - Money(2400, "USD")
    with pytest.raises(NotPossible, match="more_than_paid"):
        await refund(after.total.amount_minor, "k2")


async def test_a_strangers_order_is_not_found(desk: Desk) -> None:
    theirs = await desk.value(
        "SELECT order_id FROM orders WHERE status = 'pending' AND customer_id <> $1 LIMIT 1", MAYA
    )
    for tool, arguments in {
        "change_order_payment": {"order_id": theirs, "method_id": VISA},
        "change_order_items": {**lines(DRESS_L), "order_id": theirs},
        "reorder": {"order_id": theirs},
    }.items():
        with pytest.raises(NotFound):
            await desk.do(tool, arguments)


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("cancel_pending_order", {"reason": "no_longer_needed"}),
        ("change_order_payment", {"method_id": VISA}),
        ("change_order_address", {"street": "12 Oak Street", "city": "Salem", "state": "OR", "postcode": "97301"}),
    ],
)
async def test_where_changed_items_are_final_nothing_else_can_be_done(
    desk: Desk, tool: str, arguments: dict[str, Any]
) -> None:
    await desk.do("change_order_items", lines(DRESS_L))
    strict = DemoShop(replace(PROFILE, changed_items_are_final=True), desk.context.database)
    elsewhere = replace(desk, context=replace(desk.context, shop=strict))
    before = (await desk.order(PENDING), await desk.maya(), await desk.stock(DRESS_L))
    with pytest.raises(NotPossible, match="items_final"):
        await elsewhere.do(tool, {**SAME, **arguments}, action="a2")
    assert (await desk.order(PENDING), await desk.maya(), await desk.stock(DRESS_L)) == before
    await desk.do(tool, {**SAME, **arguments}, action="a2")
