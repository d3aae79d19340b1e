"""Customers who insist: what was not acknowledged they send again, to whichever replica answers, as the widget does."""

import asyncio
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx
from asyncpg import Connection

from api.jobs.telling import enqueue_notice
from domain.errors import StoreUnavailable
from store import mail
from store.database import Database
from store.mail import Mail
from store.notices import Notice
from tests.flows.fleet import Fleet

ITEM = "Meadow Linen Shirt"
EMAIL = "maya.lindholm@example.com"
SMALL_TALK = (
    "Hi there!",
    "Do you ship to Canada?",
    "What is your return policy?",
    "Do you have a linen shirt under $80?",
    "How long does standard delivery take?",
    "Which payment methods do you take?",
    "Where is my order {order}?",
    "Do you have gift cards?",
    "Thanks, that's all",
)
_COPIES = """
INSERT INTO orders
SELECT (jsonb_populate_record(o, jsonb_build_object('order_id', 'VM-' || lpad(copy::text, 5, '0')))).*
FROM orders o,
     (SELECT coalesce(max(substr(order_id, 4)::int), 0) AS last FROM orders WHERE order_id < 'VM-10000') made,
     generate_series(last + 1, last + $1) copy
WHERE o.order_id = 'VM-10198' RETURNING order_id
"""

_LINE = """
SELECT (line->>'line')::int AS line, postcode FROM orders, jsonb_array_elements(lines) line
WHERE order_id = $1 AND line->>'name' = $2
"""


async def orders_to_return(database: Database, number: int) -> list[str]:
    """So many delivered orders of one customer, each with a line that may go back."""
    async with database.connection() as connection:
        return [row["order_id"] for row in await connection.fetch(_COPIES, number)]


async def line_to_return(database: Database, order_id: str) -> tuple[int, str]:
    """Its number, and the postcode that opens its order; by e-mail address ten orders an hour can be opened."""
    async with database.connection() as connection:
        row = await connection.fetchrow(_LINE, order_id, ITEM)
    assert row is not None
    return row["line"], row["postcode"]


