"""Everything that was seen to go wrong with a model's API, each by a rate of its own.

Sources: Mistral's error documentation, langchain-mistralai's behaviour on each (tests/agent/test_models_mistral.py).
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    TOO_MANY = "too_many"
    """429 with Retry-After"""
    BROKEN = "broken"
    """500 with HTML"""
    OVERLOADED = "overloaded"
    """503 "service tier capacity exceeded" """
    DROPPED = "dropped"
    """The connection ends before the answer."""
    STALLED = "stalled"
    """Begins, then says nothing more."""
    CUT = "cut"
    """A stream that ends in the middle, without a word about it."""
    ERROR_EVENT = "error_event"
    """An error object inside the stream."""
    NO_JSON = "no_json"
    NO_CHOICES = "no_choices"
    ERROR_OK = "error_ok"
    """An error object under status 200."""
    EMPTY = "empty"
    ENDLESS = "endless"
    LENGTH = "length"
    """finish_reason length"""
    NO_FINISH = "no_finish"
    """Whole, but finish_reason is never said."""
    INVENTED_TOOL = "invented_tool"
    BAD_ARGUMENTS = "bad_arguments"
    """A tool call whose arguments are no JSON."""


@dataclass(frozen=True, slots=True)
class Faults:
    """Rates between 0 and 1; together at most 1."""

    rates: Mapping[Fault, float]

    @classmethod
    def all(cls, rate: float) -> "Faults":
        """Every fault alike, together `rate`."""
        return cls({fault: rate / len(Fault) for fault in Fault})

    def drawn(self, dice: random.Random) -> Fault | None:
        roll = dice.random()
        for fault, rate in self.rates.items():
            if roll < rate:
                return fault
            roll -= rate
        return None


NONE = Faults({})
