"""A service with telephones: the stand-in carrier on loopback, and the means to play a telephone."""

import asyncio
import contextlib
import dataclasses
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx

from agent.turn import Emit, TurnInput, TurnResult
from api.app import create_app
from api.channels.sending import Sender
from api.channels.telephony import Telephony, TwilioAccount
from api.fake_twilio.app import create_fake
from api.fake_twilio.exchange import SMS_NUMBER, WHATSAPP_NUMBER, Exchange, Message
from api.fake_twilio.webhooks import Attachment, deliver, inbound_form, post
from api.loopback import port_of, reserved, served
from api.resources import Assistant, Limits, Resources, Serving, open_resources
from domain.customers import Customer, CustomerId
from store.database import Database
from store.limits import Limit
from store.listener import Listener
from tests.api.service import OneCustomerShop, ScriptedAgent

MAYA_PHONE = "+15035550117"
MAYA = Customer(CustomerId("C1"), "Maya Lind", "maya@example.com", MAYA_PHONE, "en-GB", None, {}, {})
STRANGER = "+15035550199"


class PhoneShop(OneCustomerShop):
    """Knows one customer's number."""

    async def find_customers(
        self, *, email: str | None, phone: str | None, name: str | None, postcode: str | None, limit: int
    ) -> list[Customer]:
        return [MAYA] if phone == MAYA_PHONE else []


@dataclass
class Carrier:
    """The world of telephones around one service."""

    exchange: Exchange
    resources: Resources
    agent: ScriptedAgent
    address: str
    """The service's."""
    carrier_address: str
    client: httpx.AsyncClient

    @property
    def url(self) -> str:
        return f"{self.address}/v1/channels/sms"

    def form(self, text: str, *, sender: str = STRANGER, to: str = SMS_NUMBER, **more: Any) -> dict[str, str]:
        return inbound_form(
            self.exchange, sender=sender, recipient=to, text=text, base_url=self.carrier_address, **more
        )

    async def write(self, text: str, *, sender: str = STRANGER, **more: Any) -> httpx.Response:
        return await deliver(self.exchange, self.client, self.form(text, sender=sender, **more))

    async def whatsapp(self, text: str, *, sender: str = STRANGER, **more: Any) -> httpx.Response:
        to = f"whatsapp:{WHATSAPP_NUMBER}"
        return await self.write(text, sender=f"whatsapp:{sender}", to=to, **more)

    async def post(self, form: Mapping[str, str], *, url: str | None = None) -> httpx.Response:
        return await post(self.exchange, self.client, url or self.url, form)

    async def got(self, count: int, *, recipient: str = STRANGER, within_s: float = 10.0) -> list[Message]:
        """What a telephone got, once there are so many."""
        await self.until(lambda: len(self.exchange.sent_to(recipient)) >= count, within_s=within_s)
        return self.exchange.sent_to(recipient)

    async def rows(self, statement: str, *arguments: Any) -> list[Any]:
        async with self.resources.database.connection() as connection:
            return await connection.fetch(statement, *arguments)

    async def value(self, statement: str, *arguments: Any) -> Any:
        async with self.resources.database.connection() as connection:
            return await connection.fetchval(statement, *arguments)

    async def until_value(self, wanted: Any, statement: str, *arguments: Any, within_s: float = 10.0) -> None:
        async with asyncio.timeout(within_s):
            while await self.value(statement, *arguments) != wanted:
                await asyncio.sleep(0.02)

    async def until(self, is_so: Callable[[], bool], *, within_s: float = 10.0) -> None:
        async with asyncio.timeout(within_s):
            while not is_so():
                await asyncio.sleep(0.01)

    async def idle(self) -> None:
        """Nothing waits to be sent, and no turn runs."""
        await self.until_value(
            0, "SELECT count(*) FROM outbox WHERE status IN ('waiting', 'sending', 'unsure')", within_s=15
        )


@asynccontextmanager
async def carrier(
    database: Database,
    *,
    agent: ScriptedAgent | None = None,
    public_url: str | None = None,
    surely_missing_after: timedelta = timedelta(seconds=1),
    limit: int = 10_000,
    shared_key: str | None = None,
    buttons: Mapping[int, str] | None = None,
    templates: Mapping[str, str] | None = None,
) -> AsyncIterator[Carrier]:
    """The service over `database`, its telephones, and nothing that leaves this machine."""
    exchange, scripted, own = Exchange(), agent or ScriptedAgent(), reserved()
    async with served(create_fake(exchange)) as carrier_address:
        account = TwilioAccount(
            exchange.account_sid,
            exchange.auth_token,
            base_url=carrier_address,
            buttons=buttons or {},
            templates=templates or {},
        )
        telephony = Telephony(
            account=account,
            public_url=public_url or f"http://127.0.0.1:{port_of(own)}",
            sms_number=SMS_NUMBER,
            whatsapp_number=WHATSAPP_NUMBER,
            shared_key=shared_key,
        )
        serving = Serving(
            telephony=telephony, secret=b"s" * 32, limits=Limits(messages_of_conversation=Limit("m", limit, 60))
        )

        @asynccontextmanager
        async def assistant(_database: Database, _listener: Listener) -> AsyncIterator[Assistant]:
            yield Assistant(scripted, PhoneShop(), lambda: True)  # pyright: ignore[reportArgumentType]  # enough of a shop

        async with open_resources(database.dsn, assistant, serving=serving) as resources:
            quick = Sender(database, resources.channels, surely_missing_after=surely_missing_after)
            resources = dataclasses.replace(resources, sender=quick)
            app = create_app(lambda: contextlib.nullcontext(resources), serving=serving)
            async with served(app, own) as address, httpx.AsyncClient(timeout=20) as client:
                exchange.webhooks = {
                    SMS_NUMBER: f"{address}/v1/channels/sms",
                    f"whatsapp:{WHATSAPP_NUMBER}": f"{address}/v1/channels/whatsapp",
                }
                yield Carrier(exchange, resources, scripted, address, carrier_address, client)


class Fixed(ScriptedAgent):
    """Says what it is given."""

    def __init__(self, *texts: str, quick_replies: list[str] | None = None) -> None:
        super().__init__()
        self._texts = list(texts)
        self._quick_replies = quick_replies or []

    async def run_turn(self, turn: TurnInput, emit: Emit) -> TurnResult:
        result = await super().run_turn(turn, emit)
        result.reply.text = self._texts[min(len(self.turns), len(self._texts)) - 1]
        result.reply.quick_replies = list(self._quick_replies)
        return result


__all__ = ["MAYA_PHONE", "STRANGER", "Attachment", "Carrier", "Fixed", "carrier"]
