"""All that can be set from outside, read once when a command starts.

From the environment: SHOPSMART_ and the field's name (SHOPSMART_PORT, SHOPSMART_LIMITS__BODY_BYTES), but
the names that other software uses too where such exist: DATABASE_URL.
"""

import os
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from api.addresses import Network
from api.embedding import Widget
from domain.customers import Role

PROJECT = Path(__file__).resolve().parents[1]
MISTRAL_URL = "https://api.mistral.ai/v1"
LEAST_SECRET_BYTES = 32
"""What HMAC-SHA256 needs of a key."""


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


class Model(BaseModel):
    """One use of the language model. Unset fields are those of `Mistral`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: str | None = None
    temperature: float | None = Field(default=None, ge=0, le=1.5)
    max_tokens: int | None = Field(default=None, ge=16)
    deadline_s: float | None = Field(default=None, gt=0)
    prompt_usd: float | None = Field(default=None, ge=0)
    completion_usd: float | None = Field(default=None, ge=0)


class Mistral(BaseModel):
    """The language model. Without a key and with Mistral's own address, none is used and nothing is missing.

    Set with SHOPSMART_MISTRAL__MODEL and so on; the key and the address also as MISTRAL_API_KEY, MISTRAL_BASE_URL.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    api_key: SecretStr | None = None
    base_url: str = MISTRAL_URL
    """Any server that speaks Mistral's or OpenAI's chat API, with its /v1: vLLM, Ollama, `shopsmart fake-mistral`."""
    model: str = "mistral-small-latest"
    temperature: float = Field(default=0.2, ge=0, le=1.5)
    max_tokens: int = Field(default=500, ge=16)
    deadline_s: float = Field(default=8.0, gt=0)
    """For a whole call, retries included."""
    prompt_usd: float = Field(default=0.0, ge=0)
    """What a million tokens cost, by the operator's price list; where both are 0, cost is not told."""
    completion_usd: float = Field(default=0.0, ge=0)
    at_once: int = Field(default=256, ge=1)
    """Calls under way in one process; more wait, within their deadline. They cost little here: this is to be what
    the server takes, or a queue forms before it at a low load (16 calls of 1.1 s are 15 turns a second)."""
    conversation_tokens: int = Field(default=200_000, ge=0)
    day_tokens: int = Field(default=20_000_000, ge=0)
    understand: Model = Model(temperature=0.0, max_tokens=400, deadline_s=4.0)
    plan: Model = Model(temperature=0.0)
    respond: Model = Model()
    summarise: Model = Model(temperature=0.0)
    judge: Model = Model(temperature=0.0)

    @property
    def is_configured(self) -> bool:
        return self.api_key is not None or self.base_url != MISTRAL_URL


class Twilio(BaseModel):
    """SMS and WhatsApp. Without an account sid there are none.

    Set with SHOPSMART_TWILIO__SMS_NUMBER and so on; account and token also as TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    account_sid: str | None = Field(default=None, pattern=r"^AC[0-9a-fA-F]{32}$")
    auth_token: SecretStr | None = Field(default=None, min_length=16)
    """Signs what Twilio sends to us, so it is needed even where a key signs what we send."""
    key_sid: str | None = Field(default=None, pattern=r"^SK[0-9a-fA-F]{32}$")
    key_secret: SecretStr | None = Field(default=None, min_length=16)
    shared_key: SecretStr | None = Field(default=None, min_length=16)
    """Of webhooks signed with SHA-256; without it those are refused."""
    base_url: str = Field(default="https://api.twilio.com", pattern=r"^https?://[^/]+/?$")
    """`shopsmart fake-twilio` on this machine, or an edge of theirs."""
    sms_number: str | None = Field(default=None, pattern=r"^\+[1-9]\d{6,14}$")
    whatsapp_number: str | None = Field(default=None, pattern=r"^\+[1-9]\d{6,14}$")
    messaging_service_sid: str | None = Field(default=None, pattern=r"^MG[0-9a-fA-F]{32}$")
    buttons: dict[int, str] = {}
    """WhatsApp content with so many buttons: {"2": "HX...", "3": "HX..."}; without it answers are numbered."""
    templates: dict[str, str] = {}
    """Approved WhatsApp messages by our name for them: {"notice": "HX..."}."""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.account_sid is not None and self.auth_token is None:
            raise ValueError("a Twilio account needs its auth token: without it nothing that comes in can be trusted")
        if (self.key_sid is None) != (self.key_secret is None):
            raise ValueError("a key is a sid and a secret")
        return self


def _under(ours: dict[str, Any], named: dict[str, str], model: type[BaseModel]) -> dict[str, Any]:
    """`ours` with what others' names say where it says nothing: one field set brings the defaults of all the rest."""
    fields = model.model_fields
    return {**ours, **{name: value for name, value in named.items() if ours.get(name) in (None, fields[name].default)}}


