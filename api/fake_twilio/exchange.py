"""What the stand-in knows: its account, whose webhooks are where, the messages in both directions."""

import random
import re
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from api.fake_twilio.faults import NONE, Faults
from domain.texting import segments

WHATSAPP = "whatsapp:"
WINDOW = timedelta(hours=24)
_NUMBER = re.compile(r"(?:whatsapp:)?\+[1-9]\d{6,14}", re.ASCII)

ACCOUNT_SID = "AC" + "0123456789abcdef" * 2
AUTH_TOKEN = "fake-twilio-auth-token-0123456789"
SMS_NUMBER = "+15005550006"
WHATSAPP_NUMBER = "+15005550007"


@dataclass(slots=True)
class Message:
    sid: str
    sender: str
    recipient: str
    body: str
    direction: str
    status: str
    at: datetime
    media: tuple[str, ...] = ()
    content_sid: str = ""
    content_variables: str = ""
    callback: str = ""
    error_code: int | None = None


class Refusal(Exception):
    def __init__(self, code: int, message: str, *, status: int = 400) -> None:
        super().__init__(message)
        self.code, self.status = code, status


@dataclass(slots=True)
class Exchange:
    """May be changed while the server runs."""

    account_sid: str = ACCOUNT_SID
    auth_token: str = AUTH_TOKEN
    webhooks: dict[str, str] = field(default_factory=dict)
    """Where messages to one of our addresses are delivered: {"+1500...": "https://.../v1/channels/sms"}"""
    faults: Faults = NONE
    seed: int = 7
    messages: list[Message] = field(default_factory=list)
    """In both directions, oldest first."""
    media: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    """What telephones sent, by sid: type and content."""
    breaches: list[str] = field(default_factory=list)
    """Requests that Twilio would not have taken, for tests."""
    dice: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)

    def sid(self, prefix: str) -> str:
        """Never the same, whatever the seed: a number that came before is a message that came before."""
        return f"{prefix}{secrets.token_hex(16)}"

    def check(self, form: dict[str, list[str]]) -> None:
        """The rules across fields that the description does not have. Raises Refusal."""
        to, body = form["To"][0], form.get("Body", [""])[0]
        if not _NUMBER.fullmatch(to):
            raise Refusal(21211, f"The 'To' number {to} is not a valid phone number.")
        if "From" not in form and "MessagingServiceSid" not in form:
            raise Refusal(21603, "A 'From' phone number is required.")
        if not body and "MediaUrl" not in form and "ContentSid" not in form:
            raise Refusal(21619, "A text message body or media urls must be specified.")
        if len(body) > 1600:
            raise Refusal(21617, "The concatenated message body exceeds the 1600 character limit.")
        if self._has_opted_out(to):
            raise Refusal(21610, "Attempt to send to unsubscribed recipient")
        if to.startswith(WHATSAPP) and "ContentSid" not in form and not self._is_in_window(to):
            raise Refusal(63016, "Failed to send freeform message because you are outside the allowed window.")

    def keep(self, form: dict[str, list[str]]) -> Message:
        message = Message(
            sid=self.sid("MM" if "MediaUrl" in form else "SM"),
            sender=form.get("From", ["+15005550009"])[0],
            recipient=form["To"][0],
            body=form.get("Body", [""])[0],
            direction="outbound-api",
            status="queued",
            at=datetime.now(UTC),
            media=tuple(form.get("MediaUrl", ())),
            content_sid=form.get("ContentSid", [""])[0],
            content_variables=form.get("ContentVariables", [""])[0],
            callback=form.get("StatusCallback", [""])[0],
        )
        self.messages.append(message)
        return message

    def sent_to(self, recipient: str) -> list[Message]:
        """What a telephone got from us, oldest first."""
        return [one for one in self.messages if one.recipient == recipient and one.direction == "outbound-api"]

    def _heard_from(self, address: str) -> list[Message]:
        return [one for one in self.messages if one.sender == address and one.direction == "inbound"]

    def _is_in_window(self, address: str) -> bool:
        return any(datetime.now(UTC) - one.at < WINDOW for one in self._heard_from(address))

    def _has_opted_out(self, address: str) -> bool:
        said = [one.body.strip().upper() for one in self._heard_from(address)]
        wishes = [word for word in said if word in ("STOP", "START")]
        return bool(wishes) and wishes[-1] == "STOP"


def resource(message: Message, account_sid: str) -> dict[str, object]:
    """The message as Twilio shows it."""
    moment = format_datetime(message.at)
    uri = f"/2010-04-01/Accounts/{account_sid}/Messages/{message.sid}"
    body = message.body or message.content_variables
    return {
        "sid": message.sid,
        "account_sid": account_sid,
        "messaging_service_sid": None,
        "api_version": "2010-04-01",
        "to": message.recipient,
        "from": message.sender,
        "body": body,
        "status": message.status,
        "direction": message.direction,
        "num_segments": str(segments(body).count),
        "num_media": str(len(message.media)),
        "date_created": moment,
        "date_sent": moment if message.status not in ("queued", "accepted") else None,
        "date_updated": moment,
        "price": None,
        "price_unit": None,
        "error_code": message.error_code,
        "error_message": None,
        "uri": f"{uri}.json",
        "subresource_uris": {"media": f"{uri}/Media.json"},
    }
