"""Claims, filed once per order line and kind while open."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Field, Index, SQLModel, text

from store.tables.columns import json_column, now, timestamp


class ClaimRow(SQLModel, table=True):
    __tablename__ = "claims"  # pyright: ignore[reportAssignmentType]  # SQLModel types it as declared_attr
    __table_args__ = (
        Index(
            "claims_one_open",
            "order_id",
            "line",
            "kind",
            unique=True,
            postgresql_where=text("status IN ('filed', 'review', 'approved')"),
        ),
    )

    claim_id: str = Field(primary_key=True)
    order_id: str = Field(index=True)
    customer_id: str = Field(index=True)
    line: int
    item: str
    kind: str
    quantity: int
    reason: str
    note: str = ""
    """The customer's own words."""
    status: str
    refund_minor: int
    fee_minor: int
    currency: str
    policy_version: str
    clause: str
    inputs: dict[str, Any] = Field(sa_column=json_column())
    """All the decision was made from, so that it can be replayed."""
    history: list[dict[str, Any]] = Field(sa_column=json_column())
    """[{at, status, by, note}]"""
    filed_by: str
    send_back_by: date
    filed_at: datetime = Field(default_factory=now, sa_column=timestamp())
