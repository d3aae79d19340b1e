"""What the shop knows in writing: documents, and the passages that answers quote."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Audience(StrEnum):
    PUBLIC = "public"
    CUSTOMER = "customer"
    STAFF = "staff"


class SourceKind(StrEnum):
    FAQ = "faq"
    POLICY = "policy"
    ARTICLE = "article"
    PRODUCT = "product"
    CONVERSATION = "conversation"


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a document that can be quoted word for word."""

    passage_id: str
    document_id: str
    kind: SourceKind
    title: str
    heading: str
    """Heading path inside the document: "Returns > Refund times"; the question of an FAQ."""
    text: str
    audience: Audience
    effective_from: date | None
    effective_to: date | None
    last_updated: date | None

    def is_visible(self, audience: Audience, day: date) -> bool:
        levels = list(Audience)
        return (
            levels.index(self.audience) <= levels.index(audience)
            and (self.effective_from is None or self.effective_from <= day)
            and (self.effective_to is None or day < self.effective_to)
        )
