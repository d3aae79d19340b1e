"""Places of turns at work: few, because they share a processor and a pool; a turn that waits for a model needs none."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from agent.turn import Waits


@asynccontextmanager
async def place(room: asyncio.Semaphore) -> AsyncIterator[Waits]:
    """In `room` until what is yielded is called, or the block ends.

    Who has left does not come back: gate and commit are a small part of a turn's work, and to queue for them behind
    the turns that have just come would make the wait twice as long.
    """
    await room.acquire()
    is_in = True

    def leave() -> None:
        nonlocal is_in
        if is_in:
            is_in = False
            room.release()

    try:
        yield leave
    finally:
        leave()
