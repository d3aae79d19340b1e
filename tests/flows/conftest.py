"""One loaded shop for all flows; tests keep apart by having customers and conversations of their own."""

from collections.abc import AsyncIterator

import pytest_asyncio

from store.database import Database
from tests.conftest import Databases
from tests.flows.shop import Shop, open_shop


@pytest_asyncio.fixture(scope="session")
async def learned(databases: Databases, loaded: str) -> str:
    """Name of a template with VerdeMuse loaded and its knowledge embedded, which takes a few seconds once."""
    dsn = await databases.copy(loaded)
    async with open_shop(dsn):
        pass
    return dsn.rsplit("/", 1)[-1].split("?", 1)[0]


@pytest_asyncio.fixture(scope="session")
async def shop(databases: Databases, learned: str) -> AsyncIterator[Shop]:
    async with open_shop(await databases.copy(learned)) as found:
        yield found


@pytest_asyncio.fixture
async def own_shop(databases: Databases, learned: str) -> AsyncIterator[Database]:
    """A database like the shop's, for processes that a test starts."""
    dsn = await databases.copy(learned)
    async with Database(dsn) as database:
        yield database
    await databases.drop(dsn)