@dataclass(slots=True)
class Customer:
    """One conversation: sends a line of an order back, with some talk around it.

    `agreed_to` is set the moment before the yes is sent.
    """

    order_id: str
    talk: Sequence[str] = ()
    agreed_to: tuple[str, int] | None = None
    claim_id: str | None = None
    acknowledged: list[str] = field(default_factory=list)
    """Client message ids that the service has answered."""
    waits: list[float] = field(default_factory=list)
    """Seconds from the first try of a message to its reply."""
    apologies: int = 0
    """Messages that three crashes in a row hit: given up with an apology, and then said again."""
    refusals: int = 0
    """Requests that were answered by a 503."""
    surprises: list[str] = field(default_factory=list)
    """Answers that no client should see: 500 and the like."""
    opened: dict[str, Any] = field(default_factory=dict)

    @property
    def news(self) -> str:
        """What the shop tells them unasked after their visit."""
        return f"News of {self.order_id}: your return label is on its way."

    async def visit(self, service: Fleet) -> None:
        before, after = self.talk[: len(self.talk) // 2], self.talk[len(self.talk) // 2 :]
        async with httpx.AsyncClient(timeout=40) as client:
            signed_in = await self._post(client, service, "/v1/demo/sign-in", {"email": EMAIL})
            wanted = {"customer_token": signed_in["customer_token"]}
            self.opened = await self._post(client, service, "/v1/conversations", wanted)
            for text in before:
                await self.say(client, service, text)
            await self._send_back(client, service)
            for text in after:
                await self.say(client, service, text)

    async def _send_back(self, client: httpx.AsyncClient, service: Fleet) -> None:
        reply = await self.say(
            client, service, f"I want to return the {ITEM} from order {self.order_id}, it is too small"
        )
        proposed = _card(reply, "confirm")["arguments"]
        (item,) = proposed["items"]
        self.agreed_to = (proposed["order_id"], item["line"])
        reply = await self.say(client, service, "Yes, please")
        self.claim_id = _card(reply, "receipt")["number"]

    async def find_conversation(self, connection: Connection) -> None:
        """Nothing to do for who opened it."""

    async def say(self, client: httpx.AsyncClient, service: Fleet, text: str) -> dict[str, Any]:
        """The reply; a message that was given up with an apology is said again."""
        began = time.monotonic()
        message = {"text": text, "client_message_id": secrets.token_hex(8)}
        path = f"/v1/conversations/{self.opened['conversation_id']}/messages"
        while True:
            sent = await self._post(client, service, path, message, token=self.opened["token"])
            if (reply := sent["reply"]) is None:
                continue
            self.acknowledged.append(message["client_message_id"])
            self.waits.append(time.monotonic() - began)
            if (reply["handoff"] or {}).get("reason") != "turn_failed":
                return reply
            self.apologies += 1
            message = {"text": text, "client_message_id": secrets.token_hex(8)}

    async def _post(
        self, client: httpx.AsyncClient, service: Fleet, path: str, body: dict[str, Any], *, token: str = ""
    ) -> dict[str, Any]:
        """Repeats the request until some replica answers it."""
        headers = {"authorization": f"Bearer {token}"} if token else {}
        while True:
            try:
                response = await client.post(f"{await service.address()}{path}", json=body, headers=headers)
            except httpx.TransportError:
                await asyncio.sleep(0.05)
                continue
            if response.status_code < 500:
                assert response.is_success, response.text
                return response.json()
            if response.status_code == 503 and "retry-after" in response.headers:
                self.refusals += 1
            else:
                self.surprises.append(f"{response.status_code} {response.text[:200]}")
            await asyncio.sleep(0.2)


def small_talk(order_id: str, number: int) -> list[str]:
    return [SMALL_TALK[at % len(SMALL_TALK)].format(order=order_id) for at in range(number)]


def _card(reply: dict[str, Any], kind: str) -> dict[str, Any]:
    found = [card["data"] for card in reply["cards"] if card["kind"] == kind]
    assert found, f"no {kind} in {reply['text']!r}"
    return found[0]


class Queue:
    """Customers come one after the other, at several counters, each with an order of their own."""

    def __init__(
        self,
        orders: Sequence[str],
        database: Database,
        *,
        talk: int = 0,
        of: Callable[[str, list[str]], Customer] = Customer,
    ) -> None:
        """`of`: who comes with an order, and what they say besides."""
        self._left: Iterator[str] = iter(orders)
        self._database = database
        self._talk = talk
        self._of = of
        self.came: list[Customer] = []
        self.is_closed = False

    async def serve(self, service: Fleet) -> None:
        """Until the shop closes, or nobody is left."""
        while not self.is_closed and (order_id := next(self._left, None)):
            customer = self._of(order_id, small_talk(order_id, self._talk))
            self.came.append(customer)
            await customer.visit(service)
            await self._known(customer)
            await self._promise(customer)

    async def _known(self, customer: Customer) -> None:
        while True:
            try:
                async with self._database.connection() as connection:
                    return await customer.find_conversation(connection)
            except StoreUnavailable:
                await asyncio.sleep(0.1)

    async def _promise(self, customer: Customer) -> None:
        """Have a job tell them something, and a mail say it too, once, however often this must be tried."""
        while True:
            try:
                async with self._database.transaction() as session:
                    letter = Mail(key=f"news-{customer.order_id}", to=EMAIL, subject="News", text=customer.news)
                    await mail.enqueue(session, letter)
                    await enqueue_notice(
                        session,
                        customer.opened["conversation_id"],
                        Notice(customer.news),
                        key=f"news:{customer.order_id}",
                        about="faults",
                    )
                    return
            except StoreUnavailable:
                await asyncio.sleep(0.1)

    @property
    def acknowledged(self) -> int:
        return sum(len(customer.acknowledged) for customer in self.came)
