"""Claims, filed once per order line and kind while open."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Field, Index, SQLModel, text

from store.tables.columns import json_column, now, timestamp


class ClaimRow(SQLModel, table=True):
    __tablename__ = "claims"  # pyright: ignore[reportAssignmentType]  # SQLModel types it as declared_attr
    __table_args__ = (
        Index(
            "claims_one_open_each",
            "order_id",
            "line",
            "kind",
            unique=True,
            postgresql_where=text("status IN ('filed', 'evidence', 'review', 'approved')"),
        ),
        Index("claims_due", "due_by", postgresql_where=text("status IN ('filed', 'evidence', 'review', 'approved')")),
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
    remedy: str = Field(default="refund", sa_column_kwargs={"server_default": "refund"})
    refund_minor: int
    fee_minor: int
    currency: str
    method_id: str | None = None
    """Where the money goes or comes from; None: the way the order was paid."""
    method: str = Field(default="", sa_column_kwargs={"server_default": ""})
    """Its label, as it was when the claim was filed."""
    swap: dict[str, Any] | None = Field(default=None, sa_column=json_column(nullable=True))
    """{sku, words, difference_minor} of an exchange."""
    policy_version: str
    clause: str
    inputs: dict[str, Any] = Field(sa_column=json_column())
    """All the decision was made from (`domain.claim_rules.ClaimFacts`), so that it can be replayed."""
    decision: dict[str, Any] | None = Field(default=None, sa_column=json_column(nullable=True))
    """What was decided at filing (`domain.claim_rules.Eligibility`); None for claims from before."""
    history: list[dict[str, Any]] = Field(sa_column=json_column())
    """[{at, event, status, by, note, clause}], oldest first; those from before have no event."""
    filed_by: str
    send_back_by: date
    due_by: date | None = None
    """When the present status must end."""
    received_at: datetime | None = Field(default=None, sa_column=timestamp(nullable=True))
    filed_at: datetime = Field(default_factory=now, sa_column=timestamp())
