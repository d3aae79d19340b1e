"""A running service for each test."""

from collections.abc import AsyncIterator

import pytest_asyncio

from store.database import Database
from tests.api.service import UNLIMITED, Service, running


@pytest_asyncio.fixture
async def service(database: Database) -> AsyncIterator[Service]:
    async with running(database) as found:
        yield found


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def shared(_shared_database: Database) -> AsyncIterator[Service]:
    """One service for all tests of a module that leave nothing behind but conversations."""
    async with running(_shared_database, serving=UNLIMITED) as found:
        yield found
