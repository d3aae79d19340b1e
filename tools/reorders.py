"""Buying again what an earlier order held. The rules are `domain.reorders`."""

from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from domain.customers import Rung
from domain.errors import NotPossible
from domain.order_changes import MOST_PIECES
from domain.orders import Order
from domain.payments import PaymentMethod
from domain.reorders import ReorderQuote, new_order, quote_reorder
from store.database import WriteSession
from tools.orders import OrderArguments
from tools.spec import Arguments, Effect, ToolContext, ToolResult, tool


class LinePieces(Arguments):
    line: int = Field(ge=1, description="Number of a line of the earlier order.")
    quantity: int = Field(ge=1, le=MOST_PIECES, description="How many of it.")


class ReorderChoice(OrderArguments):
    lines: tuple[int, ...] = Field(
        default=(), max_length=50, description="Numbers of the earlier order's lines; left out, all of them."
    )
    pieces: tuple[LinePieces, ...] = Field(
        default=(), max_length=50, description="Lines that shall be more or fewer than then; left out, as many as then."
    )
    method_id: str | None = Field(
        default=None, description="One of the customer's payment methods; left out, the one used then."
    )
    address: Literal["account", "same_as_then"] = Field(
        default="account", description="Where to: the address in the account, or where the earlier order went."
    )


class Reorder(ReorderChoice):
    total_minor: int | None = Field(
        default=None, description="The total that the customer agreed to, in cents; another one is refused."
    )


@dataclass(frozen=True, slots=True)
class OrderPlaced:
    order: Order
    method: PaymentMethod


@tool(effect=Effect.READ, rung=Rung.CODE_VERIFIED, order_argument="order_id")
async def check_reorder(arguments: ReorderChoice, context: ToolContext) -> ToolResult:
    """Say what buying an earlier order again would cost today, what of it is no longer there, or why not.

    Use it before reorder. It changes nothing.
    """
    return ToolResult(await _quote(arguments, context))


@tool(effect=Effect.WRITE, rung=Rung.CODE_VERIFIED, order_argument="order_id", result=OrderPlaced)
async def reorder(arguments: Reorder, context: ToolContext, session: WriteSession) -> ToolResult:
    """Place a new order with what an earlier one held, at today's prices, paid with a method on file.

    Use it for "the same again". Only what is in stock is ordered. Not for products that were never ordered.
    """
    quote = await _quote(arguments, context, session)
    if quote.refusal is not None or quote.method is None:
        raise NotPossible(quote.refusal or "unknown_method", clause="reorder")
    if arguments.total_minor is not None and quote.total.amount_minor != arguments.total_minor:
        raise NotPossible("price_changed", clause="reorder")
    order = await context.shop.place_order(new_order(quote), key=context.action_key, session=session)
    return ToolResult(OrderPlaced(order, quote.method))


async def _quote(arguments: ReorderChoice, context: ToolContext, session: WriteSession | None = None) -> ReorderQuote:
    source = context.authorised_order
    customer = await context.shop.customer(source.customer_id, session=session)
    if customer is None:
        raise NotPossible("no_customer")
    is_same = arguments.address == "same_as_then" or not customer.address
    return quote_reorder(
        source,
        arguments.lines,
        pieces={each.line: each.quantity for each in arguments.pieces},
        products=await context.shop.products_of((line.product_id for line in source.lines), session=session),
        address=dict(source.address if is_same else customer.address),
        method=customer.method(arguments.method_id or source.method_id),
        methods=customer.payment_methods,
        zones=context.shop.profile.shipping_zones,
    )
