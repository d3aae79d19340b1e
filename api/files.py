"""Pictures in a conversation: a damage, a label, a torn sleeve.

Sending one is sending a message: the bot answers it. Only the conversation it was sent in, and staff once it
is evidence of a claim, can read it again.
"""

import re
from dataclasses import dataclass
from typing import Annotated, Any

from litestar import get, post
from litestar.connection import Request
from litestar.datastructures import State, UploadFile
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath
from litestar.response import Response

from api.auth import bearer_hash
from api.conversations import SendMessage, client_address, deliver, known_id, resources_of
from api.photos import MEDIA_TYPE, cleaned
from domain.errors import MessageTooLong, NotFound
from domain.files import MAX_FILE_BYTES, PHOTO_WORDS
from store import conversations, files

_ID = re.compile(r"f_[0-9a-f]{32}", re.ASCII)
_ENVELOPE_BYTES = 16 * 1024
_CAPTION_CHARACTERS = 500


class PhotoTooLarge(MessageTooLong):
    code = "photo_too_large"
    sentence = f"This picture is larger than {MAX_FILE_BYTES // 1024**2} MB."


@dataclass
class Photo:
    file: UploadFile
    text: str = ""


@post(
    "/v1/conversations/{conversation_id:str}/files",
    operation_id="send_photo",
    tags=["conversations"],
    request_max_body_size=MAX_FILE_BYTES + _ENVELOPE_BYTES,
)
async def send_photo(
    request: Request[Any, Any, Any],
    state: State,
    conversation_id: FromPath[str],
    data: Annotated[Photo, Body(media_type=RequestEncodingType.MULTI_PART)],
) -> Response[Any]:
    """Send a JPEG, PNG or WebP of at most 5 MB, with words if you like; the answer is as for a message.

    Kept as a JPEG of at most 2,048 pixels a side, without the camera's notes. The same picture again is the same
    message.
    """
    resources = resources_of(state)
    spoken_in, hashed = known_id(conversation_id), bearer_hash(request)
    limits = resources.serving.limits
    await resources.limiter.count(limits.messages_of_address, client_address(request, resources))
    await resources.limiter.count(limits.messages_of_conversation, f"{spoken_in}:{hashed[:16]}")
    async with resources.database.connection() as connection:
        await conversations.require(connection, spoken_in, token_hash=hashed)
    if len(data.text) > _CAPTION_CHARACTERS or "\0" in data.text:
        raise MessageTooLong(f"{len(data.text)} characters")
    upload = await data.file.read(MAX_FILE_BYTES + 1)
    if len(upload) > MAX_FILE_BYTES:
        raise PhotoTooLarge(f"{len(upload)} bytes")
    content = await cleaned(upload)
    async with resources.database.connection() as connection:
        kept = await files.keep(connection, spoken_in, content=content, media_type=MEDIA_TYPE)
    message = SendMessage(text=data.text.strip() or PHOTO_WORDS, client_message_id=kept.file_id)
    return await deliver(request, resources, spoken_in, message)


@get(
    "/v1/conversations/{conversation_id:str}/files/{file_id:str}",
    operation_id="read_photo",
    tags=["conversations"],
    media_type=MEDIA_TYPE,
)
async def read_photo(
    request: Request[Any, Any, Any], state: State, conversation_id: FromPath[str], file_id: FromPath[str]
) -> Response[bytes]:
    """The picture. Staff read the evidence of any claim with the token of a conversation of their own."""
    resources = resources_of(state)
    spoken_in, hashed = known_id(conversation_id), bearer_hash(request)
    if not _ID.fullmatch(file_id):
        raise NotFound("not a file id")
    async with resources.database.connection() as connection:
        speaker = await conversations.speaker(connection, spoken_in, token_hash=hashed)
        found = await files.content(connection, file_id, conversation_id=spoken_in, is_staff=speaker.is_staff)
    if found is None:
        raise NotFound("file unknown or foreign")
    media_type, content = found
    return Response(
        content,
        media_type=media_type,
        headers={
            "content-disposition": f'attachment; filename="{file_id}.jpg"',
            "x-content-type-options": "nosniff",
            "content-security-policy": "default-src 'none'; sandbox",
            "cache-control": "private, max-age=3600, immutable",
        },
    )
