"""All that can be set from outside, read once when a command starts.

From the environment: SHOPSMART_ and the field's name (SHOPSMART_PORT, SHOPSMART_LIMITS__BODY_BYTES), but
the names that other software uses too where such exist: DATABASE_URL.
"""

from pathlib import Path
from typing import Literal

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT = Path(__file__).resolve().parents[1]


class Limits(BaseModel):
    """What one client may ask of us. Set one with SHOPSMART_LIMITS__NAME."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    message_chars: int = Field(default=2000, ge=1)
    body_bytes: int = Field(default=64 * 1024, ge=1024)
    conversation_messages_per_minute: int = Field(default=40, ge=1)
    address_messages_per_minute: int = Field(default=600, ge=1)
    """An address may be a whole office."""
    address_conversations_per_minute: int = Field(default=60, ge=1)
    address_sign_ins_per_minute: int = Field(default=20, ge=1)
    conversation_streams: int = Field(default=5, ge=1)
    """Open event streams of one conversation in one process, and of the process."""
    process_streams: int = Field(default=1000, ge=1)


class Settings(BaseSettings):
    model_config = SettingsConfigDict(
        env_prefix="SHOPSMART_", env_nested_delimiter="__", populate_by_name=True, frozen=True, extra="ignore"
    )

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    data_dir: Path = Field(
        default=PROJECT / ".shopsmart", validation_alias=AliasChoices("SHOPSMART_DATA", "SHOPSMART_DATA_DIR")
    )
    """The database's files, secrets and caches. Ours alone."""
    database_url: SecretStr | None = Field(
        default=None, validation_alias=AliasChoices("DATABASE_URL", "SHOPSMART_DATABASE_URL")
    )
    """A PostgreSQL >= 15 of your own; without it one is started under `data_dir`."""
    pool_size: int = Field(default=12, ge=1)
    """Database connections kept open for reading, and as many for writing."""
    shop_dir: Path = PROJECT / "synthetic_data"
    """The shop's files: faqs/, products/, policies/, ..."""
    demo: bool = False
    """Anybody may sign in as any customer of the demo shop."""
    secret_key: SecretStr | None = Field(default=None, min_length=32)
    """What codes are hashed with. Set the same on all hosts of one database; else each keeps one of its own."""
    smtp_url: SecretStr | None = None
    """smtp://user:password@host:587 or smtps://...; without it, mail is written to files under `data_dir`."""
    mail_from: str = "VerdeMuse <help@verdemuse.example.com>"
    public_url: str | None = None
    """Where the world reaches us, if not at host and port: https://support.example.com"""
    trust_proxy: bool = False
    """Believe X-Forwarded-For: only where a proxy of yours always sets it."""

    log_level: Literal["debug", "info", "warning", "error"] = "info"
    shutdown_timeout_s: int = Field(default=10, ge=1)
    """How long running turns may take to finish when the service stops."""
    limits: Limits = Limits()
