"""Coming back to a conversation by the link in a mail."""

import time
from typing import Annotated, Any

import msgspec
from litestar import post
from litestar.connection import Request
from litestar.datastructures import State
from litestar.params import JSONBody

from api.answer_mails import LinkOver, conversation_of
from api.auth import new_token
from api.callers import Spoken, speaker_of
from api.conversations import client_address, resources_of
from domain.conversations import ConversationId
from domain.customers import Principal
from domain.errors import NotSignedIn
from store import speakers


class SignInToResume(NotSignedIn):
    """The mailbox may be another person's by a slip of the finger: it does not stand for an account."""

    code = "sign_in_to_resume"
    sentence = "Please sign in first, as you were when you left."


class ResumeConversation(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The link's token; and where somebody was signed in, one proof of the same."""

    token: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    customer_token: Annotated[str, msgspec.Meta(max_length=4096)] | None = None
    identity_token: Annotated[str, msgspec.Meta(max_length=4096)] | None = None
    access_token: Annotated[str, msgspec.Meta(max_length=200)] | None = None


class ConversationResumed(msgspec.Struct):
    conversation_id: str
    token: str
    signed_in: bool


@post("/v1/resumptions", tags=("conversations",), operation_id="resume_conversation")
async def resume(
    request: Request[Any, Any, Any], state: State, data: JSONBody[ResumeConversation]
) -> ConversationResumed:
    """Go on with a conversation by the link that an answer was mailed with.

    Its token is a new one; the old one opens nothing any more. A conversation of somebody who was signed in opens to
    the same customer only; proofs of an order that were given in it have to be given again.
    """
    resources = resources_of(state)
    await resources.limiter.count(resources.serving.limits.conversations_of_address, client_address(request, resources))
    conversation_id = conversation_of(resources.serving.secret, data.token, now=time.time())
    spoken = await speaker_of(
        request,
        resources,
        access_token=data.access_token,
        identity_token=data.identity_token,
        customer_token=data.customer_token,
    )
    token, hashed = new_token()
    async with resources.database.transaction() as session:
        connection = await session.raw()
        before = await speakers.held(connection, conversation_id)
        if before is None:
            raise LinkOver("conversation erased")
        again = _again(before, spoken, conversation_id)
        await speakers.resume(
            connection, conversation_id, again.principal, session_id=again.session_id, token_hash=hashed
        )
    return ConversationResumed(conversation_id, token, again.principal.is_signed_in)


def _again(before: Principal, spoken: Spoken, conversation_id: ConversationId) -> Spoken:
    """As whom they go on. Raises SignInToResume."""
    if before.actor == "anonymous":
        return Spoken(Principal())
    if before.actor != spoken.principal.actor:
        raise SignInToResume(conversation_id)
    return spoken
