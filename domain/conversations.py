"""A conversation as the customer sees it: messages, events on the wire, cards."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal, NewType

ConversationId = NewType("ConversationId", str)

MAX_MESSAGE_CHARACTERS = 2000


class Sender(StrEnum):
    CUSTOMER = "customer"
    ASSISTANT = "assistant"
    STAFF = "staff"
    SYSTEM = "system"


class MessageStatus(StrEnum):
    RECEIVED = "received"
    """Acknowledged and not yet answered; a turn will take it, whatever crashes."""
    ANSWERED = "answered"
    DEAD = "dead"
    """Given up after three tries; the customer was told and a person was asked."""
    STOPPED = "stopped"
    """A reply that the customer did not want to hear to its end."""


EventKind = Literal[
    "start", "status", "delta", "card", "quick_replies", "sources", "handoff", "message", "end", "error"
]


@dataclass(frozen=True, slots=True)
class Event:
    """One thing on the wire. `event_id` is filled when the turn numbers it: fence * 1000 + position.

    One that is never numbered passes by and is kept nowhere: somebody is writing.
    """

    kind: EventKind
    data: dict[str, Any]
    event_id: int = 0


@dataclass(frozen=True, slots=True)
class Card:
    """Data to show as more than text. `text` says the same for SMS, transcripts and unknown kinds.

    Kinds: products, order, order_list, return_form, confirm, receipt, claim, csat, sign_in, sources.
    """

    kind: str
    data: dict[str, Any]
    text: str


@dataclass(slots=True)
class Reply:
    """What one turn says, before and after it is stored."""

    text: str
    cards: list[Card] = field(default_factory=list)
    quick_replies: list[str] = field(default_factory=list)
    sources: list[dict[str, Any]] = field(default_factory=list)
    handoff: dict[str, Any] | None = None
    is_stopped: bool = False
    """The customer stopped it: its text is what was said until then, and what was done."""
