"""Customers of the demo shop."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from store.tables.columns import json_column, json_list, timestamp


class CustomerRow(SQLModel, table=True):
    __tablename__ = "customers"  # pyright: ignore[reportAssignmentType]  # SQLModel types it as declared_attr

    customer_id: str = Field(primary_key=True)
    email: str = Field(unique=True)
    """Lower case."""
    name: str
    phone: str | None = Field(default=None, index=True)
    """E.164."""
    locale: str
    address: dict[str, Any] = Field(sa_column=json_column())
    sizes: dict[str, Any] = Field(sa_column=json_column())
    preferences: dict[str, Any] = Field(sa_column=json_column())
    joined_at: datetime = Field(sa_column=timestamp())
    marketing_opt_in: bool = False
    payment_methods: list[dict[str, Any]] = Field(default_factory=list, sa_column=json_list())
    """[{method_id, kind, brand, last4, balance_minor, currency}]; a balance only where the kind keeps one."""
    changed_at: datetime | None = Field(default=None, sa_column=timestamp(nullable=True))
    """When the service last changed this row: loading the shop's files again then leaves it as it is."""
