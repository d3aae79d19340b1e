"""Writes on orders of the demo shop: each locks the order, then the customer's money, then the stock, in that order.

The rules are `domain.order_changes`; here they are asked again over the locked rows, so that nothing that was shown
to the customer a moment ago can be done to an order that has moved on.
"""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from asyncpg import Connection

from domain.errors import NotFound, NotPossible, StoreUnavailable
from domain.money import Money
from domain.order_changes import (
    CLAUSES,
    Change,
    LineChange,
    address_refusal,
    payment_refusal,
    quote_items,
    refund_refusal,
    settle_cancellation,
    settle_difference,
    settle_payment_change,
    stock_moves,
)
from domain.orders import Order, OrderId, OrderStatus
from domain.payments import STORE_CREDIT, Payment, PaymentKind, PaymentMethod, held_by_method
from domain.reorders import NewOrder
from store.tables.columns import now
from tools.shops.demo import money, stock
from tools.shops.demo.rows import line_row, order_of, payment_of, payment_row

_TRIES = 20
"""For an order number that nobody has: with a tenth of the numbers taken, twenty tries fail once in 10^20."""


async def cancel(connection: Connection, order_id: OrderId, *, reason: str, key: str) -> Order:
    order, at = await _locked(connection, order_id), now()
    if not order.status.may_be_cancelled:
        raise NotPossible(f"order_{order.status.value}", clause="cancellation")
    payments = settle_cancellation(order, at=at)
    methods = await money.locked_methods(connection, order.customer_id)
    await money.move(connection, order.customer_id, payments, methods=methods, at=at)
    await stock.locked_products(connection, (line.product_id for line in order.lines))
    back = {sku: -pieces for sku, pieces in _pieces(order).items()}
    await stock.move(connection, (line.product_id for line in order.lines), back)
    changed = {"status": "cancelled", "cancel_reason": reason}
    return await _written(connection, order, changed, payments=payments, note=("cancelled", reason), key=key, at=at)


async def change_items(
    connection: Connection, order_id: OrderId, changes: Sequence[LineChange], *, method_id: str | None, key: str
) -> Order:
    order, at = await _locked(connection, order_id), now()
    methods = await money.locked_methods(connection, order.customer_id)
    products = await stock.locked_products(connection, (line.product_id for line in order.lines))
    quote = quote_items(order, changes, products=products, method=_chosen(methods, method_id or order.method_id))
    if quote.refusal:
        raise NotPossible(quote.refusal, clause=CLAUSES["items"])
    payments = settle_difference(quote, at=at)
    await money.move(connection, order.customer_id, payments, methods=methods, at=at)
    await stock.move(connection, (line.product_id for line in order.lines), stock_moves(order, changes))
    changed = {
        "lines": [line_row(line) for line in quote.after.lines],
        "discount_minor": quote.after.discount.amount_minor,
        "total_minor": quote.after.total.amount_minor,
        "changes": [*order.changes, "items"],
    }
    note = (order.status.value, "Items changed by the customer")
    return await _written(connection, order, changed, payments=payments, note=note, key=key, at=at)


async def change_payment(connection: Connection, order_id: OrderId, method_id: str, *, key: str) -> Order:
    order, at = await _locked(connection, order_id), now()
    methods = await money.locked_methods(connection, order.customer_id)
    method = _chosen(methods, method_id)
    if (reason := payment_refusal(order, method)) or method is None:
        raise NotPossible(reason or "unknown_method", clause=CLAUSES["payment"])
    payments = settle_payment_change(order, method, at=at)
    await money.move(connection, order.customer_id, payments, methods=methods, at=at)
    facts = {"method": method.kind.value, "brand": method.brand, "last4": method.last4}
    changed = {
        "method_id": method.method_id,
        "payment": {name: value for name, value in facts.items() if value},
        "changes": [*order.changes, "payment"],
    }
    note = (order.status.value, "Payment method changed by the customer")
    return await _written(connection, order, changed, payments=payments, note=note, key=key, at=at)


