"""The shop's own pages and apps. Customers deliver themselves, with their conversation's token, and read the reply
from the conversation: its events or its messages. Nothing is pushed."""

import secrets
from collections.abc import Sequence
from typing import Annotated

import msgspec

from api.auth import token_hash
from api.bodies import decode
from api.channels.port import Acknowledgement, Incoming, Limits, Media, Report, Request, Sent
from api.live import LiveEvents
from domain.conversations import MAX_MESSAGE_CHARACTERS, ConversationId, Reply
from domain.delivery import Delivery, Part
from domain.errors import InvalidInput, MessageTooLong, NotSignedIn
from store.sending import Outgoing

_ID = r"^c_[A-Za-z0-9_-]{16}$"


class _Posted(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    conversation_id: Annotated[str, msgspec.Meta(pattern=_ID)]
    text: str
    client_message_id: Annotated[str, msgspec.Meta(min_length=1, max_length=64)] | None = None


class WebChannel:
    name = "web"
    acknowledgement = Acknowledgement("{}", "application/json")
    limits = Limits(
        characters=MAX_MESSAGE_CHARACTERS, is_pushed=False, buttons=13, button_characters=80, has_pictures=True
    )

    def __init__(self, live: LiveEvents) -> None:
        self._live = live

    def verify(self, request: Request) -> None:
        """That there is a token; whether it opens the conversation is decided where the message is kept."""
        _token(request)

    def parse(self, request: Request) -> Incoming | Report:
        try:
            posted = msgspec.convert(decode(request.body), _Posted)
        except msgspec.ValidationError as error:
            raise InvalidInput("bad shape") from error
        if len(posted.text) > self.limits.characters:
            raise MessageTooLong(f"{len(posted.text)} characters")
        if not posted.text.strip():
            raise InvalidInput("empty message", public="The message is empty.")
        return Incoming(
            sid=posted.client_message_id or secrets.token_urlsafe(16),
            sender=posted.conversation_id,
            text=posted.text,
            proof=token_hash(_token(request)),
        )

    def render(self, reply: Reply, *, is_first: bool) -> list[Part]:
        return []

    async def send(self, message: Outgoing) -> Sent:
        """It is in the conversation already: whoever reads along is told to look."""
        self._live.wake(ConversationId(message.recipient))
        return Sent(f"web:{message.outbox_id}", Delivery.DELIVERED)

    async def find(self, message: Outgoing) -> Sequence[Sent]:
        return []

    async def fetch(self, media: Media, *, most_bytes: int) -> bytes:
        raise InvalidInput("pictures are uploaded to the conversation")


def _token(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise NotSignedIn("no bearer token", public="Send the conversation's token as a bearer token.")
    return token.strip()
