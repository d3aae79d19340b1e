"""Documents, the passages cut from them with their vectors, and the number that rises with every change.

Knows nothing of cutting, encoders or indexes. A writer changes rows and calls `announce` in the same transaction;
replicas hear it, or see the number, and read everything again.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

from asyncpg import Connection

from domain.hearsay import told
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
    phrasings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Other ways in which customers ask for a section, by its heading; a FAQ's by its question."""

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
    """A passage and its vectors: (1 + phrasings, d) float32, little-endian, unit length; the first is its own.

    `encoder` names the model and, after `#`, the texts that it read: the two that decide the vectors.
    """

    passage_id: str
    document_id: str
    heading: str
    text: str
    phrasings: tuple[str, ...]
    encoder: str
    vectors: bytes


@dataclass(frozen=True, slots=True)
class StoredKnowledge:
    """All rows at one version or a little after it, never before it. Ordered by id and position."""

    version: int
    documents: list[StoredDocument]
    passages: list[StoredPassage]


_FACTS = "document_id, kind, title, text, audience, effective_from, effective_to, last_updated, rules, content_hash"
_IN_USE = f"SELECT {_FACTS}, phrasings::text AS phrasings FROM documents WHERE withdrawn_at IS NULL"
_READ_DOCUMENTS = f"{_IN_USE} ORDER BY document_id"
_READ_ONE = f"{_IN_USE} AND document_id = $1"
_READ_KIND = f"{_IN_USE} AND kind = $1 ORDER BY document_id"
_READ_PASSAGES = """
SELECT passage_id, document_id, heading, text, phrasings, encoder, vectors FROM passages ORDER BY document_id, position
"""
_READ_PASSAGES_OF = """
SELECT passage_id, document_id, heading, text, phrasings, encoder, vectors FROM passages
WHERE document_id = ANY($1::text[]) ORDER BY document_id, position
"""
_READ_VERSION = 'SELECT version FROM knowledge_version WHERE "only"'
_STATES = """
SELECT document_id, content_hash, withdrawn_at IS NOT NULL AS withdrawn, edited_at IS NOT NULL AS edited
FROM documents WHERE document_id = ANY($1::text[])
"""
_PUT_DOCUMENT = f"""
INSERT INTO documents ({_FACTS}, phrasings, edited_at, withdrawn_at, changed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::text::jsonb, CASE WHEN $12 THEN now() END, NULL, now())
ON CONFLICT (document_id) DO UPDATE SET
    kind = excluded.kind, title = excluded.title, text = excluded.text, audience = excluded.audience,
    effective_from = excluded.effective_from, effective_to = excluded.effective_to,
    last_updated = excluded.last_updated, rules = excluded.rules, content_hash = excluded.content_hash,
    phrasings = excluded.phrasings, edited_at = excluded.edited_at, withdrawn_at = NULL, changed_at = now()
"""
_WITHDRAW = """
UPDATE documents SET edited_at = now(), withdrawn_at = now(), changed_at = now()
WHERE document_id = $1 AND withdrawn_at IS NULL RETURNING true
"""
_DELETE_MISSING = """
DELETE FROM documents WHERE starts_with(document_id, $1) AND document_id <> ALL($2::text[]) AND edited_at IS NULL
RETURNING document_id
"""
_FORGET_EDIT = "DELETE FROM documents WHERE document_id = $1 AND edited_at IS NOT NULL RETURNING true"
_LOCK_UNCHANGED = "SELECT content_hash FROM documents WHERE document_id = $1 AND withdrawn_at IS NULL FOR UPDATE"
_CLEAR_PASSAGES = "DELETE FROM passages WHERE document_id = $1"
_PUT_PASSAGE = """
INSERT INTO passages (passage_id, document_id, position, heading, text, phrasings, encoder, vectors)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
"""
_BUMP = """
INSERT INTO knowledge_version ("only", version) VALUES (true, 1)
ON CONFLICT ("only") DO UPDATE SET version = knowledge_version.version + 1 RETURNING version
"""


async def changed_documents(
    session: ReadSession, documents: Sequence[Document], *, by_staff: bool = False
) -> list[Document]:
    """Those that have to be written, ordered by id: new, or not what is stored.

    What staff edited or withdrew is theirs: from files (not `by_staff`) it counts as unchanged.
    """
    ids = [document.document_id for document in documents]
    known = {row["document_id"]: row for row in await (await session.raw()).fetch(_STATES, ids)}

    def differs(document: Document) -> bool:
        state = known.get(document.document_id)
        if state is None:
            return True
        if state["edited"] and not by_staff:
            return False
        return bool(state["withdrawn"] or state["content_hash"] != document.content_hash)

    return sorted(filter(differs, documents), key=lambda document: document.document_id)


async def put_documents(session: WriteSession, documents: Sequence[Document], *, by_staff: bool = False) -> None:
    """Insert or update. Passages are left alone; give documents ordered by id, or two writers may deadlock.

    `by_staff` makes them outlive the loading of the shop's files; ask `changed_documents` before writing from files.
    """
    rows = [(*_to_row(document), by_staff) for document in documents]
    await (await session.raw()).executemany(_PUT_DOCUMENT, rows)


async def withdraw_document(session: WriteSession, document_id: str) -> bool:
    """Deleted by staff: its passages go, and loading the shop's files does not bring it back. False: no such one."""
    raw = await session.raw()
    if not await raw.fetchval(_WITHDRAW, document_id):
        return False
    await raw.execute(_CLEAR_PASSAGES, document_id)
    return True


async def forget_edit(session: WriteSession, document_id: str) -> bool:
    """Throw away what staff made of it, so that the next loading of the shop's files writes the file's version again.

    False: staff never edited it.
    """
    return bool(await (await session.raw()).fetchval(_FORGET_EDIT, document_id))


async def delete_missing(session: WriteSession, *, prefix: str, keep: Sequence[str]) -> list[str]:
    """Delete what stands under `prefix` ("faqs/"), is not kept and is not staff's. Returns the ids deleted."""
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
        (each.passage_id, document_id, position, each.heading, each.text, each.phrasings, each.encoder, each.vectors)
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
    passages = [_passage(dict(row)) for row in await raw.fetch(_READ_PASSAGES)]
    return StoredKnowledge(version, documents, passages)


async def passages_of(session: ReadSession, document_ids: Sequence[str]) -> list[StoredPassage]:
    """Ordered by document and position."""
    rows = await (await session.raw()).fetch(_READ_PASSAGES_OF, list(document_ids))
    return [_passage(dict(row)) for row in rows]


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
        text=told(stored.text),
        audience=document.audience,
        effective_from=document.effective_from,
        effective_to=document.effective_to,
        last_updated=document.last_updated,
    )


async def _documents(raw: Connection, statement: str, *arguments: str) -> list[StoredDocument]:
    return [_from_row(dict(row)) for row in await raw.fetch(statement, *arguments)]


def _from_row(row: dict[str, Any]) -> StoredDocument:
    content_hash = row.pop("content_hash")
    phrasings = {heading: tuple(asked) for heading, asked in json.loads(row.pop("phrasings")).items()}
    read = Document(**row, phrasings=phrasings)
    document = replace(read, kind=SourceKind(read.kind), audience=Audience(read.audience))
    return StoredDocument(document, content_hash)


def _passage(row: dict[str, Any]) -> StoredPassage:
    phrasings = tuple(row.pop("phrasings"))
    return StoredPassage(**row, phrasings=phrasings)


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
        json.dumps(dict(document.phrasings), ensure_ascii=False),
    )