async def change_address(connection: Connection, order_id: OrderId, address: Mapping[str, str], *, key: str) -> Order:
    order, at = await _locked(connection, order_id), now()
    if reason := address_refusal(order, address):
        raise NotPossible(reason, clause=CLAUSES["address"])
    what: Change = "address"
    changes = order.changes if what in order.changes else (*order.changes, what)
    changed = {"address": dict(address), "postcode": address.get("postcode"), "changes": list(changes)}
    note = (order.status.value, "Delivery address changed by the customer")
    return await _written(connection, order, changed, payments=(), note=note, key=key, at=at)


async def refund(
    connection: Connection, order_id: OrderId, amount: Money, *, method_id: str | None, reason: str, key: str
) -> Payment:
    """To `method_id`; None: back to what paid, the first charge first. The same key again refunds nothing more.

    Returns the movement as one; where it had to be split, its method is the one that got most.
    """
    order, at = await _locked(connection, order_id), now()
    if known := await _booked(connection, order, key=key):
        return known
    if why := refund_refusal(order, amount):
        raise NotPossible(why, clause="refunds")
    methods = await money.locked_methods(connection, order.customer_id)
    if method_id not in (None, STORE_CREDIT) and _chosen(methods, method_id) is None:
        raise NotPossible("unknown_method", clause="refunds")
    payments = _shares(order, amount, method_id=method_id, reason=reason, at=at)
    await money.move(connection, order.customer_id, payments, methods=methods, at=at)
    note = (order.status.value, f"Refund: {reason}")
    await _written(connection, order, {}, payments=payments, note=note, key=key, at=at)
    return _as_one(payments)


async def charge(
    connection: Connection, order_id: OrderId, amount: Money, *, method_id: str | None, reason: str, key: str
) -> Payment:
    """From `method_id`; None: from what the order was paid with. The same key again charges nothing more."""
    order, at = await _locked(connection, order_id), now()
    if known := await _booked(connection, order, key=key):
        return known
    methods = await money.locked_methods(connection, order.customer_id)
    method = _chosen(methods, method_id or order.method_id)
    if method is None:
        raise NotPossible("unknown_method", clause="charges")
    payment = Payment(at, PaymentKind.CHARGE, method.method_id, amount, reason)
    await money.move(connection, order.customer_id, [payment], methods=methods, at=at)
    note = (order.status.value, f"Charge: {reason}")
    await _written(connection, order, {}, payments=[payment], note=note, key=key, at=at)
    return payment


async def _booked(connection: Connection, order: Order, *, key: str) -> Payment | None:
    """What was moved under this key before."""
    rows = await connection.fetchval("SELECT payments FROM orders WHERE order_id = $1", order.order_id)
    known = [payment_of(row, order.total.currency) for row in rows or () if row.get("key") == key]
    return _as_one(known) if known else None


def _as_one(payments: Sequence[Payment]) -> Payment:
    most = max(payments, key=lambda payment: payment.amount.amount_minor)
    return replace(most, amount=sum((each.amount for each in payments), Money(0, most.amount.currency)))


def _shares(order: Order, amount: Money, *, method_id: str | None, reason: str, at: datetime) -> list[Payment]:
    if method_id is not None:
        return [Payment(at, PaymentKind.REFUND, method_id, amount, reason)]
    shares: list[Payment] = []
    for held_by, held in held_by_method(order.payments).items():
        share = min(held, amount)
        if share.amount_minor > 0:
            shares.append(Payment(at, PaymentKind.REFUND, held_by, share, reason))
            amount = amount - share
    return shares


