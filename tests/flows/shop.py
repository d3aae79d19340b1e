"""The demo shop on a test's database: real knowledge, real agent, real turns, customers made to order."""

import json
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from api.answering import Answer
from api.assistant import open_assistant
from api.resources import Resources, Serving, open_resources
from api.settings import Settings
from domain.conversations import ConversationId, Reply
from domain.customers import CustomerId, Principal, Rung
from store import conversations
from store.tables.customers import CustomerRow
from store.tables.orders import OrderRow

PATIENCE_S = 30.0


@asynccontextmanager
async def open_shop(dsn: str, settings: Settings | None = None) -> AsyncIterator["Shop"]:
    """VerdeMuse answering over a loaded database, as `shopsmart serve` would."""
    async with open_resources(dsn, open_assistant(settings or Settings()), serving=Serving()) as resources:
        yield Shop(resources)


@dataclass(frozen=True, slots=True)
class Shopper:
    customer_id: str
    email: str


@dataclass(slots=True)
class Talk:
    """One conversation, from the customer's side of the wire."""

    resources: Resources
    conversation_id: ConversationId
    replies: list[Reply] = field(default_factory=list)

    async def say(self, text: str, *, client_message_id: str | None = None) -> Reply:
        answer = await self.send(text, client_message_id=client_message_id)
        self.replies.append(answer.reply)
        return answer.reply

    async def send(self, text: str, *, client_message_id: str | None = None) -> Answer:
        accepted = await self.resources.turns.accept(
            self.conversation_id, text, token_hash=None, client_message_id=client_message_id
        )
        answer = await self.resources.turns.answer_to(self.conversation_id, accepted, timeout_s=PATIENCE_S)
        assert answer is not None, f"no answer to {text!r}"
        return answer

    async def state(self) -> dict[str, Any]:
        found = await self._value("SELECT state FROM conversations WHERE conversation_id = $1")
        return json.loads(found) if isinstance(found, str) else found

    async def minutes_pass(self, minutes: int) -> None:
        """The summary that waits for a yes was shown so much earlier."""
        state = await self.state()
        pending = state["pending"]
        earlier = datetime.fromisoformat(pending["expires_at"]) - timedelta(minutes=minutes)
        pending["expires_at"] = earlier.isoformat()
        async with self.resources.database.connection() as connection:
            await connection.execute(
                "UPDATE conversations SET state = $2::text::jsonb WHERE conversation_id = $1",
                self.conversation_id,
                json.dumps(state),
            )

    async def tools(self) -> list[str]:
        """Of the last turn."""
        found = await self._value("SELECT trace FROM turns WHERE conversation_id = $1 ORDER BY fence DESC LIMIT 1")
        return (json.loads(found) if isinstance(found, str) else found)["tools"]

    async def _value(self, statement: str) -> Any:
        async with self.resources.database.connection() as connection:
            return await connection.fetchval(statement, self.conversation_id)


@dataclass(slots=True)
class Shop:
    resources: Resources
    orders: int = 0

    async def talk(self, shopper: Shopper | None = None) -> Talk:
        """A new conversation, signed in as the shopper if there is one."""
        principal = Principal()
        if shopper is not None:
            principal = Principal(
                Rung.SIGNED_IN, CustomerId(shopper.customer_id), actor=f"customer:{shopper.customer_id}"
            )
        conversation_id = ConversationId(f"c_{secrets.token_urlsafe(12)}")
        async with self.resources.database.connection() as connection:
            await conversations.open_conversation(
                connection,
                conversation_id,
                token_hash=secrets.token_hex(),
                channel="web",
                locale="en-US",
                principal=principal,
            )
        return Talk(self.resources, conversation_id)

    async def shopper(self) -> Shopper:
        """Somebody new, without orders."""
        customer_id = f"T{secrets.randbelow(10**8):08d}"
        shopper = Shopper(customer_id, f"{customer_id.lower()}@shopper.example.org")
        async with self.resources.database.transaction() as session:
            session.add(
                CustomerRow(
                    customer_id=customer_id,
                    email=shopper.email,
                    name="Robin Shopper",
                    phone=None,
                    locale="en-US",
                    address={"postcode": "97209"},
                    sizes={"tops": "M"},
                    preferences={},
                    joined_at=days_ago(400),
                )
            )
        return shopper

    async def order(self, shopper: Shopper, status: str, *lines: dict[str, Any], age: int = 8) -> str:
        """An order of theirs, placed `age` days ago; a delivered one arrived three days later. Its number."""
        self.orders += 1
        order_id = f"VM-{self.orders:05d}"  # the shop's own numbers begin at VM-10000
        numbered = [{**line, "line": at} for at, line in enumerate(lines, start=1)]
        async with self.resources.database.transaction() as session:
            session.add(
                OrderRow(
                    order_id=order_id,
                    customer_id=shopper.customer_id,
                    email=shopper.email,
                    postcode="97209",
                    status=status,
                    placed_at=days_ago(age),
                    currency="USD",
                    lines=numbered,
                    shipping_method="standard",
                    shipping_minor=0,
                    discount_minor=0,
                    total_minor=sum(line["quantity"] * line["unit_price_minor"] for line in numbered),
                    address={"city": "Portland"},
                    payment={"method": "card", "last4": "4242"},
                    parcels=_parcels(order_id, status, len(numbered), age),
                    history=[],
                )
            )
        return order_id

    async def claims(self, order_id: str) -> list[tuple[int, int, str]]:
        """(line, quantity, reason) of every claim on the order, oldest first."""
        async with self.resources.database.connection() as connection:
            rows = await connection.fetch(
                "SELECT line, quantity, reason FROM claims WHERE order_id = $1 ORDER BY filed_at", order_id
            )
        return [tuple(row) for row in rows]

    async def status(self, order_id: str) -> str:
        async with self.resources.database.connection() as connection:
            return str(await connection.fetchval("SELECT status FROM orders WHERE order_id = $1", order_id))


def days_ago(days: float) -> datetime:
    return datetime.now(UTC) - timedelta(days=days)


def bought(name: str, *, quantity: int = 1, price: int = 5900, category: str = "Shirts") -> dict[str, Any]:
    """One line of an order."""
    return {
        "sku": f"TEST-{name}",
        "product_id": "VM1001",
        "name": name,
        "size": "M",
        "colour": "Navy",
        "quantity": quantity,
        "unit_price_minor": price,
        "category": category,
        "final_sale": False,
    }


def _parcels(order_id: str, status: str, lines: int, age: int) -> list[dict[str, Any]]:
    if status not in ("shipped", "delayed", "delivered", "lost"):
        return []
    delivered = days_ago(age - 3).isoformat() if status == "delivered" else None
    return [
        {
            "parcel_id": f"P-{order_id}",
            "carrier": "UPS",
            "tracking_number": f"1Z999AA1{order_id[3:]:0>10}",
            "tracking_url": None,
            "status": "delivered" if delivered else "in_transit",
            "lines": list(range(1, lines + 1)),
            "shipped_at": days_ago(age - 1).isoformat(),
            "estimated_delivery": (datetime.now(UTC) + timedelta(days=2)).date().isoformat(),
            "delivered_at": delivered,
            "events": [
                {"at": days_ago(age - 1).isoformat(), "code": "PU", "description": "Picked up", "location": "Portland"}
            ],
        }
    ]
