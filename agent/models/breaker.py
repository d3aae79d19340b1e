"""A circuit breaker: a model that keeps failing is left alone for a while, then asked once."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from domain.errors import ModelFailed, ModelUnavailable


class Breaker:
    """Opens after `failures` in a row; `open_s` later one call may try, and its outcome decides.

    Of one process, without a lock: everything happens between two awaits.
    """

    def __init__(self, *, failures: int = 5, open_s: float = 15.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit = failures
        self._open_s = open_s
        self._clock = clock
        self._failures = 0
        self._opened_at: float | None = None
        self._is_trying = False

    @property
    def is_open(self) -> bool:
        return self._opened_at is not None

    @contextmanager
    def watch(self) -> Iterator[None]:
        """Around one call. Raises ModelUnavailable at once while open; any other ModelFailed inside counts."""
        is_probe = self._admit()
        try:
            yield
        except ModelFailed:
            self._failed()
            raise
        else:
            self._failures, self._opened_at = 0, None
        finally:
            # Also when the caller was cancelled: its probe said nothing, so the next call may try.
            if is_probe:
                self._is_trying = False

    def _admit(self) -> bool:
        if self._opened_at is None:
            return False
        if self._is_trying or self._clock() - self._opened_at < self._open_s:
            raise ModelUnavailable("the breaker is open")
        self._is_trying = True
        return True

    def _failed(self) -> None:
        self._failures += 1
        if self._failures >= self._limit or self._opened_at is not None:
            self._opened_at = self._clock()
