import asyncio
from dataclasses import replace

import pytest

from domain.errors import InvalidInput
from domain.knowledge import Audience, SourceKind
from store.knowledge import Document, announce, put_documents, read_everything
from tests.tools.knowledge_samples import GIFT_WRAP, PAYPAL, REPAIRS, SHIPPING, TODAY, ask, replica, returns
from tools.knowledge.files import from_markdown, to_markdown
from tools.knowledge.ingest import ingest
from tools.knowledge.pieces import cut


async def test_documents_that_somebody_else_wrote_are_cut_and_embedded(database, embedder):
    async with database.transaction() as session:
        await put_documents(session, [SHIPPING])
        await announce(session)
    async with replica(database, embedder) as live:
        found = live.passages("how long does shipping to Canada take", audience=Audience.PUBLIC, day=TODAY)
    assert found[0].passage.text.startswith("Canada: standard $9.95, 5 to 8 working days")
    assert found[0].confidence >= 0.5


async def test_an_unchanged_document_is_not_embedded_again(database, embedder):
    first = await ingest(database, embedder, [GIFT_WRAP, SHIPPING])
    assert (first.written, first.unchanged) == (2, 0)
    assert first.embedded > 0
    embedder.read.clear()
    again = await ingest(database, embedder, [GIFT_WRAP, replace(SHIPPING, title="Shipping")])
    assert (again.written, again.unchanged) == (1, 1)
    assert not any("gift" in text for text in embedder.read)
    embedder.read.clear()
    async with replica(database, embedder) as live:
        assert live.version > 0
    assert embedder.read == []


async def test_ingesting_twice_does_not_announce_twice(database, embedder):
    await ingest(database, embedder, [GIFT_WRAP], remove_missing="faqs/")
    async with database.read() as session:
        before = await read_everything(session)
    report = await ingest(database, embedder, [GIFT_WRAP], remove_missing="faqs/")
    async with database.read() as session:
        assert await read_everything(session) == before
    assert (report.written, report.removed, report.embedded) == (0, 0, 0)


async def test_what_is_missing_under_the_prefix_is_removed_and_nothing_else(database, embedder):
    await ingest(database, embedder, [GIFT_WRAP, PAYPAL, SHIPPING])
    report = await ingest(database, embedder, [PAYPAL], remove_missing="faqs/")
    assert report.removed == 1
    async with database.read() as session:
        stored = await read_everything(session)
    assert [each.document.document_id for each in stored.documents] == ["faqs/2", "policies/shipping"]


async def test_a_document_with_broken_rules_is_refused_and_nothing_is_written(database, embedder):
    broken = replace(returns("returns-1", 30, begins=TODAY), rules='{"window_days": -3}')
    with pytest.raises(InvalidInput, match="policies/returns-1: rules"):
        await ingest(database, embedder, [GIFT_WRAP, broken])
    async with database.read() as session:
        assert (await read_everything(session)).documents == []


@pytest.mark.parametrize("damage", ["'\\x00'::bytea", "''::bytea", "set_byte(vectors, 3, 255)", "vectors || vectors"])
async def test_a_damaged_vector_in_the_database_is_made_again(database, embedder, damage: str):
    await ingest(database, embedder, [GIFT_WRAP, PAYPAL])
    async with database.read() as session:
        sound = (await read_everything(session)).passages
    async with database.connection() as connection:
        await connection.execute(f"UPDATE passages SET vectors = {damage} WHERE document_id = 'faqs/2'")
    async with replica(database, embedder) as live:
        assert ask(live, "can i pay with paypal")[:1] == ["faqs/2"]
    async with database.read() as session:
        assert (await read_everything(session)).passages == sound


async def test_passages_of_another_encoder_are_embedded_again(database, embedder):
    await ingest(database, embedder, [GIFT_WRAP])
    async with database.connection() as connection:
        await connection.execute("UPDATE passages SET encoder = 'yesterday'")
    async with replica(database, embedder):
        pass
    async with database.read() as session:
        (passage,) = (await read_everything(session)).passages
    assert passage.encoder.startswith(f"{embedder.name}#")


