"""Sessions: how long what lasts, and what a signed-in request knows. No clock of its own.

A session begins with a password (and a code) and goes on by refreshing: each refresh token works once. All tokens
that follow from one sign-in are one family, which is the session.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from domain.accounts import Account, ReauthenticationNeeded
from domain.customers import Principal, Role
from domain.errors import Conflict, NotSignedIn

SessionId = NewType("SessionId", str)

ACCESS_LASTS = timedelta(minutes=15)
REAUTHENTICATION_LASTS = timedelta(minutes=10)
"""How long after a password or code an e-mail address, a phone number or a second factor may be changed."""
REFRESH_RACE = timedelta(seconds=10)
"""Two tabs that refresh at once are one of them late, not a thief. The late one gets nothing either way."""
STEP_LASTS = timedelta(minutes=5)
"""Between the password and the code."""


class Transport(StrEnum):
    HEADER = "header"
    """Access and refresh token, sent as a bearer token: for programs and the widget."""
    COOKIE = "cookie"
    """One HttpOnly cookie that stays good while it is used: for pages of our own."""


class Ended(StrEnum):
    """Why a session is over."""

    SIGNED_OUT = "signed_out"
    REVOKED = "revoked"
    """From another session of the same account, or by an admin."""
    REUSED = "reused"
    """A refresh token came twice: one of the two who had it was a thief."""
    PASSWORD_CHANGED = "password_changed"
    ROLE_CHANGED = "role_changed"
    CLOSED = "closed"


class SessionOver(NotSignedIn):
    code = "session_over"
    sentence = "You are signed out. Please sign in again."


class RefreshRaced(Conflict):
    code = "refresh_raced"
    sentence = "Another tab has just refreshed this session."


@dataclass(frozen=True, slots=True)
class Lifetime:
    """`idle`: without a refresh, or without use for cookies; `whole`: whatever is done."""

    idle: timedelta
    whole: timedelta


CUSTOMERS = Lifetime(idle=timedelta(days=14), whole=timedelta(days=90))
STAFF = Lifetime(idle=timedelta(hours=2), whole=timedelta(hours=12))


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    session_id: SessionId
    transport: Transport
    started_at: datetime
    last_used_at: datetime
    expires_at: datetime
    authenticated_ago: timedelta
    """Since a password or code was last entered, by the database's clock."""
    has_proved_factor: bool
    client: str
    """What the browser or program calls itself, shortened; for the owner to tell their sessions apart."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Whose request this is, as the database says now."""

    account: Account
    session: Session

    @property
    def role(self) -> Role:
        return self.account.role

    @property
    def principal(self) -> Principal:
        return self.account.principal(has_proved_factor=self.session.has_proved_factor)

    def require_recent(self) -> None:
        """Raises ReauthenticationNeeded unless a password or code was entered minutes ago."""
        if self.session.authenticated_ago >= REAUTHENTICATION_LASTS:
            raise ReauthenticationNeeded("authenticated too long ago")


def lifetime_of(role: Role) -> Lifetime:
    return CUSTOMERS if role is Role.CUSTOMER else STAFF
