"""Promises that the bot made to a customer, and the words in which they are kept.

So far there is one kind: whoever was told that a person looks at their claim hears from us, when it is decided or,
if it is not, before the day they were told is over.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from domain.claims import Claim, ClaimStatus, Remedy
from domain.money import Money


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


@dataclass(frozen=True, slots=True)
class Formats:
    """How figures are written for this reader."""

    money: Callable[[Money], str]
    day: Callable[[date | None], str]


def is_decided(claim: Claim) -> bool:
    return claim.status is not ClaimStatus.REVIEW


def is_news(claim: Claim) -> bool:
    """Whether the customer does not know it already: they took it back themselves, or were asked for a photo."""
    return claim.status in (ClaimStatus.APPROVED, ClaimStatus.DENIED, ClaimStatus.SETTLED)


def decision_told(claim: Claim, formats: Formats) -> str:
    """What was decided, and the next step."""
    about = f"your claim {claim.claim_id} for {claim.quantity} × {claim.item}"
    if claim.status is ClaimStatus.DENIED:
        why = f": {claim.last.note.strip().rstrip('.')}" if claim.last and claim.last.note.strip() else ""
        return (
            f"I have news of {about}: my colleagues could not approve it{why}. "
            "If there is something they should see or know, tell me here and it is looked at again."
        )
    if claim.status is ClaimStatus.SETTLED:
        return f"I have good news of {about}: it is approved, and {_settled(claim, formats)}."
    return f"I have good news of {about}: it is approved. {_next_step(claim, formats)}"


def delay_told(claim: Claim) -> str:
    """That there is nothing to tell on the day it was promised for."""
    return (
        f"I promised you news of your claim {claim.claim_id} for {claim.item} by today, and it is not decided yet. "
        "I'm sorry. I have asked a colleague to see to it, and I'll write to you here as soon as it is."
    )


def _next_step(claim: Claim, formats: Formats) -> str:
    if claim.waits_for_item:
        return f"Please send the item back by {formats.day(claim.due_by or claim.send_back_by)}."
    by = f" by {formats.day(claim.due_by)}" if claim.due_by else ""
    if claim.remedy is Remedy.REFUND:
        to = f" to {claim.method}" if claim.method else ""
        return f"{formats.money(claim.refund)} goes back{to}{by}."
    if claim.remedy is Remedy.REPAIR:
        return f"The repair is done{by}."
    return f"The new one leaves{by}."


def _settled(claim: Claim, formats: Formats) -> str:
    if claim.remedy is Remedy.REFUND:
        to = f" to {claim.method}" if claim.method else ""
        return f"{formats.money(claim.refund)} was sent back{to}"
    if claim.remedy is Remedy.REPAIR:
        return "the repair is done"
    return "the new one is on its way"
