"""Text messages through Twilio. Counted in segments, which is what they cost."""

from collections.abc import Sequence
from typing import Self

import httpx

from api.channels import texts
from api.channels.port import Incoming, Limits, Media, Report, Request, Sent
from api.channels.telephony import Telephony
from api.channels.twilio_rest import TwilioRest
from api.channels.twilio_webhooks import ACKNOWLEDGED, Webhooks, incoming, status_report
from domain.conversations import Reply
from domain.delivery import Part
from store.sending import Outgoing

STOP_WORDS = frozenset({"stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout"})
"""What Twilio takes for an opt-out when a number has no settings of its own: its next message to us is refused."""
START_WORDS = frozenset({"start", "unstop"})
HELP_WORDS = frozenset({"help", "info"})
DISCLOSURE = "{shop}: I'm an AI assistant. Reply STOP to opt out."


class SmsChannel:
    name = "sms"
    acknowledgement = ACKNOWLEDGED
    limits = Limits(characters=1600, segments=6)

    def __init__(self, webhooks: Webhooks, rest: TwilioRest, *, number: str, shop: str) -> None:
        self._webhooks = webhooks
        self._rest = rest
        self._number = number
        self._shop = shop

    @classmethod
    def open(cls, telephony: Telephony, client: httpx.AsyncClient, *, shop: str, callback_url: str) -> Self:
        """`callback_url`: our own route, where Twilio reports what became of a message."""
        assert telephony.sms_number is not None  # the registry asks only for what is configured
        account = telephony.account
        webhooks = Webhooks(telephony.public_url, account.account_sid, account.auth_token, telephony.shared_key)
        rest = TwilioRest(account, client, shop=shop, callback_url=callback_url)
        return cls(webhooks, rest, number=telephony.sms_number, shop=shop)

    def verify(self, request: Request) -> None:
        self._webhooks.verify(request, ours=self._number)

    def parse(self, request: Request) -> Incoming | Report:
        form = self._webhooks.form(request)
        return status_report(form, request) or incoming(form, stop=STOP_WORDS, start=START_WORDS, asks_help=HELP_WORDS)

    def render(self, reply: Reply, *, is_first: bool) -> list[Part]:
        said = texts.with_options(texts.words(reply), reply.quick_replies[: texts.MOST_OPTIONS])
        opening = DISCLOSURE.format(shop=self._shop) + "\n\n" if is_first else ""
        return texts.texts(opening + said, self.limits)

    async def send(self, message: Outgoing) -> Sent:
        return await self._rest.send(message, sender=self._number, recipient=message.recipient)

    async def find(self, message: Outgoing) -> Sequence[Sent]:
        return await self._rest.find(message, sender=self._number, recipient=message.recipient)

    async def fetch(self, media: Media, *, most_bytes: int) -> bytes:
        return await self._rest.fetch(media, most_bytes=most_bytes)
