"""What every channel does, whichever it is: one suite for all of them."""

import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest
import pytest_asyncio

from api.channels.port import Channel, Incoming, Limits, Media, NotSent, Report, Request, Sent, SurelyNot
from api.channels.registry import MAKERS, Channels, open_channels
from api.channels.telephony import Telephony, TwilioAccount
from api.fake_twilio.app import create_fake
from api.fake_twilio.exchange import SMS_NUMBER, WHATSAPP, WHATSAPP_NUMBER, Exchange, Message
from api.fake_twilio.faults import Fault, Faults
from api.fake_twilio.webhooks import inbound_form, signed
from api.live import LiveEvents
from api.loopback import free_port, served
from domain.conversations import Card, Reply
from domain.delivery import Delivery
from domain.errors import InvalidInput, NotPermitted, NotSignedIn
from domain.texting import segments
from store.sending import Outgoing

PUBLIC = "https://support.example.com"
CUSTOMER = "+15035550117"
TALK = "c_4vUZr9yXJk2mQ0aB"

REPLIES = {
    "short": Reply("You can return items within 30 days."),
    "long": Reply(" ".join(f"Sentence {number} of a long answer, which goes on." for number in range(120))),
    "one endless word": Reply("x" * 4000),
    "not latin": Reply("Привет! Ваш заказ в пути. " * 60),
    "emoji": Reply("Great 🎉 " * 300),
    "no words": Reply("", quick_replies=["Yes, please", "No, thanks"]),
    "nothing": Reply(""),
    "card": Reply("Your order:", cards=[Card("order", {"order_id": "VM-1"}, "Order VM-1 is on its way.")]),
    "choices": Reply("Which one?", quick_replies=["Meadow Linen Shirt, green, M", "Fleet Fleece Jacket", "Neither"]),
    "yes or no": Reply("Shall I?", quick_replies=["Yes, please", "No, thanks"]),
    "thirteen choices": Reply("Which?", quick_replies=[f"Option number {number}" for number in range(13)]),
    "picture": Reply("Here:", cards=[Card("products", {"products": [{"image": "/shop/images/VM1.png"}]}, "Shirt")]),
}


@dataclass
class World:
    channels: Channels
    exchange: Exchange

    def delivery(self, name: str, text: str = "hello") -> Request:
        """A good one, as it comes over the wire."""
        path = f"/v1/channels/{name}"
        if name == "web":
            body = json.dumps({"conversation_id": TALK, "text": text, "client_message_id": "m1"}).encode()
            return Request(path, "", {"authorization": "Bearer tok", "content-type": "application/json"}, body)
        prefix, ours = (WHATSAPP, WHATSAPP_NUMBER) if name == "whatsapp" else ("", SMS_NUMBER)
        form = inbound_form(self.exchange, sender=prefix + CUSTOMER, recipient=prefix + ours, text=text)
        headers = {**signed(self.exchange, PUBLIC + path, form), "content-type": "application/x-www-form-urlencoded"}
        return Request(path, "", headers, urlencode(form).encode())


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def world() -> AsyncIterator[World]:
    # Nobody is at the public address to be told what became of a message.
    exchange = Exchange(faults=Faults({Fault.CALLBACKS_LOST: 1.0}))
    async with served(create_fake(exchange)) as address:
        account = TwilioAccount(
            exchange.account_sid, exchange.auth_token, base_url=address, buttons={2: "HX" + "2" * 32}
        )
        telephony = Telephony(
            account=account, public_url=PUBLIC, sms_number=SMS_NUMBER, whatsapp_number=WHATSAPP_NUMBER
        )
        live = LiveEvents(per_conversation=5, per_process=100)
        async with open_channels(telephony, shop="VerdeMuse", live=live) as channels:
            yield World(channels, exchange)


every = pytest.mark.parametrize("name", MAKERS)


def _outgoing(recipient: str, text: str = "hello", **more: object) -> Outgoing:
    values: dict[str, object] = {
        "outbox_id": 1,
        "channel": "",
        "recipient": recipient,
        "text": text,
        "media": (),
        "buttons": (),
        "template": "",
        "attempts": 1,
        "tried_at": datetime.now(UTC),
        "tried_ago": timedelta(0),
        "is_opted_out": False,
        "heard_ago": timedelta(0),
    }
    return Outgoing(**{**values, **more})  # pyright: ignore[reportArgumentType]  # the fields above


def _recipient(name: str) -> str:
    return TALK if name == "web" else CUSTOMER


@every
def test_it_goes_by_the_name_it_is_listed_under(name: str, world: World) -> None:
    assert world.channels[name].name == name
    assert isinstance(world.channels[name].limits, Limits)


@every
def test_a_good_delivery_is_verified_and_read(name: str, world: World) -> None:
    channel, delivery = world.channels[name], world.delivery(name, "where is my order?")
    channel.verify(delivery)
    found = channel.parse(delivery)
    assert isinstance(found, Incoming)
    assert (found.text, found.sender, found.wish) == ("where is my order?", _recipient(name), "")
    assert found.sid


