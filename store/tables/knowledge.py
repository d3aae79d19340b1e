"""Documents, and the passages cut from them with their vectors."""

from datetime import date, datetime

from sqlalchemy import Column, LargeBinary
from sqlmodel import Field, SQLModel

from store.tables.columns import now, timestamp


class DocumentRow(SQLModel, table=True):
    __tablename__ = "documents"

    document_id: str = Field(primary_key=True)
    """Stable and readable: "policies/return_policy", "faqs/12", "products/VM1234"."""
    kind: str
    """faq, policy, article, product, conversation"""
    title: str
    text: str
    """Markdown. For an FAQ the title is the question and the text the answer."""
    audience: str = "public"
    effective_from: date | None = None
    effective_to: date | None = None
    last_updated: date | None = None
    rules: str | None = None
    """A returns policy's rules as JSON (`domain.policies.ReturnRules`)."""
    content_hash: str
    """SHA-256 over all of the above: what has not changed is not cut and embedded again."""
    changed_at: datetime = Field(default_factory=now, sa_column=timestamp(index=True))


class PassageRow(SQLModel, table=True):
    __tablename__ = "passages"

    passage_id: str = Field(primary_key=True)
    document_id: str = Field(foreign_key="documents.document_id", index=True, ondelete="CASCADE")
    position: int
    heading: str
    text: str
    encoder: str
    """Name of the model that made the vector; a passage of another encoder is embedded again."""
    vector: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    """(384,) float32, little-endian, L2-normalised"""


class KnowledgeVersionRow(SQLModel, table=True):
    """One row. Its number rises with every change of documents or products; replicas follow it."""

    __tablename__ = "knowledge_version"

    only: bool = Field(default=True, primary_key=True)
    version: int = 0
