"""Requests that wait for a reply: told by the turn that gives it here, else they find it in the table."""

import asyncio

from api.answering import Answer, Answered
from domain.conversations import Card, ConversationId, Reply
from store import events
from store.database import Database

Waiter = asyncio.Future[Answer | None]
"""Has the answer, or None: look at the table."""


class Waiting:
    def __init__(self, database: Database, *, look_again_s: float) -> None:
        self._database = database
        self._look_again_s = look_again_s
        self._waiters: dict[ConversationId, dict[Waiter, int]] = {}

    async def answer_to(
        self, conversation_id: ConversationId, seq: int, *, is_ours: bool, timeout_s: float
    ) -> Answer | None:
        """The reply that covers a message, whoever gives it; None when it takes longer.

        `is_ours`: this process has just begun its turn, so that the table has no reply yet.
        """
        try:
            async with asyncio.timeout(timeout_s):
                while True:
                    # Registered before the table is read: what is stored in between is not missed.
                    waiter = self._enter(conversation_id, seq)
                    try:
                        if not is_ours and (found := await self._stored(conversation_id, seq)):
                            return found
                        found = await self._heard(waiter)
                    finally:
                        self._leave(conversation_id, waiter)
                    if found is not None:
                        return found
                    is_ours = False
        except TimeoutError:
            return None

    def resolve(self, conversation_id: ConversationId, answered: Answered) -> None:
        """A turn of this process has given the reply."""
        for waiter, seq in self._waiters.get(conversation_id, {}).items():
            if seq <= answered.last_seq and not waiter.done():
                waiter.set_result(answered.answer)

    def wake(self, conversation_id: ConversationId) -> None:
        for waiter in self._waiters.get(conversation_id, ()):
            if not waiter.done():
                waiter.set_result(None)

    def conversations(self) -> list[ConversationId]:
        return list(self._waiters)

    def _enter(self, conversation_id: ConversationId, seq: int) -> Waiter:
        waiter: Waiter = asyncio.get_running_loop().create_future()
        self._waiters.setdefault(conversation_id, {})[waiter] = seq
        return waiter

    def _leave(self, conversation_id: ConversationId, waiter: Waiter) -> None:
        waiters = self._waiters.get(conversation_id, {})
        waiters.pop(waiter, None)
        if not waiters:
            self._waiters.pop(conversation_id, None)

    async def _heard(self, waiter: Waiter) -> Answer | None:
        done, _ = await asyncio.wait({waiter}, timeout=self._look_again_s)
        return waiter.result() if done else None

    async def _stored(self, conversation_id: ConversationId, seq: int) -> Answer | None:
        async with self._database.connection() as connection:
            found = await events.reply_to(connection, conversation_id, seq)
        if found is None:
            return None
        message, last = found.message, found.events[-1]
        handoff = next((event.data for event in found.events if event.kind == "handoff"), None)
        cards = [Card(**card) for card in message.cards]
        reply = Reply(message.text, cards, message.quick_replies, message.sources, handoff)
        return Answer(message.seq, reply, message.created_at, last.event_id)
