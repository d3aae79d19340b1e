"""How satisfied customers were: one rating a conversation, the newest counts."""

from datetime import datetime

from sqlmodel import CheckConstraint, Field, SQLModel

from store.tables.columns import now, timestamp


class RatingRow(SQLModel, table=True):
    __tablename__ = "ratings"  # pyright: ignore[reportAssignmentType]  # SQLModel types it as declared_attr
    __table_args__ = (CheckConstraint("score BETWEEN 1 AND 5", name="ratings_score"),)

    conversation_id: str = Field(primary_key=True, foreign_key="conversations.conversation_id")
    score: int
    comment: str = ""
    rated_at: datetime = Field(default_factory=now, sa_column=timestamp(index=True))
