"""Claims: what a customer may ask of an order that went wrong, or simply did not please, and how far each one is.

Only the nouns. What may be filed is decided in `domain.claim_rules`, what may follow in `domain.claim_course`.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from domain.money import Money


class ClaimKind(StrEnum):
    RETURN = "return"
    EXCHANGE = "exchange"
    """Another variant of the same product; the price difference goes to a named method."""
    REFUND = "refund"
    """Never received: lost on the way, or marked as delivered and not there."""
    DAMAGED = "damaged"
    WRONG_ITEM = "wrong_item"
    MISSING = "missing"
    WARRANTY = "warranty"

    @property
    def goes_back(self) -> bool:
        """Whether the customer sends something back for it."""
        return self not in (ClaimKind.REFUND, ClaimKind.MISSING)


class ReturnReason(StrEnum):
    """Why an item is claimed. The words are the closed set the entity extractor knows."""

    TOO_SMALL = "too_small"
    TOO_BIG = "too_big"
    DOES_NOT_FIT = "does_not_fit"
    CHANGED_MIND = "changed_mind"
    DAMAGED = "damaged"
    DEFECTIVE = "defective"
    WRONG_ITEM = "wrong_item"
    MISSING_ITEM = "missing_item"
    NOT_AS_DESCRIBED = "not_as_described"
    LATE = "late"
    QUALITY = "quality"
    NOT_RECEIVED = "not_received"
    """The parcel never came, whatever the carrier says."""
    OTHER = "other"

    @property
    def is_our_fault(self) -> bool:
        return self in _OUR_FAULT


_OUR_FAULT = {
    ReturnReason.DAMAGED,
    ReturnReason.DEFECTIVE,
    ReturnReason.WRONG_ITEM,
    ReturnReason.MISSING_ITEM,
    ReturnReason.NOT_RECEIVED,
}
_KINDS = {
    ReturnReason.DAMAGED: ClaimKind.DAMAGED,
    ReturnReason.DEFECTIVE: ClaimKind.DAMAGED,
    ReturnReason.WRONG_ITEM: ClaimKind.WRONG_ITEM,
    ReturnReason.MISSING_ITEM: ClaimKind.MISSING,
    ReturnReason.NOT_RECEIVED: ClaimKind.REFUND,
}


def kind_for(reason: ReturnReason) -> ClaimKind:
    """The kind of claim that this reason makes when the customer asks for no other."""
    return _KINDS.get(reason, ClaimKind.RETURN)


class Remedy(StrEnum):
    """What the customer asks for, and gets when it is approved."""

    REFUND = "refund"
    EXCHANGE = "exchange"
    REPLACEMENT = "replacement"
    """The same again."""
    REPAIR = "repair"


class ClaimStatus(StrEnum):
    FILED = "filed"
    """Accepted by the rules; the item is on its way back to us."""
    EVIDENCE = "evidence"
    """Waits for the customer's photo."""
    REVIEW = "review"
    """A person decides."""
    APPROVED = "approved"
    """Decided for the customer; what was promised is still to be done."""
    DENIED = "denied"
    """Decided against, with the clause; may be opened again once."""
    SETTLED = "settled"
    """Refunded, replaced or repaired."""
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    """The photo or the item did not come in time; it may be filed again while the window is open."""

    @property
    def is_open(self) -> bool:
        return self in OPEN

    @property
    def counts(self) -> bool:
        """Whether its pieces are spoken for, so that no other claim may have them."""
        return self.is_open or self is ClaimStatus.SETTLED


OPEN = (ClaimStatus.FILED, ClaimStatus.EVIDENCE, ClaimStatus.REVIEW, ClaimStatus.APPROVED)


@dataclass(frozen=True, slots=True)
class Swap:
    """What an exchange sends instead, and what that costs."""

    sku: str
    words: str
    """As the customer chose it: "Navy, L"."""
    difference: Money
    """For all pieces; negative when the customer gets something back."""


@dataclass(frozen=True, slots=True)
class ClaimEvent:
    """One transition, as it happened."""

    at: datetime
    event: str
    """A value of `domain.claim_course.Happening`."""
    status: ClaimStatus
    """After it."""
    by: str
    note: str = ""
    """In words the customer may read."""
    clause: str = ""
    """Of a decision."""


@dataclass(frozen=True, slots=True)
class Claim:
    claim_id: str
    order_id: str
    line: int
    item: str
    kind: ClaimKind
    quantity: int
    reason: ReturnReason
    status: ClaimStatus
    refund: Money
    filed_at: datetime
    send_back_by: date
    """Of a kind that goes back."""
    policy_version: str
    remedy: Remedy = Remedy.REFUND
    method: str = ""
    """Label of where the money goes or comes from: "Visa ending 4242"; empty when the shop does not say."""
    swap: Swap | None = None
    due_by: date | None = None
    """When the present status must end: the photo sent, the item sent back, the decision or the refund made."""
    received_at: datetime | None = None
    """When the item was back with us."""
    events: tuple[ClaimEvent, ...] = field(default=())
    """Oldest first."""

    @property
    def last(self) -> ClaimEvent | None:
        return self.events[-1] if self.events else None

    @property
    def waits_for_item(self) -> bool:
        """Whether the customer's next step is to send it back."""
        is_accepted = self.status in (ClaimStatus.FILED, ClaimStatus.APPROVED)
        return is_accepted and self.kind.goes_back and self.received_at is None
