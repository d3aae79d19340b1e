"""What Twilio posts to us: is it Twilio, is it for us, and what does it say.

Sources: Twilio's pages on webhook security, on parameters of incoming messages and on status callbacks (Nov 2026).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from twilio.request_validator import HMAC_SHA1, HMAC_SHA256, RequestValidator, get_signature_algorithm

from api.channels.port import Acknowledgement, Incoming, Media, NotOurs, Report, Request
from domain.delivery import reported
from domain.errors import InvalidInput

WHATSAPP = "whatsapp:"
FORM = "application/x-www-form-urlencoded"
MOST_FIELDS = 200
MOST_MEDIA = 10
ALWAYS_SENT = frozenset({"AccountSid", "MessageSid", "From", "To", "Body", "NumMedia"})
"""With every message, if only as an empty text."""
OUTBOX = "outbox"
"""The query parameter by which a status callback names our row: it comes back before we know Twilio's number."""

_SID = re.compile(r"(?:SM|MM)[0-9a-fA-F]{32}", re.ASCII)
_NUMBER = re.compile(r"\+[1-9]\d{6,14}", re.ASCII)
_FIELD = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}", re.ASCII)
_SIGNATURE = re.compile(r"[A-Za-z0-9+/]{27}=|[A-Za-z0-9+/]{43}=", re.ASCII)
_SIGNATURE_HEADER = "x-twilio-signature"
_SETTINGS_HEADER = "x-twilio-webhooks-signature-settings"

ACKNOWLEDGED = Acknowledgement("<Response/>", "text/xml")
"""Anything else would be said to the customer, or be an error."""

Form = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Webhooks:
    """Whether a request is Twilio's, and about our account and our number."""

    public_url: str
    """Where Twilio reaches us, from the configuration: never from Host or X-Forwarded-*, which the sender writes."""
    account_sid: str
    auth_token: str
    shared_key: str | None = None
    """Of webhooks signed with SHA-256; None: those are refused."""

    def verify(self, request: Request, *, ours: str) -> None:
        """`ours`: the address of our own that the message must be to, or a status report from. Raises NotOurs."""
        if not self._is_signed(request):
            raise NotOurs("signature")
        form = self.form(request)
        if form.get("AccountSid") != self.account_sid:
            raise NotOurs("another account")
        is_report = "MessageStatus" in form
        # Names and values stand side by side in what is signed: a letter can be moved from one into the other, and
        # only a field that must be there is then missed.
        if not is_report and not form.keys() >= ALWAYS_SENT:
            raise NotOurs("not Twilio's fields")
        if form.get("From" if is_report else "To") != ours:
            raise NotOurs("another number")
        if not _NUMBER.fullmatch(_number(form.get("To" if is_report else "From", ""))):
            raise NotOurs("no number")
        if not _SID.fullmatch(form.get("MessageSid", "")):
            raise NotOurs("no message")

    def form(self, request: Request) -> Form:
        """Its fields. Raises NotOurs: not the form that Twilio sends, so that no signature of it can be good."""
        content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if content_type != FORM:
            raise NotOurs("not a form")
        try:
            pairs = parse_qsl(
                request.body.decode("ascii"),
                keep_blank_values=True,
                strict_parsing=bool(request.body),
                errors="strict",
                max_num_fields=MOST_FIELDS,
            )
        except ValueError as error:
            raise NotOurs("not a form") from error
        found = dict(pairs)
        # Twilio names nothing twice; the signature is over distinct values and would not notice.
        if len(found) != len(pairs) or not all(_FIELD.fullmatch(name) for name in found):
            raise NotOurs("not Twilio's fields")
        return found

    def _is_signed(self, request: Request) -> bool:
        signature = request.headers.get(_SIGNATURE_HEADER, "")
        if not _SIGNATURE.fullmatch(signature):
            return False
        algorithm = get_signature_algorithm(request.headers.get(_SETTINGS_HEADER)).upper()
        key = {HMAC_SHA1: self.auth_token, HMAC_SHA256: self.shared_key}.get(algorithm)
        if not key:
            return False
        url = self.public_url.rstrip("/") + request.path + (f"?{request.query}" if request.query else "")
        return RequestValidator(key).validate(url, dict(self.form(request)), signature, algorithm) is True


def incoming(form: Form, *, stop: frozenset[str], start: frozenset[str], asks_help: frozenset[str]) -> Incoming:
    """A message of a customer. Raises InvalidInput."""
    text = _readable(form.get("Body", ""))
    media = _media(form)
    said = _picked(form) or "\n".join(filter(None, (text, _place(form))))
    return Incoming(
        sid=form["MessageSid"],
        sender=_number(form["From"]),
        text=said,
        media=media,
        wish=_wish(form, text, stop=stop, start=start, asks_help=asks_help),
    )


def status_report(form: Form, request: Request) -> Report | None:
    """None when the request is no status callback. Raises InvalidInput: a status that nobody told us of."""
    if "MessageStatus" not in form:
        return None
    delivery = reported(form["MessageStatus"])
    if delivery is None:
        raise InvalidInput("unknown status")
    row = dict(parse_qsl(request.query)).get(OUTBOX, "")
    return Report(
        sid=form["MessageSid"],
        delivery=delivery,
        recipient=_number(form["To"]),
        error_code=_whole(form.get("ErrorCode")),
        outbox_id=_whole(row),
    )


def _wish(form: Form, text: str, *, stop: frozenset[str], start: frozenset[str], asks_help: frozenset[str]) -> str:
    """STOP, START, HELP: as Twilio says it heard, else by the words it goes by."""
    if told := form.get("OptOutType", "").lower():
        return told if told in ("stop", "start", "help") else ""
    word = text.strip().strip(".!").lower()
    for wish, spoken in (("stop", stop), ("start", start), ("help", asks_help)):
        if word in spoken:
            return wish
    return ""


def _picked(form: Form) -> str:
    """A button or a row of a list: what we put behind it, else what it showed."""
    for field in ("ButtonPayload", "ListId", "ButtonText", "ListTitle"):
        if found := _readable(form.get(field, "")).strip():
            return found
    return ""


def _place(form: Form) -> str:
    """A shared location, in words."""
    latitude, longitude = form.get("Latitude"), form.get("Longitude")
    if not latitude or not longitude:
        return ""
    named = ", ".join(filter(None, (_readable(form.get(field, "")) for field in ("Label", "Address"))))
    return f"[location] {named + ' ' if named else ''}({latitude[:12]}, {longitude[:12]})"


def _media(form: Form) -> tuple[Media, ...]:
    count = min(_whole(form.get("NumMedia")) or 0, MOST_MEDIA)
    return tuple(
        Media(form[f"MediaUrl{at}"], form.get(f"MediaContentType{at}", "").partition(";")[0].strip().lower())
        for at in range(count)
        if f"MediaUrl{at}" in form
    )


def _number(address: str) -> str:
    return address.removeprefix(WHATSAPP)


def _readable(text: str) -> str:
    """PostgreSQL keeps no NUL."""
    return text.replace("\0", "")


def _whole(text: Any) -> int | None:
    return int(text) if isinstance(text, str) and text.isascii() and text.isdigit() and len(text) <= 15 else None
