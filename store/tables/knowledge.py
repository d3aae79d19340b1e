"""Documents, and the passages cut from them with their vectors."""

from datetime import date, datetime

from sqlalchemy import Column, LargeBinary, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field, SQLModel

from store.tables.columns import json_column, now, timestamp


class DocumentRow(SQLModel, table=True):
    __tablename__ = "documents"  # pyright: ignore[reportAssignmentType]  # SQLModel types it as declared_attr

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
    phrasings: dict[str, list[str]] = Field(default_factory=dict, sa_column=json_column())
    """Other ways in which customers ask for a section, by its heading; a FAQ's by its question."""
    content_hash: str
    """SHA-256 over all of the above: what has not changed is not cut and embedded again."""
    edited_at: datetime | None = Field(default=None, sa_column=timestamp(nullable=True))
    """When staff wrote this version; null: it is as in the shop's files, and follows them."""
    withdrawn_at: datetime | None = Field(default=None, sa_column=timestamp(nullable=True))
    """When staff deleted it. The row stays, or loading the shop's files would bring the document back."""
    changed_at: datetime = Field(default_factory=now, sa_column=timestamp(index=True))


class PassageRow(SQLModel, table=True):
    __tablename__ = "passages"  # pyright: ignore[reportAssignmentType]  # SQLModel types it as declared_attr

    passage_id: str = Field(primary_key=True)
    document_id: str = Field(foreign_key="documents.document_id", index=True, ondelete="CASCADE")
    position: int
    heading: str
    text: str
    phrasings: list[str] = Field(default_factory=list, sa_column=Column(ARRAY(Text), nullable=False))
    """Other ways in which it is asked for, each with a vector of its own."""
    encoder: str
    """Name of the model that made the vectors; a passage of another encoder is embedded again."""
    vectors: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    """(1 + phrasings, 384) float32, little-endian, L2-normalised; the passage's own first"""


class KnowledgeVersionRow(SQLModel, table=True):
    """One row. Its number rises with every change of documents or products; replicas follow it."""

    __tablename__ = "knowledge_version"  # pyright: ignore[reportAssignmentType]  # SQLModel types it as declared_attr

    only: bool = Field(default=True, primary_key=True)
    version: int = 0
