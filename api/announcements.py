"""What other processes announce and this one acts on: turns stored, answers stopped, people who are writing."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from api.live import LiveEvents
from api.turns import Turns
from domain.conversations import ConversationId, Event
from store.listener import Listener


@asynccontextmanager
async def announcements(listener: Listener, turns: Turns, live: LiveEvents) -> AsyncIterator[None]:
    """Heard while entered."""

    def stored(payload: str) -> None:
        turns.wake(ConversationId(payload))

    def stopped(payload: str) -> None:
        conversation_id, _, fence = payload.partition(" ")
        turns.stop_here(ConversationId(conversation_id), int(fence))

    def typing(payload: str) -> None:
        conversation_id, _, name = payload.partition(" ")
        live.publish(ConversationId(conversation_id), Event("handoff", {"status": "typing", "agent": name}))

    async with AsyncExitStack() as stack:
        for channel, heard, resync in (
            ("conversations", stored, turns.wake_all),
            ("stops", stopped, _nothing_missed),
            ("typing", typing, _nothing_missed),
        ):
            subscription = await listener.subscribe(channel, heard, resync=resync)
            stack.push_async_callback(listener.unsubscribe, subscription)
        yield


def _nothing_missed() -> None:
    """A stop that was not heard stops nothing: the customer reads on. Who was writing then has written by now."""
