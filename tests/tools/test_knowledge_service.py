import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from domain.errors import InvalidInput
from domain.knowledge import Audience, SourceKind
from store.database import Database
from store.knowledge import Document, announce, delete_documents, put_documents, read_everything
from store.listener import Listener
from store.tables.catalog import ProductRow
from tools.knowledge.embedder import MiniLM
from tools.knowledge.ingest import ingest
from tools.knowledge.port import ProductFilters, Taste
from tools.knowledge.service import LiveKnowledge, open_live_knowledge
from tools.shops.demo import DemoShop
from tools.shops.port import ShopProfile

TODAY = date(2026, 11, 20)
PROFILE = ShopProfile("VerdeMuse", "USD", "UTC", "VM-", 5, "", "", "")


class CountingEmbedder(MiniLM):
    """The real encoder, and what it was asked to read."""

    read: list[str]

    def embed(self, texts) -> np.ndarray:
        self.read.extend(texts)
        return super().embed(texts)


@pytest.fixture(scope="module")
def encoder() -> CountingEmbedder:
    encoder = CountingEmbedder.open()
    encoder.read = []
    return encoder


@pytest.fixture
def embedder(encoder: CountingEmbedder) -> CountingEmbedder:
    encoder.read.clear()
    return encoder


def faq(number: int, question: str, answer: str, **facts) -> Document:
    return Document(f"faqs/{number}", SourceKind.FAQ, question, answer, **facts)


GIFT_WRAP = faq(1, "Do you offer gift wrapping?", "Yes, for $4.50 per order, in recycled paper.")
PAYPAL = faq(2, "Can I pay with PayPal?", "Yes. We take cards, PayPal and Klarna.")
REPAIRS = faq(3, "Do you repair clothes?", "Yes, our mending studio repairs anything we sold.")
SHIPPING = Document(
    "policies/shipping",
    SourceKind.POLICY,
    "Shipping policy",
    "# Shipping policy\n\n## Options and times\n\n| Destination | Standard | Express |\n| --- | --- | --- |\n"
    "| United States | $5.95, 3 to 5 working days | $14.95, 1 to 2 working days |\n"
    "| Canada | $9.95, 5 to 8 working days | $24.95, 2 to 4 working days |\n\n"
    "## Tracking\n\nYou get an e-mail with the tracking number when the parcel leaves.\n",
)
RULES = (
    '{"version": "%s", "title": "Returns policy", "effective_from": "%s", "window_days": %d,'
    ' "damaged_window_days": 60, "send_back_days": 14, "return_shipping_fee_minor": 495, "free_return_reasons": [],'
    ' "refund_method": "original", "refund_days": 5, "approval_above_minor": 20000}'
)


def returns(version: str, days: int, *, begins: date, ends: date | None = None) -> Document:
    text = f"## How long you have\n\nYou can return almost anything within {days} days of delivery.\n"
    rules = RULES % (version, begins, days)
    return Document(
        f"policies/{version}", SourceKind.POLICY, "Returns policy", text, Audience.PUBLIC, begins, ends, None, rules
    )


def shirt(product_id: str = "VM1001", *, name: str = "Meadow Linen Shirt", stock: int = 3, **fields) -> ProductRow:
    row = {
        "description": "A light shirt of washed linen.",
        "category": "Shirts",
        "price_minor": 5900,
        "currency": "USD",
        "return_policy": "30-day return",
        "variants": [{"sku": f"{product_id}-M", "size": "M", "colour": "Sage Green", "stock": stock}],
        "details": {"materials": ["linen"]},
    }
    return ProductRow(product_id=product_id, name=name, **(row | fields))


async def put_products(database: Database, *rows: ProductRow) -> None:
    async with database.transaction() as session:
        for row in rows:
            await session.merge(row)
        await session.flush()
        await announce(session)


@asynccontextmanager
async def replica(
    database: Database, embedder: MiniLM, *, poll_s: float = 1.0, check_s: float = 60.0
) -> AsyncIterator[LiveKnowledge]:
    """As in a process of its own: own connection, own indexes."""
    shop = DemoShop(PROFILE, database)
    async with (
        Listener(database.dsn) as listener,
        open_live_knowledge(database, shop, embedder, listener, poll_s=poll_s, check_s=check_s) as live,
    ):
        yield live


