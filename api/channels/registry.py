"""Every channel, and what it needs to be open. A new one is its file and a line in `MAKERS`."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx

from api.answering import Render
from api.channels.port import Channel
from api.channels.telephony import Telephony
from api.channels.web import WebChannel
from api.live import LiveEvents
from domain.conversations import Reply
from store.outbox import parts_json
from store.turns import Lease

PATH = "/v1/channels"

Channels = Mapping[str, Channel]
"""Those that are open, by name."""


@dataclass(frozen=True, slots=True)
class Setup:
    telephony: Telephony | None
    shop: str
    """Its name."""
    live: LiveEvents
    client: httpx.AsyncClient


def _web(setup: Setup) -> Channel | None:
    return WebChannel(setup.live)


# Twilio's package takes 0.1 s to import: only a shop that has an account pays for it.
def _sms(setup: Setup) -> Channel | None:
    if setup.telephony is None or setup.telephony.sms_number is None:
        return None
    from api.channels.sms import SmsChannel

    return SmsChannel.open(setup.telephony, setup.client, shop=setup.shop, callback_url=_callback(setup, "sms"))


def _whatsapp(setup: Setup) -> Channel | None:
    if setup.telephony is None or setup.telephony.whatsapp_number is None:
        return None
    from api.channels.whatsapp import WhatsAppChannel

    callback_url = _callback(setup, "whatsapp")
    return WhatsAppChannel.open(setup.telephony, setup.client, shop=setup.shop, callback_url=callback_url)


def _callback(setup: Setup, name: str) -> str:
    assert setup.telephony is not None  # asked by channels that have one
    return f"{setup.telephony.public_url.rstrip('/')}{PATH}/{name}"


def renderer(channels: Channels) -> Render:
    """How a reply becomes rows of the outbox, for the turn's own commit."""

    def render(lease: Lease, reply: Reply, *, is_first: bool) -> str:
        channel = channels.get(lease.channel)
        if channel is None or not lease.address:
            return "[]"
        parts = channel.render(reply, is_first=is_first)
        return parts_json(parts, channel=lease.channel, recipient=lease.address)

    return render


MAKERS: Mapping[str, Callable[[Setup], Channel | None]] = {"web": _web, "sms": _sms, "whatsapp": _whatsapp}


@asynccontextmanager
async def open_channels(telephony: Telephony | None, *, shop: str, live: LiveEvents) -> AsyncIterator[Channels]:
    """Those that are configured; our client to the provider closes with them."""
    if telephony is None:
        # A client reads all certificates, in 40 ms: for nobody.
        yield {"web": WebChannel(live)}
        return
    async with httpx.AsyncClient(limits=httpx.Limits(max_connections=20), trust_env=False) as client:
        setup = Setup(telephony, shop, live, client)
        found = {name: make(setup) for name, make in MAKERS.items()}
        yield {name: channel for name, channel in found.items() if channel is not None}
