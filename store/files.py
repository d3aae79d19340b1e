"""Pictures in the store: kept once, attached to a claim, read by those who may see them."""

import hashlib
from collections.abc import Sequence
from typing import Any

from asyncpg import Connection

from domain.conversations import ConversationId
from domain.errors import Conflict
from domain.files import MAX_FILES, StoredFile
from store.database import ReadSession, WriteSession

_FIELDS = "file_id, conversation_id, claim_id, media_type, length(content) AS size, sha256, uploaded_at"
_KEEP = """
INSERT INTO files (file_id, conversation_id, media_type, sha256, content, uploaded_at)
SELECT $1, $2::text, $3, $4, $5, now() WHERE (SELECT count(*) FROM files WHERE conversation_id = $2::text) < $6
ON CONFLICT (file_id) DO NOTHING
"""
_ONE = f"SELECT {_FIELDS} FROM files WHERE file_id = $1 AND conversation_id = $2"
_OF_CONVERSATION = f"""
SELECT {_FIELDS} FROM files WHERE conversation_id = $1 ORDER BY claim_id IS NOT NULL, uploaded_at DESC, file_id
"""
_OF_CLAIM = f"SELECT {_FIELDS} FROM files WHERE claim_id = $1 ORDER BY uploaded_at, file_id"
_ATTACH = "UPDATE files SET claim_id = $2 WHERE file_id = ANY($1::text[]) AND claim_id IS NULL"
_CONTENT = """
SELECT media_type, content FROM files
WHERE file_id = $1 AND (conversation_id = $2 OR ($3 AND claim_id IS NOT NULL))
"""


class TooManyFiles(Conflict):
    code = "too_many_files"
    sentence = f"There are {MAX_FILES} pictures here already, which is the most."


async def keep(
    connection: Connection, conversation_id: ConversationId, *, content: bytes, media_type: str
) -> StoredFile:
    """Store it; the same content again is the same file. Raises TooManyFiles."""
    sha256 = hashlib.sha256(content).hexdigest()
    file_id = "f_" + hashlib.sha256(f"{conversation_id}:{sha256}".encode()).hexdigest()[:32]
    await connection.execute(_KEEP, file_id, conversation_id, media_type, sha256, content, MAX_FILES)
    row = await connection.fetchrow(_ONE, file_id, conversation_id)
    if row is None:
        raise TooManyFiles(conversation_id)
    return _file(row)


async def of_conversation(session: ReadSession, conversation_id: str) -> list[StoredFile]:
    """Those that wait for a claim first, newest first."""
    connection = await session.raw()
    return [_file(row) for row in await connection.fetch(_OF_CONVERSATION, conversation_id)]


async def of_claim(session: ReadSession, claim_id: str) -> list[StoredFile]:
    """Oldest first."""
    connection = await session.raw()
    return [_file(row) for row in await connection.fetch(_OF_CLAIM, claim_id)]


async def attach(session: WriteSession, file_ids: Sequence[str], claim_id: str) -> None:
    """Make them evidence of this claim; one that is evidence already stays where it is."""
    connection = await session.raw()
    await connection.execute(_ATTACH, list(file_ids), claim_id)


async def content(
    connection: Connection, file_id: str, *, conversation_id: ConversationId, is_staff: bool
) -> tuple[str, bytes] | None:
    """Media type and bytes, for the conversation it was sent in, and for staff once it is evidence."""
    row = await connection.fetchrow(_CONTENT, file_id, conversation_id, is_staff)
    return (row["media_type"], row["content"]) if row else None


def _file(row: Any) -> StoredFile:
    return StoredFile(
        file_id=row["file_id"],
        conversation_id=row["conversation_id"],
        claim_id=row["claim_id"],
        media_type=row["media_type"],
        size=row["size"],
        sha256=row["sha256"],
        uploaded_at=row["uploaded_at"],
    )
