"""Money of the demo shop: what is charged, held and let go of in the same transaction as the change that it pays for.

Cards, PayPal and the rest are a payment provider's, which the demo has none of: their movements are only written
down. Gift cards and store credit are the shop's own, and their balances move here.
"""

import json
from collections.abc import Sequence
from datetime import datetime

from asyncpg import Connection

from domain.customers import CustomerId
from domain.errors import NotPossible
from domain.money import Money
from domain.payments import STORE_CREDIT, MethodKind, Payment, PaymentMethod
from tools.shops.demo.rows import method_of, method_row


async def locked_methods(connection: Connection, customer_id: CustomerId) -> list[PaymentMethod]:
    """The customer's methods, whose balances nobody else can move before this transaction ends."""
    methods = await connection.fetchval(
        "SELECT payment_methods FROM customers WHERE customer_id = $1 FOR UPDATE", customer_id
    )
    return [method_of(method) for method in methods or ()]


async def move(
    connection: Connection,
    customer_id: CustomerId,
    payments: Sequence[Payment],
    *,
    methods: Sequence[PaymentMethod],
    at: datetime,
) -> None:
    """Book payments on the balances of `methods`, which are those that are locked.

    Raises:
        NotPossible: a gift card does not hold so much.
    """
    after = list(methods)
    for payment in payments:
        after = _booked(after, payment)
    if after == list(methods):
        return
    await connection.execute(
        "UPDATE customers SET payment_methods = $2::jsonb, changed_at = $3 WHERE customer_id = $1",
        customer_id,
        json.dumps([method_row(method) for method in after]),
        at,
    )


def _booked(methods: list[PaymentMethod], payment: Payment) -> list[PaymentMethod]:
    """A refund as store credit opens the credit when there is none yet."""
    amount = payment.amount * -1 if payment.kind.takes else payment.amount
    if payment.method_id == STORE_CREDIT and all(method.method_id != STORE_CREDIT for method in methods):
        nothing = Money(0, amount.currency)
        methods = [*methods, PaymentMethod(STORE_CREDIT, MethodKind.STORE_CREDIT, balance=nothing)]
    try:
        return [method.with_change(amount) if method.method_id == payment.method_id else method for method in methods]
    except ValueError as error:
        raise NotPossible("gift_card_too_small", clause="gift_card") from error
