"""The job that keeps a promise: `promise.keep`, run on its day, or as soon as there is news."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from agent.writer.formats import filters, locale_of
from api.jobs.postponing import NotNow
from api.resources import Resources
from domain.conversations import ConversationId
from domain.obligations import Formats, Obligation, ObligationKind, decision_told, delay_told, is_decided, is_news
from store import claims, handoffs, obligations, outbox
from store.database import WriteSession
from store.notices import Notice, tell

LOOK_AGAIN = timedelta(hours=1)
"""While late: news are told at once, and this is for those that came while we looked."""
WHILE_ANSWERING = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class News:
    """What there is to say, if anything, and whether that was all that was owed."""

    text: str
    is_all: bool


Look = Callable[[WriteSession, Obligation, Formats], Awaitable[News | None]]


async def keep_promise(resources: Resources, payload: dict[str, Any]) -> None:
    """In one transaction: the news, and that they were told. Raises NotNow while something is still owed."""
    async with resources.database.transaction() as session:
        connection = await session.raw()
        obligation = await obligations.held(connection, payload["obligation"])
        if obligation is None:
            return
        news = await KINDS[obligation.kind](session, obligation, await _formats(resources, connection, obligation))
        if news is None:
            await obligations.end(connection, obligation.key, outcome=obligations.VOID)
            return
        if not news.is_all and (obligation.is_late or datetime.now(UTC) < obligation.due_at):
            raise NotNow(LOOK_AGAIN if obligation.is_late else obligation.due_at - datetime.now(UTC))
        await _say(session, obligation, news)
    if not news.is_all:
        raise NotNow(LOOK_AGAIN)


async def _say(session: WriteSession, obligation: Obligation, news: News) -> None:
    connection = await session.raw()
    handoff = None if news.is_all else await _ask_a_person(session, obligation)
    conversation_id = ConversationId(obligation.conversation_id)
    told = await tell(connection, conversation_id, Notice(news.text, handoff), about=f"promise:{obligation.kind}")
    if told is None:
        raise NotNow(WHILE_ANSWERING)
    await outbox.tell(connection, conversation_id, news.text, key=f"promise:{obligation.key}:{told.seq}")
    if news.is_all:
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


async def _formats(resources: Resources, connection: Any, obligation: Obligation) -> Formats:
    locale = await connection.fetchval(
        "SELECT locale FROM conversations WHERE conversation_id = $1", obligation.conversation_id
    )
    today = datetime.now(ZoneInfo(resources.shop.profile.time_zone)).date()
    found = filters(locale_of(locale or "en-US"), today)
    return Formats(money=found["money"], day=found["day"])


async def _claim_decision(session: WriteSession, obligation: Obligation, formats: Formats) -> News | None:
    record = await claims.claim(session, obligation.facts["claim_id"])
    if record is None or (is_decided(record.claim) and not is_news(record.claim)):
        return None
    if is_decided(record.claim):
        return News(decision_told(record.claim, formats), is_all=True)
    return News(delay_told(record.claim), is_all=False)


KINDS: dict[ObligationKind, Look] = {
    ObligationKind.CLAIM_DECISION: _claim_decision,
}
