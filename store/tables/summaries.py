"""What a model made of long conversations: one row each, as long as the conversation is kept."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from store.tables.columns import timestamp


class SummaryRow(SQLModel, table=True):
    __tablename__ = "summaries"  # pyright: ignore[reportAssignmentType]  # SQLModel types it as declared_attr

    conversation_id: str = Field(primary_key=True, foreign_key="conversations.conversation_id")
    text: str
    """A few sentences, without codes and card numbers. Nobody may rely on it: it is for understanding only."""
    covers_seq: int
    """The newest message that it knows of."""
    prompt: str
    """Name and version: "summarise@2"."""
    model: str
    prompt_tokens: int
    completion_tokens: int
    cost_usd: float | None = None
    """NULL: no price is configured."""
    updated_at: datetime = Field(sa_column=timestamp())
