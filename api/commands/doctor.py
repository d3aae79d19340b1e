"""`shopsmart doctor`: what is configured, whether it works, and what to do where it does not."""

import json
import os
import smtplib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Literal
from urllib.parse import urlsplit

import httpx
import typer
from rich.console import Console
from rich.table import Table
from sqlalchemy import text

from agent.models.mistral import open_mistral
from agent.models.port import Role
from agent.models.probe import probe
from api.channels.port import NotSent
from api.channels.registry import PATH
from api.channels.telephony import telephony_of
from api.channels.twilio_rest import TwilioRest
from api.cli import DataDir, execute, read_settings
from api.language_model import endpoint_of, roles_of
from api.mailing import SmtpMailbox, mail_folder, mailbox_of
from api.settings import Settings
from api.storage import open_storage
from api.telemetry import endpoints
from domain.errors import ModelFailed, ShopSmartError
from graphs.traces import destination_of
from store.database import Database
from tools.knowledge.embedder import EncoderDamaged, MiniLM

app = typer.Typer(help="Say what is configured, try it, and explain what is wrong.")

State = Literal["ok", "off", "wrong"]
_COLOURS = {"ok": "green", "off": "dim", "wrong": "red"}


@dataclass(frozen=True, slots=True)
class Finding:
    part: str
    state: State
    text: str
    """What was found, and for a wrong one what to do. Never a secret."""


@app.command()
def doctor(
    data_dir: DataDir = None,
    offline: Annotated[
        bool, typer.Option("--offline", help="Call nobody: neither the model nor the mail server.")
    ] = False,
) -> None:
    """Look at every part in turn. Ends with code 1 when one of them is wrong."""
    settings = read_settings(data_dir=data_dir)
    findings: list[Finding] = []

    async def body() -> None:
        async for finding in examine(settings, is_offline=offline):
            findings.append(finding)

    execute(body)
    table = Table("part", "", "what was found", box=None)
    for each in findings:
        table.add_row(each.part, f"[{_COLOURS[each.state]}]{each.state}[/]", each.text)
    Console().print(table)
    if any(each.state == "wrong" for each in findings):
        raise typer.Exit(1)


async def examine(settings: Settings, *, is_offline: bool = False) -> AsyncIterator[Finding]:
    yield _shop_files(settings)
    yield _encoder()
    try:
        async with open_storage(settings) as database:
            yield await _database(settings, database)
            yield await _loaded(database)
    except ShopSmartError as error:
        yield Finding("database", "wrong", str(error))
    yield await _mail(settings, is_offline=is_offline)
    yield await _telephones(settings, is_offline=is_offline)
    yield await _model(settings, is_offline=is_offline)
    yield await _telemetry(os.environ, is_offline=is_offline)
    yield await _traces(os.environ, is_offline=is_offline)


def _shop_files(settings: Settings) -> Finding:
    path = settings.shop_dir / "shop.json"
    if not path.is_file():
        return Finding("shop files", "wrong", f"{path} is missing: --shop must name a folder with a shop.json.")
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
        return Finding("shop files", "ok", f"{facts['name']} in {settings.shop_dir}")
    except (ValueError, KeyError) as error:
        return Finding("shop files", "wrong", f"{path} cannot be read: {error!r}.")


def _encoder() -> Finding:
    try:
        [vector] = MiniLM.open().embed(["hello"])
    except EncoderDamaged as error:
        return Finding("encoder", "wrong", f"{error} Check out the project anew.")
    return Finding("encoder", "ok", f"{MiniLM.name}, {len(vector)} dimensions")


async def _database(settings: Settings, database: Database) -> Finding:
    async with database.read() as session:
        version = (await session.execute(text("SHOW server_version"))).scalar_one()
    where = "DATABASE_URL" if settings.database_url else f"our own under {settings.data_dir}"
    return Finding("database", "ok", f"PostgreSQL {version}, {where}")


async def _loaded(database: Database) -> Finding:
    counts = ", ".join(f"(SELECT count(*) FROM {table})" for table in ("products", "orders", "passages"))
    async with database.read() as session:
        products, orders, passages = (await session.execute(text(f"SELECT {counts}"))).one()
    if not products or not passages:
        return Finding("shop data", "wrong", "Nothing is loaded: run `shopsmart seed`.")
    return Finding("shop data", "ok", f"{products} products, {orders} orders, {passages} passages")


async def _mail(settings: Settings, *, is_offline: bool) -> Finding:
    mailbox = mailbox_of(settings)
    if not isinstance(mailbox, SmtpMailbox):
        return Finding("mail", "off", f"No SHOPSMART_SMTP_URL: mails are files in {mail_folder(settings)}.")
    if is_offline:
        return Finding("mail", "off", f"{mailbox.address}, not tried")
    try:
        await mailbox.greet()
    except (OSError, smtplib.SMTPException) as error:
        wrong = f"{mailbox.address}: {type(error).__name__}. Check host, port and password in SHOPSMART_SMTP_URL."
        return Finding("mail", "wrong", wrong)
    return Finding("mail", "ok", mailbox.address)


