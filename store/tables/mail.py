"""E-mail that waits to be sent, and that it was."""

from datetime import datetime

from sqlmodel import Field, Index, SQLModel, text

from store.tables.columns import now, timestamp


class MailRow(SQLModel, table=True):
    __tablename__ = "mail"  # pyright: ignore[reportAssignmentType]  # SQLModel types it as declared_attr
    __table_args__ = (Index("mail_waiting", "due_at", postgresql_where=text("ended_at IS NULL")),)

    key: str = Field(primary_key=True)
    """What the mail is about: the same key is the same mail, and goes out once."""
    recipient: str
    subject: str
    text: str
    """Emptied once a secret mail is sent or given up."""
    is_secret: bool = False
    queued_at: datetime = Field(default_factory=now, sa_column=timestamp())
    due_at: datetime = Field(default_factory=now, sa_column=timestamp())
    """Not before; each failure puts it off."""
    expires_at: datetime | None = Field(default=None, sa_column=timestamp(nullable=True))
    """Of no use after this."""
    attempts: int = 0
    ended_at: datetime | None = Field(default=None, sa_column=timestamp(nullable=True))
    """When it was sent or given up; NULL: it waits."""
    is_sent: bool = False