async def until(holds: Callable[[], bool], *, timeout_s: float = 2.0) -> bool:
    """Two seconds is what is promised."""
    for _ in range(int(timeout_s / 0.02)):
        if holds():
            return True
        await asyncio.sleep(0.02)
    return False


def ask(live: LiveKnowledge, query: str, *, audience: Audience = Audience.PUBLIC, day: date = TODAY) -> list[str]:
    """Ids of the documents that answer, best first."""
    found = live.passages(query, audience=audience, day=day)
    return [each.passage.document_id for each in found if each.confidence >= 0.5]


async def test_an_added_document_answers_in_another_process_within_two_seconds(database, embedder):
    async with replica(database, embedder, poll_s=60) as first, replica(database, embedder, poll_s=60) as second:
        assert ask(first, "can you wrap it as a gift") == []
        await ingest(database, embedder, [GIFT_WRAP, PAYPAL, REPAIRS])
        assert await until(lambda: ask(first, "can you wrap it as a gift")[:1] == ["faqs/1"])
        assert await until(lambda: ask(second, "can you wrap it as a gift")[:1] == ["faqs/1"])


async def test_an_edit_and_a_deletion_show_up(database, embedder):
    await ingest(database, embedder, [GIFT_WRAP, PAYPAL])
    async with replica(database, embedder, poll_s=60) as live:
        await ingest(database, embedder, [replace(GIFT_WRAP, text="No, not any more.")])

        def quoted() -> str:
            return live.passages("gift wrapping?", audience=Audience.PUBLIC, day=TODAY)[0].passage.text

        assert await until(lambda: quoted() == "No, not any more.")
        async with database.transaction() as session:
            await delete_documents(session, ["faqs/1"])
            await announce(session)
        assert await until(lambda: "faqs/1" not in ask(live, "gift wrapping?"))
        assert ask(live, "can I pay with paypal?") == ["faqs/2"]


async def test_a_lost_notification_is_made_up_for_by_the_poll(database, embedder):
    async with replica(database, embedder, poll_s=0.2) as live:
        await ingest(database, embedder, [GIFT_WRAP])
        live._wake.clear()
        async with database.transaction() as session:
            raw = await session.raw()
            await put_documents(session, [PAYPAL])
            await raw.execute("UPDATE knowledge_version SET version = version + 1")
        assert await until(lambda: ask(live, "can I pay with paypal?") == ["faqs/2"])


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


async def test_staff_passages_are_for_staff(database, embedder):
    secret = faq(9, "How much goodwill may we grant?", "Up to $20 per order.", audience=Audience.STAFF)
    await ingest(database, embedder, [secret, PAYPAL])
    async with replica(database, embedder) as live:
        for audience in (Audience.PUBLIC, Audience.CUSTOMER):
            found = live.passages(secret.title, audience=audience, day=TODAY)
            assert all(each.passage.document_id != "faqs/9" for each in found)
        assert ask(live, secret.title, audience=Audience.STAFF) == ["faqs/9"]


async def test_a_policy_is_quoted_in_the_version_of_the_day(database, embedder):
    changed = date(2026, 7, 23)
    old = returns("returns-1", 180, begins=date(2024, 12, 1), ends=changed)
    new = returns("returns-2", 30, begins=changed)
    await ingest(database, embedder, [old, new])
    async with replica(database, embedder) as live:
        assert ask(live, "how many days do i have to return something") == ["policies/returns-2"]
        early = date(2026, 7, 22)
        assert ask(live, "how many days do i have to return something", day=early) == ["policies/returns-1"]
        assert {rules.version: rules.window_days for rules in live.return_rules()} == {
            "returns-1": 180,
            "returns-2": 30,
        }


async def test_a_damaged_index_is_built_again_while_answers_continue(database, embedder, caplog):
    await ingest(database, embedder, [GIFT_WRAP, PAYPAL, REPAIRS, SHIPPING])
    async with replica(database, embedder, poll_s=0.05, check_s=0.1) as live:
        damaged = live._snapshot
        with caplog.at_level(logging.ERROR):
            damaged.index._meaning._index.reset()
            answers = []
            assert await until(lambda: answers.append(ask(live, "pay with paypal?")) or live._snapshot is not damaged)
        assert all(answer[:1] == ["faqs/2"] for answer in answers)
        assert await live.check()
    assert "damaged" in caplog.text


