"""Receipts, which make an action happen once, and the trail of who did what."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column
from sqlmodel import Field, SQLModel

from store.tables.columns import json_column, now, timestamp


class ReceiptRow(SQLModel, table=True):
    """Written in the same transaction as the action: the key's uniqueness is what makes it happen once."""

    __tablename__ = "receipts"  # pyright: ignore[reportAssignmentType]  # SQLModel types it as declared_attr

    key: str = Field(primary_key=True)
    tool: str
    result: dict[str, Any] = Field(sa_column=json_column())
    created_at: datetime = Field(default_factory=now, sa_column=timestamp())


class AuditRow(SQLModel, table=True):
    __tablename__ = "audit"  # pyright: ignore[reportAssignmentType]  # SQLModel types it as declared_attr

    audit_id: int | None = Field(default=None, sa_column=Column(BigInteger, primary_key=True, autoincrement=True))
    at: datetime = Field(default_factory=now, sa_column=timestamp())
    event: str
    """A dotted noun and a past verb: claim.filed"""
    actor: str
    conversation_id: str | None = Field(default=None, index=True)
    details: dict[str, Any] = Field(sa_column=json_column())
