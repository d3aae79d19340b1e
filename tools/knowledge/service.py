"""The shop's knowledge in one process: follows the rows, answers out of memory, never waits for either.

An edit shows as soon as its notification arrives, or with the next look at the version when that was lost. A damaged
index is found by a periodic check and built again from rows, while the snapshot at hand goes on answering.
"""

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import date

from opentelemetry import trace

from domain.catalog import Product, ProductId
from domain.errors import StoreUnavailable
from domain.knowledge import Audience, SourceKind
from domain.policies import ReturnRules
from store.database import Database
from store.knowledge import CHANNEL, StoredKnowledge, current_version, read_everything
from store.listener import Listener
from tools.knowledge.embedder import Embedder
from tools.knowledge.index import IndexDamaged
from tools.knowledge.ingest import bring_up_to_date, stale, sync_products
from tools.knowledge.port import Found, PriceOrder, ProductFilters, ProductHit, Taste
from tools.knowledge.snapshot import Snapshot, build
from tools.shops.port import Shop

POLL_S = 1.0
"""How long a lost notification can go unnoticed."""
CHECK_S = 10.0
"""Between two checks of memory: 2 ms each for a shop of a thousand passages, in a thread."""
RETRIEVAL = {"gen_ai.operation.name": "retrieval"}
"""On every retrieval's span; never the question itself."""

_log = logging.getLogger(__name__)
_tracer = trace.get_tracer("shopsmart.knowledge")


class LiveKnowledge:
    """`tools.knowledge.port.Knowledge` over the latest snapshot. Open it with `open_live_knowledge`."""

    def __init__(self, snapshot: Snapshot, *, read: "_Rows", embedder: Embedder, poll_s: float, check_s: float) -> None:
        self._snapshot = snapshot
        self._rows = read
        self._embedder = embedder
        self._poll_s = poll_s
        self._check_s = check_s
        self._wake = asyncio.Event()
        self._failed = False
        """A search failed: whatever the checks say, everything is to be built again."""

    @property
    def version(self) -> int:
        """Of the rows that answers are made of at this moment."""
        return self._snapshot.version

    def passages(
        self, query: str, *, audience: Audience, day: date, kinds: tuple[SourceKind, ...] = (), limit: int = 5
    ) -> list[Found]:
        """Nothing, which is to admit not knowing, where memory is so damaged that the search itself fails."""
        with _tracer.start_as_current_span("retrieval passages", attributes=RETRIEVAL) as span:
            try:
                found = self._snapshot.passages(query, audience=audience, day=day, kinds=kinds, limit=limit)
            except Exception:
                self._mistrust("passages")
                found = []
            span.set_attribute("shopsmart.retrieval.found", len(found))
            return found

    def products(
        self,
        query: str,
        *,
        filters: ProductFilters,
        taste: Taste | None = None,
        limit: int = 6,
        loosely: bool = False,
        by_price: PriceOrder = "",
    ) -> list[ProductHit]:
        """As for `passages`: a search that fails finds nothing."""
        with _tracer.start_as_current_span("retrieval products", attributes=RETRIEVAL) as span:
            try:
                found = self._snapshot.offers(
                    query, filters=filters, taste=taste, limit=limit, loosely=loosely, by_price=by_price
                )
            except Exception:
                self._mistrust("products")
                found = []
            span.set_attribute("shopsmart.retrieval.found", len(found))
            return found

    def product(self, product_id: str) -> Product | None:
        return self._snapshot.by_id.get(ProductId(product_id))

    def catalogue(self) -> Sequence[Product]:
        return self._snapshot.products

    def written(self) -> Sequence[str]:
        return self._snapshot.written

    def return_rules(self) -> list[ReturnRules]:
        return list(self._snapshot.rules)

    async def refresh(self, *, anew: bool = False) -> None:
        """Read everything and swap. `anew` takes nothing over from the snapshot at hand."""
        stored, products = await self._rows.read()
        earlier = None if anew else self._snapshot
        self._snapshot = await asyncio.to_thread(build, stored, products, self._embedder, earlier=earlier)

    async def check(self) -> bool:
        """Whether memory is sound; when it is not, it is built again from rows before this returns."""
        try:
            if self._failed:
                raise IndexDamaged("a search failed")
            await asyncio.to_thread(self._snapshot.verify)
        except Exception as error:  # a check that cannot run has failed
            level = logging.ERROR if isinstance(error, IndexDamaged) else logging.CRITICAL
            _log.log(level, "the index is damaged and is built again: %r", error)
            await self.refresh(anew=True)
            self._failed = False
            return False
        return True

    def look_again(self) -> None:
        """Compare versions now rather than at the next poll."""
        self._wake.set()

    def _mistrust(self, what: str) -> None:
        _log.exception("searching %s failed; the index is built again", what)
        self._failed = True
        self._wake.set()

    async def follow(self) -> None:
        """Runs until cancelled. Trouble is logged and tried again with the next poll: answers go on meanwhile."""
        checked_at = time.monotonic()
        while True:
            with contextlib.suppress(TimeoutError):
                # Not wait_for: in Python 3.11 it loses a cancellation that arrives together with the event.
                async with asyncio.timeout(self._poll_s):
                    await self._wake.wait()
            self._wake.clear()
            try:
                if await self._rows.version() != self.version:
                    await self.refresh()
                if self._failed or time.monotonic() - checked_at >= self._check_s:
                    await self.check()
                    checked_at = time.monotonic()
            except StoreUnavailable as error:
                _log.warning("knowledge is not followed at the moment: %s", error)
            except Exception:
                _log.exception("knowledge could not be refreshed; version %s goes on answering", self.version)


