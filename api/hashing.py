"""Passwords turned into hashes, slowly on purpose, in two threads of their own.

Argon2id with 19 MiB, two passes and one lane (OWASP's least). With the library's own figures twenty sign-ins at once
took 13.7 s each and 1.3 GB; with these and two threads 0.11 s each (m).
"""

import asyncio
import base64
import secrets
import unicodedata
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from domain.accounts import WeakPassword, check_length
from domain.errors import StoreUnavailable

T = TypeVar("T")

THREADS = 2
MOST_WAITING = 64
"""About two seconds of work; who comes then is told to try again."""
LEAST_SCORE = 2
"""Of zxcvbn's 0 to 4: what a million guesses would find is refused."""
_SCORED_CHARACTERS = 72
"""zxcvbn grows with the square of the length, and knows enough by then."""


class TooBusy(StoreUnavailable):
    code = "busy"
    sentence = "Many people are signing in just now. Please try again in a moment."


@dataclass(frozen=True, slots=True)
class Verdict:
    is_right: bool
    hashed_anew: str | None = None
    """The right password's hash by today's figures, where the kept one was made by others."""


def slow_hasher() -> PasswordHasher:
    return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


class PasswordHashes:
    """Close it when done. `most_waiting` bounds those who wait for a thread."""

    def __init__(self, hasher: PasswordHasher | None = None, *, most_waiting: int = MOST_WAITING) -> None:
        self._hasher = hasher or slow_hasher()
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="passwords")
        self._most = most_waiting + THREADS
        self._running = 0
        self._nobodys = _hash_of_nobody(self._hasher)
        self.verified = 0
        """Passwords compared since the start, those of nobody included."""

    async def hash(self, password: str) -> str:
        """Raises TooBusy."""
        return await self._run(partial(self._hasher.hash, _normal(password)))

    async def verify(self, password: str, kept: str | None) -> Verdict:
        """Without a kept hash it takes as long, and the password is wrong. Raises TooBusy."""
        return await self._run(partial(self._verify, _normal(password), kept))

    async def check_new(self, password: str, *, about: Sequence[str]) -> None:
        """`about`: words that are known of its owner. Raises WeakPassword, TooBusy."""
        check_length(password)
        await self._run(partial(_check_strength, password, about))

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _run(self, work: Callable[[], T]) -> T:
        if self._running >= self._most:
            raise TooBusy("too many passwords wait")
        self._running += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._running -= 1

    def _verify(self, password: str, kept: str | None) -> Verdict:
        self.verified += 1
        try:
            self._hasher.verify(kept or self._nobodys, password)
        except (VerificationError, InvalidHashError):
            return Verdict(is_right=False)
        if kept is None:
            return Verdict(is_right=False)
        is_old = self._hasher.check_needs_rehash(kept)
        return Verdict(is_right=True, hashed_anew=self._hasher.hash(password) if is_old else None)


def _hash_of_nobody(hasher: PasswordHasher) -> str:
    """No password's, made with the same figures, so that comparing with it takes as long."""
    salt, digest = (base64.b64encode(secrets.token_bytes(size)).rstrip(b"=").decode() for size in (16, 32))
    return f"$argon2id$v=19$m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}${salt}${digest}"


def _normal(password: str) -> str:
    """One form for what looks alike: keyboards compose letters differently."""
    return unicodedata.normalize("NFKC", password)


def _check_strength(password: str, about: Sequence[str]) -> None:
    # Its word lists take 30 ms to load, which a start does without.
    from zxcvbn import zxcvbn

    words = [word for text in about for word in text.lower().replace("@", " ").replace(".", " ").split()]
    names = [text.lower().partition("@")[0] for text in about]
    found = zxcvbn(password[:_SCORED_CHARACTERS], user_inputs=[*words, *names, *about])
    if found["score"] < LEAST_SCORE:
        warning = (found["feedback"]["warning"] or "This password is easy to guess").rstrip(".")
        raise WeakPassword("guessable", public=f"{warning}. Longer is better: a few words of your own will do.")
