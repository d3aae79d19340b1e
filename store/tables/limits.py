"""Counters for rate limits: one row per key and window."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from store.tables.columns import timestamp


class LimitRow(SQLModel, table=True):
    __tablename__ = "limits"  # pyright: ignore[reportAssignmentType]  # SQLModel types it as declared_attr

    key: str = Field(primary_key=True)
    count: int
    resets_at: datetime = Field(sa_column=timestamp(index=True))
