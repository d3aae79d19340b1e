"""Promises to customers, and whether they were kept."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, Index, SQLModel, text

from store.tables.columns import json_column, now, timestamp


class ObligationRow(SQLModel, table=True):
    __tablename__ = "obligations"  # pyright: ignore[reportAssignmentType]  # SQLModel types it as declared_attr
    __table_args__ = (Index("obligations_open", "due_at", postgresql_where=text("ended_at IS NULL")),)

    key: str = Field(primary_key=True)
    conversation_id: str = Field(index=True)
    """Where it was promised, and where it is kept."""
    kind: str
    facts: dict[str, Any] = Field(sa_column=json_column())
    promised_at: datetime = Field(default_factory=now, sa_column=timestamp())
    due_at: datetime = Field(sa_column=timestamp())
    late_at: datetime | None = Field(default=None, sa_column=timestamp(nullable=True))
    """When the customer was told that it takes longer."""
    ended_at: datetime | None = Field(default=None, sa_column=timestamp(nullable=True))
    outcome: str = ""
    """kept; void: nothing is owed any more"""