async def _telephones(settings: Settings, *, is_offline: bool) -> Finding:
    telephony = telephony_of(settings)
    if telephony is None:
        return Finding("telephones", "off", "No TWILIO_ACCOUNT_SID: customers write on the web only.")
    numbers = {"sms": telephony.sms_number, "whatsapp": telephony.whatsapp_number}
    listed = ", ".join(f"{name} {number}" for name, number in numbers.items() if number)
    if not listed:
        wrong = "An account and no number: set SHOPSMART_TWILIO__SMS_NUMBER or SHOPSMART_TWILIO__WHATSAPP_NUMBER."
        return Finding("telephones", "wrong", wrong)
    address = telephony.account.base_url
    if is_offline:
        return Finding("telephones", "off", f"{listed} at {address}, not tried")
    async with httpx.AsyncClient(trust_env=False) as client:
        try:
            await TwilioRest(telephony.account, client, shop="", callback_url="").greet()
        except NotSent as error:
            wrong = f"{address}: {error}. Check TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and the network."
            return Finding("telephones", "wrong", wrong)
    if settings.public_url is None and urlsplit(address).scheme == "https":
        wrong = "Set SHOPSMART_PUBLIC_URL to where Twilio reaches us: signatures are checked against it."
        return Finding("telephones", "wrong", wrong)
    return Finding("telephones", "ok", f"{listed} at {address}; webhooks at {telephony.public_url}{PATH}/...")


async def _model(settings: Settings, *, is_offline: bool) -> Finding:
    given = settings.mistral
    if not given.is_configured:
        return Finding("model", "off", "No MISTRAL_API_KEY: rules and templates answer.")
    roles = roles_of(given)
    names = ", ".join(sorted({role.model for role in roles.values()}))
    if is_offline:
        return Finding("model", "off", f"{names} at {given.base_url}, not tried")
    said: list[str] = []
    async with open_mistral(endpoint_of(given), roles, _Unlimited()) as models:
        by_model: dict[str, Role] = {each.model: role for role, each in roles.items()}
        for role in by_model.values():
            try:
                answer = await probe(models, role)
            except ModelFailed as error:
                return Finding("model", "wrong", f"{roles[role].model} at {given.base_url}: {_advice(error)}")
            said.append(f"{roles[role].model} in {answer.usage.total_ms:.0f} ms")
    return Finding("model", "ok", f"{', '.join(said)} at {given.base_url}")


class _Unlimited:
    """A few tokens to say that all is well."""

    async def admit(self, conversation_id: str) -> None: ...

    async def spend(self, conversation_id: str, tokens: int) -> None: ...


_ADVICE = {
    "status 401": "the key is not taken. Check MISTRAL_API_KEY.",
    "status 403": "the key may not use this model.",
    "status 404": "no such model or path. MISTRAL_BASE_URL must end in /v1.",
    "status 429": "too many requests: the account's limit is used up.",
    "ConnectError": "nobody listens there. Check MISTRAL_BASE_URL and the network.",
    "TimeoutError": "no answer in time. Is the model loaded? See SHOPSMART_MISTRAL__DEADLINE_S.",
}


def _advice(error: ModelFailed) -> str:
    found = str(error)
    return _ADVICE.get(found, f"{found}. Conversations go on with templates meanwhile.")


async def _telemetry(environment: Mapping[str, str], *, is_offline: bool) -> Finding:
    urls = endpoints(environment)
    if not urls:
        return Finding("telemetry", "off", "No OTEL_EXPORTER_OTLP_ENDPOINT.")
    shown = ", ".join(without_user(url) for url in urls.values())
    if is_offline:
        return Finding("telemetry", "off", f"{shown}, not tried")
    async with httpx.AsyncClient(timeout=_TRY_S) as client:
        for url in urls.values():
            try:
                # Nothing at all is a whole message of the protocol. Who we are is only asked for by some.
                answer = await client.post(url, headers={"content-type": "application/x-protobuf"}, content=b"")
            except httpx.HTTPError as error:
                wrong = f"{without_user(url)}: {type(error).__name__}. Nothing is lost but what should be seen there."
                return Finding("telemetry", "wrong", wrong)
            if answer.status_code in (404, 405):
                wrong = f"{without_user(url)}: status {answer.status_code}. {_ONE_OUT}"
                return Finding("telemetry", "wrong", wrong)
    return Finding("telemetry", "ok", shown)


async def _traces(environment: Mapping[str, str], *, is_offline: bool) -> Finding:
    destination = destination_of(environment)
    if destination is None:
        return Finding("LangSmith", "off", "No traces of turns: set LANGSMITH_API_KEY and LANGSMITH_TRACING=true.")
    where = f"project {destination.project} at {without_user(destination.url)}"
    if is_offline:
        return Finding("LangSmith", "off", f"{where}, not tried")
    async with httpx.AsyncClient(timeout=_TRY_S, headers={"x-api-key": destination.api_key}) as client:
        try:
            answer = await client.get(f"{destination.url}/sessions", params={"limit": 1})
        except httpx.HTTPError as error:
            wrong = f"{where}: {type(error).__name__}. Check LANGSMITH_ENDPOINT and the network."
            return Finding("LangSmith", "wrong", wrong)
    if answer.status_code in (401, 403):
        return Finding("LangSmith", "wrong", f"{where}: the key is not taken. Check LANGSMITH_API_KEY.")
    if answer.is_error:
        return Finding("LangSmith", "wrong", f"{where}: status {answer.status_code}. Check LANGSMITH_ENDPOINT.")
    return Finding("LangSmith", "ok", where)


_TRY_S = 3.0
_ONE_OUT = "A collector that takes only the other: set OTEL_TRACES_EXPORTER=none or OTEL_METRICS_EXPORTER=none."


def without_user(url: str) -> str:
    """The address without the password that it may hold."""
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="").geturl()