class Settings(BaseSettings):
    model_config = SettingsConfigDict(
        env_prefix="SHOPSMART_",
        env_nested_delimiter="__",
        nested_model_default_partial_update=True,
        populate_by_name=True,
        frozen=True,
        extra="ignore",
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
    identity_secrets: dict[str, SecretStr] = {}
    """What the shop's backend signs its customers' identity with, by key id: {"2026-11": "..."}. Two while one takes
    the place of the other; 32 characters at least."""
    mfa_roles: frozenset[Role] = frozenset()
    """Who needs a second factor: ["lead", "admin"]"""
    trusted_proxies: tuple[Network, ...] = ()
    """Your proxies, whose X-Forwarded-For is believed: ["10.0.0.0/8", "fd00::/8"]"""

    worker: bool = True
    """Whether `serve` does background jobs too; false where `shopsmart worker` does them."""
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    shutdown_timeout_s: int = Field(default=10, ge=1)
    """How long running turns may take to finish when the service stops."""
    leave_s: float = Field(default=0.0, ge=0)
    """After SIGTERM, how long /health/ready says 503 before the door closes: for a load balancer to notice."""
    limits: Limits = Limits()
    widget: Widget = Widget()
    mistral: Mistral = Mistral()
    twilio: Twilio = Twilio()

    @field_validator("identity_secrets")
    @classmethod
    def _are_long(cls, given: dict[str, SecretStr]) -> dict[str, SecretStr]:
        short = [kid for kid, secret in given.items() if len(secret.get_secret_value().encode()) < LEAST_SECRET_BYTES]
        if short:
            raise ValueError(f"{', '.join(short)}: a secret needs at least {LEAST_SECRET_BYTES} characters")
        return given

    @property
    def service_url(self) -> str:
        """Where the world reaches us, as far as we know."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @model_validator(mode="before")
    @classmethod
    def _twilio_by_its_own_names(cls, given: Any) -> Any:
        """TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN are what other software reads too; ours, when set, win."""
        names = {"account_sid": "TWILIO_ACCOUNT_SID", "auth_token": "TWILIO_AUTH_TOKEN"}
        named = {name: value for name, theirs in names.items() if (value := os.environ.get(theirs))}
        ours = given.get("twilio")
        if named and (ours is None or isinstance(ours, dict)):
            given = {**given, "twilio": _under(ours or {}, named, Twilio)}
        return given

    @model_validator(mode="before")
    @classmethod
    def _mistral_by_its_own_names(cls, given: Any) -> Any:
        """MISTRAL_API_KEY and MISTRAL_BASE_URL are what other software reads too; ours, when set, win."""
        own = {"api_key": os.environ.get("MISTRAL_API_KEY"), "base_url": os.environ.get("MISTRAL_BASE_URL")}
        named = {name: value for name, value in own.items() if value}
        ours = given.get("mistral")
        if named and (ours is None or isinstance(ours, dict)):
            given = {**given, "mistral": _under(ours or {}, named, Mistral)}
        return given
