"""What goes wrong between a shop and its carrier, each by a rate of its own."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    TOO_MANY = "too_many"
    """429 with Retry-After; nothing was kept."""
    BROKEN = "broken"
    """500, and nothing was kept."""
    BROKEN_AFTER = "broken_after"
    """500, and the message goes out."""
    DROPPED = "dropped"
    """The connection ends without an answer, and nothing was kept."""
    DROPPED_AFTER = "dropped_after"
    """The connection ends without an answer, and the message goes out."""
    STALLED = "stalled"
    """No answer for a minute, and nothing was kept."""
    STALLED_AFTER = "stalled_after"
    """No answer for a minute, and the message goes out."""
    GARBLED = "garbled"
    """201 with half an answer; the message goes out."""
    UNDELIVERED = "undelivered"
    """Taken, and then not delivered."""
    CALLBACKS_MIXED = "callbacks_mixed"
    """Reports in the wrong order, and twice."""
    CALLBACKS_LOST = "callbacks_lost"
    DOUBLED = "doubled"
    """An incoming message is delivered twice at once."""


KEEPS = frozenset(Fault) - {Fault.TOO_MANY, Fault.BROKEN, Fault.DROPPED, Fault.STALLED}
"""With these the message goes out."""


@dataclass(frozen=True, slots=True)
class Faults:
    rates: Mapping[Fault, float]

    def drawn(self, dice: random.Random) -> Fault | None:
        """At most one a call."""
        left = dice.random()
        for fault, rate in self.rates.items():
            if left < rate:
                return fault
            left -= rate
        return None


NONE = Faults({})
