"""The fake on a free port of this machine, for as long as something needs it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from api.fake_mistral.app import Behaviour, create_fake
from api.loopback import served


@asynccontextmanager
async def serving(behaviour: Behaviour) -> AsyncIterator[str]:
    """Its base URL, with /v1. What it says changes with `behaviour`, at any time."""
    async with served(create_fake(behaviour)) as address:
        yield f"{address}/v1"
