"""Work that outlives the request or turn that asked for it, and how it went."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, Index, SQLModel, text

from store.tables.columns import json_column, now, timestamp


class JobRow(SQLModel, table=True):
    """What is to be done. When and by whom is PgQueuer's business, in its own schema `pgqueuer`."""

    __tablename__ = "jobs"  # pyright: ignore[reportAssignmentType]  # SQLModel types it as declared_attr
    __table_args__ = (
        Index("jobs_open", "run_at", postgresql_where=text("status = 'waiting'")),
        Index("jobs_ended", "ended_at", postgresql_where=text("ended_at IS NOT NULL")),
    )

    key: str = Field(primary_key=True)
    """What it is about: the same key is the same job, and is done once."""
    name: str
    """Which handler does it (`api.jobs`)."""
    payload: dict[str, Any] = Field(sa_column=json_column())
    """Ids and words of the shop, never a customer's: what ids stand for is read when the job runs."""
    status: str = "waiting"
    """waiting; done; dead: given up after its tries; dropped: by a person"""
    attempts: int = 0
    """Runs begun, those that ended with their process included."""
    error: str = ""
    """Of the last failure: its kind and place, no data."""
    queued_at: datetime = Field(default_factory=now, sa_column=timestamp())
    run_at: datetime = Field(default_factory=now, sa_column=timestamp())
    """Not before."""
    ended_at: datetime | None = Field(default=None, sa_column=timestamp(nullable=True))
