"""What language models have cost: one row a conversation and a day."""

from datetime import datetime

from sqlalchemy import BigInteger, Column
from sqlmodel import Field, SQLModel

from store.tables.columns import timestamp


class ModelUsageRow(SQLModel, table=True):
    __tablename__ = "model_usage"  # pyright: ignore[reportAssignmentType]  # SQLModel types it as declared_attr

    scope: str = Field(primary_key=True)
    """conversation:ID or day:YYYY-MM-DD (UTC)"""
    calls: int
    tokens: int = Field(sa_column=Column(BigInteger, nullable=False))
    updated_at: datetime = Field(sa_column=timestamp(index=True))
