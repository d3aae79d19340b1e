"""Customers of the demo shop."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from store.tables.columns import json_column, timestamp


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
