"""The small shop on a database of the test's own making."""

from collections.abc import AsyncIterator

import pytest_asyncio

from store.database import Database
from tests.contract.small_shop import SmallShop, small_shop


@pytest_asyncio.fixture
async def shop(database: Database) -> AsyncIterator[SmallShop]:
    async with small_shop(database) as found:
        yield found
