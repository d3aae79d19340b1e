"""Changes to an order that has not left yet: its items, how it is paid, where it goes.

The rules are `domain.order_changes`. Whoever only proved an order may do none of this: a new address redirects a
parcel, a new method moves money.
"""

from dataclasses import dataclass

from pydantic import Field

from domain.catalog import Product, Sku
from domain.customers import Rung
from domain.errors import NotPossible
from domain.money import Money
from domain.order_changes import ItemsQuote, LineChange, full_address
from domain.orders import Order, OrderId
from domain.payments import MoneyBack, PaymentMethod
from store.database import WriteSession
from tools.orders import OrderArguments, OrderNumber, refunds_since, refuse_closed
from tools.spec import Arguments, Effect, ToolContext, ToolResult, tool

MethodId = Field(description="One of the customer's payment methods, by the id that get_profile lists.")


class LineChoice(Arguments):
    line: int = Field(ge=1, description="Number of the order line.")
    sku: str = Field(description="The variant it is to become, of the same product.")
    quantity: int | None = Field(default=None, ge=1, description="Pieces; left out, as many as before.")


class ItemChanges(OrderArguments):
    lines: tuple[LineChoice, ...] = Field(
        min_length=1, max_length=20, description="Every line that changes, in one call: it can be done once an order."
    )
    method_id: str | None = Field(
        default=None, description="Where a price difference is charged or refunded; left out, as the order was paid."
    )


class ChangeItems(ItemChanges):
    difference_minor: int | None = Field(
        default=None, description="The difference that the customer agreed to, in cents; another one is refused."
    )


class ChangePayment(Arguments):
    order_id: str = OrderNumber
    method_id: str = MethodId


class ChangeAddress(Arguments):
    order_id: str = OrderNumber
    street: str = Field(min_length=3, max_length=120, description="Street and house number.")
    street2: str | None = Field(default=None, max_length=120, description="Flat, floor, company; left out if none.")
    city: str = Field(min_length=2, max_length=80, description="Town or city.")
    state: str | None = Field(default=None, max_length=40, description='State or province where one is used: "OR".')
    postcode: str = Field(min_length=3, max_length=12, description="Postcode or ZIP code.")
    country: str | None = Field(
        default=None, pattern=r"^[A-Z]{2}$", description='Two letters, "US"; left out, the country stays.'
    )
    name: str | None = Field(default=None, max_length=80, description="Who it is for; left out, the name stays.")


@dataclass(frozen=True, slots=True)
class OrderChangeCheck:
    """What a change of items would come to, with all that the customer can choose from."""

    quote: ItemsQuote
    products: tuple[Product, ...]
    """Those of the order's lines, with the stock of this moment."""
    methods: tuple[PaymentMethod, ...]
    working_days: int = 5
    """How long a bank may take to show a refund, or to drop a hold."""

    @property
    def order(self) -> Order:
        return self.quote.before

    def product(self, product_id: str) -> Product | None:
        return next((product for product in self.products if product.product_id == product_id), None)


@dataclass(frozen=True, slots=True)
class OrderItemsChanged:
    order: Order
    difference: Money
    """Above zero was charged, below zero went back."""
    method: PaymentMethod | None
    refunds: tuple[MoneyBack, ...]
    working_days: int


@dataclass(frozen=True, slots=True)
class OrderPaymentChanged:
    order: Order
    method: PaymentMethod
    refunds: tuple[MoneyBack, ...]
    working_days: int


@dataclass(frozen=True, slots=True)
class OrderAddressChanged:
    order: Order


class OrderOptions(OrderArguments):
    lines: tuple[LineChoice, ...] = Field(
        default=(), max_length=20, description="The lines that are to change; left out, only what there is to choose."
    )
    method_id: str | None = Field(default=None, description="A payment method of the customer, by its id.")


