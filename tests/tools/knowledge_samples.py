"""A shop in a few documents and products, and replicas of its knowledge, for the tests beside this file."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date

import numpy as np

from domain.knowledge import Audience, SourceKind
from store.database import Database
from store.knowledge import Document, announce
from store.listener import Listener
from store.tables.catalog import ProductRow
from tools.knowledge.embedder import MiniLM
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
