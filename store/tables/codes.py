"""One-time codes: at most one live per conversation, kept as a keyed hash."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from store.tables.columns import now, timestamp


class CodeRow(SQLModel, table=True):
    __tablename__ = "codes"  # pyright: ignore[reportAssignmentType]  # SQLModel types it as declared_attr

    conversation_id: str = Field(primary_key=True, foreign_key="conversations.conversation_id")
    customer_id: str | None = None
    """Whose account it opens; NULL: the address is nobody's, nothing was sent, and no entry can be right."""
    code_hash: str
    """HMAC-SHA256 over conversation and code, hex."""
    tries_left: int
    sent_at: datetime = Field(default_factory=now, sa_column=timestamp())
    expires_at: datetime = Field(sa_column=timestamp(index=True))
