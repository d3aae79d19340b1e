"""Messages and replies as the API shows them."""

from datetime import datetime
from typing import Any

import msgspec

from api.answering import Answer
from domain.conversations import Reply
from store.acceptance import Accepted
from store.conversations import END_POSITION, EVENTS_PER_TURN, StoredMessage, Transcript


class MessageOut(msgspec.Struct):
    seq: int
    sender: str
    name: str | None
    """Of the person of the shop who said it."""
    text: str
    status: str
    created_at: datetime
    client_message_id: str | None
    cards: list[dict[str, Any]]
    quick_replies: list[str]
    sources: list[dict[str, Any]]


class CardOut(msgspec.Struct):
    kind: str
    data: dict[str, Any]
    text: str


class ReplyOut(msgspec.Struct):
    seq: int
    text: str
    cards: list[CardOut]
    quick_replies: list[str]
    sources: list[dict[str, Any]]
    handoff: dict[str, Any] | None
    created_at: datetime


class MessageSent(msgspec.Struct):
    seq: int
    reply: ReplyOut | None
    """None: the message is kept and will be answered; follow the events."""
    last_event_id: int
    handoff: dict[str, Any] | None = None
    """Set when a person has the conversation: they answer, and the assistant does not."""


class TranscriptOut(msgspec.Struct):
    messages: list[MessageOut]
    has_more: bool
    last_event_id: int


def message_sent(accepted: Accepted, answer: Answer | None) -> MessageSent:
    if accepted.is_held:
        return MessageSent(accepted.seq, None, accepted.fence * EVENTS_PER_TURN + END_POSITION, accepted.person)
    if answer is None:
        return MessageSent(accepted.seq, None, accepted.fence * EVENTS_PER_TURN)
    return MessageSent(accepted.seq, _reply(answer.seq, answer.reply, answer.at), answer.event_id)


def _reply(seq: int, reply: Reply, at: datetime) -> ReplyOut:
    cards = [CardOut(card.kind, card.data, card.text) for card in reply.cards]
    return ReplyOut(seq, reply.text, cards, reply.quick_replies, reply.sources, reply.handoff, at)


def transcript_out(found: Transcript) -> TranscriptOut:
    return TranscriptOut([_message(message) for message in found.messages], found.has_more, found.last_event_id)


def _message(message: StoredMessage) -> MessageOut:
    return MessageOut(
        seq=message.seq,
        sender=message.sender.value,
        name=message.name,
        text=message.text,
        status=message.status.value,
        created_at=message.created_at,
        client_message_id=message.client_message_id,
        cards=message.cards,
        quick_replies=message.quick_replies,
        sources=message.sources,
    )
