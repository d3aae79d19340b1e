"""Markdown cut into chunks: small enough to quote, whole enough to answer, and word for word as written.

Knows headings, paragraphs and sentences; nothing of documents, or of where they are stored.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*\s*$")
_FENCE = re.compile(r"^\s*(```|~~~)")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9*_\"(])")
_END = "# end"


@dataclass(frozen=True, slots=True)
class Chunk:
    """`heading` is a path: "Returns > Refund times"."""

    heading: str
    text: str


def cut_markdown(markdown: str, *, title: str, longest_words: int) -> list[Chunk]:
    """The text by headings, each section in as few chunks as fit; what stands before any heading goes by `title`."""
    return [
        Chunk(heading, text)
        for heading, section in _sections(markdown, title)
        for text in _slices(section, longest_words)
    ]


def first_heading(markdown: str) -> str | None:
    return next((found[2] for line in markdown.splitlines() if (found := _HEADING.match(line))), None)


def _sections(markdown: str, title: str) -> Iterator[tuple[str, str]]:
    """(heading path, text below it), in order; the document's own title is not repeated in the path."""
    path: list[tuple[int, str]] = []
    lines: list[str] = []
    fenced = False
    for line in [*markdown.splitlines(), _END]:
        fenced ^= bool(_FENCE.match(line))
        heading = None if fenced and line != _END else _HEADING.match(line)
        if heading is None:
            lines.append(line)
            continue
        if text := "\n".join(lines).strip():
            yield " > ".join(name for _, name in path) or title, text
        lines = []
        level = len(heading[1])
        path = [step for step in path if step[0] < level]
        if not (level == 1 and heading[2] == title):
            path.append((level, heading[2]))


def _slices(section: str, longest_words: int) -> list[str]:
    """Slices of the section of at most so many words, cut between paragraphs, else lines, else sentences."""
    slices: list[str] = []
    start = end = 0
    for block_start, block_end in _blocks(section, longest_words):
        if end > start and _count(section[start:block_end]) > longest_words:
            slices.append(section[start:end].strip())
            start = block_start
        end = block_end
    return [*slices, section[start:end].strip()]


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
