"""Documents into passages with vectors: cut, embedded in a thread, stored in one transaction, announced.

What a passage says and what its vector was made of are compared with what is stored, so that nothing is embedded twice,
whoever wrote the document, and a damaged or foreign vector is made again.
"""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import numpy as np
from pydantic import ValidationError

from domain.catalog import Product
from domain.errors import InvalidInput
from domain.policies import ReturnRules
from store.database import Database
from store.knowledge import (
    Document,
    StoredDocument,
    StoredKnowledge,
    StoredPassage,
    announce,
    changed_documents,
    delete_missing,
    passages_of,
    put_documents,
    put_passages,
    read_everything,
)
from tools.knowledge.embedder import Embedder
from tools.knowledge.pieces import PRODUCTS, Piece, Reading, cut, product_document

BATCH = 64
"""Passages embedded and reported at a time."""
LOCK_PAUSE_S = 0.1

_TRY_LOCK = "SELECT pg_try_advisory_lock(hashtext('knowledge'))"
_UNLOCK = "SELECT pg_advisory_unlock(hashtext('knowledge'))"

Progress = Callable[[int, int], None]
"""Called with passages done and passages to do."""


@dataclass(frozen=True, slots=True)
class IngestReport:
    """Documents written, unchanged and removed; passages that had to be embedded."""

    written: int
    unchanged: int
    removed: int
    embedded: int


async def ingest(
    database: Database,
    embedder: Embedder,
    documents: Sequence[Document],
    *,
    remove_missing: str | None = None,
    by_staff: bool = False,
    progress: Progress | None = None,
) -> IngestReport:
    """Store documents with their passages in one transaction, which replicas follow.

    What is written `by_staff` outlives the loading of the shop's files, and only staff change it again.
    `remove_missing` names a prefix ("faqs/") under which nothing else may remain.

    Raises:
        InvalidInput: a document is empty or its rules are not rules. Nothing is written then.
    """
    for document in documents:
        check(document)
    async with database.read() as session:
        changed = await changed_documents(session, documents, by_staff=by_staff)
        earlier = await passages_of(session, [document.document_id for document in changed])
    todo = [(StoredDocument(document, document.content_hash), cut(document)) for document in changed]
    passages, embedded = await _embed(embedder, todo, earlier, progress)
    async with database.transaction() as session:
        await put_documents(session, changed, by_staff=by_staff)
        removed: list[str] = []
        if remove_missing is not None:
            keep = [document.document_id for document in documents]
            removed = await delete_missing(session, prefix=remove_missing, keep=keep)
        for (stored, _), cuts in zip(todo, passages, strict=True):
            await put_passages(session, stored, cuts)
        if changed or removed:
            await announce(session)
    return IngestReport(len(changed), len(documents) - len(changed), len(removed), embedded)


def check(document: Document) -> None:
    """Raises InvalidInput, with the document and the reason."""
    if not document.title.strip() or not document.text.strip():
        raise InvalidInput(f"{document.document_id}: has no title or no text")
    if document.rules is not None:
        try:
            ReturnRules.model_validate_json(document.rules)
        except ValidationError as error:
            raise InvalidInput(f"{document.document_id}: rules: {error}") from error


async def bring_up_to_date(database: Database, embedder: Embedder, *, progress: Progress | None = None) -> int:
    """Cut and embed whatever stored passages do not match their document; returns how many were embedded.

    For documents that somebody else wrote, a new encoder and damaged rows. One process at a time does it, the
    others wait and find the work done. A start that is interrupted goes on from the last batch.
    """
    async with _alone(database):
        async with database.read() as session:
            stored = await read_everything(session)
        todo = await asyncio.to_thread(stale, stored, embedder)
        embedded = 0
        for batch in _batches(todo):
            passages, count = await _embed(embedder, batch, stored.passages, None)
            async with database.transaction() as session:
                for (each, _), cuts in zip(batch, passages, strict=True):
                    await put_passages(session, each, cuts)
            embedded += count
            if progress:
                progress(embedded, sum(len(pieces) for _, pieces in todo))
        if todo:
            async with database.transaction() as session:
                await announce(session)
        return embedded


async def sync_products(
    database: Database,
    embedder: Embedder,
    stored: StoredKnowledge,
    products: Sequence[Product],
    *,
    progress: Progress | None = None,
) -> bool:
    """Whether the documents made from products had to be changed to say what `products` say."""
    wanted = [product_document(product) for product in products]
    known = {
        each.document.document_id: each.content_hash
        for each in stored.documents
        if each.document.document_id.startswith(PRODUCTS)
    }
    if known == {document.document_id: document.content_hash for document in wanted}:
        return False
    await ingest(database, embedder, wanted, remove_missing=PRODUCTS, progress=progress)
    return True


def stale(stored: StoredKnowledge, embedder: Embedder) -> list[tuple[StoredDocument, list[Piece]]]:
    """Documents whose passages are missing, say something else, or have no sound vector of this encoder."""
    kept: dict[str, list[StoredPassage]] = {}
    for passage in stored.passages:
        kept.setdefault(passage.document_id, []).append(passage)
    found = []
    for each in stored.documents:
        pieces = cut(each.document)
        wanted = [(it.piece_id, it.heading, it.text, it.phrasings, origin(embedder, it.readings)) for it in pieces]
        passages = kept.get(each.document.document_id, [])
        is_same = wanted == [(it.passage_id, it.heading, it.text, it.phrasings, it.encoder) for it in passages]
        if not is_same or not all(_is_sound(passage, embedder) for passage in passages):
            found.append((each, pieces))
    return found


