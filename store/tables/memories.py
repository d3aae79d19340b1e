"""What customers told about themselves, one fact a row. Deleted when it is to be forgotten, not marked."""

from datetime import datetime

from sqlmodel import Field, SQLModel, UniqueConstraint

from store.tables.columns import now, timestamp


class MemoryRow(SQLModel, table=True):
    __tablename__ = "memories"  # pyright: ignore[reportAssignmentType]  # SQLModel types it as declared_attr
    __table_args__ = (UniqueConstraint("customer_id", "kind", "about", "value", name="memories_once"),)

    memory_id: int | None = Field(default=None, primary_key=True)
    customer_id: str = Field(index=True)
    kind: str
    about: str = ""
    """Body part of a size; "" for every garment, and for all other kinds."""
    value: str
    conversation_id: str
    """Where it was said."""
    said_at: datetime = Field(default_factory=now, sa_column=timestamp())
