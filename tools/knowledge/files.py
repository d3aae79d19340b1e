"""A document as a Markdown file that a person can edit: YAML front matter, then the text. Reads what it writes."""

from datetime import date

import yaml

from domain.errors import InvalidInput
from domain.knowledge import SourceKind
from store.knowledge import Document
from tools.knowledge.chunks import BadDocument, read_markdown

WRITTEN_BY_HAND = (SourceKind.FAQ, SourceKind.POLICY, SourceKind.ARTICLE)


def from_markdown(text: str, *, document_id: str, kind: SourceKind, rules: str | None = None) -> Document:
    """A FAQ's title is its question. `rules` are carried along: they are loaded with the shop's files, not typed.

    Raises:
        InvalidInput: with the line and the reason.
    """
    try:
        read = read_markdown(text, document_id=document_id, kind=kind)
    except BadDocument as error:
        raise InvalidInput(f"{document_id}: {error}") from error
    return Document(
        document_id=document_id,
        kind=kind,
        title=read.title,
        text=read.body.strip() + "\n",
        audience=read.audience,
        effective_from=read.effective_from,
        effective_to=read.effective_to,
        last_updated=read.last_updated,
        rules=rules,
    )


def to_markdown(document: Document) -> str:
    """Facts that are not set are left out."""
    facts: dict[str, str | date | None] = {
        "title": document.title,
        "audience": document.audience.value,
        "effective_from": document.effective_from,
        "effective_to": document.effective_to,
        "last_updated": document.last_updated,
    }
    given = {name: value for name, value in facts.items() if value is not None}
    head = yaml.safe_dump(given, sort_keys=False, allow_unicode=True, width=1000)
    return f"---\n{head}---\n{document.text.strip()}\n"
