"""WhatsApp through Twilio: pictures, buttons, and 24 hours after the customer's last message to write freely."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Self
from urllib.parse import urljoin

import httpx

from api.channels import texts
from api.channels.port import Incoming, Limits, Media, Report, Request, Sent
from api.channels.telephony import Telephony
from api.channels.twilio_rest import TwilioRest
from api.channels.twilio_webhooks import ACKNOWLEDGED, WHATSAPP, Webhooks, incoming, status_report
from domain.conversations import Reply
from domain.delivery import Part
from store.sending import Outgoing

STOP_WORDS = frozenset({"stop", "stopall", "unsubscribe"})
START_WORDS = frozenset({"start", "unstop"})
DISCLOSURE = "Hi, this is {shop}'s AI assistant. Write STOP at any time and I stop."
TEXT_ABOVE_BUTTONS = 1024
PICTURES = (".jpg", ".jpeg", ".png")
"""What WhatsApp shows."""


class WhatsAppChannel:
    name = "whatsapp"
    acknowledgement = ACKNOWLEDGED
    limits = Limits(
        characters=1600,
        buttons=3,
        button_characters=20,
        has_pictures=True,
        window=timedelta(hours=24),
    )
    """1,600 is Twilio's limit of a body; three buttons of 20 characters is what needs no approval in an answer."""

    def __init__(self, webhooks: Webhooks, rest: TwilioRest, *, number: str, shop: str, public_url: str) -> None:
        self._webhooks = webhooks
        self._rest = rest
        self._number = number
        self._shop = shop
        self._public_url = public_url

    @classmethod
    def open(cls, telephony: Telephony, client: httpx.AsyncClient, *, shop: str, callback_url: str) -> Self:
        """`callback_url`: our own route, where Twilio reports what became of a message."""
        assert telephony.whatsapp_number is not None  # the registry asks only for what is configured
        account = telephony.account
        webhooks = Webhooks(telephony.public_url, account.account_sid, account.auth_token, telephony.shared_key)
        rest = TwilioRest(account, client, shop=shop, callback_url=callback_url)
        return cls(webhooks, rest, number=telephony.whatsapp_number, shop=shop, public_url=telephony.public_url)

    def verify(self, request: Request) -> None:
        self._webhooks.verify(request, ours=WHATSAPP + self._number)

    def parse(self, request: Request) -> Incoming | Report:
        form = self._webhooks.form(request)
        # HELP is a word like any other here: nobody but us answers it.
        return status_report(form, request) or incoming(form, stop=STOP_WORDS, start=START_WORDS, asks_help=frozenset())

    def render(self, reply: Reply, *, is_first: bool) -> list[Part]:
        said = texts.words(reply)
        opening = DISCLOSURE.format(shop=self._shop) + "\n\n" if is_first else ""
        options = reply.quick_replies[: texts.MOST_OPTIONS]
        can_tap = self._rest.has_buttons(len(options)) and all(
            len(option) <= self.limits.button_characters for option in options
        )
        if not can_tap or not said:
            parts = texts.texts(opening + texts.with_options(said, options), self.limits)
        else:
            parts = texts.texts(opening + said, replace(self.limits, characters=TEXT_ABOVE_BUTTONS))
            parts[-1] = Part(parts[-1].text, buttons=tuple(options))
        if picture := self._picture(reply):
            parts.insert(0, Part("", media=(picture,)))
        return parts

    def _picture(self, reply: Reply) -> str:
        """Of the one product that a reply is about; a list of them is for the eyes of a page."""
        shown = [
            product for card in reply.cards for product in card.data.get("products", ()) if card.kind == "products"
        ]
        image = shown[0].get("image") if len(shown) == 1 else None
        if not image or not image.lower().endswith(PICTURES) or not self._public_url.startswith("https://"):
            return ""
        return urljoin(self._public_url, image)

    async def send(self, message: Outgoing) -> Sent:
        return await self._rest.send(message, sender=WHATSAPP + self._number, recipient=WHATSAPP + message.recipient)

    async def find(self, message: Outgoing) -> Sequence[Sent]:
        return await self._rest.find(message, sender=WHATSAPP + self._number, recipient=WHATSAPP + message.recipient)

    async def fetch(self, media: Media, *, most_bytes: int) -> bytes:
        return await self._rest.fetch(media, most_bytes=most_bytes)
