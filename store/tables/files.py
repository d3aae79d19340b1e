"""Pictures, in the database like everything else: a backup has them, and so has every process."""

from datetime import datetime

from sqlmodel import Field, LargeBinary, SQLModel

from store.tables.columns import now, timestamp


class FileRow(SQLModel, table=True):
    __tablename__ = "files"  # pyright: ignore[reportAssignmentType]  # SQLModel types it as declared_attr

    file_id: str = Field(primary_key=True)
    """Made of the conversation and the content, so that the same picture again is the same row."""
    conversation_id: str = Field(foreign_key="conversations.conversation_id", index=True)
    claim_id: str | None = Field(default=None, index=True)
    media_type: str
    sha256: str
    content: bytes = Field(sa_type=LargeBinary)
    uploaded_at: datetime = Field(default_factory=now, sa_column=timestamp())