async def test_damaged_product_vectors_are_noticed(database, embedder):
    await put_products(database, shirt(), shirt("VM1002", name="Alder Boots", category="Shoes"))
    async with replica(database, embedder) as live:
        live._snapshot.product_vectors[0] = 0
        assert not await live.check()
        assert await live.check()
        assert [hit.product.product_id for hit in live.products("boots", filters=ProductFilters())] == ["VM1002"]


async def test_a_renamed_product_is_embedded_again_and_no_other(database, embedder):
    await put_products(database, shirt(), shirt("VM1002", name="Alder Boots", category="Shoes"))
    async with replica(database, embedder) as live:
        embedder.read.clear()
        await put_products(database, shirt("VM1002", name="Alder Rain Boots", category="Shoes"))
        assert await until(lambda: getattr(live.product("VM1002"), "name", "") == "Alder Rain Boots")
    assert "Alder Rain Boots Shoes" in embedder.read
    assert not any("Meadow" in text for text in embedder.read)


@pytest.mark.parametrize("damage", ["'\\x00'::bytea", "''::bytea", "set_byte(vector, 3, 255)", "vector || vector"])
async def test_a_damaged_vector_in_the_database_is_made_again(database, embedder, damage: str):
    await ingest(database, embedder, [GIFT_WRAP, PAYPAL])
    async with database.read() as session:
        sound = (await read_everything(session)).passages
    async with database.connection() as connection:
        await connection.execute(f"UPDATE passages SET vector = {damage} WHERE document_id = 'faqs/2'")
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


async def test_a_sold_out_product_shows_up_as_such(database, embedder):
    await put_products(database, shirt(stock=3))
    async with replica(database, embedder, poll_s=60) as live:
        catalogue = live.catalogue()
        assert live.catalogue() is catalogue
        index = live._snapshot.index
        await put_products(database, shirt(stock=0))
        assert await until(lambda: live.catalogue() is not catalogue)
        assert [product.stock for product in live.catalogue()] == [0]
        assert live._snapshot.index is index
        in_stock = ProductFilters(in_stock_only=True)
        assert live.products("linen shirt", filters=in_stock) == []


async def test_size_colour_and_stock_must_hold_for_one_and_the_same_variant(database, embedder):
    variants = [
        {"sku": "a", "size": "M", "colour": "Navy", "stock": 2},
        {"sku": "b", "size": "S", "colour": "Sage Green", "stock": 2},
        {"sku": "c", "size": "M", "colour": "Sage Green", "stock": 0},
    ]
    await put_products(database, shirt(variants=variants))
    async with replica(database, embedder) as live:

        def found(**limits) -> int:
            return len(live.products("shirt", filters=ProductFilters(**limits)))

        assert found(sizes=("m",), colours=("navy",), in_stock_only=True) == 1
        assert found(sizes=("M",), colours=("sage green",)) == 1
        assert found(sizes=("M",), colours=("sage green",), in_stock_only=True) == 0
        assert found(sizes=("S",), colours=("Navy",)) == 0
        assert found(max_price_minor=5899) == 0
        assert found(materials=("Linen",), max_price_minor=5900) == 1


async def test_products_in_stock_come_first_and_taste_says_why(database, embedder):
    await put_products(
        database,
        shirt("VM1001", name="Linen Shirt", stock=0),
        shirt("VM1002", name="Linen Shirt Alma", stock=2),
    )
    async with replica(database, embedder) as live:
        hits = live.products("linen shirt", filters=ProductFilters(), taste=Taste(sizes=("M",), materials=("linen",)))
    assert [hit.product.product_id for hit in hits] == ["VM1002", "VM1001"]
    assert ("size", "M") in hits[0].reasons


async def test_what_the_shop_does_not_sell_is_not_found(database, embedder):
    await put_products(database, shirt())
    async with replica(database, embedder) as live:
        assert live.products("lawn mower", filters=ProductFilters()) == []
        assert live.product("VM1001") is not None
        assert live.product("VM9999") is None


async def test_an_empty_shop_answers_nothing(database, embedder):
    async with replica(database, embedder) as live:
        assert ask(live, "hello") == []
        assert live.products("shirt", filters=ProductFilters()) == []
        assert live.return_rules() == []
        assert await live.check()
