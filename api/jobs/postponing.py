"""How a handler says that it is too early: not a failure, and no try is used up."""

from datetime import timedelta


class NotNow(Exception):
    """Ask again after `delay`."""

    def __init__(self, delay: timedelta) -> None:
        super().__init__(f"again in {delay}")
        self.delay = delay
