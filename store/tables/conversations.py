"""Conversations, their messages and the record of each turn."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column
from sqlmodel import Field, Index, SQLModel, UniqueConstraint, text

from store.tables.columns import json_column, now, timestamp


class ConversationRow(SQLModel, table=True):
    __tablename__ = "conversations"  # pyright: ignore[reportAssignmentType]  # SQLModel types it as declared_attr
    __table_args__ = (
        Index("conversations_leased", "lease_until", postgresql_where=text("lease_until IS NOT NULL")),
        Index("conversations_waiting", "waiting_since", postgresql_where=text("waiting_since IS NOT NULL")),
    )

    conversation_id: str = Field(primary_key=True)
    token_hash: str
    """SHA-256 of the bearer token, hex."""
    channel: str = "web"
    """Where the newest message came from, and the reply goes."""
    address: str = Field(default="", sa_column_kwargs={"server_default": ""})
    """Where replies are sent: a telephone number in E.164; empty where the customer comes to read them."""
    locale: str = "en-US"
    origin: str = Field(default="", sa_column_kwargs={"server_default": ""})
    """A keyed hash of the network address that the newest message came from, for limits."""
    session_id: str | None = Field(default=None, index=True)
    """Of whose signed-in session it is part: when that ends, nobody speaks or reads here any more. NULL: of none."""
    principal: dict[str, Any] = Field(sa_column=json_column())
    """`domain.customers.Principal` as JSON"""
    state: dict[str, Any] = Field(sa_column=json_column())
    """The agent's memory: task stack, pending action, what was shown. Small."""
    fence: int = Field(default=0, sa_column=Column(BigInteger, nullable=False))
    """Rises with every lease; a commit with an older number is refused."""
    lease_until: datetime | None = Field(default=None, sa_column=timestamp(nullable=True))
    """NULL: nobody is working on it."""
    waiting_since: datetime | None = Field(default=None, sa_column=timestamp(nullable=True))
    """When the oldest unanswered message arrived; NULL when all are answered."""
    attempts: int = 0
    """Turns begun for the messages that wait now; at three they are given up and a person is asked."""
    held_until: datetime | None = Field(default=None, sa_column=timestamp(nullable=True))
    """Until then a person has the conversation, and the assistant is silent; NULL, or past: nobody has."""
    last_seq: int = 0
    """Number of the newest message."""
    created_at: datetime = Field(default_factory=now, sa_column=timestamp())
    updated_at: datetime = Field(default_factory=now, sa_column=timestamp())


class MessageRow(SQLModel, table=True):
    __tablename__ = "messages"  # pyright: ignore[reportAssignmentType]  # SQLModel types it as declared_attr
    __table_args__ = (UniqueConstraint("conversation_id", "client_message_id", name="messages_once"),)

    conversation_id: str = Field(primary_key=True, foreign_key="conversations.conversation_id")
    seq: int = Field(primary_key=True)
    """1-based order inside the conversation, the same for every reader."""
    sender: str
    name: str | None = None
    """Of the person of the shop who said it."""
    text: str
    client_message_id: str | None = None
    status: str = "received"
    cards: list[dict[str, Any]] = Field(default_factory=list, sa_column=json_column())
    quick_replies: list[str] = Field(default_factory=list, sa_column=json_column())
    sources: list[dict[str, Any]] = Field(default_factory=list, sa_column=json_column())
    created_at: datetime = Field(default_factory=now, sa_column=timestamp())


class TurnRow(SQLModel, table=True):
    """What one turn did. `events` is what went over the wire, for readers that come back."""

    __tablename__ = "turns"  # pyright: ignore[reportAssignmentType]  # SQLModel types it as declared_attr

    conversation_id: str = Field(primary_key=True, foreign_key="conversations.conversation_id")
    fence: int = Field(sa_column=Column(BigInteger, primary_key=True))
    first_seq: int
    """The oldest message this turn answered."""
    reply_seq: int
    events: list[dict[str, Any]] = Field(sa_column=json_column())
    """[{id, kind, data}]; ids are fence * 1000 + position"""
    trace: dict[str, Any] = Field(sa_column=json_column())
    """intents, confidence, tools called, times in ms, model usage. No message text."""
    created_at: datetime = Field(default_factory=now, sa_column=timestamp())
