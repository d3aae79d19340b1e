"""The job that briefs whoever takes a conversation over: `handoff.summarise`. Only where there is a language model."""

import logging
from typing import Any

from agent.summaries import MOST_MESSAGES, Line, summarise
from api.resources import Resources
from domain.conversations import ConversationId
from domain.errors import ModelFailed
from store import conversations, handoffs

_log = logging.getLogger("shopsmart.jobs")


async def summarise_handoff(resources: Resources, payload: dict[str, Any]) -> None:
    """The summary goes into the ticket's packet. Without one the packet is whole as it is: nothing is tried again."""
    if resources.language_model is None:
        return
    conversation_id = ConversationId(payload["conversation_id"])
    async with resources.database.connection() as connection:
        said = await conversations.transcript(connection, conversation_id, after=payload["after"], limit=MOST_MESSAGES)
    lines = [Line(message.sender.value, message.text) for message in said.messages]
    try:
        text = await summarise(
            resources.language_model,
            conversation_id,
            lines,
            shop=resources.shop.profile.name,
            locale=payload["locale"],
        )
    except ModelFailed as failed:
        _log.info("handoff.not_summarised", extra={"code": failed.code})
        return
    async with resources.database.connection() as connection:
        await handoffs.keep_summary(connection, payload["ticket_id"], text)
