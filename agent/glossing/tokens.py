"""Where the words of a message are, what of it is data in any language, and which clause a word is in. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

_WORD = re.compile(r"[^\W\d_]+['’]?")
_JOINS = re.compile(r"[\s-]*")
"""Between the words of one phrase."""
_ENDS_CLAUSE = re.compile(r"[.!?;:,\n]")
_KEPT = re.compile(
    r"\S+@\S+|https?://\S+"
    r"|\b\d+\s?[a-z]?,?\s+(?:bis\s+|ter\s+)?(?:rue|avenue|boulevard|bd|place|chemin|allée|impasse|quai|route|cours)"
    r"\s[^,\n\d?!]{2,50}"
    r"|\b(?:calle|avenida|avda\.?|plaza|paseo|camino|carrer|c/)\s[^,\n\d?!]{2,50},?\s*(?:n[º°o]\.?\s*)?\d+\w?"
    r"|\b[\w.-]*(?:straße|strasse|str\.|weg|platz|allee|gasse|ufer|ring)\s+\d+\s?[a-z]?\b"
    r"|\b\d{4,5}\s+(?-i:[A-ZÀ-Þ])[\w'-]+(?:[ -](?:(?:de|la|las|los|le|les|sur|am|an der|del|el)[ -])?"
    r"(?-i:[A-ZÀ-Þ])[\w'-]+){0,3}"
    r"|(?-i:\b[A-Z]{2})\s+\d{5}(?:-\d{4})?\b"
    r"|[\w-]*\d[\w-]*",
    re.IGNORECASE,
)
"""What is data in any language: addresses of both kinds, links, whatever has a digit in it."""


@dataclass(frozen=True, slots=True)
class Token:
    start: int
    end: int
    word: str
    """In lower case; empty for what is kept as it is."""


def words_of(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.replace("’", "'")))


def tokens_of(text: str, *, names: Iterable[str] = ()) -> list[Token]:
    """Every word; what is data, and the `names`, as one token without a word."""
    kept = [*(match.span() for match in _KEPT.finditer(text)), *_places(text, names)]
    spans: list[tuple[int, int]] = []
    for start, end in sorted(kept):
        if spans and start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    tokens = [Token(start, start + len(text[start:end].rstrip()), "") for start, end in spans]
    edges = [0, *(edge for span in spans for edge in span), len(text)]
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        for match in _WORD.finditer(text, start, end):
            word = match[0].replace("’", "'").casefold()
            # A quote at the end of a word is no elision.
            is_elided = word.endswith("'") and match.end() < len(text) and text[match.end()].isalpha()
            tokens.append(Token(match.start(), match.end(), word if is_elided else word.rstrip("'")))
    return sorted(tokens, key=lambda token: token.start)


def _places(text: str, names: Iterable[str]) -> Iterable[tuple[int, int]]:
    lowered = text.casefold()
    if len(lowered) != len(text):
        return
    for name in names:
        at = lowered.find(name)
        if at >= 0:
            yield at, at + len(name)


def clauses_of(tokens: Sequence[Token], text: str) -> Iterable[list[Token]]:
    clause: list[Token] = []
    for token in tokens:
        if clause and _ENDS_CLAUSE.search(text[clause[-1].end : token.start]):
            yield clause
            clause = []
        clause.append(token)
    if clause:
        yield clause


def is_joined(tokens: Sequence[Token], text: str) -> bool:
    return all(token.word for token in tokens) and all(
        _JOINS.fullmatch(text[left.end : right.start]) for left, right in pairwise(tokens)
    )
