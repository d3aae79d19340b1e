"""What becomes of a message that was sent. Reports come twice and out of order: what is known never gets less."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Part:
    """One message of those that a reply is sent in."""

    text: str
    media: tuple[str, ...] = ()
    """URLs of pictures."""
    buttons: tuple[str, ...] = ()
    """Answers that can be tapped; the text names them too where the channel has none."""


class Delivery(StrEnum):
    WAITING = "waiting"
    """To be sent; the next attempt is due at a known moment."""
    SENDING = "sending"
    """An attempt was begun and has not been heard of since."""
    UNSURE = "unsure"
    """An attempt may have gone out: it is looked for, and not sent again before it was found missing."""
    HELD = "held"
    """May not be sent until the customer writes again."""
    ACCEPTED = "accepted"
    """The provider has it and gave it a number."""
    SENT = "sent"
    FAILED = "failed"
    """The provider could not deliver it."""
    DELIVERED = "delivered"
    READ = "read"
    REFUSED = "refused"
    """The provider said no, for good."""
    EXPIRED = "expired"
    """Not sent in time to be of use."""


_BY_PROVIDER = {
    "accepted": Delivery.ACCEPTED,
    "scheduled": Delivery.ACCEPTED,
    "queued": Delivery.ACCEPTED,
    "sending": Delivery.ACCEPTED,
    "sent": Delivery.SENT,
    "undelivered": Delivery.FAILED,
    "failed": Delivery.FAILED,
    "canceled": Delivery.FAILED,
    "delivered": Delivery.DELIVERED,
    "read": Delivery.READ,
}
_RANKS = {
    Delivery.ACCEPTED: 1,
    Delivery.SENT: 2,
    Delivery.FAILED: 3,
    # A receipt from the telephone itself: stronger than a carrier's "undelivered" before or after it.
    Delivery.DELIVERED: 4,
    Delivery.READ: 5,
}


def reported(status: str) -> Delivery | None:
    """A provider's word for it; None for one that we do not know, which says nothing."""
    return _BY_PROVIDER.get(status.lower())


def rank(delivery: Delivery) -> int:
    """How far it got: a report counts only if it ranks above what is known. 0: not with the provider yet."""
    return _RANKS.get(delivery, 0)
