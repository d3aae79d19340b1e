"""A real service on loopback, with a scripted agent in the place of the thinking."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import httpx

from agent.turn import Emit, TurnInput, TurnResult
from api.app import App, create_app
from api.auth import CustomerIdentity
from api.hashing import PasswordHashes
from api.loopback import served
from api.resources import Assistant, Limits, Resources, Serving, open_resources
from domain.catalog import Product
from domain.contact import CustomerChange
from domain.conversations import Card, Event, Reply
from domain.customers import Customer, CustomerId
from domain.errors import NotFound, NotPossible
from domain.orders import Order, OrderId
from store.database import Database, WriteSession
from store.limits import Limit
from store.listener import Listener
from tools.shops.port import ShopProfile

UNLIMITED = Serving(
    limits=Limits(
        messages_of_conversation=Limit("messages", 10_000, 60),
        messages_of_address=Limit("address", 10_000, 60),
        conversations_of_address=Limit("conversations", 10_000, 60),
    )
)
MAYA = Customer(CustomerId("C1"), "Maya Lind", "maya@example.com", None, "en-US", None, {}, {})


class ScriptedAgent:
    """Echoes the burst. `fails` names how many attempts break; `gate`, when set, holds every turn, as a model
    would if `waits_for_model`."""

    def __init__(self) -> None:
        self.turns: list[TurnInput] = []
        self.fails = 0
        self.gate: asyncio.Event | None = None
        self.waits_for_model = False
        self.started = asyncio.Event()
        self.extras: Callable[[Reply], None] = lambda reply: None

    async def run_turn(self, turn: TurnInput, emit: Emit) -> TurnResult:
        self.turns.append(turn)
        emit(Event("status", {"doing": ["thinking"]}))
        self.started.set()
        if self.waits_for_model:
            turn.waits()
        if self.gate is not None:
            await self.gate.wait()
        if self.fails:
            self.fails -= 1
            raise RuntimeError("scripted")
        text = "heard: " + " | ".join(message.text for message in turn.messages)
        for word in text.split(" "):
            emit(Event("delta", {"text": word + " "}))
        reply = Reply(text)
        self.extras(reply)
        state = {"turns": turn.state.get("turns", 0) + 1}
        return TurnResult(reply, state, turn.principal, {"tools": []})


def everything(reply: Reply) -> None:
    reply.cards.append(Card("order", {"order_id": "VM-10234"}, "Order VM-10234"))
    reply.quick_replies.append("Thanks")
    reply.sources.append({"title": "Return policy"})
    reply.handoff = {"ticket_id": "T-ABCDEF", "status": "open"}


@dataclass
class OneCustomerShop:
    """Enough of a shop to be greeted by name."""

    profile: ShopProfile = field(
        default_factory=lambda: ShopProfile("VerdeMuse", "USD", "UTC", "VM-", 5, "9-17", "help@example.com", "1")
    )
    maya: Customer = MAYA

    async def order(self, order_id: OrderId) -> Order | None:
        return None

    async def orders_of(self, customer_id: CustomerId, *, limit: int = 20) -> list[Order]:
        return []

    async def customer(self, customer_id: CustomerId, *, session: WriteSession | None = None) -> Customer | None:
        return self.maya if customer_id == MAYA.customer_id else None

    async def update_customer(
        self, customer_id: CustomerId, change: CustomerChange, *, key: str, session: WriteSession
    ) -> Customer:
        if customer_id != MAYA.customer_id:
            raise NotFound("customer")
        self.maya = replace(self.maya, email=change.email or self.maya.email, phone=change.phone or self.maya.phone)
        return self.maya

    async def customer_by_email(self, email: str) -> Customer | None:
        return self.maya if email == self.maya.email else None

    async def proves_order(self, order_id: OrderId, *, email: str | None, postcode: str | None) -> bool:
        return False

    async def cancel_order(self, order_id: OrderId, *, reason: str, key: str, session: WriteSession) -> Order:
        raise NotPossible("no_orders")

    async def products(self) -> list[Product]:
        return []


@dataclass
class Service:
    client: httpx.AsyncClient
    resources: Resources
    agent: ScriptedAgent
    app: App

    async def open(self, **body: Any) -> "Speaker":
        response = await self.client.post("/v1/conversations", json=body)
        assert response.status_code == 201, response.text
        found = response.json()
        return Speaker(self.client, found["conversation_id"], found["token"])


@dataclass
class Speaker:
    """Somebody with a conversation and its token."""

    client: httpx.AsyncClient
    conversation_id: str
    token: str

    @property
    def headers(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.token}"}

    @property
    def path(self) -> str:
        return f"/v1/conversations/{self.conversation_id}"

    async def send(self, text: str, client_message_id: str | None = None) -> httpx.Response:
        body = {"text": text} | ({"client_message_id": client_message_id} if client_message_id else {})
        return await self.client.post(f"{self.path}/messages", json=body, headers=self.headers)

    async def transcript(self, **query: int) -> dict[str, Any]:
        response = await self.client.get(f"{self.path}/messages", params=query, headers=self.headers)
        assert response.status_code == 200, response.text
        return response.json()

    @asynccontextmanager
    async def stream(self, text: str, client_message_id: str | None = None) -> AsyncIterator["Events"]:
        body = {"text": text} | ({"client_message_id": client_message_id} if client_message_id else {})
        headers = self.headers | {"accept": "text/event-stream"}
        async with self.client.stream("POST", f"{self.path}/messages", json=body, headers=headers) as response:
            yield Events(response)

    @asynccontextmanager
    async def events(self, **query: int) -> AsyncIterator["Events"]:
        url = f"{self.path}/events"
        async with self.client.stream("GET", url, params=query, headers=self.headers) as response:
            yield Events(response)


@dataclass(frozen=True)
class Received:
    event_id: int
    kind: str
    data: dict[str, Any]


class Events:
    """A server-sent event stream, read as it comes."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response
        self._lines = response.aiter_lines()

    async def next(self) -> Received | None:
        """None at the end of the stream."""
        fields: dict[str, str] = {}
        async for line in self._lines:
            if not line and "event" in fields:
                return Received(int(fields.get("id", 0)), fields["event"], json.loads(fields["data"]))
            name, _, value = line.partition(": ")
            if name:
                fields[name] = value
        return None

    async def until(self, kind: str) -> list[Received]:
        """Events up to and including the first of that kind."""
        found: list[Received] = []
        while (event := await self.next()) is not None:
            found.append(event)
            if event.kind == kind:
                return found
        raise AssertionError(f"the stream ended without {kind}: {[event.kind for event in found]}")

    async def rest(self) -> list[Received]:
        found: list[Received] = []
        while (event := await self.next()) is not None:
            found.append(event)
        return found


@asynccontextmanager
async def running(
    database: Database,
    *,
    agent: ScriptedAgent | None = None,
    serving: Serving | None = None,
    identity: CustomerIdentity | None = None,
    passwords: PasswordHashes | None = None,
    has_spans: bool = False,
) -> AsyncIterator[Service]:
    """One process's worth of service over `database`; start two to have two processes."""
    scripted, options = agent or ScriptedAgent(), serving or Serving()

    @asynccontextmanager
    async def assistant(_database: Database, _listener: Listener) -> AsyncIterator[Assistant]:
        yield Assistant(scripted, OneCustomerShop(), lambda: True)  # pyright: ignore[reportArgumentType] # the routes greet and sign in, no more

    async with open_resources(
        database.dsn, assistant, serving=options, identity=identity, passwords=passwords
    ) as resources:
        app = create_app(lambda: contextlib.nullcontext(resources), serving=options, has_spans=has_spans)
        async with served(app) as address:
            try:
                async with httpx.AsyncClient(base_url=address, timeout=20) as client:
                    yield Service(client, resources, scripted, app)
            finally:
                app.end_streams()
