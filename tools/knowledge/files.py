"""A document as a Markdown file that a person can edit: YAML front matter, then the text. Reads what it writes.

Front matter: `title, audience, effective_from, effective_to, last_updated`, and other ways in which customers ask,
`phrasings` (a list, for a FAQ) or `questions` (a list for each heading).
"""

from collections.abc import Mapping
from datetime import date, datetime

import yaml

from domain.errors import InvalidInput
from domain.knowledge import Audience, SourceKind
from store.knowledge import Document
from tools.knowledge.chunks import first_heading

WRITTEN_BY_HAND = (SourceKind.FAQ, SourceKind.POLICY, SourceKind.ARTICLE)

Phrasings = Mapping[str, tuple[str, ...]]


def from_markdown(text: str, *, document_id: str, kind: SourceKind, rules: str | None = None) -> Document:
    """A FAQ's title is its question; without a title the first heading is. `rules` are carried along: they are loaded
    with the shop's files, not typed.

    Raises:
        InvalidInput: with the line and the reason.
    """
    try:
        facts, body = _front_matter(text.replace("\r\n", "\n"))
        title = str(facts.get("title") or first_heading(body) or document_id)
        return Document(
            document_id=document_id,
            kind=kind,
            title=title,
            text=body.strip() + "\n",
            audience=_audience(facts),
            effective_from=_date(facts, "effective_from"),
            effective_to=_date(facts, "effective_to"),
            last_updated=_date(facts, "last_updated"),
            rules=rules,
            phrasings=_phrasings(facts, title),
        )
    except ValueError as error:
        raise InvalidInput(f"{document_id}: {error}") from error


def to_markdown(document: Document) -> str:
    """Facts that are not set are left out."""
    by_heading = {heading: list(asked) for heading, asked in document.phrasings.items()}
    is_faq = document.kind is SourceKind.FAQ
    facts: dict[str, object] = {
        "title": document.title,
        "audience": document.audience.value,
        "effective_from": document.effective_from,
        "effective_to": document.effective_to,
        "last_updated": document.last_updated,
        "phrasings": by_heading.get(document.title) if is_faq else None,
        "questions": by_heading or None if not is_faq else None,
    }
    given = {name: value for name, value in facts.items() if value is not None}
    head = yaml.safe_dump(given, sort_keys=False, allow_unicode=True, width=1000)
    return f"---\n{head}---\n{document.text.strip()}\n"


def _front_matter(text: str) -> tuple[Mapping[str, object], str]:
    if not text.startswith("---\n"):
        return {}, text
    head, closed, body = text[4:].partition("\n---\n")
    if not closed:
        raise ValueError("line 1: front matter is not closed by ---")
    try:
        facts = yaml.safe_load(head) or {}
    except yaml.YAMLError as error:
        mark = error.problem_mark if isinstance(error, yaml.MarkedYAMLError) else None
        line = 2 + (mark.line if mark else 0)
        raise ValueError(f"line {line}: front matter is not YAML") from error
    if not isinstance(facts, dict):
        raise ValueError("line 2: front matter is not a list of `key: value`")
    return facts, body


def _phrasings(facts: Mapping[str, object], title: str) -> Phrasings:
    questions = facts.get("questions") or {}
    if not isinstance(questions, dict):
        raise ValueError("questions are not lists by heading")
    lists = {title: facts.get("phrasings") or [], **questions}
    for heading, asked in lists.items():
        if not isinstance(asked, list) or not all(isinstance(each, str) and each.strip() for each in asked):
            raise ValueError(f"what customers ask is not a list of texts: {heading}")
    return {str(heading): tuple(asked) for heading, asked in lists.items() if asked}


def _audience(facts: Mapping[str, object]) -> Audience:
    value = str(facts.get("audience") or Audience.PUBLIC)
    try:
        return Audience(value)
    except ValueError as error:
        raise ValueError(f"audience is {value!r}, not one of {', '.join(Audience)}") from error


def _date(facts: Mapping[str, object], key: str) -> date | None:
    value = facts.get(key)
    if value is None:
        return None
    if isinstance(value, date):
        return value.date() if isinstance(value, datetime) else value
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise ValueError(f"{key} is {value!r}, not a date like 2026-01-31") from error
