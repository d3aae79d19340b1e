"""One attempt at one turn: let the agent answer, number its events, keep everything in one commit."""

import asyncio
import dataclasses
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

import msgspec
from opentelemetry import trace

from agent.turn import Agent, Inbound, Stop, TurnInput, TurnResult, Waits
from agent.writer.notices import TURN_FAILED, Notices, Reader
from api.live import LiveEvents
from api.turn_log import TurnLog, start_event
from domain.conversations import ConversationId, Event, MessageStatus, Reply
from domain.errors import LeaseLost
from store import events, turns
from store.database import Database
from store.turns import Lease, Outcome, WaitingMessage

OnDead = Callable[[ConversationId, str], Awaitable[dict[str, Any] | None]]
"""Asks a person to take a conversation over (id, reason); returns what the customer is shown of it."""


class Render(Protocol):
    """A reply as rows of the outbox (JSON), where it has to be sent; "[]" where it is read."""

    def __call__(self, lease: Lease, reply: Reply, *, is_first: bool) -> str: ...


_tracer = trace.get_tracer("shopsmart.turns")
_json = msgspec.json.Encoder()


@dataclass(frozen=True, slots=True)
class Answer:
    seq: int
    reply: Reply
    at: datetime
    event_id: int
    """Of the turn's `end`: a reader that has the reply goes on listening after it."""


@dataclass(frozen=True, slots=True)
class Answered:
    answer: Answer
    last_seq: int
    """The newest message the answer covers."""
    next_lease: Lease | None
    """Set when more messages came meanwhile; the conversation is still ours."""


class Answering:
    """The way from waiting messages to a stored answer. Holds nothing between turns."""

    def __init__(
        self,
        database: Database,
        agent: Agent,
        live: LiveEvents,
        *,
        on_dead: OnDead,
        lease: timedelta,
        turn_s: float,
        notices: Notices,
        render: Render | None = None,
    ) -> None:
        self._database = database
        self._agent = agent
        self._live = live
        self._on_dead = on_dead
        self._lease = lease
        self._turn_s = turn_s
        self._render = render
        self._notices = notices

    async def attempt(self, lease: Lease, messages: Sequence[WaitingMessage], *, waits: Waits, stop: Stop) -> Answered:
        """Run the agent over these messages and keep what it says; `waits` is called when it waits for a model.

        Raises:
            LeaseLost: another process took the conversation over; nothing was written.
            TimeoutError, or whatever the agent raises: nothing was written.
        """
        log = self._begin(lease, messages)
        try:
            with _tracer.start_as_current_span("invoke_agent shopsmart") as span:
                span.set_attribute("gen_ai.operation.name", "invoke_agent")
                span.set_attribute("gen_ai.agent.name", "shopsmart")
                span.set_attribute("gen_ai.conversation.id", lease.conversation_id)
                async with asyncio.timeout(self._turn_s):
                    result = await self._agent.run_turn(_input(lease, messages, waits, stop), log.emit)
            log.complete(result.reply)
            return await self._finish(lease, messages, result, log, status=MessageStatus.ANSWERED)
        except LeaseLost as error:
            log.close(log.failure(error.code))
            raise
        finally:
            log.close()

    async def give_up(self, lease: Lease, messages: Sequence[WaitingMessage]) -> Answered:
        """Apologise, ask a person, and mark the messages dead. Raises LeaseLost."""
        log = self._begin(lease, messages)
        try:
            handoff = await self._on_dead(lease.conversation_id, "turn_failed")
            reply = Reply(text=self._apology(lease), handoff=handoff)
            log.complete(reply)
            result = TurnResult(reply, lease.state, lease.principal, {"outcome": "dead"})
            return await self._finish(lease, messages, result, log, status=MessageStatus.DEAD)
        finally:
            log.close()

    def _apology(self, lease: Lease) -> str:
        reader = Reader(lease.conversation_id, lease.locale, lease.state.get("language", ""))
        return self._notices.write(TURN_FAILED, reader, today=lease.taken_at.date())

    def _begin(self, lease: Lease, messages: Sequence[WaitingMessage]) -> TurnLog:
        log = TurnLog(self._live, lease.conversation_id, lease.fence)
        log.emit(start_event(messages))
        return log

    async def _finish(
        self,
        lease: Lease,
        messages: Sequence[WaitingMessage],
        result: TurnResult,
        log: TurnLog,
        *,
        status: MessageStatus,
    ) -> Answered:
        end = log.ending(result.reply, answers=[message.seq for message in messages])
        outcome = _outcome(messages, result, [*log.events, end], status=status, began=log.began)
        if self._render is not None:
            outgoing = self._render(lease, result.reply, is_first=messages[0].seq == 1)
            outcome = dataclasses.replace(outcome, outgoing_json=outgoing)
        async with self._database.connection() as connection:
            finished = await turns.finish(connection, lease, outcome, lease=self._lease)
        end.data["seq"] = finished.reply_seq
        log.close(end)
        answer = Answer(finished.reply_seq, result.reply, finished.reply_at, end.event_id)
        if finished.next_fence is None:
            return Answered(answer, outcome.last_seq, None)
        next_lease = dataclasses.replace(
            lease,
            fence=finished.next_fence,
            attempts=1,
            state=result.state,
            principal=result.principal,
            taken_at=finished.reply_at,
        )
        return Answered(answer, outcome.last_seq, next_lease)


def _input(lease: Lease, messages: Sequence[WaitingMessage], waits: Waits, stop: Stop) -> TurnInput:
    return TurnInput(
        conversation_id=lease.conversation_id,
        fence=lease.fence,
        messages=tuple(Inbound(message.seq, message.text) for message in messages),
        state=lease.state,
        principal=lease.principal,
        locale=lease.locale,
        channel=lease.channel,
        now=lease.taken_at,
        origin=lease.origin,
        waits=waits,
        stop=stop,
    )


def _outcome(
    messages: Sequence[WaitingMessage],
    result: TurnResult,
    all_events: list[Event],
    *,
    status: MessageStatus,
    began: float,
) -> Outcome:
    reply = result.reply
    took_ms = round((time.monotonic() - began) * 1000, 1)
    return Outcome(
        first_seq=messages[0].seq,
        last_seq=messages[-1].seq,
        status=status,
        text=reply.text,
        cards_json=_encode(reply.cards),
        quick_replies_json=_encode(reply.quick_replies),
        sources_json=_encode(reply.sources),
        state_json=_encode(result.state),
        principal=result.principal,
        events_json=events.to_json(all_events),
        trace_json=_encode({**result.trace, "turn_ms": took_ms}),
        is_stopped=reply.is_stopped,
    )


def _encode(value: Any) -> str:
    return _json.encode(value).decode()
