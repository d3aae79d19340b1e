"""Requests for a person: at most one open per conversation."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, Index, SQLModel, text

from store.tables.columns import json_column, now, timestamp


class HandoffRow(SQLModel, table=True):
    __tablename__ = "handoffs"  # pyright: ignore[reportAssignmentType]  # SQLModel types it as declared_attr
    __table_args__ = (
        Index("handoffs_one_open", "conversation_id", unique=True, postgresql_where=text("status <> 'closed'")),
    )

    ticket_id: str = Field(primary_key=True)
    conversation_id: str = Field(foreign_key="conversations.conversation_id")
    status: str = "open"
    """open: nobody has taken it; assigned; closed"""
    reason: str
    packet: dict[str, Any] = Field(sa_column=json_column())
    """goal, verified identity, slots, actions tried, sources: what a person needs to go on"""
    created_at: datetime = Field(default_factory=now, sa_column=timestamp())
    closed_at: datetime | None = Field(default=None, sa_column=timestamp(nullable=True))
    owner: str | None = None
    """Who has taken it: "staff:lena"."""
    contact_email: str = Field(default="", sa_column_kwargs={"server_default": ""})
    """Where to answer when the customer has left; "" while nobody asked for that."""
    contact_since: datetime | None = Field(default=None, sa_column=timestamp(nullable=True))
    """When the address was left: a customer who has written since is there again, and is answered there."""
