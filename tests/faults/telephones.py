"""Customers who text, through the stand-in carrier, and what their telephones got: the carrier's own record of it."""

import asyncio
import logging
import re
import time
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

import httpx
from asyncpg import Connection

from api.fake_twilio.app import create_fake
from api.fake_twilio.exchange import SMS_NUMBER, Exchange, Message
from api.fake_twilio.faults import Fault, Faults
from api.fake_twilio.webhooks import inbound_form, post
from api.loopback import free_port, served
from tests.faults.balancer import balanced
from tests.faults.customers import ITEM, Customer
from tests.faults.report import Finding, none_of
from tests.flows.fleet import Fleet

TROUBLE = Faults(
    {
        Fault.TOO_MANY: 0.01,
        Fault.BROKEN_AFTER: 0.01,
        Fault.DROPPED_AFTER: 0.01,
        Fault.GARBLED: 0.01,
        Fault.BROKEN: 0.005,
        Fault.DROPPED: 0.005,
        Fault.CALLBACKS_MIXED: 0.05,
        Fault.CALLBACKS_LOST: 0.05,
        Fault.DOUBLED: 0.02,
    }
)
"""A carrier's ordinary week, in one run."""
SETTLED_S = 0.4
"""After the last message of an answer: several may come."""
SILENCE_S = 180.0
"""Longer than a lost process and a lost text together take."""
_CLAIM_NUMBER = re.compile(r"\bCL-\w+")
_APOLOGY = "something went wrong on our side"
_CONVERSATION = "SELECT conversation_id FROM phones WHERE channel = 'sms' AND number = $1"
_UNSENT = "SELECT count(*) FROM outbox WHERE status IN ('waiting', 'sending', 'unsure')"
_OUTBOX = "SELECT status, count(*) AS number FROM outbox GROUP BY status ORDER BY status"
_ROWS = "SELECT outbox_id FROM outbox WHERE status NOT IN ('expired', 'refused', 'held')"


@dataclass(slots=True)
class Carrier:
    """Twilio, as far as this run goes: it knows one address of ours."""

    exchange: Exchange
    client: httpx.AsyncClient
    port: int
    """Of the balancer in front of the replicas."""

    @property
    def settings(self) -> dict[str, str]:
        """What makes a fleet ours."""
        return {
            "TWILIO_ACCOUNT_SID": self.exchange.account_sid,
            "TWILIO_AUTH_TOKEN": self.exchange.auth_token,
            "SHOPSMART_TWILIO__SMS_NUMBER": SMS_NUMBER,
            "SHOPSMART_TWILIO__BASE_URL": self.exchange.webhooks["carrier"],
            "SHOPSMART_PUBLIC_URL": f"http://127.0.0.1:{self.port}",
        }

    @asynccontextmanager
    async def in_front_of(self, service: Fleet) -> AsyncIterator[None]:
        async with balanced(service, self.port) as address:
            self.exchange.webhooks[SMS_NUMBER] = f"{address}/v1/channels/sms"
            yield


@asynccontextmanager
async def carrier(*, faults: Faults = TROUBLE) -> AsyncIterator[Carrier]:
    # A connection that the stand-in breaks on purpose is no news.
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
    exchange = Exchange(faults=faults)
    async with served(create_fake(exchange)) as address, httpx.AsyncClient(trust_env=False) as client:
        exchange.webhooks["carrier"] = address
        yield Carrier(exchange, client, free_port())


