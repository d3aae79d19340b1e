"""The database as the rest of the service sees it: sessions to read with, transactions to write in.

CPU of one statement in the client, in ms, PostgreSQL 18 and SQLAlchemy 2.1 on a busy two-core machine:

    by primary key    read(): ORM 0.47, Core 0.33-0.41, raw 0.29    connection() 0.11    pool of asyncpg's own 0.17
    update, commit    transaction(): ORM 1.63, text 0.76, raw 0.56    connection() 0.25

So the hot path of a turn is single statements on `connection()`, and all else may use the ORM.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import asyncpg
import msgspec
from sqlalchemy import event, exc
from sqlalchemy.dialects.postgresql.asyncpg import AsyncAdapt_asyncpg_dbapi
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.ext.asyncio import AsyncSession as PlainSession
from sqlalchemy.util import greenlet_spawn
from sqlmodel.ext.asyncio.session import AsyncSession

from domain.errors import Conflict, ShopSmartError, StoreUnavailable

CONNECT_TIMEOUT_S = 5
COMMAND_TIMEOUT_S = 30.0
RESTS_S = 0.3
"""After a connection that failed, nobody tries for so long: who waited for a place in the pool would otherwise wait for
the same time-out again, and a request was refused after 8 s instead of 5."""
SERVER_SETTINGS = {
    "application_name": "shopsmart",
    "statement_timeout": "15s",
    "lock_timeout": "5s",
    "idle_in_transaction_session_timeout": "60s",
    "timezone": "UTC",
    "jit": "off",
}
READ_ONLY = {"default_transaction_read_only": "on"}

PASSING_TROUBLE = ("08", "53", "57", "58", "55P03", "40001", "40P01", "25P03")
"""SQLSTATE beginnings: connection, resources, operator intervention, system; lock, serialisation, deadlock,
idle in transaction. All may go well when tried again."""


class ReadSession(AsyncSession):
    """May only read: its connections are READ ONLY and each statement stands alone (autocommit).

    That saves BEGIN and ROLLBACK, two of three round trips. Statements that must see one moment belong in
    one statement or in a transaction.
    """

    # SQLModel's own is the same with a deprecation warning, for rows as well as for models.
    execute = PlainSession.execute

    async def raw(self) -> asyncpg.Connection:
        """The driver's connection under this session, inside the session's transaction where it has one.

        JSON columns come back decoded; a JSON argument is passed as text. Errors are mapped by the session.
        """
        adapted = await self._adapted()
        return adapted.driver_connection

    async def _adapted(self) -> Any:
        connection = await self.connection()
        return (await connection.get_raw_connection()).dbapi_connection


class WriteSession(ReadSession):
    """One transaction. Whatever may read may be given it: it is a ReadSession that can do more."""

    async def raw(self) -> asyncpg.Connection:
        adapted = await self._adapted()
        if adapted._transaction is None:
            # SQLAlchemy begins with its own first statement, which a raw caller never sends.
            await adapted._start_transaction()
        return adapted.driver_connection


class Database:
    """Two pools on one server: READ ONLY connections for `read`, others for `transaction`."""

    def __init__(
        self, dsn: str, *, pool_size: int = 12, overflow: int = 0, wait_s: float = 5.0, rests_s: float = RESTS_S
    ) -> None:
        """`dsn`: postgresql://..., with asyncpg's parameters (sslmode, ...). Nothing is opened yet.

        `prepared_statement_cache_size=0` in it turns prepared statements off, for a pooler between.
        """
        self.dsn, cache = split_dsn(dsn)
        self._may_overflow = overflow > 0
        pool = {"pool_size": pool_size, "max_overflow": overflow, "pool_timeout": wait_s, "cache": cache}
        pool["rests_s"] = rests_s
        self._reads = _engine(self.dsn, settings=SERVER_SETTINGS | READ_ONLY, **pool)
        self._writes = _engine(self.dsn, settings=SERVER_SETTINGS, **pool)
        self._autocommit = self._reads.execution_options(isolation_level="AUTOCOMMIT")

    @asynccontextmanager
    async def read(self) -> AsyncIterator[ReadSession]:
        """Raises StoreUnavailable when the server is away or all connections stay busy."""
        with driver_errors_mapped():
            async with ReadSession(self._autocommit, expire_on_commit=False, autoflush=False) as session:
                yield session

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[WriteSession]:
        """Commits when the block ends well, rolls back when it raises.

        Raises:
            StoreUnavailable: the server is away or slow; nothing is known to be written.
            Conflict: a unique constraint was hit; its name is the error's detail.
        """
        with driver_errors_mapped():
            async with WriteSession(self._writes, expire_on_commit=False, autoflush=False) as session:
                yield session
                await session.commit()

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[asyncpg.Connection]:
        """A driver connection from the writing pool: each statement commits unless in its `transaction()`."""
        with driver_errors_mapped():
            pooled = await self._writes.raw_connection()
            try:
                yield pooled.driver_connection  # pyright: ignore[reportReturnType] typed as Any | None
            finally:
                # Only an overflow connection is closed for good here, which awaits inside SQLAlchemy: 0.03 ms.
                await greenlet_spawn(pooled.close) if self._may_overflow else pooled.close()

    async def open(self) -> Self:
        """Make sure that the server answers. Raises StoreUnavailable."""
        async with self.connection() as connection:
            await connection.execute("SELECT 1")
        return self

    async def close(self) -> None:
        await asyncio.gather(self._reads.dispose(), self._writes.dispose())

    async def __aenter__(self) -> Self:
        return await self.open()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()


@contextmanager
def driver_errors_mapped() -> Iterator[None]:
    """Turn the driver's errors into ours. For use inside a transaction too, around a savepoint."""
    try:
        yield
    except exc.TimeoutError as error:
        raise StoreUnavailable("all database connections are busy") from error
    except exc.DBAPIError as error:
        mapped = _mapped(error.orig.__cause__ if error.orig else None)
        if error.connection_invalidated:
            mapped = StoreUnavailable("the database connection was lost")
        if mapped is None:
            raise
        raise mapped from error
    except AsyncAdapt_asyncpg_dbapi.Error as error:
        # From `raw`, which begins a transaction without SQLAlchemy's engine around it.
        mapped = _mapped(error.__cause__)
        if mapped is None:
            raise
        raise mapped from error
    except (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError) as error:
        mapped = _mapped(error)
        if mapped is None:
            raise
        raise mapped from error