class _Rows:
    """Everything that a snapshot is built from, brought up to date first where it is not."""

    def __init__(
        self, database: Database, shop: Shop, embedder: Embedder, progress: Callable[[int, int], None] | None
    ) -> None:
        self._database = database
        self._shop = shop
        self._embedder = embedder
        self._progress = progress

    async def version(self) -> int:
        async with self._database.read() as session:
            return await current_version(session)

    async def read(self) -> tuple[StoredKnowledge, list[Product]]:
        """Products are read after the version, so that a change in between is seen with the next look."""
        stored = await self._stored()
        products = await self._shop.products()
        if await sync_products(self._database, self._embedder, stored, products, progress=self._progress):
            stored = await self._stored()
        if await asyncio.to_thread(stale, stored, self._embedder):
            await bring_up_to_date(self._database, self._embedder, progress=self._progress)
            stored = await self._stored()
        return stored, products

    async def _stored(self) -> StoredKnowledge:
        async with self._database.read() as session:
            return await read_everything(session)


@asynccontextmanager
async def open_live_knowledge(
    database: Database,
    shop: Shop,
    embedder: Embedder,
    listener: Listener,
    *,
    poll_s: float = POLL_S,
    check_s: float = CHECK_S,
    progress: Callable[[int, int], None] | None = None,
) -> AsyncIterator[LiveKnowledge]:
    """Ready to answer when entered. `progress` is told of passages embedded and to embed, on a first start.

    Raises:
        StoreUnavailable: the database is away.
    """
    rows = _Rows(database, shop, embedder, progress)
    stored, products = await rows.read()
    snapshot = await asyncio.to_thread(build, stored, products, embedder, earlier=None)
    knowledge = LiveKnowledge(snapshot, read=rows, embedder=embedder, poll_s=poll_s, check_s=check_s)
    subscription = await listener.subscribe(CHANNEL, lambda _: knowledge.look_again(), resync=knowledge.look_again)
    following = asyncio.create_task(knowledge.follow(), name="knowledge")
    try:
        yield knowledge
    finally:
        following.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await following
        await listener.unsubscribe(subscription)
