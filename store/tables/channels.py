"""Telephone channels: numbers that write to us, messages taken in from a provider, messages waiting to go out."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column
from sqlmodel import Field, Index, SQLModel, text

from store.tables.columns import json_column, json_list, now, timestamp


class PhoneRow(SQLModel, table=True):
    """A number on one channel, and the conversation that its messages belong to."""

    __tablename__ = "phones"  # pyright: ignore[reportAssignmentType]  # SQLModel types it as declared_attr

    channel: str = Field(primary_key=True)
    number: str = Field(primary_key=True)
    """E.164."""
    conversation_id: str | None = Field(default=None, foreign_key="conversations.conversation_id", index=True)
    opted_out_at: datetime | None = Field(default=None, sa_column=timestamp(nullable=True))
    """Wrote STOP: nothing is sent until they write START."""
    last_inbound_at: datetime | None = Field(default=None, sa_column=timestamp(nullable=True))
    """WhatsApp lets us write freely for 24 hours after this."""


class InboundRow(SQLModel, table=True):
    """A provider's message by its number there: the same number is never taken in twice."""

    __tablename__ = "inbound"  # pyright: ignore[reportAssignmentType]  # SQLModel types it as declared_attr
    __table_args__ = (
        Index("inbound_waiting", "channel", "number", postgresql_where=text("payload IS NOT NULL")),
        Index("inbound_due", "due_at", postgresql_where=text("payload IS NOT NULL")),
    )

    sid: str = Field(primary_key=True)
    channel: str
    number: str
    conversation_id: str | None = None
    """Where it was said; NULL: nothing to answer (STOP, START, HELP), or not yet."""
    payload: dict[str, Any] | None = Field(default=None, sa_column=json_column(nullable=True))
    """The message while it waits for its pictures; NULL once it is in the conversation."""
    attempts: int = 0
    due_at: datetime = Field(default_factory=now, sa_column=timestamp())
    received_at: datetime = Field(default_factory=now, sa_column=timestamp())


class OutboxRow(SQLModel, table=True):
    """One message to one recipient: written in the commit of what it says, sent after it."""

    __tablename__ = "outbox"  # pyright: ignore[reportAssignmentType]  # SQLModel types it as declared_attr
    __table_args__ = (
        Index(
            "outbox_unfinished",
            "channel",
            "recipient",
            "outbox_id",
            postgresql_where=text("status IN ('waiting', 'sending', 'unsure', 'held')"),
        ),
    )

    outbox_id: int | None = Field(default=None, sa_column=Column(BigInteger, primary_key=True, autoincrement=True))
    """Rises: the order in which one recipient gets them."""
    key: str = Field(unique=True)
    """The same key is the same message: it goes out once, however often it is queued."""
    channel: str
    recipient: str
    """E.164."""
    conversation_id: str | None = Field(default=None, index=True)
    template: str = Field(default="", sa_column_kwargs={"server_default": ""})
    """Name of an approved message that is sent instead of the text, where the text alone may not be sent."""
    text: str
    """Emptied once a secret message has reached the provider or was given up."""
    media: list[str] = Field(default_factory=list, sa_column=json_list())
    """URLs of pictures."""
    buttons: list[str] = Field(default_factory=list, sa_column=json_list())
    is_secret: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    status: str = "waiting"
    """`domain.delivery.Delivery`"""
    sid: str | None = Field(default=None, unique=True)
    """The provider's number of it."""
    error_code: int | None = None
    """The provider's, of the last refusal or failure."""
    attempts: int = 0
    queued_at: datetime = Field(default_factory=now, sa_column=timestamp())
    due_at: datetime = Field(default_factory=now, sa_column=timestamp())
    tried_at: datetime | None = Field(default=None, sa_column=timestamp(nullable=True))
    """When the last attempt was begun."""
    expires_at: datetime = Field(sa_column=timestamp())
    reported_at: datetime | None = Field(default=None, sa_column=timestamp(nullable=True))
    """When the provider last said something new about it."""
