"""`shopsmart chat`: the same conversation as in the browser, in the terminal, through the same turns."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import ExitStack, aclosing, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console, RenderableType
from rich.markup import escape

from api.auth import new_token
from api.commands.cards import drawn
from api.commands.flow import Flow
from api.commands.serve import serving_of
from api.files import PHOTO_WORDS
from api.greeting import greet
from api.mailing import mail_folder
from api.photos import MEDIA_TYPE, cleaned
from api.resources import OpenAssistant, Resources, open_resources
from api.settings import Settings
from api.storage import open_storage
from api.streams import Reading, place
from domain.conversations import Card, ConversationId, Event
from domain.customers import Principal, signed_in
from domain.errors import InvalidInput, NotFound
from store import conversations, events, files, staff
from store.conversations import EVENTS_PER_TURN

PHOTO = "/photo "


@dataclass(slots=True)
class Talk:
    """One conversation of this terminal."""

    resources: Resources
    conversation_id: ConversationId
    hashed: str
    seen: int = 0
    """Id of the last event that was shown here."""
    on_table: frozenset[str] = frozenset()
    """Ids of the products that were drawn last."""
    order_drawn: dict[str, Any] = field(default_factory=dict)
    """The order that was drawn last, as it stood then."""

    async def missed(self) -> list[Event]:
        """What happened since the last answer, while the terminal waited for a line."""
        async with self.resources.database.connection() as connection:
            found = await events.events_after(connection, self.conversation_id, after=self.seen)
        self.seen = found[-1].event_id if found else self.seen
        return found

    async def events_of(self, text: str) -> AsyncIterator[Event]:
        """Send a message; the events of the turn that answers it, as they come.

        Raises:
            InvalidInput, OSError: "/photo PATH" names no picture.
        """
        client_message_id = None
        if text.startswith(PHOTO):
            client_message_id = await self._keep_photo(Path(text.removeprefix(PHOTO).strip()))
            text = PHOTO_WORDS
        subscriber, held = place(self.resources.live, self.conversation_id)
        with ExitStack() as stack:
            stack.push(held)
            accepted = await self.resources.turns.accept(
                self.conversation_id, text, token_hash=self.hashed, client_message_id=client_message_id
            )
            reading = Reading(
                self.resources.database,
                self.conversation_id,
                subscriber,
                after=accepted.fence * EVENTS_PER_TURN,
                is_stored=accepted.lease is None,
                until_seq=accepted.seq,
            )
            async with aclosing(reading.items()) as items:
                async for item in items:
                    if isinstance(item, Event):
                        self.seen = item.event_id
                        yield item
                    if reading.is_last(item):
                        return

    async def _keep_photo(self, path: Path) -> str:
        content = await cleaned(await asyncio.to_thread(path.read_bytes))
        async with self.resources.database.connection() as connection:
            kept = await files.keep(connection, self.conversation_id, content=content, media_type=MEDIA_TYPE)
        return kept.file_id


async def run(
    settings: Settings,
    open_assistant: OpenAssistant,
    *,
    customer: str | None = None,
    once: str | None = None,
    as_json: bool = False,
) -> None:
    """Talk until the end of input. `customer` is the e-mail address of whom to sign in as.

    Raises:
        NotFound: the shop has no such customer.
        StoreUnavailable: there is no database to be had.
    """
    console = Console(highlight=False)
    async with (
        open_storage(settings) as database,
        open_resources(database.dsn, open_assistant, serving=serving_of(settings)) as resources,
        _talk(resources, customer) as (talk, greeting),
    ):
        is_quiet = once is not None or as_json or not sys.stdin.isatty()
        if not is_quiet:
            console.print(
                f"[green]{escape(greeting)}[/]\n[dim]/photo PATH sends a picture; Ctrl-D ends the conversation. "
                f"Mail goes to {escape(str(mail_folder(settings)))}.[/]\n"
            )
        async for text in messages(console, once, is_quiet=is_quiet):
            try:
                if as_json:
                    sys.stdout.write(json.dumps(await _turn(talk, text), ensure_ascii=False) + "\n")
                    sys.stdout.flush()
                else:
                    await _print_turn(console, talk, text)
            except (InvalidInput, OSError) as error:
                sys.stderr.write(f"Not sent. {getattr(error, 'public', error)}\n")


@asynccontextmanager
async def _talk(resources: Resources, email: str | None) -> AsyncIterator[tuple[Talk, str]]:
    principal = await _principal(resources, email)
    _, hashed = new_token()
    conversation_id = ConversationId(f"c_{hashed[:16]}")
    async with resources.database.connection() as connection:
        await conversations.open_conversation(
            connection,
            conversation_id,
            token_hash=hashed,
            channel="terminal",
            locale="en-US",
            principal=principal,
        )
    greeting, _ = await greet(resources.shop, principal, locale="en-US")
    yield Talk(resources, conversation_id, hashed), greeting


async def _principal(resources: Resources, email: str | None) -> Principal:
    if email is None:
        return Principal()
    async with resources.database.connection() as connection:
        member = await staff.by_email(connection, email)
    if member is not None:
        return member.principal()
    customer = await resources.shop.customer_by_email(email.strip().lower())
    if customer is None:
        raise NotFound(f"The shop has no customer and no staff with the e-mail address {email}.")
    return signed_in(customer.customer_id)


async def messages(console: Console, once: str | None, *, is_quiet: bool) -> AsyncIterator[str]:
    """The customer's messages: the one given, or a line each of what is typed or piped in."""
    if once is not None:
        yield once
        return
    while True:
        if not is_quiet:
            console.print("[bold]You:[/] ", end="")
        line = await asyncio.to_thread(sys.stdin.readline)
        if not line:
            return
        # The terminal may hand us bytes that are no UTF-8; they come as surrogates, which nobody can store.
        text = line.strip().replace("\0", "").encode("utf-8", "replace").decode()
        if text:
            yield text


