"""What the routes work with, and the only place where it is put together.

Opened once a process, closed in reverse order. Nothing here is looked up: it is passed.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from agent.models.turn import LanguageModel
from agent.turn import Agent
from agent.writer.notices import Notices
from agent.writer.templates import TemplateWriter
from api.addresses import Network
from api.announcements import announcements
from api.auth import CustomerIdentity, NoIdentity
from api.channels.intake import Intake
from api.channels.registry import Channels, open_channels, renderer
from api.channels.sending import Sender
from api.channels.telephony import Telephony
from api.embedding import Widget
from api.hashing import PasswordHashes
from api.identity_tokens import IdentityTokens
from api.live import LiveEvents
from api.mailing import Mailbox
from api.turns import Timing, Turns
from api.upkeep import Upkeep
from domain.conversations import MAX_MESSAGE_CHARACTERS, ConversationId
from domain.customers import Role
from store import handoffs
from store.database import Database
from store.limits import Limit, Limiter
from store.listener import Listener
from tools.shops.port import Shop


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is too much. An address may be a whole office, so it gets more than a conversation."""

    messages_of_conversation: Limit = Limit("messages.conversation", 40, 60)  # noqa: RUF009 frozen
    messages_of_address: Limit = Limit("messages.address", 600, 60)  # noqa: RUF009 frozen
    conversations_of_address: Limit = Limit("conversations.address", 60, 60)  # noqa: RUF009 frozen
    sign_ins_of_address: Limit = Limit("sign-ins.address", 20, 60)  # noqa: RUF009 frozen
    streams_per_conversation: int = 5
    streams_per_process: int = 1000


@dataclass(frozen=True, slots=True)
class Serving:
    """How this process serves customers."""

    is_demo: bool = False
    secret: bytes = b""
    """The installation's key; without one, where messages come from is not kept."""
    mailbox: Mailbox | None = None
    """Where mail goes; None: it waits in the database for a process that has one."""
    message_characters: int = MAX_MESSAGE_CHARACTERS
    body_bytes: int = 64 * 1024
    trusted_proxies: tuple[Network, ...] = ()
    """Whose word on where a request comes from is believed."""
    public_url: str = "http://127.0.0.1:8000"
    """Where the world reaches us: for links in mail, which must not be made from what a request says."""
    identity_tokens: IdentityTokens = field(default_factory=IdentityTokens)
    """How the shop's backend says who is signed in on its pages."""
    mfa_roles: frozenset[Role] = frozenset()
    """Who may do nothing without a second factor but set one up."""
    telephony: Telephony | None = None
    """SMS and WhatsApp; None: customers come to us only."""
    reply_wait_s: float = 30.0
    """How long a request without stream waits for the reply before it says 202."""
    drain_s: float = 8.0
    """For running turns, when the process is told to stop."""
    pool_size: int = 12
    """Database connections kept open for reading, and as many for writing."""
    pictures: Path | None = None
    """The folder of the shop's product pictures, served under /shop/images/."""
    storefront: Path | None = None
    """The folder of the demo shop's files, where its storefront is served."""
    widget: Widget = field(default_factory=Widget)
    limits: Limits = field(default_factory=Limits)
    timing: Timing = field(default_factory=Timing)

    @property
    def is_secure(self) -> bool:
        """Reached over HTTPS, if only by way of a proxy: cookies then go nowhere else."""
        return self.public_url.startswith("https://")


@dataclass(frozen=True, slots=True)
class Assistant:
    """What thinks, and what it knows."""

    agent: Agent
    shop: Shop
    is_knowledge_loaded: Callable[[], bool]
    language_model: LanguageModel | None = None
    notices: Notices = field(default_factory=lambda: Notices(partial(TemplateWriter.open, {})))


OpenAssistant = Callable[[Database, Listener], AbstractAsyncContextManager[Assistant]]


