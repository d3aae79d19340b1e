"""How many of many are told at once."""

from collections.abc import Sequence
from typing import TypeVar

_MOST, _FEW_LEFT = 8, 2
Each = TypeVar("Each")


def told_of(found: Sequence[Each]) -> Sequence[Each]:
    """The first ones; all where only one or two more would be left untold."""
    return found if len(found) <= _MOST + _FEW_LEFT else found[:_MOST]
