"""Takes customers' messages in from a channel: kept before they are acknowledged, answered after.

A text goes into its conversation in the commit that notes the provider's number of it. A message with pictures is
kept as it came and goes in once they are fetched; what the same number writes meanwhile waits behind it.
"""

import asyncio
import logging
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import msgspec
from asyncpg import Connection

from agent.intents.no_person import calls_off
from api.auth import new_token
from api.channels import texts, vcards
from api.channels.port import Channel, Incoming, Media, SurelyNot
from api.channels.registry import Channels
from api.photos import MEDIA_TYPE, cleaned
from api.turns import Turns
from domain.codes import keyed_hash
from domain.conversations import MAX_MESSAGE_CHARACTERS, ConversationId
from domain.customers import Customer, Principal
from domain.errors import InvalidInput, TooManyRequests
from domain.files import MAX_FILE_BYTES, PHOTO_WORDS
from store import acceptance, conversations, files, inbound, phones
from store.acceptance import Accepted
from store.database import Database
from store.files import TooManyFiles
from store.inbound import WaitingInbound
from store.limits import Limit, Limiter
from store.turns import WaitingMessage
from tools.shops.port import Shop

FETCH_WITHIN = timedelta(seconds=60)
FETCH_AGAIN = timedelta(seconds=5)
UNREADABLE = "[a file that I cannot open]"
_LOCALE = "en-US"

