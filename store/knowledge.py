"""Documents, the passages cut from them with their vectors, and the number that rises with every change.

Knows nothing of cutting, encoders or indexes. A writer changes rows and calls `announce` in the same transaction;
replicas hear it, or see the number, and read everything again.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from asyncpg import Connection

from domain.knowledge import Audience, Passage, SourceKind
from store.database import ReadSession, WriteSession

CHANNEL = "knowledge"
"""Notified with the new version when a change of documents, passages or products is committed."""


@dataclass(frozen=True, slots=True)
class Document:
    """One thing that the shop has in writing. Ids are readable: "policies/return_policy", "faqs/12"."""

    document_id: str
    kind: SourceKind
    title: str
    text: str
    audience: Audience = Audience.PUBLIC
    effective_from: date | None = None
    effective_to: date | None = None
    last_updated: date | None = None
    rules: str | None = None
    """JSON of `domain.policies.ReturnRules`, for a returns policy."""

    @property
    def content_hash(self) -> str:
        content = json.dumps(asdict(self), default=str, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(content.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document as it was read. `content_hash` is the row's own, whoever wrote it."""

    document: Document
    content_hash: str


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage and its vector: float32, little-endian, unit length.

    `encoder` names the model and, after `#`, the text that it read: the two that decide the vector.
    """

    passage_id: str
    document_id: str
    heading: str
    text: str
    encoder: str
    vector: bytes


@dataclass(frozen=True, slots=True)
class StoredKnowledge:
    """All rows at one version or a little after it, never before it. Ordered by id and position."""

    version: int
    documents: list[StoredDocument]
    passages: list[StoredPassage]


_COLUMNS = "document_id, kind, title, text, audience, effective_from, effective_to, last_updated, rules, content_hash"
_READ_DOCUMENTS = f"SELECT {_COLUMNS} FROM documents ORDER BY document_id"
_READ_ONE = f"SELECT {_COLUMNS} FROM documents WHERE document_id = $1"
_READ_KIND = f"SELECT {_COLUMNS} FROM documents WHERE kind = $1 ORDER BY document_id"
_READ_PASSAGES = """
SELECT passage_id, document_id, heading, text, encoder, vector FROM passages ORDER BY document_id, position
"""
_READ_PASSAGES_OF = """
SELECT passage_id, document_id, heading, text, encoder, vector FROM passages
WHERE document_id = ANY($1::text[]) ORDER BY document_id, position
"""
_READ_VERSION = 'SELECT version FROM knowledge_version WHERE "only"'
_HASHES = "SELECT document_id, content_hash FROM documents WHERE document_id = ANY($1::text[])"
_PUT_DOCUMENT = f"""
INSERT INTO documents ({_COLUMNS}, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, now())
ON CONFLICT (document_id) DO UPDATE SET
    kind = excluded.kind, title = excluded.title, text = excluded.text, audience = excluded.audience,
    effective_from = excluded.effective_from, effective_to = excluded.effective_to,
    last_updated = excluded.last_updated, rules = excluded.rules, content_hash = excluded.content_hash,
    changed_at = now()
