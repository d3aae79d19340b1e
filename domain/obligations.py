"""Promises that the bot made to a customer, and what there is to tell when they are kept.

So far there is one kind: whoever was told that a person looks at their claim hears from us, when it is decided or,
if it is not, before the day they were told is over.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from domain.claims import Claim, ClaimStatus, Remedy


class ObligationKind(StrEnum):
    CLAIM_DECISION = "claim_decision"
    """facts: claim_id"""


@dataclass(frozen=True, slots=True)
class Obligation:
    key: str
    """What was promised about what: the same key is the same promise."""
    conversation_id: str
    kind: ObligationKind
    facts: dict[str, Any]
    due_at: datetime
    is_late: bool = False
    """The day has come, and the customer was told that it takes longer."""
    due_in: timedelta = timedelta()
    """By the database's clock; not positive once it is due."""


@dataclass(frozen=True, slots=True)
class News:
    """Something to tell: the name of its phrase, and the facts that the phrase prints."""

    say: str
    facts: dict[str, Any] = field(default_factory=dict)


def is_decided(claim: Claim) -> bool:
    return claim.status is not ClaimStatus.REVIEW


def is_news(claim: Claim) -> bool:
    """Whether the customer does not know it already: they took it back themselves, or were asked for a photo."""
    return claim.status in (ClaimStatus.APPROVED, ClaimStatus.DENIED, ClaimStatus.SETTLED)


def decision_told(claim: Claim) -> News:
    """What was decided, and the next step."""
    facts = {"claim_id": claim.claim_id, "item": claim.item, "quantity": claim.quantity}
    if claim.status is ClaimStatus.DENIED:
        why = claim.last.note.strip().rstrip(".") if claim.last else ""
        return News("claim_news_denied", {**facts, "why": why})
    if claim.status is ClaimStatus.SETTLED:
        return News(_SETTLED[claim.remedy], {**facts, "refund": claim.refund, "to": claim.method})
    if claim.waits_for_item:
        return News("claim_news_send_back", {**facts, "by": claim.due_by or claim.send_back_by})
    return News(_APPROVED[claim.remedy], {**facts, "refund": claim.refund, "to": claim.method, "by": claim.due_by})


def delay_told(claim: Claim) -> News:
    """That there is nothing to tell on the day it was promised for."""
    return News("claim_news_late", {"claim_id": claim.claim_id, "item": claim.item})


_APPROVED = {
    Remedy.REFUND: "claim_news_refund",
    Remedy.REPAIR: "claim_news_repair",
    Remedy.REPLACEMENT: "claim_news_replacement",
    Remedy.EXCHANGE: "claim_news_replacement",
}
_SETTLED = {
    Remedy.REFUND: "claim_news_refunded",
    Remedy.REPAIR: "claim_news_repaired",
    Remedy.REPLACEMENT: "claim_news_replaced",
    Remedy.EXCHANGE: "claim_news_replaced",
}
