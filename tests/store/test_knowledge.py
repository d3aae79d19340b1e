import asyncio
from dataclasses import replace
from datetime import date

from domain.knowledge import Audience, SourceKind
from store.database import Database
from store.knowledge import (
    CHANNEL,
    Document,
    StoredDocument,
    StoredPassage,
    announce,
    changed_documents,
    current_version,
    delete_missing,
    forget_edit,
    get_document,
    list_documents,
    put_documents,
    put_passages,
    read_everything,
    to_passage,
    withdraw_document,
)
from store.listener import Listener

POLICY = Document(
    "policies/returns",
    SourceKind.POLICY,
    "Returns",
    "## Window\n\n30 days.",
    Audience.CUSTOMER,
    date(2026, 7, 23),
    None,
    date(2026, 7, 24),
    '{"version": "1"}',
    {"Window": ("how long do I have", "is it too late")},
)
FAQ = Document("faqs/1", SourceKind.FAQ, "Do you ship?", "Yes.")


def passage(document: Document, name: str = "#a") -> StoredPassage:
    return StoredPassage(
        f"{document.document_id}{name}", document.document_id, "Window", "30 days.", ("how long",), "encoder", b"\0" * 8
    )


async def put(database: Database, *documents: Document) -> None:
    async with database.transaction() as session:
        await put_documents(session, documents)


async def test_a_document_is_read_back_as_it_was_written(database: Database):
    await put(database, POLICY, FAQ)
    async with database.read() as session:
        assert await get_document(session, POLICY.document_id) == POLICY
        assert await get_document(session, "policies/none") is None
        assert await list_documents(session) == [FAQ, POLICY]
        assert await list_documents(session, kind=SourceKind.POLICY) == [POLICY]


async def test_only_new_and_different_documents_count_as_changed(database: Database):
    await put(database, POLICY)
    later = replace(POLICY, last_updated=date(2026, 8, 1))
    async with database.read() as session:
        assert await changed_documents(session, [POLICY, FAQ]) == [FAQ]
        assert await changed_documents(session, [later]) == [later]


def test_the_content_hash_depends_on_every_field():
    others = [
        replace(POLICY, title="x"),
        replace(POLICY, text="x"),
        replace(POLICY, kind=SourceKind.ARTICLE),
        replace(POLICY, audience=Audience.STAFF),
        replace(POLICY, effective_from=None),
        replace(POLICY, effective_to=date(2027, 1, 1)),
        replace(POLICY, last_updated=None),
        replace(POLICY, rules=None),
        replace(POLICY, phrasings={}),
    ]
    assert len({each.content_hash for each in [POLICY, *others]}) == 1 + len(others)


async def test_passages_go_with_their_document(database: Database):
    await put(database, POLICY, FAQ)
    async with database.transaction() as session:
        await put_passages(
            session, StoredDocument(POLICY, POLICY.content_hash), [passage(POLICY), passage(POLICY, "#b")]
        )
        await put_passages(session, StoredDocument(FAQ, FAQ.content_hash), [passage(FAQ)])
        assert await withdraw_document(session, POLICY.document_id)
        assert not await withdraw_document(session, "no/such")
    async with database.read() as session:
        assert (await read_everything(session)).passages == [passage(FAQ)]


async def test_passages_keep_their_order_and_are_replaced_as_a_whole(database: Database):
    await put(database, POLICY)
    stored = StoredDocument(POLICY, POLICY.content_hash)
    async with database.transaction() as session:
        assert await put_passages(session, stored, [passage(POLICY, "#z"), passage(POLICY, "#a")])
        assert await put_passages(session, stored, [passage(POLICY, "#y"), passage(POLICY, "#b")])
    async with database.read() as session:
        found = (await read_everything(session)).passages
    assert [each.passage_id for each in found] == ["policies/returns#y", "policies/returns#b"]