@tool(effect=Effect.READ, rung=Rung.CODE_VERIFIED, order_argument="order_id")
async def check_order_changes(arguments: OrderOptions, context: ToolContext) -> ToolResult:
    """Say what changed lines of an order would cost, which variants and payment methods there are, or why not.

    Use it before change_order_items. It changes nothing.
    """
    order = context.authorised_order
    customer = await context.shop.customer(order.customer_id)
    products = await context.shop.products_of(line.product_id for line in order.lines)
    quote = await context.shop.quote_items(order, _changes(order, arguments.lines), method_id=arguments.method_id)
    methods = customer.payment_methods if customer else ()
    days = context.shop.profile.refund_working_days
    return ToolResult(OrderChangeCheck(quote, tuple(products.values()), methods, days))


@tool(effect=Effect.WRITE, rung=Rung.CODE_VERIFIED, order_argument="order_id", result=OrderItemsChanged)
async def change_order_items(arguments: ChangeItems, context: ToolContext, session: WriteSession) -> ToolResult:
    """Change variants or pieces of a pending order, all lines in one call; the difference is charged or refunded.

    Use it once the customer has named everything that changes: it can be done only once per order. Not for other
    products, and not for an order that is paid.
    """
    before = context.authorised_order
    order = await context.shop.change_order_items(
        OrderId(arguments.order_id),
        _changes(before, arguments.lines),
        method_id=arguments.method_id,
        key=context.action_key,
        session=session,
    )
    difference = order.total - before.total
    if arguments.difference_minor is not None and difference.amount_minor != arguments.difference_minor:
        raise NotPossible("price_changed", clause="change_items")
    customer = await context.shop.customer(order.customer_id, session=session)
    method = customer.method(arguments.method_id or before.method_id) if customer else None
    refunds = await refunds_since(before, order, context, session)
    days = context.shop.profile.refund_working_days
    return ToolResult(OrderItemsChanged(order, difference, method, refunds, days))


@tool(effect=Effect.WRITE, rung=Rung.CODE_VERIFIED, order_argument="order_id", result=OrderPaymentChanged)
async def change_order_payment(arguments: ChangePayment, context: ToolContext, session: WriteSession) -> ToolResult:
    """Pay a pending order with another method that the customer has on file; what was paid goes back.

    Use it when the customer names the other method. It can be done only once per order, and a gift card must cover
    the whole total.
    """
    before = context.authorised_order
    order = await context.shop.change_order_payment(
        OrderId(arguments.order_id),
        arguments.method_id,
        key=context.action_key,
        session=session,
    )
    refuse_closed(order, context, clause="change_payment")
    customer = await context.shop.customer(order.customer_id, session=session)
    method = customer.method(arguments.method_id) if customer else None
    if method is None:
        raise NotPossible("unknown_method", clause="change_payment")
    refunds = await refunds_since(before, order, context, session)
    return ToolResult(OrderPaymentChanged(order, method, refunds, context.shop.profile.refund_working_days))


@tool(effect=Effect.WRITE, rung=Rung.CODE_VERIFIED, order_argument="order_id", result=OrderAddressChanged)
async def change_order_address(arguments: ChangeAddress, context: ToolContext, session: WriteSession) -> ToolResult:
    """Send one order that is not packed yet to another address in the same country.

    Use it with the whole new address. Not for the address in the account: that is change_default_address.
    """
    said = {part: value for part, value in arguments.model_dump(exclude={"order_id"}).items() if value}
    order = await context.shop.change_order_address(
        OrderId(arguments.order_id),
        full_address(said, like=context.authorised_order.address),
        key=context.action_key,
        session=session,
    )
    refuse_closed(order, context, clause="change_address")
    return ToolResult(OrderAddressChanged(order))


def _changes(order: Order, lines: tuple[LineChoice, ...]) -> list[LineChange]:
    pieces = {line.line: line.quantity for line in order.lines}
    return [LineChange(choice.line, Sku(choice.sku), choice.quantity or pieces.get(choice.line, 1)) for choice in lines]
