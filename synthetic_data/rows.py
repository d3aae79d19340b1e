"""Records as rows of the shop's tables and as documents, with every date moved to the day of loading.

Rows are plain JSON values under the names of their columns, ready to be sent as one array.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from domain.money import to_minor
from domain.orders import OrderStatus
from domain.payments import MethodKind, PaymentKind
from synthetic_data.records import (
    OrderRecord,
    ParcelRecord,
    PaymentMethodRecord,
    PaymentRecord,
    ProductRecord,
    ProfileRecord,
)

Row = dict[str, Any]

ONE_SIZE, ONE_COLOUR = "One size", "One colour"
_COLUMNS_OF_PRODUCTS = {
    "product_id", "name", "description", "category", "price", "currency", "return_policy", "variants", "stock",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shift:
    """The days from a folder's anchor to the day of loading; 0 for a folder without an anchor."""

    days: int

    def day(self, day: date | None) -> date | None:
        return day + timedelta(days=self.days) if day else None

    def iso_day(self, day: date | None) -> str | None:
        moved = self.day(day)
        return moved.isoformat() if moved else None

    def iso(self, at: datetime | None) -> str | None:
        return (at + timedelta(days=self.days)).isoformat() if at else None


def product_row(product: ProductRecord, shift: Shift, *, currency: str) -> Row:
    """`currency` is the shop's own, for products that name none."""
    currency = product.currency or currency
    price = to_minor(product.price, currency)
    details = product.model_dump(mode="json", exclude=_COLUMNS_OF_PRODUCTS, exclude_none=True)
    for name, day in (("launched_on", product.launched_on), ("restock_on", product.restock_on)):
        if day:
            details[name] = shift.iso_day(day)
    return {
        "product_id": product.product_id,
        "name": product.name,
        "description": product.description,
        "category": product.category,
        "price_minor": price,
        "currency": currency,
        "return_policy": product.return_policy,
        "variants": _variants(product, price, currency),
        "details": details,
    }


def _variants(product: ProductRecord, price_minor: int, currency: str) -> list[Row]:
    if not product.variants:
        only = {"sku": product.product_id, "size": ONE_SIZE, "colour": ONE_COLOUR, "stock": product.stock}
        return [{**only, "price_minor": price_minor}]
    return [
        {
            **({"options": variant.options} if variant.options else {}),
            "sku": variant.sku,
            "size": variant.size,
            "colour": variant.colour,
            "stock": variant.stock,
            "price_minor": price_minor if variant.price is None else to_minor(variant.price, currency),
        }
        for variant in product.variants
    ]


def customer_row(profile: ProfileRecord, shift: Shift, *, currency: str, used: Sequence[OrderRecord] = ()) -> Row:
    """`used` are the customer's orders: they name the payment methods of a profile that names none."""
    likes = profile.preferences
    preferences = {"colours": likes.colours, "materials": likes.materials, "categories": likes.categories}
    return {
        "customer_id": profile.user_id,
        "email": profile.email.lower(),
        "name": profile.name,
        "phone": profile.phone,
        "locale": profile.locale,
        "address": profile.address,
        "sizes": profile.sizes,
        "preferences": {**preferences, **({"budget": [likes.budget]} if likes.budget else {})},
        "joined_at": f"{shift.iso_day(profile.joined)}T00:00:00+00:00",
        "marketing_opt_in": profile.marketing_opt_in,
        "payment_methods": [_method(method, currency) for method in profile.payment_methods] or _methods_of(used),
    }


def _method(method: PaymentMethodRecord, currency: str) -> Row:
    facts = {"method_id": method.method_id, "kind": method.kind.value, "brand": method.brand, "last4": method.last4}
    kept = {name: value for name, value in facts.items() if value is not None}
    if method.balance is None:
        return kept
    return {**kept, "balance_minor": to_minor(method.balance, currency), "currency": currency}


def _methods_of(orders: Sequence[OrderRecord]) -> list[Row]:
    """One method for every way in which the orders were paid; nobody knows what is left on a gift card: nothing."""
    methods: dict[str, Row] = {}
    for order in orders:
        kind = MethodKind.of(order.payment.get("method", ""))
        balance = {"balance_minor": 0, "currency": order.currency} if kind.keeps_balance else {}
        known = {name: order.payment[name] for name in ("brand", "last4") if name in order.payment}
        method_id = method_id_of(order)
        methods.setdefault(method_id, {"method_id": method_id, "kind": kind.value, **known, **balance})
    return list(methods.values())


def method_id_of(order: OrderRecord) -> str:
    """The order's method on file; an order that names none is known by what it was paid with."""
    said = (order.payment.get(name) for name in ("method", "brand", "last4"))
    return order.method_id or "_".join(part.lower().replace(" ", "_") for part in said if part) or "unknown"


def order_row(order: OrderRecord, shift: Shift, *, emails: Mapping[str, str], categories: Mapping[str, str]) -> Row:
    """`emails` by user, `categories` by product: an order's lines keep the category that the rules ask for."""
    currency = order.currency
    return {
        "order_id": order.order_id,
        "customer_id": order.user_id,
        "email": emails[order.user_id].lower(),
        "postcode": order.address.get("postcode"),
        "status": order.status.value,
        "placed_at": shift.iso(order.placed_at),
        "currency": currency,
        "lines": [
            {
                **line.model_dump(mode="json", exclude={"unit_price"}, exclude_none=True),
                "unit_price_minor": to_minor(line.unit_price, currency),
                "category": categories[line.product_id],
            }
            for line in order.lines
        ],
        "shipping_method": order.shipping_method,
        "shipping_minor": to_minor(order.shipping_price, currency),
        "discount_minor": to_minor(order.discount, currency),
        "total_minor": to_minor(order.total, currency),
        "address": order.address,
        "payment": order.payment,
        "parcels": [_parcel(parcel, shift) for parcel in order.parcels],
        "history": [_history_entry(entry.at, entry.status, entry.note, shift) for entry in order.history],
        "cancel_reason": order.cancel_reason,
        "payments": _payments(order, shift),
        "method_id": method_id_of(order),
        "changes": order.changes,
    }


def _payments(order: OrderRecord, shift: Shift) -> list[Row]:
    placed = PaymentRecord(
        at=order.placed_at,
        kind=PaymentKind.HOLD if order.status is OrderStatus.PENDING else PaymentKind.CHARGE,
        method_id=method_id_of(order),
        amount=order.total,
        reason="placed",
    )
    return [
        {
            "at": shift.iso(payment.at),
            "kind": payment.kind.value,
            "method_id": payment.method_id,
            "amount_minor": to_minor(payment.amount, order.currency),
            "reason": payment.reason,
        }
        for payment in order.payments or [placed]
    ]


def _parcel(parcel: ParcelRecord, shift: Shift) -> Row:
    return {
        "parcel_id": parcel.parcel_id,
        "carrier": parcel.carrier,
        "tracking_number": parcel.tracking_number,
        "tracking_url": parcel.tracking_url,
        "status": parcel.status,
        "lines": parcel.lines,
        "shipped_at": shift.iso(parcel.shipped_at),
        "estimated_delivery": shift.iso_day(parcel.estimated_delivery),
        "delivered_at": shift.iso(parcel.delivered_at),
        "events": [{**event.model_dump(mode="json"), "at": shift.iso(event.at)} for event in parcel.events],
    }


def _history_entry(at: datetime, status: str, note: str, shift: Shift) -> Row:
    return {"at": shift.iso(at), "status": status, "note": note}
