"""The job that tells a conversation something it did not ask for: `notice.tell`."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from asyncpg import Connection

from agent.writer.notices import Reader
from api.jobs.postponing import NotNow
from api.resources import Resources
from domain.conversations import ConversationId
from domain.obligations import News
from store import jobs, outbox
from store.database import WriteSession
from store.notices import Notice, hearing, tell

NAME = "notice.tell"
_WHILE_ANSWERING = timedelta(seconds=1)


async def enqueue_notice(session: WriteSession, conversation_id: str, notice: Notice, *, key: str, about: str) -> bool:
    """Tell it as soon as no turn runs; once, however often this is queued under the key."""
    payload = {"conversation_id": conversation_id, "text": notice.text, "handoff": notice.handoff, "about": about}
    return await jobs.enqueue(session, NAME, payload | {"key": key}, key=key)


async def worded(resources: Resources, connection: Connection, conversation_id: str, news: News) -> str:
    """In the language of the conversation, with today as the shop's people have it."""
    found = await hearing(connection, conversation_id)
    reader = Reader(conversation_id, found.locale, found.language)
    today = found.now.astimezone(ZoneInfo(resources.shop.profile.time_zone)).date()
    return resources.notices.write(news, reader, today=today)


async def tell_notice(resources: Resources, payload: dict[str, Any]) -> None:
    """In one transaction with the note that it is done: nobody is told twice."""
    conversation_id = ConversationId(payload["conversation_id"])
    async with resources.database.transaction() as session:
        connection = await session.raw()
        notice = Notice(payload["text"], payload["handoff"])
        told = await tell(connection, conversation_id, notice, about=payload["about"])
        if told is None:
            raise NotNow(_WHILE_ANSWERING)
        await outbox.tell(connection, conversation_id, notice.text, key=payload["key"])
        await jobs.finish(connection, payload["key"])
