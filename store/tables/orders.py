"""Orders of the demo shop. Lines and parcels ride in the row: an order is read whole."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, Index, SQLModel

from store.tables.columns import json_column, json_list, timestamp


class OrderRow(SQLModel, table=True):
    __tablename__ = "orders"  # pyright: ignore[reportAssignmentType]  # SQLModel types it as declared_attr
    __table_args__ = (Index("orders_of_customer", "customer_id", "placed_at"),)

    order_id: str = Field(primary_key=True)
    customer_id: str = Field(foreign_key="customers.customer_id")
    email: str
    """The address the order was placed with, lower case."""
    postcode: str | None = None
    status: str
    placed_at: datetime = Field(sa_column=timestamp())
    currency: str
    lines: list[dict[str, Any]] = Field(sa_column=json_column())
    """[{line, sku, product_id, name, size, colour, quantity, unit_price_minor, category, final_sale,
    options}]; options only where there are others than size and colour."""
    shipping_method: str
    shipping_minor: int
    discount_minor: int
    total_minor: int
    address: dict[str, Any] = Field(sa_column=json_column())
    payment: dict[str, Any] = Field(sa_column=json_column())
    parcels: list[dict[str, Any]] = Field(sa_column=json_column())
    """[{parcel_id, carrier, tracking_number, tracking_url, status, lines, shipped_at, estimated_delivery,
    delivered_at, events: [{at, code, description, location}]}]; instants are ISO 8601 with offset."""
    history: list[dict[str, Any]] = Field(sa_column=json_column())
    """[{at, status, note}], oldest first."""
    cancel_reason: str | None = None
    payments: list[dict[str, Any]] = Field(default_factory=list, sa_column=json_list())
    """[{at, kind, method_id, amount_minor, reason}], oldest first."""
    method_id: str | None = None
    """Of the customer's payment methods."""
    changes: list[str] = Field(default_factory=list, sa_column=json_list())
    """What was changed since it was placed, see `domain.orders.Order.changes`."""
    placed_key: str | None = Field(default=None, unique=True)
    """For an order placed through the service: the key of the action, so that placing it twice places it once."""
