import asyncio

import asyncpg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.ext.asyncio import create_async_engine
from sqlmodel import select

from domain.errors import Conflict, StoreUnavailable
from store.database import Database, connect, split_dsn
from store.migrations import migrate
from store.tables import metadata
from store.tables.audit import AuditRow
from store.tables.catalog import ProductRow
from tests.conftest import Databases


def product(product_id: str = "VM1234") -> ProductRow:
    return ProductRow(
        product_id=product_id,
        name="Meadow Linen Shirt",
        description="A shirt.",
        category="Shirts",
        price_minor=5900,
        currency="USD",
        return_policy="30-day return",
        variants=[{"sku": "VM1234-M", "size": "M", "stock": 3}],
        details={"care": "Wash at 30 °C"},
    )


async def test_what_is_committed_is_read_back_with_its_json(database: Database):
    async with database.transaction() as session:
        session.add(product())
    async with database.read() as session:
        found = (await session.exec(select(ProductRow))).one()
    assert found.variants == [{"sku": "VM1234-M", "size": "M", "stock": 3}]
    assert found.details == {"care": "Wash at 30 °C"}


async def test_an_error_in_the_block_leaves_nothing_written(database: Database):
    with pytest.raises(ZeroDivisionError):
        async with database.transaction() as session:
            session.add(product())
            await session.flush()
            raise ZeroDivisionError
    async with database.read() as session:
        assert (await session.exec(select(ProductRow))).all() == []


async def test_a_raw_statement_belongs_to_the_transaction(database: Database):
    insert = "INSERT INTO limits VALUES ('k', 1, now())"
    with pytest.raises(ZeroDivisionError):
        async with database.transaction() as session:
            await (await session.raw()).execute(insert)
            raise ZeroDivisionError
    async with database.transaction() as session:
        assert await (await session.raw()).fetchval("SELECT count(*) FROM limits") == 0
        await (await session.raw()).execute(insert)
    async with database.read() as session:
        assert await (await session.raw()).fetchval("SELECT count(*) FROM limits") == 1


async def test_a_read_session_cannot_write_even_with_plain_sql(database: Database):
    with pytest.raises(asyncpg.ReadOnlySQLTransactionError):
        async with database.read() as session:
            await (await session.raw()).execute("INSERT INTO limits VALUES ('k', 1, now())")
    async with database.read() as session:
        session.add(product())
        with pytest.raises(Exception, match="read-only"):
            await session.flush()


async def test_a_broken_unique_constraint_is_a_conflict_that_names_it(database: Database):
    async with database.transaction() as session:
        session.add(product())
    with pytest.raises(Conflict, match="products_pkey"):
        async with database.transaction() as session:
            session.add(product())
    with pytest.raises(Conflict, match="products_pkey"):
        async with database.transaction() as session:
            raw = await session.raw()
            await raw.execute("INSERT INTO products SELECT * FROM products")


async def test_a_pool_that_stays_busy_is_store_unavailable(database: Database):
    small = Database(database.dsn, pool_size=1, overflow=0, wait_s=0.05)
    async with small.connection():
        with pytest.raises(StoreUnavailable, match="busy"):
            async with small.transaction() as session:
                await session.exec(select(AuditRow))
    await small.close()


async def test_who_comes_after_a_failed_connection_is_refused_without_another_one():
    tried = 0

    async def hang_up(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal tried
        tried += 1
        writer.close()

    server = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    dsn = f"postgresql://nobody:x@127.0.0.1:{port}/none?sslmode=disable"
    patient, hasty = Database(dsn, rests_s=3600), Database(dsn, rests_s=0)
    for database, attempts in ((patient, 1), (hasty, 3)):
        tried = 0
        for _ in range(3):
            with pytest.raises(StoreUnavailable):
                async with database.connection():
                    pass
        assert tried == attempts
    server.close()


async def test_no_server_is_store_unavailable(database: Database):
    away = Database("postgresql://nobody:x@127.0.0.1:1/none")
    with pytest.raises(StoreUnavailable):
        async with away.read() as session:
            await session.exec(select(AuditRow))
    with pytest.raises(StoreUnavailable):
        await away.open()


async def test_a_connection_lost_while_idle_is_replaced_unnoticed(own_database: Database):
    async with own_database.connection() as connection:
        pid = await connection.fetchval("SELECT pg_backend_pid()")
    await _end_backend(own_database.dsn, pid)
    async with own_database.connection() as connection:
        assert await connection.fetchval("SELECT pg_backend_pid()") != pid


async def test_a_connection_lost_in_a_transaction_is_store_unavailable(own_database: Database):
    with pytest.raises(StoreUnavailable):
        async with own_database.transaction() as session:
            session.add(product())
            await session.flush()
            pid = await (await session.raw()).fetchval("SELECT pg_backend_pid()")
            await _end_backend(own_database.dsn, pid)
    async with own_database.read() as session:
        assert (await session.exec(select(ProductRow))).all() == []


async def test_a_statement_that_takes_too_long_is_store_unavailable(database: Database):
    with pytest.raises(StoreUnavailable):
        async with database.transaction() as session:
            raw = await session.raw()
            await raw.execute("SET LOCAL statement_timeout = '20ms'")
            await raw.execute("SELECT pg_sleep(10)")


async def test_a_wrong_statement_is_not_dressed_up(database: Database):
    with pytest.raises(asyncpg.UndefinedTableError):
        async with database.connection() as connection:
            await connection.execute("SELECT * FROM nowhere")


def test_any_spelling_of_a_postgres_url_is_taken():
    assert split_dsn("postgres://u:p@h/d") == ("postgresql://u:p@h/d", 200)
    assert split_dsn("postgresql+asyncpg://u:p@h:1/d?sslmode=require&prepared_statement_cache_size=0") == (
        "postgresql://u:p@h:1/d?sslmode=require",
        0,
    )


async def test_tables_and_migrations_agree(database: Database):
    engine = create_async_engine("postgresql+asyncpg://", async_creator=lambda **_: connect(database.dsn))
    async with engine.connect() as connection:
        difference = await connection.run_sync(
            lambda sync: compare_metadata(MigrationContext.configure(sync, opts={"compare_type": True}), metadata)
        )
    await engine.dispose()
    assert difference == [], "run: ./dev revision 'what changed'"


async def test_a_copy_of_the_loaded_shop_is_whole_and_ones_own(verdemuse: Database, database: Database):
    count = "SELECT count(*) FROM orders"
    async with verdemuse.connection() as connection:
        assert (await connection.fetchval(count) or 0) >= 2000
    async with database.connection() as connection:
        assert await connection.fetchval(count) == 0


async def test_processes_that_start_together_migrate_once(databases: Databases):
    dsn = await databases.copy()
    done = await asyncio.gather(*(migrate(dsn) for _ in range(4)))
    assert sorted(done) == [False, False, False, True]
    assert await migrate(dsn) is False


async def _end_backend(dsn: str, pid: int | None) -> None:
    other = await connect(dsn)
    await other.execute("SELECT pg_terminate_backend($1)", pid)
    await other.close()
    await asyncio.sleep(0.05)
