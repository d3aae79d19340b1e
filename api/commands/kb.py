"""`shopsmart kb`: look at and change what the shop has in writing. Running services follow within two seconds.

What is added, edited or deleted here outlives the loading of the shop's files, until `restore` gives it back to them.
What is added gets ids under "added/".
"""

import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Column, Table

from domain.errors import InvalidInput, NotFound
from domain.knowledge import Audience, SourceKind
from store.database import Database
from store.knowledge import (
    Document,
    announce,
    forget_edit,
    get_document,
    list_documents,
    read_everything,
    withdraw_document,
)

app = typer.Typer(name="kb", no_args_is_help=True, help="The knowledge base: add, edit, delete, list, show, search.")

ADDED = "added/"

DocumentId = Annotated[str, typer.Argument(help='Such as "faqs/12" or "policies/return_policy".')]
DataDir = Annotated[
    Path | None, typer.Option("--data-dir", help="Where the database and secrets are kept. (SHOPSMART_DATA)")
]


@app.command()
def add(
    file: Annotated[Path, typer.Argument(help="Markdown with front matter: title, audience, effective_from ...")],
    kind: Annotated[SourceKind, typer.Option(help="A FAQ's title is its question.")] = SourceKind.ARTICLE,
    document_id: Annotated[str | None, typer.Option("--id", help="Default: added/ and the file's name.")] = None,
    data_dir: DataDir = None,
) -> None:
    """Add a document, or replace the one with the same id."""

    async def body(database: Database) -> None:
        from tools.knowledge.files import from_markdown

        document = from_markdown(_read(file), document_id=document_id or f"{ADDED}{file.stem}", kind=kind)
        await save(database, document)

    _with_database(body, data_dir)


@app.command()
def edit(
    document_id: DocumentId,
    file: Annotated[Path | None, typer.Option("--from", help="Take this file instead of opening an editor.")] = None,
    data_dir: DataDir = None,
) -> None:
    """Edit a document in $EDITOR, or replace its text by a file."""

    async def body(database: Database) -> None:
        from tools.knowledge.files import from_markdown, to_markdown

        document = await require_written(database, document_id)
        before = to_markdown(document)
        after = _read(file) if file else _in_editor(before)
        if after == before:
            _say("Nothing was changed.")
            return
        edited = from_markdown(after, document_id=document_id, kind=document.kind, rules=document.rules)
        if edited.last_updated == document.last_updated:
            edited = replace(edited, last_updated=_today())
        await save(database, edited)

    _with_database(body, data_dir)


@app.command()
def delete(document_id: DocumentId, data_dir: DataDir = None) -> None:
    """Delete a document and its passages; loading the shop's files does not bring it back."""

    async def body(database: Database) -> None:
        await require_written(database, document_id)
        async with database.transaction() as session:
            if await withdraw_document(session, document_id):
                await announce(session)
        _say(f"Deleted {document_id}.")

    _with_database(body, data_dir)


@app.command()
def restore(document_id: DocumentId, data_dir: DataDir = None) -> None:
    """Forget what was edited or deleted here: the next `shopsmart seed` loads the file's version again."""

    async def body(database: Database) -> None:
        async with database.transaction() as session:
            if not await forget_edit(session, document_id):
                raise NotFound(f"{document_id} was not edited or deleted here")
            await announce(session)
        _say(f"Forgot the changes of {document_id}. `shopsmart seed` loads the file's version.")

    _with_database(body, data_dir)


@app.command("list")
def list_(
    kind: Annotated[SourceKind | None, typer.Option(help="Only documents of this kind.")] = None,
    data_dir: DataDir = None,
) -> None:
    """List documents: id, title, audience, when they are in force, when they were updated."""

    async def body(database: Database) -> None:
        async with database.read() as session:
            documents = await list_documents(session, kind=kind)
        table = Table(Column("id", overflow="fold"), "title", "audience", "in force", "updated", box=None)
        for each in documents:
            table.add_row(each.document_id, each.title, each.audience, in_force(each), str(each.last_updated or ""))
        Console().print(table)

    _with_database(body, data_dir)


@app.command()
def show(document_id: DocumentId, data_dir: DataDir = None) -> None:
    """Print a document as `kb add` reads it."""

    async def body(database: Database) -> None:
        from tools.knowledge.files import to_markdown

        _say(to_markdown(await require(database, document_id)).rstrip())

    _with_database(body, data_dir)


