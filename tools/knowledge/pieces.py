"""What of a stored document is quoted and what of it the encoder reads, for each kind of document.

The cutting itself is in `chunks`. Here a table becomes one passage for all of it and one for each row, since a
customer asks about one row ("how long to Canada?") and a row alone does not say what its numbers mean.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from domain.catalog import Product
from domain.knowledge import Passage, SourceKind
from store.knowledge import Document
from tools.knowledge import chunks

QUOTED_WORDS = 100
"""Longer sections are cut between paragraphs, else sentences: a reply should not quote more."""

_HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*$")
_RULE = re.compile(r"^\s*\|?\s*:?-{2,}")


@dataclass(frozen=True, slots=True)
class Piece:
    """A passage before it is stored. Its vector is the sum of those of `readings`, at unit length.

    Heading and text read apart find more than one text of both: hit@1 0.81 against 0.69 (docs/knowledge.md).
    """

    piece_id: str
    heading: str
    text: str
    readings: tuple[str, ...]


def cut(document: Document) -> list[Piece]:
    """In document order; ids are unique."""
    passages = _CUTS[document.kind](document)
    read = _READINGS[document.kind]
    return [Piece(each.passage_id, each.heading, each.text, read(each)) for each in passages]


def product_document(product: Product) -> Document:
    """What can be said of a product in prose; prices and stock change hourly and stay in its row."""
    text = chunks.product_passage(product).text
    return Document(
        document_id=f"{PRODUCTS}{product.product_id}",
        kind=SourceKind.PRODUCT,
        title=product.name,
        text=f"## {product.category}\n\n{text}",
    )


PRODUCTS = "products/"
"""Prefix of the ids of documents that are made from products."""


def _cut_question(document: Document) -> list[Passage]:
    return chunks.faq_passages(_for_chunks(document), question=document.title, answer=document.text)


def _cut_prose(document: Document) -> list[Passage]:
    return chunks.passages_of(_for_chunks(document), longest_words=QUOTED_WORDS)


def _for_chunks(document: Document) -> chunks.Document:
    return chunks.Document(
        document_id=document.document_id,
        kind=document.kind,
        title=document.title,
        body="\n".join(_with_rows(document.text)),
        audience=document.audience,
        effective_from=document.effective_from,
        effective_to=document.effective_to,
        last_updated=document.last_updated,
    )


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


def _read_answer(passage: Passage) -> tuple[str, ...]:
    return (passage.heading, passage.text)


def _read_section(passage: Passage) -> tuple[str, ...]:
    return (f"{passage.title}: {passage.heading}", passage.text)


def _read_product(passage: Passage) -> tuple[str, ...]:
    """As `CatalogueEntry.sentence`, so that one vector serves both indexes."""
    return (f"{passage.title[:120]} {passage.heading}".strip(),)


def _read_opening(passage: Passage) -> tuple[str, ...]:
    """Similar cases are found by what the customer said first; the rest would cost most of a first start."""
    return (passage.heading,)


_CUTS: Mapping[SourceKind, Callable[[Document], list[Passage]]] = {
    SourceKind.FAQ: _cut_question,
    SourceKind.POLICY: _cut_prose,
    SourceKind.ARTICLE: _cut_prose,
    SourceKind.PRODUCT: _cut_prose,
    SourceKind.CONVERSATION: _cut_question,
}
_READINGS: Mapping[SourceKind, Callable[[Passage], tuple[str, ...]]] = {
    SourceKind.FAQ: _read_answer,
    SourceKind.POLICY: _read_section,
    SourceKind.ARTICLE: _read_section,
    SourceKind.PRODUCT: _read_product,
    SourceKind.CONVERSATION: _read_opening,
}
