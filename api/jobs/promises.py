"""The job that keeps a promise: `promise.keep`, run on its day, or as soon as there is news."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import msgspec

from api.jobs.postponing import NotNow
from api.jobs.telling import worded
from api.resources import Resources
from domain.conversations import ConversationId
from domain.obligations import News, Obligation, ObligationKind, decision_told, delay_told, is_decided, is_news
from store import claims, handoffs, obligations, outbox
from store.database import WriteSession
from store.notices import Notice, tell

LOOK_AGAIN = timedelta(hours=1)
"""While late: news are told at once, and this is for those that came while we looked."""
WHILE_ANSWERING = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Found:
    """What there is to say, if anything, and whether that was all that was owed."""

    news: News
    is_all: bool


Look = Callable[[WriteSession, Obligation], Awaitable[Found | None]]


async def keep_promise(resources: Resources, payload: dict[str, Any]) -> None:
    """In one transaction: the news, and that they were told. Raises NotNow while something is still owed."""
    async with resources.database.transaction() as session:
        connection = await session.raw()
        obligation = await obligations.held(connection, payload["obligation"])
        if obligation is None:
            return
        found = await KINDS[obligation.kind](session, obligation)
        if found is None:
            await obligations.end(connection, obligation.key, outcome=obligations.VOID)
            return
        if not found.is_all and (obligation.is_late or obligation.due_in > timedelta(0)):
            raise NotNow(LOOK_AGAIN if obligation.is_late else obligation.due_in)
        await _say(resources, session, obligation, found)
    if not found.is_all:
        raise NotNow(LOOK_AGAIN)


async def _say(resources: Resources, session: WriteSession, obligation: Obligation, found: Found) -> None:
    connection = await session.raw()
    handoff = None if found.is_all else await _ask_a_person(session, obligation)
    conversation_id = ConversationId(obligation.conversation_id)
    text = await worded(resources, connection, conversation_id, found.news)
    told = await tell(connection, conversation_id, Notice(text, handoff), about=f"promise:{obligation.kind}")
    if told is None:
        raise NotNow(WHILE_ANSWERING)
    await outbox.tell(connection, conversation_id, text, key=f"promise:{obligation.key}:{told.seq}")
    if found.is_all:
        await obligations.end(connection, obligation.key, outcome=obligations.KEPT)
    else:
        await obligations.put_off(connection, obligation.key)


async def _ask_a_person(session: WriteSession, obligation: Obligation) -> dict[str, Any]:
    goal = {"goal": f"keep the promise {obligation.kind}", "reason": "promise_late", **obligation.facts}
    ticket_id, _ = await handoffs.open_ticket(
        session,
        conversation_id=obligation.conversation_id,
        reason="promise_late",
        packet_json=msgspec.json.encode(goal).decode(),
    )
    return {"ticket_id": ticket_id, "status": "open", "reason": "promise_late"}


async def _claim_decision(session: WriteSession, obligation: Obligation) -> Found | None:
    record = await claims.claim(session, obligation.facts["claim_id"])
    if record is None or (is_decided(record.claim) and not is_news(record.claim)):
        return None
    if is_decided(record.claim):
        return Found(decision_told(record.claim), is_all=True)
    return Found(delay_told(record.claim), is_all=False)


KINDS: dict[ObligationKind, Look] = {
    ObligationKind.CLAIM_DECISION: _claim_decision,
}
