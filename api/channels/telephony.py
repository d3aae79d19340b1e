"""Our account with Twilio, as the settings have it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from api.settings import Settings


@dataclass(frozen=True, slots=True)
class TwilioAccount:
    """What is needed to write through Twilio."""

    account_sid: str
    auth_token: str
    """Signs what Twilio posts to us; and our requests, where there is no key."""
    key: tuple[str, str] | None = None
    """SK sid and secret."""
    base_url: str = "https://api.twilio.com"
    messaging_service_sid: str | None = None
    buttons: Mapping[int, str] = field(default_factory=dict)
    """Content sids of messages with so many buttons: variable 1 is the text, the others are the buttons."""
    templates: Mapping[str, str] = field(default_factory=dict)
    """Content sids of approved messages, by our name for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Telephony:
    """Our account with Twilio and the numbers that customers write to."""

    account: TwilioAccount
    public_url: str
    """Where Twilio reaches us."""
    sms_number: str | None = None
    whatsapp_number: str | None = None
    shared_key: str | None = None


def telephony_of(settings: Settings) -> Telephony | None:
    """None: no account is set."""
    given = settings.twilio
    if given.account_sid is None or given.auth_token is None:
        return None
    key = (given.key_sid, given.key_secret.get_secret_value()) if given.key_sid and given.key_secret else None
    account = TwilioAccount(
        account_sid=given.account_sid,
        auth_token=given.auth_token.get_secret_value(),
        key=key,
        base_url=given.base_url.rstrip("/"),
        messaging_service_sid=given.messaging_service_sid,
        buttons=given.buttons,
        templates=given.templates,
    )
    return Telephony(
        account=account,
        public_url=settings.service_url,
        sms_number=given.sms_number,
        whatsapp_number=given.whatsapp_number,
        shared_key=given.shared_key.get_secret_value() if given.shared_key else None,
    )