async def place(connection: Connection, new: NewOrder, *, prefix: str, digits: int, key: str) -> Order:
    """The order under a number of its own; with a key that has placed one, that order."""
    at = now()
    methods = await money.locked_methods(connection, new.customer_id)
    if (known := await connection.fetchrow("SELECT * FROM orders WHERE placed_key = $1", key)) is not None:
        return order_of(known)
    method = _chosen(methods, new.method_id)
    if method is None:
        raise NotPossible("unknown_method", clause="gift_card")
    hold = Payment(at, PaymentKind.HOLD, new.method_id, new.total, "placed")
    await money.move(connection, new.customer_id, [hold], methods=methods, at=at)
    product_ids = [line.product_id for line in new.lines]
    await stock.locked_products(connection, product_ids)
    await stock.move(connection, product_ids, _pieces(new))
    row = _new_row(new, method, hold, key=key, at=at)
    for _ in range(_TRIES):
        order_id = f"{prefix}{secrets.randbelow(10**digits):0{digits}d}"
        if placed := await connection.fetchrow(_INSERT, json.dumps([{**row, "order_id": order_id}])):
            return order_of(placed)
    raise StoreUnavailable("no free order number was found")


_INSERT = """
    INSERT INTO orders SELECT * FROM json_populate_recordset(NULL::orders, $1::json)
    ON CONFLICT (order_id) DO NOTHING RETURNING *
"""


def _new_row(new: NewOrder, method: PaymentMethod, hold: Payment, *, key: str, at: datetime) -> dict[str, Any]:
    facts = {"method": method.kind.value, "brand": method.brand, "last4": method.last4}
    return {
        "customer_id": new.customer_id,
        "email": new.email,
        "postcode": new.address.get("postcode"),
        "status": OrderStatus.PENDING.value,
        "placed_at": at.isoformat(),
        "currency": new.total.currency,
        "lines": [line_row(line) for line in new.lines],
        "shipping_method": new.shipping_method,
        "shipping_minor": new.shipping.amount_minor,
        "discount_minor": 0,
        "total_minor": new.total.amount_minor,
        "address": new.address,
        "payment": {name: value for name, value in facts.items() if value},
        "parcels": [],
        "history": [{"at": at.isoformat(), "status": "pending", "note": "Order placed in the chat"}],
        "payments": [payment_row(hold, key=key)],
        "method_id": method.method_id,
        "changes": [],
        "placed_key": key,
    }


def _pieces(of: Order | NewOrder) -> dict[str, int]:
    pieces: dict[str, int] = {}
    for line in of.lines:
        pieces[line.sku] = pieces.get(line.sku, 0) + line.quantity
    return pieces


def _chosen(methods: Sequence[PaymentMethod], method_id: str | None) -> PaymentMethod | None:
    return next((method for method in methods if method.method_id == method_id), None)


async def _locked(connection: Connection, order_id: OrderId) -> Order:
    row = await connection.fetchrow("SELECT * FROM orders WHERE order_id = $1 FOR UPDATE", order_id)
    if row is None:
        raise NotFound("order")
    return order_of(row)


async def _written(
    connection: Connection,
    order: Order,
    changed: Mapping[str, Any],
    *,
    payments: Sequence[Payment],
    note: tuple[str, str],
    key: str,
    at: datetime,
) -> Order:
    """The order as stored after the change, with its payments and an entry in its history. `changed` is by column."""
    status, text = note
    columns = "".join(f"{name} = new.{name}, " for name in changed)
    row = await connection.fetchrow(
        f"""
        UPDATE orders SET {columns} payments = orders.payments || $3::jsonb, history = orders.history || $4::jsonb
        FROM json_populate_record(NULL::orders, $2::json) AS new WHERE orders.order_id = $1 RETURNING orders.*
        """,
        order.order_id,
        json.dumps(changed),
        json.dumps([payment_row(payment, key=key) for payment in payments]),
        json.dumps([{"at": at.isoformat(), "status": status, "note": text}]),
    )
    assert row is not None  # the row is locked and was there
    return order_of(row)
