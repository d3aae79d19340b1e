"""`shopsmart chat --channel sms`: the terminal is a telephone. What is typed goes through the stand-in carrier, signed,
to the service's own webhook; what comes back was sent through the carrier's API. Nothing is taken a short way."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from pydantic import SecretStr
from rich.console import Console
from rich.markup import escape

from api.app import create_app
from api.channels.sms import HELP_WORDS, START_WORDS, STOP_WORDS
from api.commands.chat import messages
from api.commands.fake_twilio import webhooks
from api.commands.serve import opener, serving_of, working
from api.fake_twilio.app import create_fake
from api.fake_twilio.exchange import SMS_NUMBER, WHATSAPP, WHATSAPP_NUMBER, Exchange, Message
from api.fake_twilio.webhooks import deliver, inbound_form
from api.loopback import port_of, reserved, served
from api.resources import OpenAssistant
from api.settings import Settings, Twilio
from domain.errors import NotFound, ShopSmartError
from domain.texting import segments
from store import holds
from store.database import Database

OpenAssistantOf = Callable[[Settings], OpenAssistant]
"""The assistant of these settings: only here it is known that there are telephones."""
STRANGER = "+15005550100"
"""A number that is nobody's."""
ANSWER_WITHIN_S = 60.0
SETTLED_S = 0.4
"""After the last message of an answer: several may come."""


class NoAnswer(ShopSmartError):
    code = "no_answer"
    sentence = "No answer came within a minute."


@dataclass(slots=True)
class Telephone:
    exchange: Exchange
    client: httpx.AsyncClient
    database: Database
    own: str
    """The customer's address, as Twilio writes it."""
    ours: str
    seen: int = 0
    """Of what it got, how much was looked at."""

    def unseen(self) -> list[Message]:
        """What it got since somebody looked."""
        got = self.exchange.sent_to(self.own)[self.seen :]
        self.seen += len(got)
        return got

    async def is_with_a_person(self) -> bool:
        """Then nothing comes back but what the person says."""
        channel = "whatsapp" if self.own.startswith(WHATSAPP) else "sms"
        async with self.database.connection() as connection:
            return await holds.is_held_at(connection, channel, self.own.removeprefix(WHATSAPP))

    async def say(self, text: str) -> list[Message]:
        """What comes back; nothing from the carrier's words, and from a person who has the conversation.

        Raises NoAnswer, InvalidInput.
        """
        before = len(self.exchange.sent_to(self.own))
        form = inbound_form(self.exchange, sender=self.own, recipient=self.ours, text=text)
        answer = await deliver(self.exchange, self.client, form)
        if answer.status_code != 200:
            raise NoAnswer(f"The service refused the message: {answer.status_code}.")
        is_for_carrier = text.strip().lower() in (STOP_WORDS | START_WORDS | HELP_WORDS)
        if is_for_carrier or await self.is_with_a_person():
            return []
        await self._answered(before)
        return self.unseen()

    async def _answered(self, before: int) -> None:
        seen = before
        try:
            async with asyncio.timeout(ANSWER_WITHIN_S):
                while True:
                    got = self.exchange.sent_to(self.own)
                    if before < len(got) == seen:
                        return
                    seen = len(got)
                    await asyncio.sleep(SETTLED_S)
        except TimeoutError:
            raise NoAnswer from None


async def run(
    settings: Settings,
    database: Database,
    open_assistant: OpenAssistantOf,
    *,
    channel: str,
    customer: str | None = None,
    once: str | None = None,
    as_json: bool = False,
) -> None:
    """Text until the end of input. `customer`: whose telephone it is, by e-mail; None: nobody's we know.

    Raises:
        NotFound: the shop has no such customer with a telephone number.
        NoAnswer: the service is broken.
    """
    console = Console(highlight=False)
    async with _telephone(settings, database, open_assistant, channel=channel, customer=customer) as telephone:
        is_quiet = once is not None or as_json or not sys.stdin.isatty()
        if not is_quiet:
            console.print(f"[dim]{escape(telephone.own)} texts {escape(telephone.ours)}; Ctrl-D hangs up.[/]\n")
        async for text in messages(console, once, is_quiet=is_quiet):
            for one in [] if as_json else telephone.unseen():
                _print(console, one)
            got = await telephone.say(text)
            if as_json:
                sys.stdout.write(json.dumps({"message": text, "got": [_plain(one) for one in got]}) + "\n")
                sys.stdout.flush()
                continue
            for one in got:
                _print(console, one)
            if not got and await telephone.is_with_a_person():
                console.print("[yellow]A person has this conversation.[/]\n")


@asynccontextmanager
async def _telephone(
    settings: Settings, database: Database, open_assistant: OpenAssistantOf, *, channel: str, customer: str | None
) -> AsyncIterator[Telephone]:
    own, exchange = reserved(), Exchange()
    async with served(create_fake(exchange)) as carrier:
        wired = settings.model_copy(
            update={
                "port": port_of(own),
                "host": "127.0.0.1",
                "public_url": None,
                "twilio": Twilio(
                    account_sid=exchange.account_sid,
                    auth_token=SecretStr(exchange.auth_token),
                    base_url=carrier,
                    sms_number=SMS_NUMBER,
                    whatsapp_number=WHATSAPP_NUMBER,
                    buttons={count: f"HX{count:032x}" for count in (1, 2, 3)},
                    templates={"notice": f"HX{99:032x}"},
                ),
            }
        )
        serving = serving_of(wired)
        app = create_app(working(opener(wired, database, open_assistant(wired), serving=serving)), serving=serving)
        async with served(app, own) as service, httpx.AsyncClient(trust_env=False) as client:
            exchange.webhooks = webhooks(service)
            number = await _number_of(database, customer)
            prefix, ours = (WHATSAPP, WHATSAPP_NUMBER) if channel == "whatsapp" else ("", SMS_NUMBER)
            yield Telephone(exchange, client, database, prefix + number, prefix + ours)


async def _number_of(database: Database, email: str | None) -> str:
    if email is None:
        return STRANGER
    async with database.connection() as connection:
        found = await connection.fetchval("SELECT phone FROM customers WHERE email = $1", email.strip().lower())
    if not found:
        raise NotFound(f"The shop has no customer with the e-mail address {email} and a telephone number.")
    return found


def _plain(message: Message) -> dict[str, Any]:
    return {
        "text": message.body,
        "segments": segments(message.body).count,
        "media": list(message.media),
        "content": message.content_variables,
    }


def _print(console: Console, message: Message) -> None:
    counted = segments(message.body)
    if message.content_variables:
        first, *buttons = json.loads(message.content_variables).values()
        console.print(first, markup=False, soft_wrap=True)
        console.print("[dim]" + "  ".join(rf"\[{escape(button)}]" for button in buttons) + "[/]")
    else:
        console.print(message.body, markup=False, soft_wrap=True)
    console.print(f"[dim]{counted.count} segment{'s' * (counted.count != 1)}, {counted.alphabet}[/]\n")