def _mapped(error: BaseException | None) -> ShopSmartError | None:
    if isinstance(error, asyncpg.UniqueViolationError):
        return Conflict(str(error.as_dict().get("constraint_name")))
    state = error.as_dict().get("sqlstate") if isinstance(error, asyncpg.PostgresError) else None
    if state and state.startswith(PASSING_TROUBLE):
        return StoreUnavailable(f"{type(error).__name__} {state}")
    if isinstance(error, asyncpg.InterfaceError) and "closed" in str(error):
        return StoreUnavailable("the database connection was lost")
    if isinstance(error, asyncpg.InternalClientError) and "cannot switch to state" in str(error):
        # The server's farewell was being read when the statement was to be sent.
        return StoreUnavailable("the database connection was lost")
    return None


def split_dsn(url: str) -> tuple[str, int]:
    """The DSN as asyncpg takes it, and the size of the prepared-statement cache it asked for."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    cache = int(query.pop("prepared_statement_cache_size", 200))
    return urlunsplit(parts._replace(scheme="postgresql", query=urlencode(query))), cache


async def connect(dsn: str, *, settings: dict[str, str] | None = None) -> asyncpg.Connection:
    """One connection outside the pools: for listening, migrations and administration.

    Raises StoreUnavailable when the server cannot be reached or refuses us.
    """
    try:
        return await asyncpg.connect(
            dsn, server_settings=settings, timeout=CONNECT_TIMEOUT_S, command_timeout=COMMAND_TIMEOUT_S
        )
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise StoreUnavailable(f"no connection to the database: {error}") from error


def _engine(dsn: str, *, settings: dict[str, str], cache: int, rests_s: float, **pool: Any) -> AsyncEngine:
    rests_until = 0.0

    async def creator(**_: Any) -> asyncpg.Connection:
        nonlocal rests_until
        if time.monotonic() < rests_until:
            raise StoreUnavailable("the database could not be reached a moment ago")
        try:
            return await connect(dsn, settings=settings)
        except StoreUnavailable:
            rests_until = time.monotonic() + rests_s
            raise

    engine = create_async_engine(
        "postgresql+asyncpg://",
        async_creator=creator,
        connect_args={"prepared_statement_cache_size": cache},
        json_serializer=_json_text,
        json_deserializer=msgspec.json.decode,
        pool_reset_on_return="rollback",
        **pool,
    )
    event.listen(engine.sync_engine, "checkout", _refuse_closed)
    return engine


def _json_text(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _refuse_closed(adapted: Any, _record: Any, _proxy: Any) -> None:
    """The pool then makes a new connection. Free of charge, where its own pre-ping is a round trip."""
    if adapted.driver_connection.is_closed():
        raise exc.DisconnectionError