async def _turn(talk: Talk, text: str) -> dict[str, Any]:
    """One turn as data: what was said, shown and offered, and what the assistant keeps in mind."""
    turn: dict[str, Any] = {"message": text, "text": "", "cards": [], "quick_replies": [], "sources": []}
    turn["handoff"] = None
    async for event in talk.events_of(text):
        if event.kind == "start":
            turn |= {"text": "", "cards": [], "quick_replies": [], "sources": [], "handoff": None}
        elif event.kind == "card":
            turn["cards"].append(event.data)
        elif event.kind == "quick_replies":
            turn["quick_replies"] = event.data["replies"]
        elif event.kind == "sources":
            turn["sources"] = event.data["sources"]
        elif event.kind == "handoff":
            turn["handoff"] = event.data
        elif event.kind == "end":
            turn["text"] = event.data["text"]
    async with talk.resources.database.connection() as connection:
        state, trace = await conversations.summary(connection, talk.conversation_id)
    return turn | {"state": state, "trace": trace}


async def _print_turn(console: Console, talk: Talk, text: str) -> None:
    for event in await talk.missed():
        _print_person(console, event)
    said, replies, flow = "", [], Flow(console)
    async for event in talk.events_of(text):
        if event.kind != "delta":
            flow.end()
        if event.kind == "start":
            if said:
                console.print("\n[dim](once more)[/]")
            said, replies = "", []
        elif event.kind == "delta":
            said += event.data["text"]
            flow.say(event.data["text"])
        elif event.kind == "card":
            card = _drawn(event, said)
            if card is not None and not _lies_there(talk, event):
                console.print()
                console.print(card)
        elif event.kind == "sources":
            titles = dict.fromkeys(
                f"{one['title']}, {one.get('date', '')}".rstrip(", ")
                for one in event.data["sources"]
                if one["title"] not in said
            )
            if titles:
                console.print(f"\n[dim]Source: {escape('; '.join(titles))}[/]", end="")
        elif event.kind == "handoff" and event.data.get("status") == "joined":
            _print_person(console, event)
        elif event.kind == "handoff" and event.data.get("ticket_id"):
            console.print(f"\n[yellow]A person takes over: {event.data['ticket_id']}[/]", end="")
        elif event.kind == "quick_replies":
            replies = event.data["replies"]
        elif event.kind == "end" and not said:
            flow.say(event.data["text"])
    flow.end()
    console.print()
    if replies:
        console.print("[dim]" + "  ".join(rf"\[{escape(reply)}]" for reply in replies) + "[/]")
    console.print()


def _drawn(event: Event, said: str) -> RenderableType | None:
    return drawn(Card(event.data["kind"], event.data["data"], event.data["text"]), said=said)


def _lies_there(talk: Talk, event: Event) -> bool:
    """What was drawn a moment ago is not drawn again with every answer about it."""
    if event.data["kind"] == "order":
        before, talk.order_drawn = talk.order_drawn, event.data["data"]
        return before == talk.order_drawn
    if event.data["kind"] != "products":
        return False
    shown = frozenset(one.get("product_id", "") for one in event.data["data"]["products"])
    is_there = shown <= talk.on_table
    talk.on_table = talk.on_table if is_there else shown
    return is_there


def _print_person(console: Console, event: Event) -> None:
    """What a person did or said in the conversation, if that is what happened."""
    if event.kind == "message" and event.data["sender"] != "customer":
        console.print(f"[yellow]{escape(event.data.get('name') or 'Support team')}:[/] {escape(event.data['text'])}")
    elif event.kind == "handoff" and event.data.get("status") == "joined":
        name = escape(event.data["agent"] or "A person")
        console.print(f'[yellow]{name} has this conversation. "Back to the assistant" gives it back.[/]')
    elif event.kind == "handoff" and event.data.get("status") == "returned":
        console.print("[yellow]The assistant is back.[/]")
