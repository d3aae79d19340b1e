"""Orders: list, look at, track, cancel."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import Field

from domain.customers import CustomerId, Rung
from domain.errors import NotPossible
from domain.order_changes import is_closed
from domain.orders import Order, OrderId
from domain.payments import MoneyBack, PaymentKind
from store.database import WriteSession
from tools.spec import Arguments, Effect, ToolContext, ToolResult, tool

OrderNumber = Field(description='The order number as the shop prints it, e.g. "VM-10234".')
CancelReason = Literal["no_longer_needed", "ordered_by_mistake", "found_cheaper", "too_slow", "other"]


class OrderArguments(Arguments):
    order_id: str = OrderNumber


class ListOrders(Arguments):
    limit: int = Field(default=10, ge=1, le=50)


class CancelOrder(Arguments):
    order_id: str = OrderNumber
    reason: CancelReason = "other"


@dataclass(frozen=True, slots=True)
class OrderList:
    orders: tuple[Order, ...]


@dataclass(frozen=True, slots=True)
class OrderTracking:
    """An order with what can honestly be said of its arrival."""

    order: Order
    expected: date | None
    """The latest estimate of any parcel still under way; None when nobody knows."""
    is_late: bool
    days_late: int


@dataclass(frozen=True, slots=True)
class OrderCancelled:
    order: Order
    refunds: tuple[MoneyBack, ...] = ()
    working_days: int = 5
    """How long a bank may take to show a refund that is not there at once, or to drop a hold."""


@tool(effect=Effect.READ, rung=Rung.CODE_VERIFIED)
async def list_orders(arguments: ListOrders, context: ToolContext) -> ToolResult:
    """List the signed-in customer's own orders, newest first.

    Use it when the customer speaks of an order without its number. Not for a customer who is not signed in.
    """
    orders = await context.shop.orders_of(_customer(context), limit=arguments.limit)
    return ToolResult(OrderList(tuple(orders)))


@tool(effect=Effect.READ, rung=Rung.ORDER_VERIFIED, order_argument="order_id")
async def get_order(arguments: OrderArguments, context: ToolContext) -> ToolResult:
    """Show one order: its lines, sums, status and payment.

    Use it for questions about what was ordered or paid. For where a parcel is, use track_order.
    """
    return ToolResult(context.authorised_order)


@tool(effect=Effect.READ, rung=Rung.ORDER_VERIFIED, order_argument="order_id")
async def track_order(arguments: OrderArguments, context: ToolContext) -> ToolResult:
    """Say where an order is: its parcels, the carrier's events, the estimated delivery and any delay.

    Use it for "where is my order". It never guesses a date: no estimate on file means none is given.
    """
    order = context.authorised_order
    expected = order.expected
    days_late = max((context.today - expected).days, 0) if expected else 0
    return ToolResult(
        OrderTracking(
            order=order,
            expected=expected,
            is_late=order.is_late(context.today),
            days_late=days_late,
        )
    )


@tool(effect=Effect.WRITE, rung=Rung.ORDER_VERIFIED, order_argument="order_id", result=OrderCancelled)
async def cancel_pending_order(arguments: CancelOrder, context: ToolContext, session: WriteSession) -> ToolResult:
    """Cancel an order that has not been packed yet; the money goes back the way it was paid.

    Use it only for an order whose status is pending or paid. Anything later is a return.
    """
    before = context.authorised_order
    reasons = context.shop.profile.cancel_reasons
    if reasons and arguments.reason not in reasons:
        raise NotPossible("cancel_reason", clause="cancellation")
    order = await context.shop.cancel_order(
        OrderId(arguments.order_id),
        reason=arguments.reason,
        key=context.action_key,
        session=session,
    )
    refuse_closed(order, context, clause="cancellation")
    refunds = await refunds_since(before, order, context, session)
    return ToolResult(OrderCancelled(order, refunds, context.shop.profile.refund_working_days))


def refuse_closed(order: Order, context: ToolContext, *, clause: str) -> None:
    """Asked of the order as the write left it, which has seen the lock; the refusal undoes the write.

    Raises:
        NotPossible: items_final.
    """
    if is_closed(order, changed_items_are_final=context.shop.profile.changed_items_are_final):
        raise NotPossible("items_final", clause=clause)


async def refunds_since(
    before: Order, after: Order, context: ToolContext, session: WriteSession
) -> tuple[MoneyBack, ...]:
    """What went back or was let go between the two, as the speaker may hear it: numbers only to a proved account."""
    new = [payment for payment in after.payments[len(before.payments) :] if not payment.kind.takes]
    customer = await context.shop.customer(after.customer_id, session=session) if new else None
    is_account_proved = context.principal.rung >= Rung.CODE_VERIFIED
    told: list[MoneyBack] = []
    for payment in new:
        method = customer.method(payment.method_id) if customer else None
        label = "" if method is None else method.label if is_account_proved else method.name
        is_at_once, was_held = method is not None and method.kind.keeps_balance, payment.kind is PaymentKind.RELEASE
        told.append(MoneyBack(payment.amount, label, is_at_once, was_held))
    return tuple(told)


def _customer(context: ToolContext) -> CustomerId:
    if context.principal.subject is None:
        raise NotPossible("no_customer")
    return context.principal.subject