async def test_processes_that_start_together_embed_once(database, embedder):
    async with database.transaction() as session:
        await put_documents(session, [GIFT_WRAP, PAYPAL, REPAIRS])
        await announce(session)

    async def start() -> None:
        async with replica(database, embedder):
            pass

    await asyncio.gather(*(start() for _ in range(4)))
    assert sorted(embedder.read) == sorted(text for it in (GIFT_WRAP, PAYPAL, REPAIRS) for text in (it.title, it.text))


async def test_a_phrasing_is_embedded_once_and_finds_its_document(database, embedder):
    asked = replace(GIFT_WRAP, phrasings={GIFT_WRAP.title: ("hide the price, it is a present",)})
    await ingest(database, embedder, [asked, PAYPAL, REPAIRS])
    assert embedder.read.count(GIFT_WRAP.text) == 1
    async with replica(database, embedder) as live:
        (first, *_) = live.passages("it's a present please hide the price", audience=Audience.PUBLIC, day=TODAY)
    assert (first.passage.document_id, first.passage.heading) == ("faqs/1", GIFT_WRAP.title)
    assert first.confidence >= 0.5


def test_phrasings_go_with_the_first_passage_of_their_section():
    pieces = cut(replace(SHIPPING, phrasings={"Tracking": ("where is the number",)}))
    assert {piece.heading: piece.phrasings for piece in pieces if piece.phrasings} == {
        "Tracking": ("where is the number",)
    }
    (piece,) = (piece for piece in pieces if piece.phrasings)
    assert piece.readings == (("Shipping policy: Tracking", piece.text), ("where is the number", piece.text))


def test_a_table_gives_one_passage_for_each_row_and_one_for_all():
    pieces = {piece.piece_id: piece for piece in cut(SHIPPING)}
    whole = pieces["policies/shipping#options-and-times"].text
    assert whole.splitlines() == [
        "United States: standard $5.95, 3 to 5 working days; express $14.95, 1 to 2 working days.",
        "Canada: standard $9.95, 5 to 8 working days; express $24.95, 2 to 4 working days.",
    ]
    assert pieces["policies/shipping#options-and-times-canada"].heading == "Options and times > Canada"
    assert pieces["policies/shipping#tracking"].text.startswith("You get an e-mail")


@pytest.mark.parametrize(
    "document",
    [
        GIFT_WRAP,
        replace(PAYPAL, phrasings={PAYPAL.title: ("apple pay: ok?", "cards")}),
        replace(SHIPPING, phrasings={"Tracking": ("where is it",)}),
        returns("returns-1", 30, begins=TODAY),
    ],
)
def test_a_document_survives_being_written_to_a_file_and_read_again(document: Document):
    written = to_markdown(document)
    read = from_markdown(written, document_id=document.document_id, kind=document.kind, rules=document.rules)
    assert replace(read, text=read.text.strip()) == replace(document, text=document.text.strip())


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("---\ntitle: x\n", "not closed"),
        ("---\n- a\n---\nx", "not a list"),
        ("---\ntitle: [x\n---\nx", "line 2: front matter is not YAML"),
        ("---\ntitle: x\neffective_from: soon\n---\nx", "effective_from"),
        ("---\naudience: everyone\n---\nx", "audience"),
        ("---\nphrasings: where\n---\nx", "not a list of texts"),
        ("---\nquestions: [where]\n---\nx", "lists by heading"),
        ("---\nquestions: {Fees: [1]}\n---\nx", "Fees"),
    ],
)
def test_a_mistake_in_a_file_is_said_with_its_name(text: str, reason: str):
    with pytest.raises(InvalidInput, match=f"a/b: .*{reason}"):
        from_markdown(text, document_id="a/b", kind=SourceKind.ARTICLE)


def test_a_file_without_front_matter_is_called_by_its_first_heading():
    document = from_markdown("Hello.\n\n# Fees\n\nNone.", document_id="a/b", kind=SourceKind.ARTICLE)
    assert (document.title, document.audience) == ("Fees", Audience.PUBLIC)