@dataclass(frozen=True, slots=True)
class Resources:
    serving: Serving
    database: Database
    listener: Listener
    live: LiveEvents
    limiter: Limiter
    turns: Turns
    shop: Shop
    identity: CustomerIdentity
    passwords: PasswordHashes
    channels: Channels
    intake: Intake
    sender: Sender
    is_knowledge_loaded: Callable[[], bool]
    notices: Notices
    language_model: LanguageModel | None = None
    """None: none is configured."""


@asynccontextmanager
async def open_resources(
    dsn: str,
    open_assistant: OpenAssistant,
    *,
    serving: Serving,
    identity: CustomerIdentity | None = None,
    passwords: PasswordHashes | None = None,
) -> AsyncIterator[Resources]:
    """All that a process needs to answer customers, over a migrated database.

    On the way out, running turns are drained before the database closes.
    """
    limits = serving.limits
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(Database(dsn, pool_size=serving.pool_size))
        listener = await stack.enter_async_context(Listener(dsn))
        assistant = await stack.enter_async_context(open_assistant(database, listener))
        live = LiveEvents(per_conversation=limits.streams_per_conversation, per_process=limits.streams_per_process)
        channels = await stack.enter_async_context(
            open_channels(serving.telephony, shop=assistant.shop.profile.name, live=live)
        )
        turns = Turns(
            database,
            assistant.agent,
            live,
            on_dead=_asks_a_person(database),
            timing=serving.timing,
            notices=assistant.notices,
            render=renderer(channels),
        )
        limiter = Limiter(database)
        sender = await stack.enter_async_context(_sender(database, channels, listener))
        shop = assistant.shop
        intake = _intake(serving, shop, database=database, turns=turns, channels=channels, limiter=limiter)
        hashes = passwords or PasswordHashes()
        stack.callback(hashes.close)
        stack.push_async_callback(turns.drain, timeout_s=serving.drain_s)
        stack.push_async_callback(intake.drain, timeout_s=1.0)
        await stack.enter_async_context(announcements(listener, turns, live))
        upkeep = _upkeep(serving, shop, database=database, turns=turns, intake=intake, limiter=limiter)
        await stack.enter_async_context(upkeep)
        stack.callback(live.close)
        yield Resources(
            serving=serving,
            database=database,
            listener=listener,
            live=live,
            limiter=limiter,
            turns=turns,
            shop=shop,
            identity=identity or NoIdentity(),
            passwords=hashes,
            channels=channels,
            intake=intake,
            sender=sender,
            is_knowledge_loaded=assistant.is_knowledge_loaded,
            notices=assistant.notices,
            language_model=assistant.language_model,
        )


@asynccontextmanager
async def _sender(database: Database, channels: Channels, listener: Listener) -> AsyncIterator[Sender]:
    """Poked when something was queued, in whichever process."""
    async with Sender(database, channels) as sender:
        queued = await listener.subscribe("outbox", lambda _: sender.poke(), resync=sender.poke)
        try:
            yield sender
        finally:
            await listener.unsubscribe(queued)


def _intake(
    serving: Serving, shop: Shop, *, database: Database, turns: Turns, channels: Channels, limiter: Limiter
) -> Intake:
    limit = serving.limits.messages_of_conversation
    return Intake(database, turns, channels, shop=shop, limiter=limiter, limit=limit, secret=serving.secret)


def _upkeep(
    serving: Serving, shop: Shop, *, database: Database, turns: Turns, intake: Intake, limiter: Limiter
) -> Upkeep:
    return Upkeep(
        turns,
        limiter,
        database,
        lease_s=serving.timing.lease_s,
        mailbox=serving.mailbox,
        shop=shop,
        take_waiting=intake.take_waiting,
    )


def _asks_a_person(database: Database) -> Callable[[ConversationId, str], Awaitable[dict[str, Any]]]:
    async def ask(conversation_id: ConversationId, reason: str) -> dict[str, Any]:
        packet = msgspec.json.encode({"goal": "answer the last messages", "reason": reason}).decode()
        async with database.transaction() as session:
            ticket_id, _ = await handoffs.open_ticket(
                session, conversation_id=conversation_id, reason=reason, packet_json=packet
            )
        return {"ticket_id": ticket_id, "status": "open", "reason": reason}

    return ask
