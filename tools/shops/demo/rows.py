"""Rows of the demo shop's tables as domain values, and back. Nothing here touches a database."""

from datetime import date, datetime
from typing import Any

from asyncpg import Record

from domain.catalog import Product, ProductId, Sku, Variant
from domain.customers import Customer, CustomerId
from domain.hearsay import reported
from domain.money import Money, to_minor
from domain.orders import CarrierEvent, Order, OrderId, OrderLine, OrderStatus, Parcel
from domain.payments import MethodKind, Payment, PaymentKind, PaymentMethod


def product_of(row: Record) -> Product:
    details = row["details"]
    return Product(
        product_id=ProductId(row["product_id"]),
        name=row["name"],
        description=reported(row["description"]),
        category=row["category"],
        price=Money(row["price_minor"], row["currency"]),
        return_policy=row["return_policy"],
        materials=tuple(details.get("materials") or ()),
        care=details.get("care") or "",
        tags=tuple(details.get("tags") or ()),
        image=details.get("image"),
        rating=details.get("rating"),
        warranty_months=details.get("warranty_months"),
        fit=details.get("fit"),
        gender=details.get("gender"),
        composition=details.get("composition") or "",
        certifications=tuple(details.get("certifications") or ()),
        kg_co2=details.get("kg_co2"),
        restock_on=date.fromisoformat(day) if (day := details.get("restock_on")) else None,
        original_price=Money(to_minor(was, row["currency"]), row["currency"])
        if (was := details.get("original_price"))
        else None,
        final_sale=bool(details.get("final_sale")),
        rating_count=details.get("rating_count"),
        variants=tuple(
            Variant(
                sku=Sku(variant["sku"]),
                size=variant["size"],
                colour=variant["colour"],
                stock=variant["stock"],
                price=Money(variant.get("price_minor") or row["price_minor"], row["currency"]),
                options=variant.get("options") or {},
            )
            for variant in row["variants"]
        ),
    )


def customer_of(row: Record) -> Customer:
    return Customer(
        customer_id=CustomerId(row["customer_id"]),
        name=row["name"],
        email=row["email"],
        phone=row["phone"],
        locale=row["locale"],
        postcode=row["address"].get("postcode"),
        sizes=dict(row["sizes"]),
        preferences=dict(row["preferences"]),
        address=dict(row["address"]),
        payment_methods=tuple(method_of(method) for method in row["payment_methods"]),
        newsletter=row["marketing_opt_in"],
    )


def method_of(method: dict[str, Any]) -> PaymentMethod:
    balance = method.get("balance_minor")
    return PaymentMethod(
        method_id=method["method_id"],
        kind=MethodKind.of(method["kind"]),
        brand=method.get("brand"),
        last4=method.get("last4"),
        balance=None if balance is None else Money(balance, method["currency"]),
    )


def order_of(row: Record) -> Order:
    currency = row["currency"]
    return Order(
        order_id=OrderId(row["order_id"]),
        customer_id=CustomerId(row["customer_id"]),
        email=row["email"],
        status=OrderStatus(row["status"]),
        placed_at=row["placed_at"],
        lines=tuple(line_of(line, currency) for line in row["lines"]),
        shipping_method=row["shipping_method"],
        shipping=Money(row["shipping_minor"], currency),
        discount=Money(row["discount_minor"], currency),
        total=Money(row["total_minor"], currency),
        address=dict(row["address"]),
        payment=dict(row["payment"]),
        parcels=tuple(parcel_of(parcel) for parcel in row["parcels"]),
        cancel_reason=row["cancel_reason"],
        payments=tuple(payment_of(payment, currency) for payment in row["payments"]),
        method_id=row["method_id"],
        changes=tuple(row["changes"]),
    )


def payment_of(payment: dict[str, Any], currency: str) -> Payment:
    return Payment(
        at=datetime.fromisoformat(payment["at"]),
        kind=PaymentKind(payment["kind"]),
        method_id=payment["method_id"],
        amount=Money(payment["amount_minor"], currency),
        reason=payment.get("reason") or "",
    )


def line_of(line: dict[str, Any], currency: str) -> OrderLine:
    return OrderLine(
        line=line["line"],
        sku=line["sku"],
        product_id=line["product_id"],
        name=line["name"],
        size=line["size"],
        colour=line["colour"],
        quantity=line["quantity"],
        unit_price=Money(line["unit_price_minor"], currency),
        category=line["category"],
        final_sale=line.get("final_sale", False),
        options=line.get("options") or {},
    )


def parcel_of(parcel: dict[str, Any]) -> Parcel:
    estimated = parcel.get("estimated_delivery")
    return Parcel(
        parcel_id=parcel["parcel_id"],
        carrier=parcel["carrier"],
        tracking_number=parcel["tracking_number"],
        tracking_url=parcel.get("tracking_url"),
        status=parcel["status"],
        lines=tuple(parcel["lines"]),
        shipped_at=_instant(parcel.get("shipped_at")),
        estimated_delivery=date.fromisoformat(estimated) if estimated else None,
        delivered_at=_instant(parcel.get("delivered_at")),
        events=tuple(
            CarrierEvent(
                at=datetime.fromisoformat(event["at"]),
                code=event["code"],
                description=reported(event["description"]),
                location=reported(event.get("location") or ""),
            )
            for event in parcel["events"]
        ),
    )


def _instant(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None


def plain_postcode(postcode: str) -> str:
    return "".join(character for character in postcode.upper() if character.isalnum())


def line_row(line: OrderLine) -> dict[str, Any]:
    row = {
        "line": line.line,
        "sku": line.sku,
        "product_id": line.product_id,
        "name": line.name,
        "size": line.size,
        "colour": line.colour,
        "quantity": line.quantity,
        "unit_price_minor": line.unit_price.amount_minor,
        "category": line.category,
        "final_sale": line.final_sale,
    }
    return {**row, "options": line.options} if line.options else row


def payment_row(payment: Payment, *, key: str) -> dict[str, Any]:
    """`key` is that of the action: by it a refund that is asked for again is known."""
    return {
        "at": payment.at.isoformat(),
        "kind": payment.kind.value,
        "method_id": payment.method_id,
        "amount_minor": payment.amount.amount_minor,
        "reason": payment.reason,
        "key": key,
    }


def method_row(method: PaymentMethod) -> dict[str, Any]:
    facts = {"method_id": method.method_id, "kind": method.kind.value, "brand": method.brand, "last4": method.last4}
    kept = {name: value for name, value in facts.items() if value is not None}
    if method.balance is None:
        return kept
    return {**kept, "balance_minor": method.balance.amount_minor, "currency": method.balance.currency}
