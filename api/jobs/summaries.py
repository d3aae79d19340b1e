"""The job that sums a conversation up: `conversation.summarise`. Only where there is a language model."""

import logging
from typing import Any

from agent.models.turn import LanguageModel
from agent.summaries import MOST_MESSAGES, Line, summarise
from api.resources import Resources
from domain.conversations import ConversationId
from domain.errors import ModelFailed
from store import conversations, handoffs, summaries
from store.summaries import Summary

_log = logging.getLogger("shopsmart.jobs")


async def summarise_conversation(resources: Resources, payload: dict[str, Any]) -> None:
    """Kept beside the conversation, and in the packet of the request for a person that it was made for, if any.

    Where it cannot be made, prompts and packet have what was decided and done; nothing is tried again.
    """
    if resources.language_model is None:
        return
    summary = await _up_to_date(resources, resources.language_model, payload)
    if summary is not None and (ticket_id := payload.get("ticket_id")):
        async with resources.database.connection() as connection:
            await handoffs.keep_summary(connection, ticket_id, summary.text)


async def _up_to_date(resources: Resources, language_model: LanguageModel, payload: dict[str, Any]) -> Summary | None:
    """The summary with all that was said since; the older one where the model fails."""
    conversation_id = ConversationId(payload["conversation_id"])
    async with resources.database.connection() as connection:
        before = await summaries.stored(connection, conversation_id)
        # Of what is older than that and never was summed up, nothing is known but what was decided and done.
        oldest = max(payload.get("after", 0), payload.get("newest", MOST_MESSAGES) - MOST_MESSAGES)
        after = before.covers_seq if before is not None else oldest
        said = await conversations.transcript(connection, conversation_id, after=after, limit=MOST_MESSAGES)
    if not said.messages:
        return before
    lines = [Line(message.sender.value, message.text) for message in said.messages]
    try:
        made = await summarise(
            language_model,
            conversation_id,
            lines,
            shop=resources.shop.profile.name,
            locale=payload["locale"],
            earlier=before.text if before is not None else "",
        )
    except ModelFailed as failed:
        _log.info("conversation.not_summarised", extra={"code": failed.code})
        return before
    usage = made.usage
    summary = Summary(
        made.text,
        said.messages[-1].seq,
        prompt=made.prompt,
        model=usage.model,
        prompt_tokens=usage.prompt_tokens,
        completion_tokens=usage.completion_tokens,
        cost_usd=usage.cost_usd,
    )
    async with resources.database.connection() as connection:
        await summaries.keep(connection, conversation_id, summary)
    return summary
