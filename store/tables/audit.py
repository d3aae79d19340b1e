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
    """One link of the chain. Rows are only ever added: triggers refuse anything else."""

    __tablename__ = "audit"  # pyright: ignore[reportAssignmentType]  # SQLModel types it as declared_attr

    audit_id: int | None = Field(default=None, sa_column=Column(BigInteger, primary_key=True, autoincrement=True))
    """1, 2, 3, ... without gaps: given by the chain's head."""
    at: datetime = Field(default_factory=now, sa_column=timestamp())
    event: str
    """A dotted noun and a past verb: claim.filed"""
    actor: str = Field(index=True)
    on_behalf_of: str | None = Field(default=None, index=True)
    """The customer whom a lead was serving."""
    conversation_id: str | None = Field(default=None, index=True)
    details: dict[str, Any] = Field(sa_column=json_column())
    previous_hash: str = Field(default="", sa_column_kwargs={"server_default": ""})
    hash: str = Field(default="", sa_column_kwargs={"server_default": ""})
    """SHA-256 of the previous hash and this row as canonical JSON, hex."""


class AuditHeadRow(SQLModel, table=True):
    """The chain's one end: who adds a link holds this row until the transaction ends."""

    __tablename__ = "audit_head"  # pyright: ignore[reportAssignmentType]  # SQLModel types it as declared_attr

    head: int = Field(default=1, primary_key=True)
    """Always 1."""
    audit_id: int = Field(sa_column=Column(BigInteger, nullable=False))
    hash: str
