"""A wrong clock for a process: what our own modules read the time from is ahead or behind, the machine's is not."""

import sys
import time
from datetime import UTC, date, datetime, tzinfo

OURS = ("api", "agent", "domain", "graphs", "store", "tools", "jwt", "pgqueuer")
"""Packages whose clock is set; the others only measure how long something takes."""


class _AsReal(type):
    """Values stay plain instants, and are still taken for what they are."""

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, cls.__bases__[0])


def set_ahead(seconds: float) -> None:
    """For the rest of this process's life. Call it when everything is imported."""
    real = time.time

    class Shifted(datetime, metaclass=_AsReal):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # pyright: ignore[reportIncompatibleMethodOverride]  # plain
            return datetime.fromtimestamp(real() + seconds, tz)

    class ShiftedDate(date, metaclass=_AsReal):
        @classmethod
        def today(cls) -> date:  # pyright: ignore[reportIncompatibleMethodOverride]  # plain
            return datetime.fromtimestamp(real() + seconds, UTC).date()

    time.time = lambda: real() + seconds
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] not in OURS:
            continue
        if getattr(module, "datetime", None) is datetime:
            module.datetime = Shifted  # pyright: ignore[reportAttributeAccessIssue]  # what it imported
        if getattr(module, "date", None) is date:
            module.date = ShiftedDate  # pyright: ignore[reportAttributeAccessIssue]  # what it imported
