"""The shop that ShopSmart keeps itself, in its own tables: VerdeMuse, or any folder in the same formats."""

import hmac
from datetime import date, datetime
from typing import Any

from sqlmodel import col, select

from domain.catalog import Product, ProductId, Sku, Variant
from domain.customers import Customer, CustomerId
from domain.errors import NotFound, NotPossible
from domain.money import Money
from domain.orders import CarrierEvent, Order, OrderId, OrderLine, OrderStatus, Parcel
from store.database import Database, WriteSession
from store.tables.catalog import ProductRow
from store.tables.columns import now
from store.tables.customers import CustomerRow
from store.tables.orders import OrderRow
from tools.shops.port import ShopProfile


class DemoShop:
    """`tools.shops.port.Shop` over the tables products, customers and orders."""

    def __init__(self, profile: ShopProfile, database: Database) -> None:
        self.profile = profile
        self._database = database

    async def order(self, order_id: OrderId) -> Order | None:
        async with self._database.read() as session:
            row = await session.get(OrderRow, order_id)
            return to_order(row) if row else None

    async def orders_of(self, customer_id: CustomerId, *, limit: int = 20) -> list[Order]:
        statement = (
            select(OrderRow)
            .where(OrderRow.customer_id == customer_id)
            .order_by(col(OrderRow.placed_at).desc())
            .limit(limit)
        )
        async with self._database.read() as session:
            return [to_order(row) for row in await session.exec(statement)]

    async def customer(self, customer_id: CustomerId) -> Customer | None:
        async with self._database.read() as session:
            row = await session.get(CustomerRow, customer_id)
            return to_customer(row) if row else None

    async def customer_by_email(self, email: str) -> Customer | None:
        statement = select(CustomerRow).where(CustomerRow.email == email.strip().lower())
        async with self._database.read() as session:
            row = (await session.exec(statement)).first()
            return to_customer(row) if row else None

    async def proves_order(self, order_id: OrderId, *, email: str | None, postcode: str | None) -> bool:
        async with self._database.read() as session:
            row = await session.get(OrderRow, order_id)
        known_email = row.email if row else "-"
        known_postcode = _plain(row.postcode or "-") if row else "-"
        by_email = hmac.compare_digest((email or "").strip().lower().encode(), known_email.encode())
        by_postcode = hmac.compare_digest(_plain(postcode or "").encode(), known_postcode.encode())
        return row is not None and (by_email or by_postcode)

    async def cancel_order(self, order_id: OrderId, *, reason: str, key: str, session: WriteSession) -> Order:
        row = (
            await session.exec(select(OrderRow).where(OrderRow.order_id == order_id).with_for_update())
        ).first()
        if row is None:
            raise NotFound("order")
        if not OrderStatus(row.status).may_be_cancelled:
            raise NotPossible(f"order_{row.status}", clause="cancellation")
        row.status = OrderStatus.CANCELLED
        row.cancel_reason = reason
        row.history = [*row.history, {"at": now().isoformat(), "status": "cancelled", "note": reason}]
        session.add(row)
        await session.flush()
        return to_order(row)

    async def products(self) -> list[Product]:
        async with self._database.read() as session:
            return [to_product(row) for row in await session.exec(select(ProductRow))]


def to_product(row: ProductRow) -> Product:
    details = row.details
    return Product(
        product_id=ProductId(row.product_id),
        name=row.name,
        description=row.description,
        category=row.category,
        price=Money(row.price_minor, row.currency),
        return_policy=row.return_policy,
        materials=tuple(details.get("materials") or ()),
        care=details.get("care") or "",
        tags=tuple(details.get("tags") or ()),
        image=details.get("image"),
        rating=details.get("rating"),
        warranty_months=details.get("warranty_months"),
        fit=details.get("fit"),
        gender=details.get("gender"),
        variants=tuple(
            Variant(
                sku=Sku(variant["sku"]),
                size=variant["size"],
                colour=variant["colour"],
                stock=variant["stock"],
                price=Money(variant.get("price_minor") or row.price_minor, row.currency),
            )
            for variant in row.variants
        ),
    )


def to_customer(row: CustomerRow) -> Customer:
    return Customer(
        customer_id=CustomerId(row.customer_id),
        name=row.name,
        email=row.email,
        phone=row.phone,
        locale=row.locale,
        postcode=row.address.get("postcode"),
        sizes=dict(row.sizes),
        preferences=dict(row.preferences),
    )


def to_order(row: OrderRow) -> Order:
    currency = row.currency
    return Order(
        order_id=OrderId(row.order_id),
        customer_id=CustomerId(row.customer_id),
        email=row.email,
        status=OrderStatus(row.status),
        placed_at=row.placed_at,
        lines=tuple(_line(line, currency) for line in row.lines),
        shipping_method=row.shipping_method,
        shipping=Money(row.shipping_minor, currency),
        discount=Money(row.discount_minor, currency),
        total=Money(row.total_minor, currency),
        address=dict(row.address),
        payment=dict(row.payment),
        parcels=tuple(_parcel(parcel) for parcel in row.parcels),
        cancel_reason=row.cancel_reason,
    )


def _line(line: dict[str, Any], currency: str) -> OrderLine:
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
    )


def _parcel(parcel: dict[str, Any]) -> Parcel:
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
                description=event["description"],
                location=event.get("location") or "",
            )
            for event in parcel["events"]
        ),
    )


def _instant(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None


def _plain(postcode: str) -> str:
    return "".join(character for character in postcode.upper() if character.isalnum())
