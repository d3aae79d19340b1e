"""What customers may do with a conversation beside talking: say who they are, rate it, keep a copy, have it erased."""

import asyncio
from typing import Annotated, Any

import msgspec
from litestar import Controller, delete, get, post, put
from litestar.connection import Request
from litestar.datastructures import State
from litestar.params import FromPath, JSONBody
from litestar.response import Response

from api.auth import bearer_hash
from api.callers import Spoken, speaker_of
from api.conversations import known_id, resources_of
from api.resources import Resources
from domain.conversations import ConversationId, Sender
from domain.errors import Conflict
from store import conversations, erasure, ratings, speakers
from store.conversations import EVENTS_PER_TURN, StoredMessage

_PAGE = 500
_WAIT_S = 0.1
_TRIES = 80
"""For a turn under way to end: eight seconds."""
_NAMES = {Sender.CUSTOMER: "You", Sender.ASSISTANT: "Assistant", Sender.STAFF: "Support team", Sender.SYSTEM: "Note"}


class OtherSpeaker(Conflict):
    code = "other_speaker"
    sentence = "Somebody else is signed in here. Please start a new chat."


class TurnUnderWay(Conflict):
    code = "turn_under_way"
    sentence = "I am still answering. Please try again in a moment."


class SpeakerIs(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Exactly one of them."""

    customer_token: Annotated[str, msgspec.Meta(max_length=4096)] | None = None
    identity_token: Annotated[str, msgspec.Meta(max_length=4096)] | None = None
    access_token: Annotated[str, msgspec.Meta(max_length=200)] | None = None


class SpokenBy(msgspec.Struct):
    name: str


class AnswerToStop(msgspec.Struct, forbid_unknown_fields=True):
    event_id: Annotated[int, msgspec.Meta(ge=1, le=2**53 - 1)] | None = None
    """Any event of it: a stop that comes late then stops no later answer."""


class Rated(msgspec.Struct, forbid_unknown_fields=True):
    score: Annotated[int, msgspec.Meta(ge=1, le=5)]
    comment: Annotated[str, msgspec.Meta(max_length=500)] = ""


class OwnConversation(Controller):
    path = "/v1/conversations/{conversation_id:str}"
    tags = ("conversations",)

    @put("/identity", operation_id="identify_speaker")
    async def identify(
        self,
        request: Request[Any, Any, Any],
        state: State,
        conversation_id: FromPath[str],
        data: JSONBody[SpeakerIs],
    ) -> SpokenBy:
        """Sign in in the middle of a conversation. Refused (409) where somebody else is signed in already."""
        resources = resources_of(state)
        spoken_in, hashed = known_id(conversation_id), bearer_hash(request)
        async with resources.database.connection() as connection:
            before = await conversations.speaker(connection, spoken_in, token_hash=hashed, is_signing_in=True)
        spoken = await speaker_of(
            request,
            resources,
            access_token=data.access_token,
            identity_token=data.identity_token,
            customer_token=data.customer_token,
        )
        principal = spoken.principal
        if before.actor not in ("anonymous", principal.actor):
            raise OtherSpeaker(before.actor)
        await _change(resources, spoken_in, spoken)
        customer = await resources.shop.customer(principal.customer_id) if principal.customer_id else None
        return SpokenBy(customer.name if customer else principal.role.value)

    @post("/stop", operation_id="stop_answer", status_code=204)
    async def stop(
        self,
        request: Request[Any, Any, Any],
        state: State,
        conversation_id: FromPath[str],
        data: JSONBody[AnswerToStop | None] = None,
    ) -> None:
        """Hear no more of the answer that is being written. What was said until then is kept as the whole of it.

        It ends words, not deeds: what was begun is done, and told. After the answer's end this does nothing.
        """
        resources = resources_of(state)
        spoken_in, hashed = known_id(conversation_id), bearer_hash(request)
        async with resources.database.connection() as connection:
            await conversations.require(connection, spoken_in, token_hash=hashed)
        event_id = data.event_id if data else None
        await resources.turns.stop(spoken_in, event_id // EVENTS_PER_TURN if event_id is not None else None)

    @put("/rating", operation_id="rate_conversation", status_code=204)
    async def rate(
        self, request: Request[Any, Any, Any], state: State, conversation_id: FromPath[str], data: JSONBody[Rated]
    ) -> None:
        """One to five stars, with words if you like; rating again replaces the first."""
        resources = resources_of(state)
        spoken_in, hashed = known_id(conversation_id), bearer_hash(request)
        async with resources.database.connection() as connection:
            await conversations.require(connection, spoken_in, token_hash=hashed)
            await ratings.rate(connection, spoken_in, score=data.score, comment=data.comment.strip())

    @get("/transcript", operation_id="download_transcript", media_type="text/plain")
    async def transcript(
        self, request: Request[Any, Any, Any], state: State, conversation_id: FromPath[str]
    ) -> Response[str]:
        """Everything that was said, as text to keep. Times are UTC."""
        resources = resources_of(state)
        spoken_in, hashed = known_id(conversation_id), bearer_hash(request)
        said: list[StoredMessage] = []
        has_more = True
        async with resources.database.connection() as connection:
            await conversations.require(connection, spoken_in, token_hash=hashed)
            while has_more:
                after = said[-1].seq if said else 0
                found = await conversations.transcript(connection, spoken_in, after=after, limit=_PAGE)
                said += found.messages
                has_more = found.has_more
        headers = {"content-disposition": f'attachment; filename="{spoken_in}.txt"', "cache-control": "no-store"}
        return Response("\n\n".join(_written(each) for each in said) + "\n", headers=headers, media_type="text/plain")

    @delete("/", operation_id="erase_conversation", status_code=204)
    async def erase(self, request: Request[Any, Any, Any], state: State, conversation_id: FromPath[str]) -> None:
        """Forget what was said here, now and for good. Orders and claims stay. The token opens nothing afterwards."""
        resources = resources_of(state)
        spoken_in, hashed = known_id(conversation_id), bearer_hash(request)
        async with resources.database.connection() as connection:
            await conversations.require(connection, spoken_in, token_hash=hashed)
        async with resources.database.transaction() as session:
            await erasure.erase(session, spoken_in)


async def _change(resources: Resources, conversation_id: ConversationId, spoken: Spoken) -> None:
    for _ in range(_TRIES):
        async with resources.database.connection() as connection:
            if await speakers.change(connection, conversation_id, spoken.principal, session_id=spoken.session_id):
                return
        await asyncio.sleep(_WAIT_S)
    raise TurnUnderWay(conversation_id)


def _written(message: StoredMessage) -> str:
    """A message, and what its cards say where the text does not."""
    more = [str(card["text"]) for card in message.cards if card.get("text") and card["text"] not in message.text]
    text = "\n".join([message.text, *more])
    return f"[{message.created_at:%Y-%m-%d %H:%M} UTC] {_NAMES[message.sender]}:\n{text}"
