"""The job that sums a conversation up: `conversation.summarise`. Only where there is a language model."""

import logging
from typing import Any

from agent.dialogue.summaries import MOST_MESSAGES, Line, summarise
from agent.models.turn import LanguageModel
from api.resources import Resources
from domain.conversations import ConversationId
from domain.errors import ModelFailed
from store import conversations, handoffs, summaries
from store.conversations import Transcript
from store.summaries import Summary

_MOST_CALLS = 3
"""For a conversation that went on while the model was away; the rest comes with the next summary."""

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
    """The summary with all that was said since; an older one where the model fails."""
    conversation_id = ConversationId(payload["conversation_id"])
    async with resources.database.connection() as connection:
        summary = await summaries.stored(connection, conversation_id)
    # Of what is older than that and never was summed up, nothing is known but what was decided and done.
    oldest = max(payload.get("after", 0), payload.get("newest", MOST_MESSAGES) - MOST_MESSAGES)
    for _ in range(_MOST_CALLS):
        after = summary.covers_seq if summary is not None else oldest
        async with resources.database.connection() as connection:
            said = await conversations.transcript(connection, conversation_id, after=after, limit=MOST_MESSAGES)
        if not said.messages:
            break
        try:
            summary = await _told_on(resources, language_model, conversation_id, said, summary, payload["locale"])
        except ModelFailed as failed:
            _log.info("conversation.not_summarised", extra={"code": failed.code})
            break
        async with resources.database.connection() as connection:
            await summaries.keep(connection, conversation_id, summary)
        if not said.has_more:
            break
    return summary


async def _told_on(
    resources: Resources,
    language_model: LanguageModel,
    conversation_id: ConversationId,
    said: Transcript,
    before: Summary | None,
    locale: str,
) -> Summary:
    """What was known before, and what was said since. Raises ModelFailed."""
    made = await summarise(
        language_model,
        conversation_id,
        [Line(message.sender.value, message.text) for message in said.messages],
        shop=resources.shop.profile.name,
        locale=locale,
        earlier=before.text if before is not None else "",
    )
    usage = made.usage
    return Summary(
        made.text,
        said.messages[-1].seq,
        prompt=made.prompt,
        model=usage.model,
        prompt_tokens=usage.prompt_tokens,
        completion_tokens=usage.completion_tokens,
        cost_usd=usage.cost_usd,
    )
