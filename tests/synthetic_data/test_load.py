"""Loading: all or nothing, twice is once, dates follow the day, what the service did is kept."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from domain.knowledge import Audience, SourceKind
from domain.orders import OrderStatus
from domain.policies import ReturnRules
from store.database import Database
from store.knowledge import (
    Document,
    current_version,
    get_document,
    list_documents,
    put_documents,
    withdraw_document,
)
from store.tables.catalog import ProductRow
from store.tables.claims import ClaimRow
from store.tables.customers import CustomerRow
from store.tables.orders import OrderRow
from synthetic_data.documents import masked
from synthetic_data.generate import FOLDER
from synthetic_data.load import LoadReport, load

Make = Callable[..., Path]
ANCHOR = date(2026, 11, 20)
TABLES = ("products", "customers", "orders", "claims", "documents", "knowledge_version")


async def load_now(database: Database, folder: Path, *, today: date = ANCHOR) -> LoadReport:
    async with database.transaction() as session:
        return await load(session, folder, today=today)


async def row_counts(database: Database) -> dict[str, int]:
    async with database.connection() as connection:
        return {table: await connection.fetchval(f"SELECT count(*) FROM {table}") or 0 for table in TABLES}


async def test_the_demo_shop_loads_whole_and_a_second_time_changes_nothing(database: Database) -> None:
    first = await load_now(database, FOLDER)
    assert first.problems == []
    assert {kind: counts.added for kind, counts in first.counts.items()} == {
        kind: counts.total for kind, counts in first.counts.items()
    }
    stored, version = await row_counts(database), await version_of(database)
    second = await load_now(database, FOLDER)
    assert second.is_unchanged
    assert [counts.unchanged for counts in second.counts.values()] == [c.total for c in second.counts.values()]
    assert await row_counts(database) == stored
    assert await version_of(database) == version
    assert stored["orders"] == 2000 and stored["customers"] == 300


async def version_of(database: Database) -> int:
    async with database.read() as session:
        return await current_version(session)


async def test_delivered_five_days_ago_stays_true_on_a_later_day(database: Database) -> None:
    for today in (ANCHOR, ANCHOR + timedelta(days=400)):
        await load_now(database, FOLDER, today=today)
        async with database.read() as session:
            order = await session.get(OrderRow, "VM-10198")
            policy = await get_document(session, "policies/return_policy")
        assert order and policy and policy.rules
        delivered = datetime.fromisoformat(order.parcels[0]["delivered_at"])
        assert delivered.date() == today - timedelta(days=5)
        assert order.placed_at.date() == today - timedelta(days=10)
        assert policy.effective_from == today - timedelta(days=120)
        assert ReturnRules.model_validate_json(policy.rules).effective_from == policy.effective_from


async def test_a_shop_of_its_own_keeps_its_dates(database: Database, shop_folder: Make) -> None:
    await load_now(database, shop_folder(), today=date(2031, 5, 6))
    async with database.read() as session:
        order = await session.get(OrderRow, "K001")
        product = await session.get(ProductRow, "H1")
        customer = await session.get(CustomerRow, "a")
    assert order and product and customer
    assert order.placed_at == datetime(2026, 2, 1, 10, tzinfo=UTC)
    assert (order.total_minor, order.currency, order.lines[0]["unit_price_minor"]) == (6470, "EUR", 2990)
    assert order.email == customer.email == "ada@knit.example.org"
    assert (product.price_minor, product.currency) == (2990, "EUR")
    only = {"sku": "H1", "size": "One size", "colour": "One colour", "stock": 4, "price_minor": 2990}
    assert product.variants == [only]


async def test_one_bad_record_and_nothing_is_loaded(database: Database, shop_folder: Make) -> None:
    def spoil(files: dict[str, Any]) -> None:
        files["orders/orders.json"].append({**files["orders/orders.json"][0], "order_id": "K002", "total": 1})

    report = await load_now(database, shop_folder(spoil))
    (problem,) = report.problems
    assert (problem.file, problem.index) == ("orders/orders.json", 2)
    assert "total is 1" in problem.reason
    assert set((await row_counts(database)).values()) == {0}
    assert report.counts == {}


async def test_a_transaction_that_fails_later_leaves_nothing(database: Database, shop_folder: Make) -> None:
    with pytest.raises(InterruptedError):
        async with database.transaction() as session:
            await load(session, shop_folder(), today=ANCHOR)
            raise InterruptedError
    assert set((await row_counts(database)).values()) == {0}


async def test_another_shop_replaces_the_one_before(database: Database, shop_folder: Make) -> None:
    await load_now(database, FOLDER)
    report = await load_now(database, shop_folder())
    assert report.counts["orders"].removed == 2000
    assert report.counts["products"].removed == 170
    stored = await row_counts(database)
    assert (stored["products"], stored["customers"], stored["orders"]) == (1, 1, 1)
    async with database.read() as session:
        kinds = {document.kind for document in await list_documents(session)}
    assert "policy" in kinds, "a folder without policies leaves those that are there"


async def test_a_changed_and_a_removed_faq_are_followed(database: Database, shop_folder: Make) -> None:
    def two(files: dict[str, Any]) -> None:
        files["faqs/faqs.json"].append({"question": "Why?", "answer": "Because.", "category": "Orders"})

    await load_now(database, shop_folder(two))
    before = await version_of(database)

    def changed(files: dict[str, Any]) -> None:
        files["faqs/faqs.json"][0]["answer"] = "No."

    report = await load_now(database, shop_folder(changed))
    counts = report.counts["faqs"]
    assert (counts.total, counts.added, counts.changed, counts.removed) == (1, 0, 1, 1)
    assert await version_of(database) == before + 1
    async with database.read() as session:
        (faq,) = await list_documents(session)
    assert (faq.document_id, faq.title, faq.text) == ("faqs/1", "Do you gift-wrap?", "No.")


async def test_what_staff_did_to_documents_survives_a_later_day(database: Database, shop_folder: Make) -> None:
    def three(files: dict[str, Any]) -> None:
        anchored(files)
        for question in ("Why?", "When?"):
            faq = {"question": question, "answer": "Because.", "category": "Orders", "last_updated": "2026-01-05"}
            files["faqs/faqs.json"].append(faq)

    await load_now(database, shop_folder(three))
    edited = Document("faqs/2", SourceKind.FAQ, "Why?", "Ask our founder.")
    added = Document("added/where", SourceKind.FAQ, "Where?", "Here.")
    async with database.transaction() as session:
        await put_documents(session, [added, edited], by_staff=True)
        assert await withdraw_document(session, "faqs/3")
    async with database.transaction() as session:
        report = await load(session, shop_folder(three), today=ANCHOR + timedelta(days=9))
    assert report.problems == []
    async with database.read() as session:
        stored = {document.document_id: document for document in await list_documents(session)}
    assert stored["faqs/2"] == edited
    assert stored["added/where"] == added
    assert "faqs/3" not in stored
    assert "faqs/1" in stored


async def test_phrasings_are_loaded_with_their_documents(database: Database, shop_folder: Make) -> None:
    def asked(files: dict[str, Any]) -> None:
        files["faqs/faqs.json"][0]["phrasings"] = ["is it a present", "wrap it"]

    await load_now(database, shop_folder(asked))
    async with database.read() as session:
        (faq,) = await list_documents(session)
    assert faq.phrasings == {"Do you gift-wrap?": ("is it a present", "wrap it")}


def anchored(files: dict[str, Any]) -> None:
    files["manifest.json"] = {"anchor": ANCHOR.isoformat()}
    files["orders/orders.json"].append({**files["orders/orders.json"][0], "order_id": "K002"})


async def orders_now(database: Database) -> tuple[OrderRow, OrderRow]:
    async with database.read() as session:
        first, second = await session.get(OrderRow, "K001"), await session.get(OrderRow, "K002")
    assert first and second
    return first, second


async def test_an_order_cancelled_by_the_service_stays_cancelled(database: Database, shop_folder: Make) -> None:
    folder = shop_folder(anchored)
    await load_now(database, folder)
    async with database.transaction() as session:
        order = await session.get(OrderRow, "K001")
        assert order
        order.status = OrderStatus.CANCELLED.value
        order.history = [*order.history, {"at": "2026-11-20T09:00:00+00:00", "status": "cancelled", "note": "too_slow"}]
        session.add(order)
    await load_now(database, folder, today=ANCHOR + timedelta(days=1))
    cancelled, other = await orders_now(database)
    assert cancelled.status == OrderStatus.CANCELLED
    assert other.status == OrderStatus.PAID and other.placed_at.date() == date(2026, 2, 2)


async def test_an_order_with_a_claim_filed_since_keeps_its_dates(database: Database, shop_folder: Make) -> None:
    folder = shop_folder(anchored)
    await load_now(database, folder)
    claim = dict.fromkeys(("kind", "reason", "policy_version", "clause", "filed_by"), "x")
    async with database.transaction() as session:
        row = {"claim_id": "CL-FRESH2", "order_id": "K001", "customer_id": "a", "line": 1, "item": "Wool Hat"}
        money = {"quantity": 1, "refund_minor": 2990, "fee_minor": 0, "currency": "EUR"}
        rest = {"status": "filed", "inputs": {}, "history": [], "send_back_by": ANCHOR}
        session.add(ClaimRow(**claim, **row, **money, **rest))
    await load_now(database, folder, today=ANCHOR + timedelta(days=9))
    claimed, other = await orders_now(database)
    assert claimed.placed_at.date() == date(2026, 2, 1)
    assert other.placed_at.date() == date(2026, 2, 10)
    async with database.read() as session:
        kept = await session.get(ClaimRow, "CL-FRESH2")
    assert kept and kept.status == "filed"


async def test_what_was_filed_and_said_before_is_loaded_as_whose_it_was(database: Database) -> None:
    """Claims are the customer's own; conversations are for staff and name nobody."""
    await load_now(database, FOLDER)
    async with database.read() as session:
        claim = (await session.exec(select(ClaimRow).where(col(ClaimRow.order_id) == "VM-10187"))).one()
        conversations = await list_documents(session, kind=SourceKind.CONVERSATION)
        customers = (await session.exec(select(CustomerRow))).all()
    assert claim.customer_id == "U1001" and claim.filed_by == "customer:U1001"
    assert claim.status in ("filed", "approved") and claim.history[0]["by"] == "customer:U1001"
    assert len(conversations) > 200
    assert {document.audience for document in conversations} == {Audience.STAFF}
    text = "\n".join(document.title + document.text for document in conversations)
    assert "VM-" not in text
    assert not any(customer.email in text or customer.name in text for customer in customers)


