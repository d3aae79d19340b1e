"""Takes customers' messages, sees that each is answered once, and tells those who wait for it.

A turn belongs to no request. It runs on when the customer hangs up, and when this process dies the
message row stays `received` until the sweep of some process takes the lease and answers it.
"""

import asyncio
import logging
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

from agent.intents.no_person import calls_off
from agent.turn import Agent, Stop, Waits
from agent.writer.notices import Notices
from api.answering import Answer, Answered, Answering, OnDead, Render
from api.live import LiveEvents
from api.places import place
from api.waiting import Waiting
from domain.conversations import ConversationId
from domain.errors import LeaseLost
from store import acceptance, turns
from store.acceptance import Accepted
from store.database import Database
from store.turns import Lease, WaitingMessage

MAX_ATTEMPTS = 3

_log = logging.getLogger("shopsmart.turns")


@dataclass(frozen=True, slots=True)
class Timing:
    lease_s: float = 12.0
    """What a crash costs its customer at most, with the sweep's two seconds; slow turns renew theirs."""
    turn_s: float = 60.0
    """A turn that takes longer counts as failed."""
    gather_s: float = 0.0
    """How long to wait for more messages before a turn begins."""
    pause_s: float = 1.0
    """After a second failure, before the third try."""
    turns_at_once: int = 24
    """Those that work. More wait their turn, the oldest first: side by side they would only starve each other of
    connections. Turns that wait for a model do not count: how many may, is the model's `at_once`."""
    look_again_s: float = 5.0
    """A waiting request reads the table this often, in case a notification was lost."""


@dataclass(frozen=True, slots=True)
class _Held:
    lease: Lease
    since: float
    """On this process's monotonic clock."""
    stop: Stop = field(default_factory=Stop)


