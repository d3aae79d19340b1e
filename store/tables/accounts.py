"""Accounts that may sign in, what their owners prove themselves with, and their sessions."""

from datetime import datetime

from sqlalchemy import BigInteger, Column, text
from sqlmodel import Field, SQLModel

from store.tables.columns import now, timestamp


class AccountRow(SQLModel, table=True):
    """What a staff account may do is in `staff`, read with it each time."""

    __tablename__ = "accounts"  # pyright: ignore[reportAssignmentType]  # SQLModel types it as declared_attr

    account_id: str = Field(primary_key=True)
    email: str = Field(unique=True)
    """Lower case."""
    name: str
    customer_id: str | None = Field(default=None, unique=True)
    """The shop's own id of its customer; the shop's customers may be kept elsewhere."""
    staff_id: str | None = Field(default=None, unique=True)
    password_hash: str | None = None
    """Argon2id in its usual form; NULL until the owner has set one."""
    totp_nonce: str | None = None
    """With the installation's key it makes the shared secret; NULL: there is no second factor."""
    totp_confirmed_at: datetime | None = Field(default=None, sa_column=timestamp(nullable=True))
    """NULL: enrolled, and no code was entered yet."""
    totp_last_step: int = Field(default=0, sa_column=Column(BigInteger, nullable=False, server_default=text("0")))
    """The newest time step whose code was taken; it and older ones are never taken again."""
    created_at: datetime = Field(default_factory=now, sa_column=timestamp())
    closed_at: datetime | None = Field(default=None, sa_column=timestamp(nullable=True))


class RecoveryCodeRow(SQLModel, table=True):
    """One for each code that was not used yet."""

    __tablename__ = "recovery_codes"  # pyright: ignore[reportAssignmentType]  # SQLModel types it as declared_attr

    account_id: str = Field(primary_key=True, foreign_key="accounts.account_id", ondelete="CASCADE")
    code_hash: str = Field(primary_key=True)
    """HMAC-SHA256 over account and code, hex."""


class SessionRow(SQLModel, table=True):
    __tablename__ = "sessions"  # pyright: ignore[reportAssignmentType]  # SQLModel types it as declared_attr

    session_id: str = Field(primary_key=True)
    account_id: str = Field(foreign_key="accounts.account_id", ondelete="CASCADE", index=True)
    transport: str
    """header or cookie"""
    access_hash: str = Field(unique=True)
    """SHA-256 of the token, hex."""
    access_expires_at: datetime = Field(sa_column=timestamp())
    refresh_hash: str | None = Field(default=None, unique=True)
    """NULL for cookies, which do not refresh."""
    idle_expires_at: datetime = Field(sa_column=timestamp())
    expires_at: datetime = Field(sa_column=timestamp(index=True))
    authenticated_at: datetime = Field(sa_column=timestamp())
    factor_at: datetime | None = Field(default=None, sa_column=timestamp(nullable=True))
    """When the second factor was proved."""
    client: str = ""
    started_at: datetime = Field(sa_column=timestamp())
    last_used_at: datetime = Field(sa_column=timestamp())
    ended_at: datetime | None = Field(default=None, sa_column=timestamp(nullable=True))
    ended_because: str | None = None


class SpentTokenRow(SQLModel, table=True):
    """Refresh tokens that were used: one that comes again ends its session."""

    __tablename__ = "spent_tokens"  # pyright: ignore[reportAssignmentType]  # SQLModel types it as declared_attr

    token_hash: str = Field(primary_key=True)
    session_id: str = Field(foreign_key="sessions.session_id", ondelete="CASCADE", index=True)
    spent_at: datetime = Field(sa_column=timestamp(index=True))


class SignInStepRow(SQLModel, table=True):
    """A right password that waits for its code."""

    __tablename__ = "sign_in_steps"  # pyright: ignore[reportAssignmentType]  # SQLModel types it as declared_attr

    token_hash: str = Field(primary_key=True)
    account_id: str = Field(foreign_key="accounts.account_id", ondelete="CASCADE", index=True)
    transport: str
    expires_at: datetime = Field(sa_column=timestamp(index=True))


class AccountLinkRow(SQLModel, table=True):
    """A mailed link: to set a password, or to confirm a new address."""

    __tablename__ = "account_links"  # pyright: ignore[reportAssignmentType]  # SQLModel types it as declared_attr

    token_hash: str = Field(primary_key=True)
    account_id: str = Field(foreign_key="accounts.account_id", ondelete="CASCADE", index=True)
    purpose: str
    """password or email"""
    email: str = ""
    """The new address, where that is what it confirms."""
    expires_at: datetime = Field(sa_column=timestamp(index=True))
