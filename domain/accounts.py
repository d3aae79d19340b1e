"""Accounts: who may sign in, as what, and what a password has to be. No clock, no randomness of its own.

Figures follow OWASP ASVS 5.0, chapters 6 and 7.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import NewType

from domain.customers import CustomerId, Principal, Role, Rung, signed_in, staff_signed_in
from domain.errors import InvalidInput, NotPermitted, NotSignedIn, TooManyRequests

AccountId = NewType("AccountId", str)

LEAST_CHARACTERS = 8
MOST_CHARACTERS = 128
"""Of a password. Longer ones gain nothing and cost the server."""
LINK_LASTS = timedelta(minutes=30)
"""A mailed link that sets a password or confirms an address."""
INVITATION_LASTS = timedelta(days=3)


class WrongCredentials(NotSignedIn):
    """The same for an unknown address, a wrong password, an account without one, and one that is closed."""

    code = "wrong_credentials"
    sentence = "This e-mail address and password do not belong together."


class WrongCode(NotSignedIn):
    code = "wrong_code"
    sentence = "This code is not right, or was used already. Please wait for the next one."


class DeadLink(InvalidInput):
    code = "dead_link"
    sentence = "This link is used up or too old. Please ask for a new one."


class WeakPassword(InvalidInput):
    """`public` says what to do about it."""

    code = "weak_password"
    sentence = "This password is too easy to guess."


class TooManyTries(TooManyRequests):
    """Only this address or device has to wait; the account's owner may sign in from where they always do."""

    code = "too_many_tries"
    sentence = "Too many tries. Please wait a little, or use the link that we can mail you."


class ReauthenticationNeeded(NotPermitted):
    code = "reauthentication_needed"
    sentence = "Please confirm your password once more before changing this."


class SecondFactorNeeded(NotPermitted):
    """The shop demands a second factor of this role, and the account has none yet."""

    code = "mfa_setup_needed"
    sentence = "Your role needs a second factor. Please set one up first."


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    account_id: AccountId
    email: str
    """Lower case."""
    name: str
    role: Role
    customer_id: CustomerId | None = None
    """Whose account it is in the shop; None for staff."""
    staff_id: str | None = None
    has_password: bool = False
    has_second_factor: bool = False
    is_closed: bool = False

    @property
    def actor(self) -> str:
        """As the audit trail names them."""
        return self.principal().actor

    def principal(self, *, has_proved_factor: bool = False) -> Principal:
        """As whom this account speaks; staff serve nobody yet."""
        if self.customer_id is None:
            found = staff_signed_in(self.staff_id or "", self.role)
        else:
            found = signed_in(self.customer_id)
        return found.at(Rung.MFA) if has_proved_factor else found


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount:
    """Exactly one of the two ids is given."""

    account_id: AccountId
    email: str
    name: str
    customer_id: CustomerId | None = None
    staff_id: str | None = None


def check_length(password: str) -> None:
    """Raises WeakPassword. Any characters will do; what is common is refused elsewhere."""
    if len(password) < LEAST_CHARACTERS:
        raise WeakPassword("short", public=f"Please take at least {LEAST_CHARACTERS} characters.")
    if len(password) > MOST_CHARACTERS:
        raise WeakPassword("long", public=f"Please take at most {MOST_CHARACTERS} characters.")
