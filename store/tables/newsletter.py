"""Newsletter wishes of people without an account, and the links that prove them. Customers have theirs in their row."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from store.tables.columns import now, timestamp


class NewsletterRow(SQLModel, table=True):
    __tablename__ = "newsletter"  # pyright: ignore[reportAssignmentType]  # SQLModel types it as declared_attr

    email: str = Field(primary_key=True)
    """Lower case."""
    is_subscribed: bool = False
    """Only ever true after the link was followed."""
    wanted: bool | None = None
    """What the open link would make of it; None when no link is open."""
    token_hash: str | None = Field(default=None, index=True)
    """SHA-256 of the link's token, hex."""
    asked_at: datetime = Field(default_factory=now, sa_column=timestamp())
    confirmed_at: datetime | None = Field(default=None, sa_column=timestamp(nullable=True))
