"""`shopsmart kb`: what it may change, and what becomes of it."""

import sys
from pathlib import Path

import pytest

from api.commands.kb import _in_editor, require_written, save
from domain.errors import InvalidInput, NotFound
from domain.knowledge import SourceKind
from store.database import Database
from store.knowledge import Document, changed_documents, get_document, put_documents

FAQ = Document("faqs/1", SourceKind.FAQ, "Do you gift-wrap?", "Yes.")


async def test_what_is_saved_is_not_undone_by_files(database: Database) -> None:
    await save(database, FAQ)
    async with database.read() as session:
        assert await get_document(session, "faqs/1") == FAQ
        assert await changed_documents(session, [Document("faqs/1", SourceKind.FAQ, "Do you gift-wrap?", "No.")]) == []


async def test_only_what_people_write_is_changed_here(database: Database) -> None:
    product = Document("products/VM1001", SourceKind.PRODUCT, "Shirt", "Linen.")
    async with database.transaction() as session:
        await put_documents(session, [FAQ, product])
    assert await require_written(database, "faqs/1") == FAQ
    with pytest.raises(InvalidInput, match="product"):
        await require_written(database, "products/VM1001")
    with pytest.raises(NotFound):
        await require_written(database, "faqs/2")


def test_the_editor_is_the_users_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    script = tmp_path / "editor.py"
    script.write_text("import sys, pathlib; p = pathlib.Path(sys.argv[1]); p.write_text(p.read_text().upper())")
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", f"{sys.executable} {script}")
    assert _in_editor("yes") == "YES"
    monkeypatch.setenv("VISUAL", "no-such-editor")
    with pytest.raises(InvalidInput, match="no-such-editor"):
        _in_editor("yes")