_log = logging.getLogger("shopsmart.channels")


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came with a message."""

    pictures: tuple[bytes, ...] = ()
    """Cleaned JPEGs."""
    words: tuple[str, ...] = ()
    """What the rest says."""


@dataclass(frozen=True, slots=True)
class Correspondent:
    """Whom a number belongs to, as far as we know: enough for a greeting, and for where a code would go."""

    principal: Principal
    locale: str


class Intake:
    def __init__(
        self,
        database: Database,
        turns_: Turns,
        channels: Channels,
        *,
        shop: Shop,
        limiter: Limiter,
        limit: Limit,
        secret: bytes,
    ) -> None:
        self._database = database
        self._turns = turns_
        self._channels = channels
        self._shop = shop
        self._limiter = limiter
        self._limit = limit
        self._secret = secret
        self._fetching: set[asyncio.Task[int]] = set()

    async def take(self, channel: Channel, message: Incoming, *, origin: str = "") -> None:
        """Keep it; when this returns it cannot be lost, and an answer is on its way.

        `origin`: a keyed hash of the network address, where the customer delivers; a number is its own.

        Raises:
            NotFound: the sender's proof does not open the conversation.
            TooManyRequests: of a customer, who can be told; a provider's delivery is taken and not answered.
        """
        if message.proof is not None:
            await self._limiter.count(self._limit, f"{message.sender}:{message.proof[:16]}")
            await self._turns.accept(
                ConversationId(message.sender),
                message.text,
                token_hash=message.proof,
                client_message_id=message.sid,
                origin=origin,
            )
            return
        is_too_much = await self._is_too_much(channel.name, message.sender)
        sender = await self._recognised(channel.name, message.sender)
        async with self._database.connection() as connection, connection.transaction():
            if not await inbound.claim(connection, message.sid, channel=channel.name, number=message.sender):
                return
            phone = await phones.heard(connection, channel.name, message.sender)
            await phones.release(connection, channel.name, message.sender)
            if message.wish in ("stop", "start"):
                is_out = message.wish == "stop"
                await phones.opt_out(connection, channel.name, message.sender, is_out=is_out)
            if message.wish or phone.is_opted_out or is_too_much:
                return
            if message.media or await inbound.is_waited_for(connection, channel.name, message.sender):
                await inbound.wait(connection, message.sid, _payload(message))
                waits, said = True, None
            else:
                waits, said = False, await self._say(connection, channel.name, message, sender, phone, Fetched())
        if said is not None:
            self._turns.begin(*said)
        if waits:
            self._fetch_soon()

    async def take_waiting(self) -> int:
        """Fetch what came with messages that wait, and put them into their conversations; how many were tried."""
        done = 0
        while True:
            async with self._database.connection() as connection:
                waiting = await inbound.next_waiting(connection, lease=FETCH_WITHIN)
            if waiting is None:
                return done
            done += 1
            await self._take_fetched(waiting)

    async def drain(self, *, timeout_s: float) -> None:
        """What is being fetched may finish; what cannot waits in its row."""
        if self._fetching:
            _, running = await asyncio.wait(self._fetching, timeout=timeout_s)
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)

    async def _take_fetched(self, waiting: WaitingInbound) -> None:
        message = _message(waiting)
        channel = self._channels.get(waiting.channel)
        if channel is None:
            return
        fetched = await self._fetched(channel, message, is_last=waiting.is_last_attempt)
        if fetched is None:
            async with self._database.connection() as connection:
                await inbound.again(connection, waiting.sid, pause=FETCH_AGAIN)
            return
        sender = await self._recognised(waiting.channel, waiting.number)
        async with self._database.connection() as connection, connection.transaction():
            if not await inbound.is_still_waiting(connection, waiting.sid):
                return
            phone = await phones.heard(connection, waiting.channel, waiting.number)
            said = await self._say(connection, waiting.channel, message, sender, phone, fetched)
        self._turns.begin(*said)

    async def _say(
        self,
        connection: Connection,
        channel: str,
        message: Incoming,
        sender: Correspondent,
        phone: phones.Phone,
        fetched: Fetched,
    ) -> tuple[Accepted, WaitingMessage]:
        """Put it into the number's conversation. Inside the caller's transaction."""
        conversation_id = phone.conversation_id or await _opened(connection, channel, message.sender, sender)
        said = texts.chosen(message.text, await inbound.offered(connection, conversation_id))
        kept = [await _kept(connection, conversation_id, picture) for picture in fetched.pictures]
        said = "\n".join(filter(None, (said, *fetched.words))) or (PHOTO_WORDS if any(kept) else "")
        said = said[:MAX_MESSAGE_CHARACTERS]
        accepted = await acceptance.accept(
            connection,
            conversation_id,
            token_hash=None,
            text=said,
            client_message_id=message.sid,
            lease=self._turns.lease,
            origin=keyed_hash(self._secret, "origin", message.sender) if self._secret else "",
            calls_off=calls_off,
        )
        await inbound.taken(connection, message.sid, conversation_id)
        return accepted, WaitingMessage(accepted.seq, said, message.sid)

    async def _fetched(self, channel: Channel, message: Incoming, *, is_last: bool) -> Fetched | None:
        """None: not to be had at this moment, and there will be another try."""
        pictures: list[bytes] = []
        words: list[str] = []
        for media in message.media:
            try:
                content = await channel.fetch(media, most_bytes=MAX_FILE_BYTES)
                if media.media_type in vcards.MEDIA_TYPES:
                    words.append(vcards.read(content))
                else:
                    pictures.append(await cleaned(content))
            except InvalidInput as error:
                _log.warning("media.refused", extra={"channel": channel.name, "reason": str(error)})
                words.append(UNREADABLE)
            except SurelyNot as error:
                _log.warning("media.postponed", extra={"channel": channel.name, "reason": str(error)})
                if not is_last:
                    return None
                words.append(UNREADABLE)
        return Fetched(tuple(pictures), tuple(dict.fromkeys(words)))

    async def _recognised(self, channel: str, number: str) -> Correspondent:
        """Asked of the shop only for a number that begins a conversation. More than one customer is nobody."""
        async with self._database.connection() as connection:
            if not await phones.is_new(connection, channel, number):
                return Correspondent(Principal(), _LOCALE)
        found = await self._shop.find_customers(email=None, phone=number, name=None, postcode=None, limit=2)
        return _correspondent(found[0] if len(found) == 1 else None)

    async def _is_too_much(self, channel: str, number: str) -> bool:
        """Refused with an error it would come back or be lost; it is noted, and nothing is answered."""
        try:
            await self._limiter.count(self._limit, f"{channel}:{keyed_hash(self._secret or b'-', 'number', number)}")
        except TooManyRequests:
            _log.warning("channel.flooded", extra={"channel": channel})
            return True
        return False

    def _fetch_soon(self) -> None:
        task = asyncio.create_task(self.take_waiting())
        self._fetching.add(task)
        task.add_done_callback(self._fetch_ended)

    def _fetch_ended(self, task: "asyncio.Task[int]") -> None:
        self._fetching.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            # The row is safe: the next round fetches it.
            _log.error("media.broken_off", exc_info=error)


def _correspondent(customer: Customer | None) -> Correspondent:
    if customer is None:
        return Correspondent(Principal(), _LOCALE)
    locale = customer.locale if customer.locale.startswith("en") else _LOCALE
    return Correspondent(Principal(recognised=customer.customer_id), locale)


async def _opened(connection: Connection, channel: str, number: str, sender: Correspondent) -> ConversationId:
    """A new conversation, which nobody holds a token of: it is spoken in from this number only."""
    _, hashed = new_token()
    conversation_id = ConversationId(f"c_{secrets.token_urlsafe(12)}")
    await conversations.open_conversation(
        connection,
        conversation_id,
        token_hash=hashed,
        channel=channel,
        locale=sender.locale,
        principal=sender.principal,
    )
    await phones.goes_on_in(connection, channel, number, conversation_id)
    return conversation_id


async def _kept(connection: Connection, conversation_id: ConversationId, picture: bytes) -> bool:
    try:
        async with connection.transaction():
            await files.keep(connection, conversation_id, content=picture, media_type=MEDIA_TYPE)
    except TooManyFiles:
        return False
    return True


def _payload(message: Incoming) -> dict[str, Any]:
    return {"text": message.text, "media": [[media.url, media.media_type] for media in message.media]}


def _message(waiting: WaitingInbound) -> Incoming:
    media = tuple(Media(*one) for one in msgspec.convert(waiting.payload["media"], list[tuple[str, str]]))
    return Incoming(waiting.sid, waiting.number, waiting.payload["text"], media)