"""
_DELETE = "DELETE FROM documents WHERE document_id = ANY($1::text[]) RETURNING document_id"
_DELETE_MISSING = """
DELETE FROM documents WHERE starts_with(document_id, $1) AND document_id <> ALL($2::text[]) RETURNING document_id
"""
_LOCK_UNCHANGED = "SELECT content_hash FROM documents WHERE document_id = $1 FOR UPDATE"
_CLEAR_PASSAGES = "DELETE FROM passages WHERE document_id = $1"
_PUT_PASSAGE = """
INSERT INTO passages (passage_id, document_id, position, heading, text, encoder, vector)
VALUES ($1, $2, $3, $4, $5, $6, $7)
"""
_BUMP = """
INSERT INTO knowledge_version ("only", version) VALUES (true, 1)
ON CONFLICT ("only") DO UPDATE SET version = knowledge_version.version + 1 RETURNING version
"""


async def changed_documents(session: ReadSession, documents: Sequence[Document]) -> list[Document]:
    """Those that are new or not what is stored, ordered by id."""
    ids = [document.document_id for document in documents]
    known = dict(await (await session.raw()).fetch(_HASHES, ids))
    changed = [document for document in documents if known.get(document.document_id) != document.content_hash]
    return sorted(changed, key=lambda document: document.document_id)


async def put_documents(session: WriteSession, documents: Sequence[Document]) -> None:
    """Insert or update. Passages are left alone; give documents ordered by id, or two writers may deadlock."""
    await (await session.raw()).executemany(_PUT_DOCUMENT, [_to_row(document) for document in documents])


async def delete_documents(session: WriteSession, document_ids: Sequence[str]) -> list[str]:
    """Their passages go with them. Returns the ids that existed."""
    rows = await (await session.raw()).fetch(_DELETE, list(document_ids))
    return [row["document_id"] for row in rows]


async def delete_missing(session: WriteSession, *, prefix: str, keep: Sequence[str]) -> list[str]:
    """Delete what stands under `prefix` ("faqs/") and is not kept. Returns the ids deleted."""
    rows = await (await session.raw()).fetch(_DELETE_MISSING, prefix, list(keep))
    return [row["document_id"] for row in rows]


async def put_passages(session: WriteSession, stored: StoredDocument, passages: Sequence[StoredPassage]) -> bool:
    """Replace all passages of a document, unless it was deleted or changed since it was cut: then False."""
    raw = await session.raw()
    document_id = stored.document.document_id
    if await raw.fetchval(_LOCK_UNCHANGED, document_id) != stored.content_hash:
        return False
    await raw.execute(_CLEAR_PASSAGES, document_id)
    rows = [
        (each.passage_id, document_id, position, each.heading, each.text, each.encoder, each.vector)
        for position, each in enumerate(passages)
    ]
    await raw.executemany(_PUT_PASSAGE, rows)
    return True


async def announce(session: WriteSession) -> int:
    """Raise the version, and notify when this transaction commits. Call it last: it makes other writers wait."""
    raw = await session.raw()
    version: int = await raw.fetchval(_BUMP) or 0
    await raw.execute("SELECT pg_notify($1, $2)", CHANNEL, str(version))
    return version


async def current_version(session: ReadSession) -> int:
    """0 before anything was ever written."""
    version: int = await (await session.raw()).fetchval(_READ_VERSION) or 0
    return version


async def read_everything(session: ReadSession) -> StoredKnowledge:
    """The version is read first, so that a change slipping in between is seen as one and read again."""
    raw = await session.raw()
    version = await raw.fetchval(_READ_VERSION) or 0
    documents = await _documents(raw, _READ_DOCUMENTS)
    passages = [StoredPassage(**row) for row in await raw.fetch(_READ_PASSAGES)]
    return StoredKnowledge(version, documents, passages)


async def passages_of(session: ReadSession, document_ids: Sequence[str]) -> list[StoredPassage]:
    """Ordered by document and position."""
    rows = await (await session.raw()).fetch(_READ_PASSAGES_OF, list(document_ids))
    return [StoredPassage(**row) for row in rows]


async def list_documents(session: ReadSession, *, kind: SourceKind | None = None) -> list[Document]:
    """Ordered by id."""
    raw = await session.raw()
    found = await (_documents(raw, _READ_KIND, kind.value) if kind else _documents(raw, _READ_DOCUMENTS))
    return [stored.document for stored in found]


async def get_document(session: ReadSession, document_id: str) -> Document | None:
    found = await _documents(await session.raw(), _READ_ONE, document_id)
    return found[0].document if found else None


def to_passage(stored: StoredPassage, document: Document) -> Passage:
    """What may be quoted, with the facts that it has from its document."""
    return Passage(
        passage_id=stored.passage_id,
        document_id=stored.document_id,
        kind=document.kind,
        title=document.title,
        heading=stored.heading,
        text=stored.text,
        audience=document.audience,
        effective_from=document.effective_from,
        effective_to=document.effective_to,
        last_updated=document.last_updated,
    )


async def _documents(raw: Connection, statement: str, *arguments: str) -> list[StoredDocument]:
    return [_from_row(dict(row)) for row in await raw.fetch(statement, *arguments)]


def _from_row(row: dict[str, Any]) -> StoredDocument:
    content_hash = row.pop("content_hash")
    read = Document(**row)
    document = replace(read, kind=SourceKind(read.kind), audience=Audience(read.audience))
    return StoredDocument(document, content_hash)


def _to_row(document: Document) -> tuple[object, ...]:
    return (
        document.document_id,
        document.kind.value,
        document.title,
        document.text,
        document.audience.value,
        document.effective_from,
        document.effective_to,
        document.last_updated,
        document.rules,
        document.content_hash,
    )