async def test_passages_of_a_document_that_changed_meanwhile_are_refused(database: Database):
    await put(database, POLICY)
    stored = StoredDocument(POLICY, POLICY.content_hash)
    await put(database, replace(POLICY, text="60 days."))
    async with database.transaction() as session:
        assert not await put_passages(session, stored, [passage(POLICY)])
        assert not await put_passages(session, StoredDocument(FAQ, FAQ.content_hash), [passage(FAQ)])
    async with database.read() as session:
        assert (await read_everything(session)).passages == []


async def test_only_what_stands_under_the_prefix_is_missing(database: Database):
    other = replace(FAQ, document_id="faqs/2")
    await put(database, POLICY, FAQ, other)
    async with database.transaction() as session:
        assert await delete_missing(session, prefix="faqs/", keep=["faqs/2"]) == ["faqs/1"]
    async with database.read() as session:
        assert await list_documents(session) == [other, POLICY]


async def test_files_do_not_undo_what_staff_did(database: Database):
    deleted, added = replace(FAQ, document_id="faqs/2"), replace(FAQ, document_id="faqs/added")
    await put(database, FAQ, deleted)
    edited = replace(FAQ, text="To the whole EU.")
    async with database.transaction() as session:
        await put_documents(session, [edited, added], by_staff=True)
        assert await withdraw_document(session, "faqs/2")
        later = [replace(each, last_updated=date(2027, 1, 1)) for each in (FAQ, deleted)]
        assert await changed_documents(session, later) == []
        assert await delete_missing(session, prefix="faqs/", keep=[]) == []
    async with database.read() as session:
        assert await list_documents(session) == [edited, added]
        assert await get_document(session, "faqs/2") is None


async def test_staff_may_write_a_document_again_that_they_deleted(database: Database):
    await put(database, FAQ)
    async with database.transaction() as session:
        await withdraw_document(session, FAQ.document_id)
        assert await changed_documents(session, [FAQ], by_staff=True) == [FAQ]
        await put_documents(session, [FAQ], by_staff=True)
    async with database.read() as session:
        assert await list_documents(session) == [FAQ]


async def test_a_forgotten_edit_leaves_room_for_the_file(database: Database):
    await put(database, FAQ, POLICY)
    async with database.transaction() as session:
        await put_documents(session, [replace(FAQ, text="No.")], by_staff=True)
        assert await forget_edit(session, FAQ.document_id)
        assert not await forget_edit(session, POLICY.document_id)
        assert await changed_documents(session, [FAQ, POLICY]) == [FAQ]


async def test_passages_of_a_deleted_document_are_refused(database: Database):
    await put(database, POLICY)
    async with database.transaction() as session:
        await withdraw_document(session, POLICY.document_id)
        assert not await put_passages(session, StoredDocument(POLICY, POLICY.content_hash), [passage(POLICY)])


async def test_a_version_is_heard_when_it_is_committed_and_not_when_it_is_rolled_back(database: Database):
    heard: asyncio.Queue[str] = asyncio.Queue()
    async with Listener(database.dsn) as listener:
        await listener.subscribe(CHANNEL, heard.put_nowait, resync=lambda: None)
        try:
            async with database.transaction() as session:
                await announce(session)
                raise ZeroDivisionError
        except ZeroDivisionError:
            pass
        async with database.transaction() as session:
            version = await announce(session)
        assert await asyncio.wait_for(heard.get(), 5) == str(version)
        assert heard.empty()
    async with database.read() as session:
        assert await current_version(session) == version == 1


async def test_writers_that_announce_together_get_versions_of_their_own(database: Database):
    async def write() -> int:
        async with database.transaction() as session:
            return await announce(session)

    assert sorted(await asyncio.gather(*(write() for _ in range(8)))) == list(range(1, 9))


def test_a_passage_has_its_documents_facts():
    quoted = to_passage(passage(POLICY), POLICY)
    assert (quoted.kind, quoted.title, quoted.audience) == (SourceKind.POLICY, "Returns", Audience.CUSTOMER)
    assert (quoted.effective_from, quoted.last_updated) == (POLICY.effective_from, POLICY.last_updated)
