"""How a suite says how far it is, without knowing of a terminal."""

from collections.abc import Callable

Advance = Callable[[], None]
Progress = Callable[[str, int], Advance]
"""Takes what is under way and how many steps it has; gives what to call after each."""


def silent(what: str, steps: int) -> Advance:
    return lambda: None