@every
def test_the_same_delivery_has_the_same_number_and_another_another(name: str, world: World) -> None:
    channel, one = world.channels[name], world.delivery(name)
    assert _sid(channel, one) == _sid(channel, one)
    if name != "web":  # customers number their own messages there
        assert _sid(channel, one) != _sid(channel, world.delivery(name))


@every
@pytest.mark.parametrize(
    "spoil",
    [
        lambda good: Request(good.path, good.query, {}, good.body),
        lambda good: Request(
            good.path, good.query, {**good.headers, "authorization": "", "x-twilio-signature": ""}, b""
        ),
    ],
)
def test_a_delivery_without_its_proof_is_refused(name: str, spoil: Callable[[Request], Request], world: World) -> None:
    with pytest.raises((NotPermitted, NotSignedIn)):
        world.channels[name].verify(spoil(world.delivery(name)))


@every
@pytest.mark.parametrize("reply", REPLIES.values(), ids=REPLIES)
@pytest.mark.parametrize("is_first", [True, False])
def test_every_message_of_a_reply_keeps_the_limits_and_nothing_is_lost(
    name: str, reply: Reply, is_first: bool, world: World
) -> None:
    channel = world.channels[name]
    parts, limits = channel.render(reply, is_first=is_first), channel.limits
    for part in parts:
        assert part.text or part.media
        assert len(part.text) <= limits.characters
        assert limits.segments is None or segments(part.text).count <= limits.segments
        assert len(part.buttons) <= limits.buttons
        assert all(len(button) <= limits.button_characters for button in part.buttons)
        assert limits.has_pictures or not part.media
    if not parts:
        return  # customers come to read it
    said = "".join("".join(part.text.split()) + "".join("".join(part.buttons).split()) for part in parts)
    assert "".join(reply.text.split()) in said
    assert all("".join(option.split()) in said for option in reply.quick_replies[:10])
    assert all("".join(card.text.split()) in said for card in reply.cards)
    assert ("AI" in said) or not is_first


@every
async def test_what_is_sent_gets_a_number_and_can_be_found_again(name: str, world: World) -> None:
    channel = world.channels[name]
    message = _outgoing(_recipient(name), f"a message over {name}")
    if name == "whatsapp":
        world.exchange.messages.append(_heard(world))
    sent = await channel.send(message)
    assert sent.sid and isinstance(sent.delivery, Delivery)
    found = await channel.find(message)
    assert all(isinstance(one, Sent) for one in found)
    assert name == "web" or sent.sid in {one.sid for one in found}
    assert world.exchange.breaches == []


@every
async def test_pictures_come_from_the_provider_only(name: str, world: World) -> None:
    with pytest.raises(InvalidInput):
        await world.channels[name].fetch(Media("https://evil.example.com/x", "image/png"), most_bytes=10)


@pytest.mark.parametrize("name", ["sms", "whatsapp"])
async def test_a_provider_that_is_away_surely_got_nothing(name: str) -> None:
    account = TwilioAccount("AC" + "0" * 32, "x" * 32, base_url=f"http://127.0.0.1:{free_port()}")
    telephony = Telephony(account=account, public_url=PUBLIC, sms_number=SMS_NUMBER, whatsapp_number=WHATSAPP_NUMBER)
    live = LiveEvents(per_conversation=5, per_process=100)
    async with open_channels(telephony, shop="VerdeMuse", live=live) as channels:
        with pytest.raises(SurelyNot) as refused:
            await channels[name].send(_outgoing(CUSTOMER))
        assert isinstance(refused.value, NotSent)
        with pytest.raises(SurelyNot):
            await channels[name].find(_outgoing(CUSTOMER))


@pytest.mark.parametrize("name", ["sms", "whatsapp"])
def test_a_report_is_read_with_the_row_it_is_about(name: str, world: World) -> None:
    prefix, ours = (WHATSAPP, WHATSAPP_NUMBER) if name == "whatsapp" else ("", SMS_NUMBER)
    path, sid = f"/v1/channels/{name}", world.exchange.sid("SM")
    form = {
        "AccountSid": world.exchange.account_sid,
        "MessageSid": sid,
        "MessageStatus": "undelivered",
        "ErrorCode": "30003",
        "From": prefix + ours,
        "To": prefix + CUSTOMER,
    }
    url = f"{PUBLIC}{path}?outbox=17"
    headers = {**signed(world.exchange, url, form), "content-type": "application/x-www-form-urlencoded"}
    request = Request(path, "outbox=17", headers, urlencode(form).encode())
    world.channels[name].verify(request)
    assert world.channels[name].parse(request) == Report(sid, Delivery.FAILED, CUSTOMER, 30003, 17)


async def test_without_an_account_only_the_web_is_open() -> None:
    async with open_channels(None, shop="VerdeMuse", live=LiveEvents(per_conversation=5, per_process=9)) as channels:
        assert set(channels) == {"web"}


def _sid(channel: Channel, delivery: Request) -> str:
    found = channel.parse(delivery)
    assert isinstance(found, Incoming)
    return found.sid


def _heard(world: World) -> Message:
    form = inbound_form(world.exchange, sender=WHATSAPP + CUSTOMER, recipient=WHATSAPP + WHATSAPP_NUMBER, text="hello")
    return Message(form["MessageSid"], form["From"], form["To"], "hello", "inbound", "received", datetime.now(UTC))