def test_masking_takes_out_who_it_was() -> None:
    said = "Hi, Ada Krause here (ada@knit.example.org, +49 30 1234567): where is vm-10234? Ada"
    assert (
        masked(said, "Ada Krause", "VM-10234")
        == "Hi, [name] here ([e-mail], [number]): where is [order number]? [name]"
    )


async def test_a_folder_without_payments_is_paid_all_the_same(database: Database, shop_folder: Make) -> None:
    """Its orders count as charged when placed, and its customers pay as their orders were paid."""
    await load_now(database, shop_folder())
    async with database.read() as session:
        order, customer = await session.get(OrderRow, "K001"), await session.get(CustomerRow, "a")
    assert order and customer
    (charge,) = order.payments
    assert (charge["kind"], charge["amount_minor"], charge["method_id"]) == ("charge", 6470, order.method_id)
    assert customer.payment_methods == [{"method_id": "paypal", "kind": "paypal"}]


async def test_what_the_service_changed_of_a_customer_outlives_another_load(
    database: Database, shop_folder: Make
) -> None:
    await load_now(database, shop_folder())
    spent = '[{"method_id": "g", "kind": "gift_card", "balance_minor": 5, "currency": "EUR"}]'
    async with database.connection() as connection:
        await connection.execute("UPDATE customers SET payment_methods = $1::text::jsonb, changed_at = now()", spent)
        await connection.execute(
            'INSERT INTO orders SELECT (jsonb_populate_record(o, \'{"order_id": "K900", "placed_key": "k"}\')).*'
            " FROM orders o"
        )
    await load_now(database, shop_folder())
    async with database.read() as session:
        customer, placed = await session.get(CustomerRow, "a"), await session.get(OrderRow, "K900")
    assert customer and customer.payment_methods[0]["balance_minor"] == 5
    assert placed is not None, "an order that was placed here is in no file"
