"""How the stand-in calls us: signed as Twilio signs, in the form that Twilio posts."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import httpx
from twilio.request_validator import RequestValidator

from api.fake_twilio.exchange import WHATSAPP, Exchange, Message
from api.fake_twilio.faults import Fault

TIMEOUT = httpx.Timeout(15.0, connect=5.0)
"""As Twilio waits."""


@dataclass(frozen=True, slots=True)
class Attachment:
    media_type: str
    content: bytes


def signed(exchange: Exchange, url: str, form: Mapping[str, str]) -> dict[str, str]:
    """The header."""
    return {"x-twilio-signature": RequestValidator(exchange.auth_token).compute_signature(url, dict(form))}


def inbound_form(
    exchange: Exchange,
    *,
    sender: str,
    recipient: str,
    text: str,
    attachments: Sequence[Attachment] = (),
    base_url: str = "",
    extra: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """What Twilio posts when a telephone writes; `extra` for buttons, places and whatever is added next year."""
    sid = exchange.sid("MM" if attachments else "SM")
    form = {
        "ToCountry": "US",
        "SmsMessageSid": sid,
        "NumMedia": str(len(attachments)),
        "SmsSid": sid,
        "SmsStatus": "received",
        "Body": text,
        "To": recipient,
        "NumSegments": "1",
        "MessageSid": sid,
        "AccountSid": exchange.account_sid,
        "From": sender,
        "ApiVersion": "2010-04-01",
    }
    if sender.startswith(WHATSAPP):
        form |= {"ProfileName": "A customer", "WaId": sender.removeprefix(f"{WHATSAPP}+")}
    for at, one in enumerate(attachments):
        media_sid = exchange.sid("ME")
        exchange.media[media_sid] = (one.media_type, one.content)
        path = f"/2010-04-01/Accounts/{exchange.account_sid}/Messages/{sid}/Media/{media_sid}"
        form |= {f"MediaUrl{at}": base_url + path, f"MediaContentType{at}": one.media_type}
    return form | dict(extra or {})


async def deliver(
    exchange: Exchange, client: httpx.AsyncClient, form: Mapping[str, str], *, fault: Fault | None = None
) -> httpx.Response:
    """Post a telephone's message to where messages to that address go. Raises KeyError: nobody has that address."""
    url = exchange.webhooks[form["To"]]
    exchange.messages.append(
        Message(
            sid=form["MessageSid"],
            sender=form["From"],
            recipient=form["To"],
            body=form["Body"],
            direction="inbound",
            status="received",
            at=datetime.now(UTC),
        )
    )
    times = 2 if fault is Fault.DOUBLED else 1
    answers = await asyncio.gather(*(post(exchange, client, url, form) for _ in range(times)))
    return answers[0]


async def post(exchange: Exchange, client: httpx.AsyncClient, url: str, form: Mapping[str, str]) -> httpx.Response:
    return await client.post(url, data=dict(form), headers=signed(exchange, url, form), timeout=TIMEOUT)


async def report(exchange: Exchange, client: httpx.AsyncClient, message: Message, *, fault: Fault | None) -> None:
    """Say what becomes of a message, as a carrier would: sent, delivered, and on WhatsApp read."""
    words = ["sent", "undelivered"] if fault is Fault.UNDELIVERED else ["sent", "delivered"]
    if message.recipient.startswith(WHATSAPP) and fault is not Fault.UNDELIVERED:
        words.append("read")
    message.status = words[-1]
    if fault is Fault.UNDELIVERED:
        message.error_code = 30003
    if not message.callback or fault is Fault.CALLBACKS_LOST:
        return
    if fault is Fault.CALLBACKS_MIXED:
        words = [*reversed(words), *words]
    for word in words:
        form = {
            "SmsSid": message.sid,
            "SmsStatus": word,
            "MessageStatus": word,
            "To": message.recipient,
            "MessageSid": message.sid,
            "AccountSid": exchange.account_sid,
            "From": message.sender,
            "ApiVersion": "2010-04-01",
        }
        if word == "undelivered":
            form["ErrorCode"] = str(message.error_code)
        try:
            await post(exchange, client, message.callback, form)
        except httpx.HTTPError:
            # Twilio does not come again either.
            continue