@app.command()
def search(
    query: Annotated[str, typer.Argument(help="A customer's question.")],
    audience: Annotated[Audience, typer.Option(help="On whose behalf.")] = Audience.PUBLIC,
    day: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Default: today.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=50)] = 5,
    data_dir: DataDir = None,
) -> None:
    """Show which passages the bot would find, and how sure it would be."""

    async def body(database: Database) -> None:
        from tools.knowledge.embedder import MiniLM
        from tools.knowledge.ingest import bring_up_to_date
        from tools.knowledge.snapshot import build

        embedder = MiniLM.open()
        await bring_up_to_date(database, embedder)
        async with database.read() as session:
            stored = await read_everything(session)
        snapshot = build(stored, [], embedder, earlier=None)
        found = snapshot.passages(query, audience=audience, day=day.date() if day else _today(), limit=limit)
        table = Table("sure", Column("document", overflow="fold"), "heading", "text", box=None)
        for each in found:
            passage = each.passage
            table.add_row(f"{each.confidence:.2f}", passage.document_id, passage.heading, passage.text)
        Console().print(table)

    _with_database(body, data_dir)


@app.command()
def reindex(data_dir: DataDir = None) -> None:
    """Cut and embed whatever is missing, changed or damaged, and make every running service read all of it again."""

    async def body(database: Database) -> None:
        from tools.knowledge.embedder import MiniLM
        from tools.knowledge.ingest import bring_up_to_date

        with Progress(console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("Embedding", total=None)
            embedded = await bring_up_to_date(
                database, MiniLM.open(), progress=lambda done, todo: bar.update(task, completed=done, total=todo)
            )
        async with database.transaction() as session:
            version = await announce(session)
        _say(f"{embedded} passages were embedded. The knowledge is at version {version}.")

    _with_database(body, data_dir)


async def save(database: Database, document: Document) -> None:
    """Store it and say what became of it. Raises InvalidInput for a document without title or text."""
    from tools.knowledge.embedder import MiniLM
    from tools.knowledge.ingest import ingest

    report = await ingest(database, MiniLM.open(), [document], by_staff=True)
    _say(f"Saved {document.document_id}: {report.embedded} passages embedded." if report.written else "Nothing new.")


async def require(database: Database, document_id: str) -> Document:
    """Raises NotFound."""
    async with database.read() as session:
        document = await get_document(session, document_id)
    if document is None:
        raise NotFound(f"there is no document {document_id}")
    return document


async def require_written(database: Database, document_id: str) -> Document:
    """A document that staff may change here.

    Raises:
        NotFound: there is none.
        InvalidInput: it is made of a product or a conversation, and would be made again.
    """
    from tools.knowledge.files import WRITTEN_BY_HAND

    document = await require(database, document_id)
    if document.kind not in WRITTEN_BY_HAND:
        raise InvalidInput(f"{document_id} is made of a {document.kind}: change that instead")
    return document


def in_force(document: Document) -> str:
    """ "2026-07-23 -", "- 2026-07-23" or nothing when always."""
    if not document.effective_from and not document.effective_to:
        return ""
    return f"{document.effective_from or ''} - {document.effective_to or ''}".strip()


def _with_database(body: Callable[[Database], Awaitable[None]], data_dir: Path | None) -> None:
    from api.cli import execute, read_settings
    from api.storage import open_storage

    async def opened() -> None:
        async with open_storage(read_settings(data_dir=data_dir)) as database:
            await body(database)

    execute(opened)


def _read(file: Path) -> str:
    try:
        return sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(f"{file}: {error}") from error


def _in_editor(text: str) -> str:
    """The text as it was saved in $VISUAL or $EDITOR.

    Raises:
        InvalidInput: the editor cannot be started, or failed.
    """
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    with tempfile.TemporaryDirectory(prefix="shopsmart-kb-") as folder:
        file = Path(folder) / "document.md"
        file.write_text(text, encoding="utf-8")
        try:
            subprocess.run([*shlex.split(command), str(file)], check=True)
        except (OSError, ValueError, subprocess.CalledProcessError) as error:
            raise InvalidInput(f"{command}: {error}") from error
        return _read(file)


def _today() -> date:
    return datetime.now(UTC).date()


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 this is the terminal's side
