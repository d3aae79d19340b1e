"""Column types that several tables share."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Column, DateTime, text
from sqlalchemy.dialects.postgresql import JSONB


def now() -> datetime:
    return datetime.now(UTC)


def json_column(*, nullable: bool = False) -> "Column[Any]":
    """JSONB; a fresh Column each call, since a column belongs to one table."""
    return Column(JSONB, nullable=nullable)


def json_list() -> "Column[Any]":
    """JSONB that is an empty list until something is put in."""
    return Column(JSONB, nullable=False, server_default=text("'[]'::jsonb"))


def timestamp(*, nullable: bool = False, index: bool = False) -> "Column[datetime]":
    """timestamptz, always aware."""
    return Column(DateTime(timezone=True), nullable=nullable, index=index)
