"""How a customer is reached: addresses and numbers in one form, and what can be changed of them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

_EMAIL = re.compile(
    r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@"
    r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}"
)
MOST_EMAIL_CHARACTERS = 254


@dataclass(frozen=True, slots=True)
class CustomerChange:
    """What is to be different in a customer's account. None leaves a thing as it is; an empty mapping empties it."""

    email: str | None = None
    phone: str | None = None
    address: Mapping[str, str] | None = None
    newsletter: bool | None = None
    sizes: Mapping[str, str] | None = None
    preferences: Mapping[str, list[str]] | None = None


def email_of(text: str) -> str | None:
    """An address in the one form it is stored and compared in, lower case; None when it is none."""
    address = text.strip().lower()
    local, _, _ = address.partition("@")
    is_one = len(address) <= MOST_EMAIL_CHARACTERS and len(local) <= 64 and _EMAIL.fullmatch(address)
    return address if is_one else None


def phone_of(text: str, region: str) -> str | None:
    """A number in E.164 ("+15035550117"); None when nobody could be called there.

    `region` (ISO 3166) is where a number without a country code is taken to be.
    """
    try:
        number = phonenumbers.parse(text, region)
    except NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def masked_email(address: str) -> str:
    """Enough to recognise one's own: "m…m@example.com"."""
    local, _, domain = address.partition("@")
    return f"{local[0]}…{local[-1]}@{domain}" if len(local) > 2 else f"{local[:1]}…@{domain}"
