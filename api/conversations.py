"""The conversation API: open one, send a message, read the transcript, follow the events."""

import re
import secrets
from contextlib import ExitStack
from typing import Annotated, Any, Literal

import msgspec
from litestar import Controller, get, post
from litestar.connection import Request
from litestar.datastructures import State
from litestar.params import FromPath, JSONBody, Parameter
from litestar.response import Response

from api.addresses import address_of
from api.auth import bearer_hash, new_token
from api.callers import bearer, speaker_of
from api.greeting import greet
from api.messages import TranscriptOut, message_sent, transcript_out
from api.resources import Resources
from api.streams import EventStream, Reading, place
from domain.codes import keyed_hash
from domain.conversations import MAX_MESSAGE_CHARACTERS, ConversationId
from domain.errors import InvalidInput, MessageTooLong, NotFound
from store import conversations
from store.acceptance import Accepted
from store.conversations import EVENTS_PER_TURN

_ID = re.compile(r"c_[A-Za-z0-9_-]{16}", re.ASCII)
_LOCALE = r"^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,3}$"
_LARGEST_ID = 2**53 - 1
_LARGEST_SEQ = 2**31 - 1


class OpenConversation(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    locale: Annotated[str, msgspec.Meta(max_length=35, pattern=_LOCALE)] = "en-US"
    customer_token: Annotated[str, msgspec.Meta(max_length=4096)] | None = None
    """Of the demo's sign-in."""
    identity_token: Annotated[str, msgspec.Meta(max_length=4096)] | None = None
    """Of the shop's backend."""
    channel: Literal["web", "api", "terminal"] = "web"


class Greeting(msgspec.Struct):
    text: str
    quick_replies: list[str]


class ConversationOpened(msgspec.Struct):
    conversation_id: str
    token: str
    locale: str
    signed_in: bool
    greeting: Greeting


class SendMessage(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    text: str
    client_message_id: Annotated[str, msgspec.Meta(min_length=1, max_length=64)] | None = None


class Conversations(Controller):
    path = "/v1/conversations"
    tags = ("conversations",)

    @post("/", operation_id="open_conversation")
    async def open(
        self, request: Request[Any, Any, Any], state: State, data: JSONBody[OpenConversation | None] = None
    ) -> ConversationOpened:
        """Open a conversation. The token is shown once: whoever holds it speaks for the customer.

        Signed in with a session's access token as bearer token, or with `identity_token`, a JWT of the shop's
        backend; without either it is anonymous. A conversation of a session ends with it.
        """
        resources = resources_of(state)
        wanted = data or OpenConversation()
        await resources.limiter.count(
            resources.serving.limits.conversations_of_address, client_address(request, resources)
        )
        spoken = await speaker_of(
            request,
            resources,
            access_token=bearer(request),
            identity_token=wanted.identity_token,
            customer_token=wanted.customer_token,
        )
        principal = spoken.principal
        token, hashed = new_token()
        conversation_id = ConversationId(f"c_{secrets.token_urlsafe(12)}")
        async with resources.database.connection() as connection:
            await conversations.open_conversation(
                connection,
                conversation_id,
                token_hash=hashed,
                channel=wanted.channel,
                locale=wanted.locale.replace("_", "-"),
                principal=principal,
                session_id=spoken.session_id,
            )
        text, quick_replies = await greet(resources.shop, principal, locale=wanted.locale)
        return ConversationOpened(
            conversation_id, token, wanted.locale, principal.is_signed_in, Greeting(text, quick_replies)
        )

    @post("/{conversation_id:str}/messages", operation_id="send_message")
    async def send(
        self, request: Request[Any, Any, Any], state: State, conversation_id: FromPath[str], data: JSONBody[SendMessage]
    ) -> Response[Any]:
        """Send a message. Answers with the reply, or with its events when `Accept: text/event-stream`.

        The same `client_message_id` again is the same message: it is not sent twice. While a person has the
        conversation, there is no reply but `handoff` with their name, and the stream ends with that event.
        """
        resources = resources_of(state)
        spoken_in, hashed = known_id(conversation_id), bearer_hash(request)
        _check(data, most=resources.serving.message_characters)
        limits = resources.serving.limits
        await resources.limiter.count(limits.messages_of_address, client_address(request, resources))
        await resources.limiter.count(limits.messages_of_conversation, f"{spoken_in}:{hashed[:16]}")
        return await deliver(request, resources, spoken_in, data)

    @get("/{conversation_id:str}/messages", operation_id="read_messages")
    async def messages(
        self,
        request: Request[Any, Any, Any],
        state: State,
        conversation_id: FromPath[str],
        after: Annotated[int, Parameter(ge=0, le=_LARGEST_SEQ, description="Only above this seq.")] = 0,
        limit: Annotated[int, Parameter(ge=1, le=200)] = 100,
    ) -> TranscriptOut:
        """The transcript, oldest first, and the event id after which to follow on."""
        resources = resources_of(state)
        spoken_in, hashed = known_id(conversation_id), bearer_hash(request)
        async with resources.database.connection() as connection:
            await conversations.require(connection, spoken_in, token_hash=hashed)
            found = await conversations.transcript(connection, spoken_in, after=after, limit=limit)
        return transcript_out(found)

    @get("/{conversation_id:str}/events", operation_id="follow_events")
    async def events(
        self,
        request: Request[Any, Any, Any],
        state: State,
        conversation_id: FromPath[str],
        after: Annotated[int | None, Parameter(ge=0, le=_LARGEST_ID)] = None,
    ) -> Response[Any]:
        """Server-sent events after an id (or the Last-Event-ID header): the stored ones, then live."""
        resources = resources_of(state)
        spoken_in, hashed = known_id(conversation_id), bearer_hash(request)
        start = after if after is not None else _last_event_id(request)
        async with resources.database.connection() as connection:
            await conversations.require(connection, spoken_in, token_hash=hashed)
        subscriber, held = place(resources.live, spoken_in)
        reading = Reading(resources.database, spoken_in, subscriber, after=start, is_stored=True)
        return EventStream(reading, held)


async def deliver(
    request: Request[Any, Any, Any], resources: Resources, conversation_id: ConversationId, message: SendMessage
) -> Response[Any]:
    """Keep the message, and answer it in the form that the client accepts."""
    hashed = bearer_hash(request)
    if "text/event-stream" in request.headers.get("accept", ""):
        return await _sent_as_stream(resources, conversation_id, hashed, message, origin=_origin(request, resources))
    accepted = await _accept(resources, conversation_id, hashed, message, origin=_origin(request, resources))
    answer = await resources.turns.answer_to(conversation_id, accepted, timeout_s=resources.serving.reply_wait_s)
    return Response(message_sent(accepted, answer), status_code=201 if answer else 202)


async def _sent_as_stream(
    resources: Resources, conversation_id: ConversationId, hashed: str, message: SendMessage, *, origin: str
) -> EventStream:
    # The place is taken before the message: a refused stream must not leave an accepted message behind.
    subscriber, held = place(resources.live, conversation_id, stays=False)
    with ExitStack() as undo:
        undo.push(held)
        accepted = await _accept(resources, conversation_id, hashed, message, origin=origin)
        undo.pop_all()
    after = accepted.fence * EVENTS_PER_TURN
    if accepted.is_duplicate and not accepted.is_held:
        async with resources.database.connection() as connection:
            after = await conversations.before_answer(connection, conversation_id, accepted.seq) or after
    reading = Reading(
        resources.database,
        conversation_id,
        subscriber,
        after=after,
        is_stored=accepted.lease is None,
        until_seq=accepted.seq,
    )
    return EventStream(reading, held)


async def _accept(
    resources: Resources, conversation_id: ConversationId, hashed: str, message: SendMessage, *, origin: str
) -> Accepted:
    return await resources.turns.accept(
        conversation_id,
        message.text,
        token_hash=hashed,
        client_message_id=message.client_message_id,
        origin=origin,
    )


def _origin(request: Request[Any, Any, Any], resources: Resources) -> str:
    """Where a message comes from, as it may be kept: a keyed hash."""
    secret = resources.serving.secret
    return keyed_hash(secret, "origin", client_address(request, resources)) if secret else ""


def resources_of(state: State) -> Resources:
    return state["resources"]


def client_address(request: Request[Any, Any, Any], resources: Resources) -> str:
    return address_of(request, resources.serving.trusted_proxies)


def known_id(conversation_id: str) -> ConversationId:
    """Raises NotFound for what cannot be an id, before it comes near the database."""
    if not _ID.fullmatch(conversation_id):
        raise NotFound("not a conversation id")
    return ConversationId(conversation_id)


def _check(message: SendMessage, *, most: int) -> None:
    if len(message.text) > min(most, MAX_MESSAGE_CHARACTERS):
        raise MessageTooLong(f"{len(message.text)} characters")
    if not message.text.strip():
        raise InvalidInput("empty message", public="The message is empty.")


def _last_event_id(request: Request[Any, Any, Any]) -> int:
    text = request.headers.get("last-event-id", "0")
    if not (text.isascii() and text.isdigit() and len(text) <= 15):
        raise InvalidInput("bad Last-Event-ID", public="Last-Event-ID must be the id of an event.")
    return int(text)
