"""Documents cut into passages: small enough to quote, whole enough to answer, and word for word as written.

Knows Markdown with front matter, FAQ records and product texts; nothing of where they are stored. A passage id depends
on its document and heading only, so an edit elsewhere in the document leaves it alone.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import yaml

from domain.catalog import Product
from domain.knowledge import Audience, Passage, SourceKind

LONGEST_WORDS = 180
"""The encoder reads 256 tokens; 180 English words of prose are about 240."""

_HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*\s*$")
_FENCE = re.compile(r"^\s*(```|~~~)")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9*_\"(])")


class BadDocument(ValueError):
    """A document cannot be read; `line` counts from 1."""

    def __init__(self, reason: str, *, line: int) -> None:
        super().__init__(f"line {line}: {reason}")
        self.reason = reason
        self.line = line


@dataclass(frozen=True, slots=True)
class Document:
    """A text with what holds for all of it."""

    document_id: str
    kind: SourceKind
    title: str
    body: str
    audience: Audience = Audience.PUBLIC
    effective_from: date | None = None
    effective_to: date | None = None
    last_updated: date | None = None


def read_markdown(text: str, *, document_id: str, kind: SourceKind) -> Document:
    """A Markdown file with optional YAML front matter; the title falls back to the first heading.

    Raises:
        BadDocument: front matter that is not closed, is not a mapping, or holds a wrong date or audience.
    """
    facts, body = _front_matter(text.replace("\r\n", "\n"))
    first = next((m[2] for line in body.splitlines() if (m := _HEADING.match(line))), document_id)
    return Document(
        document_id=document_id,
        kind=kind,
        title=str(facts.get("title") or first),
        body=body,
        audience=_audience(facts),
        effective_from=_date(facts, "effective_from"),
        effective_to=_date(facts, "effective_to"),
        last_updated=_date(facts, "last_updated"),
    )


def passages_of(document: Document, *, longest_words: int = LONGEST_WORDS) -> list[Passage]:
    """The document by headings, each section in as few passages as fit; every text stands so in the body."""
    found: list[Passage] = []
    for heading, section in _sections(document):
        for text in _pieces(section, longest_words):
            found.append(_passage(document, passage_id="", heading=heading, text=text))
    return _with_ids(found)


def faq_passages(document: Document, *, question: str, answer: str, phrasings: Sequence[str] = ()) -> list[Passage]:
    """One passage for the question and one for each other way to ask it; all quote the same answer."""
    asked = list(dict.fromkeys([question, *phrasings]))
    return _with_ids([_passage(document, passage_id="", heading=it, text=answer) for it in asked])


def product_passage(product: Product, *, last_updated: date | None = None) -> Passage:
    """What can be said of one product in prose. Prices and stock change hourly and are left to the tools."""
    facts = [
        product.description.strip(),
        f"Materials: {', '.join(product.materials)}." if product.materials else "",
        f"Care: {product.care.strip().rstrip('.')}." if product.care.strip() else "",
        f"Returns: {product.return_policy}." if product.return_policy else "",
    ]
    document = Document(
        f"product/{product.product_id}", SourceKind.PRODUCT, product.name, "", last_updated=last_updated
    )
    text = " ".join(fact for fact in facts if fact)
    return _passage(document, passage_id=document.document_id, heading=product.name, text=text)


def _passage(document: Document, *, passage_id: str, heading: str, text: str) -> Passage:
    return Passage(
        passage_id=passage_id,
        document_id=document.document_id,
        kind=document.kind,
        title=document.title,
        heading=heading,
        text=text,
        audience=document.audience,
        effective_from=document.effective_from,
        effective_to=document.effective_to,
        last_updated=document.last_updated,
    )


def _with_ids(passages: list[Passage]) -> list[Passage]:
    """Ids from document and heading, numbered where a heading has more than one passage."""
    seen: dict[str, int] = {}
    named: list[Passage] = []
    for passage in passages:
        stem = f"{passage.document_id}#{_slug(passage.heading)}"
        seen[stem] = seen.get(stem, 0) + 1
        named.append(replace(passage, passage_id=stem if seen[stem] == 1 else f"{stem}-{seen[stem]}"))
    return named


def _slug(heading: str) -> str:
    return re.sub(r"[^\w]+", "-", heading.casefold()).strip("-")[:80] or "text"


def _sections(document: Document) -> Iterator[tuple[str, str]]:
    """(heading path, text below it), in order; the document's own title is not repeated in the path."""
    path: list[tuple[int, str]] = []
    lines: list[str] = []
    fenced = False
    for line in [*document.body.splitlines(), "# end"]:
        fenced ^= bool(_FENCE.match(line))
        heading = None if fenced and line != "# end" else _HEADING.match(line)
        if heading is None:
            lines.append(line)
            continue
        if text := "\n".join(lines).strip():
            yield " > ".join(name for _, name in path) or document.title, text
        lines = []
        level = len(heading[1])
        path = [step for step in path if step[0] < level]
        if not (level == 1 and heading[2] == document.title):
            path.append((level, heading[2]))


def _pieces(section: str, longest_words: int) -> list[str]:
    """Slices of the section of at most so many words, cut between paragraphs, else lines, else sentences."""
    pieces: list[str] = []
    start = end = 0
    for block_start, block_end in _blocks(section, longest_words):
        if end > start and _count(section[start:block_end]) > longest_words:
            pieces.append(section[start:end].strip())
            start = block_start
        end = block_end
    return [*pieces, section[start:end].strip()]


def _blocks(section: str, longest_words: int) -> Iterator[tuple[int, int]]:
    """Spans that should stay whole, as coarse as the limit allows."""
    for start, end in _spans(section, 0, re.compile(r"\n\s*\n")):
        if _count(section[start:end]) <= longest_words:
            yield start, end
            continue
        for line_start, line_end in _spans(section[start:end], start, re.compile(r"\n")):
            yield from _spans(section[line_start:line_end], line_start, _SENTENCE_END)


def _spans(text: str, offset: int, separator: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    start = 0
    for gap in separator.finditer(text):
        yield offset + start, offset + gap.start()
        start = gap.end()
    yield offset + start, offset + len(text)


def _count(text: str) -> int:
    return len(text.split())


def _front_matter(text: str) -> tuple[Mapping[str, object], str]:
    if not text.startswith("---\n"):
        return {}, text
    head, closed, body = text[4:].partition("\n---\n")
    if not closed:
        raise BadDocument("front matter is not closed by ---", line=1)
    try:
        facts = yaml.safe_load(head) or {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise BadDocument("front matter is not YAML", line=2 + (mark.line if mark else 0)) from error
    if not isinstance(facts, dict):
        raise BadDocument("front matter is not a list of `key: value`", line=2)
    return facts, body


def _audience(facts: Mapping[str, object]) -> Audience:
    value = str(facts.get("audience") or Audience.PUBLIC)
    try:
        return Audience(value)
    except ValueError as error:
        raise BadDocument(f"audience is {value!r}, not one of {', '.join(Audience)}", line=2) from error


def _date(facts: Mapping[str, object], key: str) -> date | None:
    value = facts.get(key)
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise BadDocument(f"{key} is {value!r}, not a date like 2026-01-31", line=2) from error
