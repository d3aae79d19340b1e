"""What of a stored document is quoted and what of it the encoder reads, for each kind of document.

A table becomes one passage for all of it and one for each row, since a customer asks about one row ("how long to
Canada?") and a row alone does not say what its numbers mean. A passage's id depends on its document and heading only,
so an edit elsewhere in the document leaves it alone.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from domain.catalog import Product
from domain.knowledge import SourceKind
from store.knowledge import Document
from tools.knowledge.chunks import Chunk, cut_markdown

QUOTED_WORDS = 100
"""Longer sections are cut between paragraphs, else sentences: a reply should not quote more."""
PRODUCTS = "products/"
"""Prefix of the ids of documents that are made from products."""

_HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*$")
_RULE = re.compile(r"^\s*\|?\s*:?-{2,}")

Reading = tuple[str, ...]
"""Texts that make one vector: the sum of their own vectors, at unit length.

Heading and text read apart find more than one text of both: hit@1 0.81 against 0.69 (docs/knowledge.md).
"""


@dataclass(frozen=True, slots=True)
class Piece:
    """A passage before it is stored; one reading for itself and one for each phrasing, in this order."""

    piece_id: str
    heading: str
    text: str
    phrasings: tuple[str, ...]
    readings: tuple[Reading, ...]


def cut(document: Document) -> list[Piece]:
    """In document order; ids are unique. Phrasings go with the first passage of their section."""
    left = dict(document.phrasings)
    pieces: list[Piece] = []
    chunks = _chunks(document)
    for chunk, piece_id in zip(chunks, _ids(document.document_id, chunks), strict=True):
        own = _reading(document, chunk)
        phrasings = tuple(left.pop(chunk.heading, ()))
        readings = (own, *((asked, *own[1:]) for asked in phrasings))
        pieces.append(Piece(piece_id, chunk.heading, chunk.text, phrasings, readings))
    return pieces


def product_document(product: Product) -> Document:
    """What can be said of a product in prose; prices and stock change hourly and stay in its row."""
    facts = [
        product.description.strip(),
        f"Materials: {', '.join(product.materials)}." if product.materials else "",
        f"Care: {product.care.strip().rstrip('.')}." if product.care.strip() else "",
        f"Returns: {product.return_policy}." if product.return_policy else "",
    ]
    return Document(
        document_id=f"{PRODUCTS}{product.product_id}",
        kind=SourceKind.PRODUCT,
        title=product.name,
        text=f"## {product.category}\n\n{' '.join(fact for fact in facts if fact)}",
    )


def _chunks(document: Document) -> list[Chunk]:
    if document.kind in (SourceKind.FAQ, SourceKind.CONVERSATION):
        return [Chunk(document.title, document.text)]
    markdown = "\n".join(_with_rows(document.text))
    return cut_markdown(markdown, title=document.title, longest_words=QUOTED_WORDS)


def _reading(document: Document, chunk: Chunk) -> Reading:
    """A product as `CatalogueEntry.sentence`, so that one vector serves both indexes; of a conversation only what the
    customer said first, by which similar cases are found: the rest would cost most of a first start."""
    match document.kind:
        case SourceKind.PRODUCT:
            return (f"{document.title[:120]} {chunk.heading}".strip(),)
        case SourceKind.CONVERSATION:
            return (chunk.heading,)
        case SourceKind.FAQ:
            return (chunk.heading, chunk.text) if chunk.text else (chunk.heading,)
        case SourceKind.POLICY | SourceKind.ARTICLE:
            return (f"{document.title}: {chunk.heading}", chunk.text)


def _ids(document_id: str, chunks: Sequence[Chunk]) -> list[str]:
    """From document and heading, numbered where a heading has more than one chunk."""
    seen: dict[str, int] = {}
    ids: list[str] = []
    for chunk in chunks:
        stem = f"{document_id}#{_slug(chunk.heading)}"
        seen[stem] = seen.get(stem, 0) + 1
        ids.append(stem if seen[stem] == 1 else f"{stem}-{seen[stem]}")
    return ids


def _slug(heading: str) -> str:
    return re.sub(r"[^\w]+", "-", heading.casefold()).strip("-")[:80] or "text"


def _with_rows(markdown: str) -> Iterator[str]:
    """The lines, each table as sentences and then once more with a heading of its own for each row."""
    heading = "# "
    for is_table, lines in groupby(markdown.splitlines(), key=lambda line: line.lstrip().startswith("|")):
        if not is_table:
            for line in lines:
                heading = line if _HEADING.match(line) else heading
                yield line
            continue
        rows = list(_rows(list(lines)))
        yield from (f"{name}: {facts}" for name, facts in rows)
        for name, facts in rows:
            yield from ("", f"{_level(heading)}# {name}", "", f"{name}: {facts}", "")
        yield heading if heading != "# " else ""


def _rows(table: list[str]) -> Iterator[tuple[str, str]]:
    """(first cell, "column cell; column cell.") for each row below the header."""
    cells = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in table if not _RULE.match(line)]
    header = cells[0] if cells else []
    for row in cells[1:]:
        facts = [f"{_inside(name)} {cell}" for name, cell in zip(header[1:], row[1:], strict=False) if cell]
        yield row[0], "; ".join(facts) + "."


def _inside(name: str) -> str:
    """A column's name inside a sentence: `Express` -> `express`, but `US size` stays."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def _level(heading: str) -> str:
    return heading.split(" ", 1)[0]