def as_stored(documents: Sequence[Document], embedder: Embedder) -> StoredKnowledge:
    """What would be read back if these documents were all that is stored. CPU-bound."""
    stored = [StoredDocument(document, document.content_hash) for document in documents]
    todo = [(each, cut(each.document)) for each in stored]
    vectors = _made(embedder, {origin(embedder, it.readings): it.readings for _, pieces in todo for it in pieces})
    passages = [_to_stored(each, piece, embedder, vectors) for each, pieces in todo for piece in pieces]
    return StoredKnowledge(1, stored, passages)


def origin(embedder: Embedder, readings: Sequence[Reading]) -> str:
    """What decides the vectors: the encoder and the texts."""
    texts = "\0\0".join("\0".join(reading) for reading in readings).encode()
    return f"{embedder.name}#{hashlib.sha256(texts).hexdigest()[:16]}"


def embed_together(embedder: Embedder, readings: Sequence[Reading]) -> np.ndarray:
    """(n, d) float32: for each reading the sum of its texts' vectors, at unit length. A text is embedded once."""
    texts = {text: number for number, text in enumerate(dict.fromkeys(it for reading in readings for it in reading))}
    flat = embedder.embed(list(texts))[[texts[text] for reading in readings for text in reading]]
    starts = np.cumsum([0, *(len(reading) for reading in readings[:-1])])
    summed = np.add.reduceat(flat, starts, axis=0)
    return summed / np.linalg.norm(summed, axis=1, keepdims=True)


def vectors_of(passage: StoredPassage, embedder: Embedder) -> np.ndarray:
    """(readings, d) float32"""
    return np.frombuffer(passage.vectors, "<f4").reshape(-1, embedder.dimensions)


def _is_sound(passage: StoredPassage, embedder: Embedder) -> bool:
    """Of the right size, and of unit length, which flipped bits of any weight break."""
    if len(passage.vectors) != 4 * embedder.dimensions * (1 + len(passage.phrasings)):
        return False
    with np.errstate(over="ignore", invalid="ignore"):
        lengths = np.linalg.norm(vectors_of(passage, embedder), axis=1)
        return bool((np.abs(lengths - 1) < 1e-3).all())


async def _embed(
    embedder: Embedder,
    todo: Sequence[tuple[StoredDocument, list[Piece]]],
    earlier: Sequence[StoredPassage],
    progress: Progress | None,
) -> tuple[list[list[StoredPassage]], int]:
    """The passages of each document, and how many had to be embedded: those with no sound vectors yet."""
    vectors = {passage.encoder: passage.vectors for passage in earlier if _is_sound(passage, embedder)}
    readings = {origin(embedder, piece.readings): piece.readings for _, pieces in todo for piece in pieces}
    unknown = [(key, texts) for key, texts in readings.items() if key not in vectors]
    for start in range(0, len(unknown), BATCH):
        batch = unknown[start : start + BATCH]
        vectors |= await asyncio.to_thread(_made, embedder, dict(batch))
        if progress:
            progress(start + len(batch), len(unknown))
    passages = [[_to_stored(each, piece, embedder, vectors) for piece in pieces] for each, pieces in todo]
    return passages, len(unknown)


def _made(embedder: Embedder, readings: Mapping[str, tuple[Reading, ...]]) -> dict[str, bytes]:
    """The vectors of each passage's readings, by `origin`."""
    if not readings:
        return {}
    rows = embed_together(embedder, [reading for own in readings.values() for reading in own]).astype("<f4")
    ends = np.cumsum([len(own) for own in readings.values()])
    return {key: part.tobytes() for key, part in zip(readings, np.split(rows, ends[:-1]), strict=True)}


def _to_stored(stored: StoredDocument, piece: Piece, embedder: Embedder, vectors: Mapping[str, bytes]) -> StoredPassage:
    made_of = origin(embedder, piece.readings)
    document_id = stored.document.document_id
    return StoredPassage(
        piece.piece_id, document_id, piece.heading, piece.text, piece.phrasings, made_of, vectors[made_of]
    )


def _batches(
    todo: Sequence[tuple[StoredDocument, list[Piece]]],
) -> Iterator[list[tuple[StoredDocument, list[Piece]]]]:
    """Whole documents, until a batch has BATCH passages."""
    batch: list[tuple[StoredDocument, list[Piece]]] = []
    for each in todo:
        batch.append(each)
        if sum(len(pieces) for _, pieces in batch) >= BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


@asynccontextmanager
async def _alone(database: Database) -> AsyncIterator[None]:
    """Holds an advisory lock of the database, which a process that dies lets go of."""
    async with database.connection() as connection:
        # Waiting inside the server would run into the connection's lock_timeout.
        while not await connection.fetchval(_TRY_LOCK):  # noqa: ASYNC110 (another process lets go of it)
            await asyncio.sleep(LOCK_PAUSE_S)
        try:
            yield
        finally:
            await connection.execute(_UNLOCK)
