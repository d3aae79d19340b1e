"""File locks that the kernel lets go of when their holder dies. Locks on one path are shared by all processes."""

import asyncio
import fcntl
import os
import time
from pathlib import Path

POLL_S = 0.02


class FileLock:
    """One open file description, so that two objects on one path exclude each other inside a process too."""

    def __init__(self, path: Path) -> None:
        self.fd = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        owner = path.parent.stat()
        if os.geteuid() == 0 and owner.st_uid != 0:
            os.fchown(self.fd, owner.st_uid, owner.st_gid)

    def try_exclusive(self) -> bool:
        return self._try(fcntl.LOCK_EX)

    def try_shared(self) -> bool:
        return self._try(fcntl.LOCK_SH)

    def release(self) -> None:
        fcntl.flock(self.fd, fcntl.LOCK_UN)

    def close(self) -> None:
        """Let go, unless a child inherited the descriptor: then the lock is the child's."""
        os.close(self.fd)

    def _try(self, kind: int) -> bool:
        try:
            fcntl.flock(self.fd, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


async def wait_exclusive(lock: FileLock, *, timeout_s: float) -> bool:
    """Whether the lock was had in time."""
    until = time.monotonic() + timeout_s
    while not lock.try_exclusive():
        if time.monotonic() > until:
            return False
        await asyncio.sleep(POLL_S)
    return True


async def wait_shared(lock: FileLock, *, timeout_s: float) -> bool:
    """Whether the lock was had in time."""
    until = time.monotonic() + timeout_s
    while not lock.try_shared():
        if time.monotonic() > until:
            return False
        await asyncio.sleep(POLL_S)
    return True