@dataclass(slots=True, kw_only=True)
class Texter(Customer):
    """A customer whose conversation is a number. A delivery that was not acknowledged comes again, as the same one."""

    number: str
    line: int
    """Of the order that goes back."""
    postcode: str
    carrier: Carrier
    arrivals: list[float] = field(default_factory=list)
    """Seconds from a text to the first text back."""

    async def visit(self, service: Fleet) -> None:
        half = len(self.talk) // 2
        for text in self.talk[:half]:
            await self.text(text)
        await self._return()
        for text in self.talk[half:]:
            await self.text(text)

    async def _return(self) -> None:
        reply = await self.text(f"I want to return the {ITEM} from order {self.order_id}, it is too small")
        if "Reply with a number" not in reply:
            reply = await self.text(self.postcode)
        assert "Yes, please" in reply, reply
        self.agreed_to = (self.order_id, self.line)
        reply = await self.text("Yes, please")
        found = _CLAIM_NUMBER.search(reply)
        assert found, reply
        self.claim_id = found[0]

    async def text(self, words: str) -> str:
        """What comes back; a message that was given up with an apology is texted again."""
        while True:
            began, seen = time.monotonic(), len(self.got())
            form = inbound_form(self.carrier.exchange, sender=self.number, recipient=SMS_NUMBER, text=words)
            await self._delivered(form)
            self.acknowledged.append(form["MessageSid"])
            reply = await self._answered(seen, began)
            if _APOLOGY not in reply:
                return reply
            self.apologies += 1

    async def _delivered(self, form: Mapping[str, str]) -> None:
        exchange, client = self.carrier.exchange, self.carrier.client
        times = 2 if exchange.faults.drawn(exchange.dice) is Fault.DOUBLED else 1
        while True:
            url = exchange.webhooks[SMS_NUMBER]
            answers = await asyncio.gather(
                *(post(exchange, client, url, form) for _ in range(times)), return_exceptions=True
            )
            for answer in answers:
                if isinstance(answer, httpx.TransportError):
                    continue
                if isinstance(answer, BaseException):
                    raise answer
                if answer.status_code == 200:
                    return
                self._note(answer)
            await asyncio.sleep(0.2)

    def _note(self, answer: httpx.Response) -> None:
        if answer.status_code == 503:
            self.refusals += 1
        else:
            self.surprises.append(f"{answer.status_code} {answer.text[:200]}")

    async def _answered(self, seen: int, began: float) -> str:
        async with asyncio.timeout(SILENCE_S):
            while len(self.got()) == seen:
                await asyncio.sleep(0.15)
        self.arrivals.append(time.monotonic() - began)
        while True:
            got = self.got()
            await asyncio.sleep(SETTLED_S)
            if len(self.got()) == len(got):
                return "\n".join(message.body for message in got[seen:])

    def got(self) -> list[Message]:
        return self.carrier.exchange.sent_to(self.number)

    async def find_conversation(self, connection: Connection) -> None:
        """What a browser is told and a telephone is not."""
        self.opened = {"conversation_id": await connection.fetchval(_CONVERSATION, self.number)}


async def unsent(connection: Connection) -> int:
    return await connection.fetchval(_UNSENT) or 0


async def findings(connection: Connection, carrier: Carrier, texters: Sequence[Texter]) -> list[Finding]:
    """What went out, as the carrier recorded it, against what was to go out, as the rows say."""
    sent = [one for one in carrier.exchange.messages if one.direction == "outbound-api"]
    times = Counter(_row_of(one) for one in sent)
    rows = {row["outbox_id"] for row in await connection.fetch(_ROWS)}
    status = ", ".join(f"{row['number']:,} {row['status']}" for row in await connection.fetch(_OUTBOX))
    disordered = sum(not _is_in_order([_row_of(one) for one in texter.got()]) for texter in texters)
    waits = sorted(wait for texter in texters for wait in texter.arrivals)
    said = Counter(one.body for one in sent)
    return [
        Finding("customers who text", f"{len(texters):,}, who got {len(sent):,} texts", True),
        none_of("texts sent twice, as the carrier recorded them", sum(many > 1 for many in times.values())),
        none_of("texts that were to be sent and never were", len(rows - times.keys()), of=f"{len(rows):,}"),
        none_of("texts sent that are no row of ours", len(times.keys() - rows)),
        none_of("telephones that got texts out of order", disordered, of=f"{len(texters):,}"),
        none_of("notices that a telephone did not get exactly once", sum(said[texter.news] != 1 for texter in texters)),
        Finding("what the rows say of the texts", status, True),
        Finding(
            "from a text to the text back",
            f"p50 {waits[len(waits) // 2]:.2f}, p95 {waits[int(len(waits) * 0.95)]:.1f}, longest {waits[-1]:.1f} s",
            bool(waits),
        ),
    ]


def _row_of(message: Message) -> int:
    """Each send says in its callback which row it is."""
    (found,) = parse_qs(urlsplit(message.callback).query)["outbox"]
    return int(found)


def _is_in_order(numbers: list[int]) -> bool:
    return numbers == sorted(numbers)