class Turns:
    def __init__(
        self,
        database: Database,
        agent: Agent,
        live: LiveEvents,
        *,
        on_dead: OnDead,
        timing: Timing,
        notices: Notices,
        render: Render | None = None,
    ) -> None:
        self._database = database
        self._live = live
        self._timing = timing
        self._lease = timedelta(seconds=timing.lease_s)
        self._answering = Answering(
            database,
            agent,
            live,
            on_dead=on_dead,
            lease=self._lease,
            turn_s=timing.turn_s,
            notices=notices,
            render=render,
        )
        self._running: dict[asyncio.Task[None], _Held] = {}
        self._here: Counter[ConversationId] = Counter()
        """Conversations that this process is answering."""
        self._room = asyncio.Semaphore(timing.turns_at_once)
        self._requests = Waiting(database, look_again_s=timing.look_again_s)

    @property
    def running(self) -> int:
        return len(self._running)

    async def accept(
        self,
        conversation_id: ConversationId,
        text: str,
        *,
        token_hash: str | None,
        client_message_id: str | None = None,
        origin: str = "",
    ) -> Accepted:
        """Keep the message, and begin a turn if nobody is answering and no person has the conversation.

        Raises as `store.acceptance.accept`.
        """
        async with self._database.connection() as connection:
            accepted = await acceptance.accept(
                connection,
                conversation_id,
                token_hash=token_hash,
                text=text,
                client_message_id=client_message_id,
                lease=self._lease,
                origin=origin,
                calls_off=calls_off,
            )
        self.begin(accepted, WaitingMessage(accepted.seq, text, client_message_id))
        return accepted

    @property
    def lease(self) -> timedelta:
        """How long whoever accepts a message for us takes the conversation for."""
        return self._lease

    def begin(self, accepted: Accepted, message: WaitingMessage) -> None:
        """Answer a message that was accepted, once its commit is through; nothing if somebody else does."""
        if accepted.lease is not None:
            must_read = accepted.is_behind or self._timing.gather_s > 0
            self._begin(accepted.lease, [] if must_read else [message])

    async def answer_to(
        self, conversation_id: ConversationId, accepted: Accepted, *, timeout_s: float
    ) -> Answer | None:
        """The reply that covers an accepted message, whoever gives it; None when it takes longer or a person has it."""
        if accepted.is_held:
            return None
        is_ours = accepted.lease is not None
        return await self._requests.answer_to(conversation_id, accepted.seq, is_ours=is_ours, timeout_s=timeout_s)

    async def stop(self, conversation_id: ConversationId, fence: int | None = None) -> None:
        """End the wording of the turn under way (only of this one, if it is named), whoever runs it."""
        if not self.stop_here(conversation_id, fence):
            async with self._database.connection() as connection:
                await turns.ask_to_stop(connection, conversation_id, fence)

    def stop_here(self, conversation_id: ConversationId, fence: int | None = None) -> bool:
        """Whether this process runs it."""
        found = [
            held
            for held in self._running.values()
            if held.lease.conversation_id == conversation_id and fence in (None, held.lease.fence)
        ]
        for held in found:
            held.stop.ask()
        return bool(found)

    def wake(self, conversation_id: ConversationId) -> None:
        """A turn was stored, here or elsewhere: readers and waiting requests look at the table."""
        self._live.wake(conversation_id)
        # Our own turn has the answer for those who wait: its notification comes first and would make them read.
        if conversation_id not in self._here:
            self._requests.wake(conversation_id)

    def wake_all(self) -> None:
        """Notifications may have been missed."""
        self._live.wake_all()
        for conversation_id in self._requests.conversations():
            self.wake(conversation_id)

    async def take_over(self, *, limit: int = 20) -> int:
        """Begin turns for conversations that wait and that nobody is answering; returns how many."""
        async with self._database.connection() as connection:
            leases = await turns.take_over(connection, lease=self._lease, limit=limit)
        for lease in leases:
            _log.warning("turn.taken_over", extra={"fence": lease.fence, "attempts": lease.attempts})
            self._begin(lease, [])
        return len(leases)

    async def renew(self, *, running_for_s: float | None = None) -> None:
        """Keep the leases of turns that have run here for so long: a third of a lease; most are over sooner."""
        long_ago = time.monotonic() - (self._timing.lease_s / 3 if running_for_s is None else running_for_s)
        for held in [held for held in self._running.values() if held.since <= long_ago]:
            async with self._database.connection() as connection:
                try:
                    await turns.renew(connection, held.lease, lease=self._lease)
                except LeaseLost:
                    # Not stopped: its commit will be refused. It may also just have finished.
                    _log.info("turn.not_renewed", extra={"fence": held.lease.fence})

    async def drain(self, *, timeout_s: float) -> None:
        """Let running turns finish; what cannot is given back at once for another process to answer."""
        if self._running:
            await asyncio.wait(self._running, timeout=timeout_s)
        left = dict(self._running)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        for held in left.values():
            async with self._database.connection() as connection:
                await turns.give_back(connection, held.lease, pause=timedelta(0))

    def _begin(self, lease: Lease, messages: list[WaitingMessage]) -> None:
        task = asyncio.create_task(self._run(lease, messages))
        self._running[task] = _Held(lease, time.monotonic())
        self._here[lease.conversation_id] += 1
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        held = self._running.pop(task)
        conversation_id = held.lease.conversation_id
        self._here[conversation_id] -= 1
        if not self._here[conversation_id]:
            del self._here[conversation_id]
            self._requests.wake(conversation_id)
        if not task.cancelled() and (error := task.exception()) is not None:
            # Most often the database went away. The message is safe: the sweep answers it.
            _log.error("turn.broken_off", exc_info=error)

    async def _run(self, lease: Lease, messages: list[WaitingMessage]) -> None:
        """Turn after turn until nothing waits. Empty `messages`: they must be read."""
        if not messages and self._timing.gather_s:
            await asyncio.sleep(self._timing.gather_s)
        going_on: Lease | None = lease
        try:
            while going_on is not None:
                self._hold(going_on)
                messages = messages or await self._waiting(going_on)
                if not messages:
                    return
                async with place(self._room) as leave:
                    answered = await self._answer(going_on, messages, leave)
                if answered is None:
                    return
                self._requests.resolve(lease.conversation_id, answered)
                going_on, messages = answered.next_lease, []
        except LeaseLost:
            _log.warning("turn.lease_lost", extra={"fence": lease.fence})

    async def _waiting(self, lease: Lease) -> list[WaitingMessage]:
        """What is to be answered; when nothing is, the lease is given back. Raises LeaseLost."""
        async with self._database.connection() as connection:
            while True:
                found = await turns.waiting(connection, lease.conversation_id)
                if found.messages or await turns.settle(connection, lease, last_seq=found.last_seq):
                    return found.messages
                await turns.renew(connection, lease, lease=self._lease)

    async def _answer(self, lease: Lease, messages: list[WaitingMessage], waits: Waits) -> Answered | None:
        """One try, a second at once if it fails; None when the third is left to the sweep."""
        while lease.attempts <= MAX_ATTEMPTS:
            try:
                return await self._answering.attempt(lease, messages, waits=waits, stop=self._own_stop())
            except LeaseLost:
                raise
            except Exception:
                _log.exception("turn.failed", extra={"fence": lease.fence, "attempts": lease.attempts})
            async with self._database.connection() as connection:
                if lease.attempts == MAX_ATTEMPTS - 1:
                    await turns.give_back(connection, lease, pause=timedelta(seconds=self._timing.pause_s))
                    return None
                lease = await turns.begin_again(connection, lease, lease=self._lease)
            self._hold(lease)
        return await self._answering.give_up(lease, messages)

    def _own_stop(self) -> Stop:
        """Of the turn that this task works on."""
        task = asyncio.current_task()
        held = self._running.get(task) if task is not None else None
        return held.stop if held is not None else Stop()

    def _hold(self, lease: Lease) -> None:
        """Remember under which fence this task works now."""
        task = asyncio.current_task()
        if task is not None:
            self._running[task] = _Held(lease, time.monotonic())
