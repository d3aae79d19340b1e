"""What an intent may want next. An intent's `next_step` returns one of these; it never acts itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer the customer can pick. `label` is shown, `words` also match ("green linen shirt M")."""

    value: str
    label: str
    words: str = ""
    price_minor: int | None = None
    """What it costs, for "the cheaper one"."""
    state: str = ""
    """How an order is doing, for "the lost one"."""
    placed: str = ""
    """When, as it sorts, for "the older one"."""

    def as_memory(self) -> dict[str, str]:
        """Plain, as the conversation keeps it."""
        price = {} if self.price_minor is None else {"price": str(self.price_minor)}
        of_order = {"state": self.state, "placed": self.placed} if self.state else {}
        return {"value": self.value, "label": self.label, "words": self.words, **price, **of_order}


@dataclass(frozen=True, slots=True)
class Call:
    """Run a READ or PROOF tool; its value, or its failure, is in the view under `name` at the next look."""

    tool: str
    arguments: Mapping[str, Any]
    name: str


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask for a slot, and wait. The task stays open; only one question is put per reply."""

    slot: str
    say: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    keeps: Mapping[str, Any] = field(default_factory=dict)
    """Slots settled on the way to this question, so that the answer cannot unsettle them."""
    is_again: bool = False
    """The last answer could not be used: the third such question offers a person instead."""


@dataclass(frozen=True, slots=True)
class Propose:
    """Show what a WRITE tool would do and wait for a yes to exactly that."""

    tool: str
    arguments: Mapping[str, Any]
    say: str
    facts: Mapping[str, Any]
    verb: str
    """What the customer would call it, alternatives by "|": "yes, return it" agrees to a return only."""


@dataclass(frozen=True, slots=True)
class Say:
    """Answer; the task is done. `shows` is what later references ("the second one") point at."""

    say: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    quick_replies: tuple[str, ...] = ()
    shows: tuple[Choice, ...] = ()
    shows_kind: Literal["orders", "products", ""] = ""
    opens: str = ""
    """An intent that a yes to this answer begins: "Would you like to return it?" opens return_item."""
    opens_slots: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HandOver:
    """A person takes over; `reason` is one of `tools.handoff.HandoffReason`."""

    reason: str
    say: str = "handed_off"
    facts: Mapping[str, Any] = field(default_factory=dict)


Step = Call | Ask | Propose | Say | HandOver
