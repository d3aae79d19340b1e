"""The routes: Twilio's, and under /fake those by which a telephone is played. Loopback only."""

import asyncio
import base64
import binascii
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qs

import httpx
import msgspec
from litestar import Litestar, Request, get, post
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response, Stream

from api.fake_twilio.contract import breach, fields, is_url
from api.fake_twilio.exchange import Exchange, Message, Refusal, resource
from api.fake_twilio.faults import KEEPS, Fault
from api.fake_twilio.webhooks import Attachment, deliver, inbound_form, report

STALL_S = 60.0
_ACCOUNT = "/2010-04-01/Accounts/{account_sid:str}"


class Written(msgspec.Struct, kw_only=True, rename={"sender": "from", "recipient": "to"}):
    """What a telephone writes."""

    sender: str
    recipient: str
    text: str = ""
    pictures: list[dict[str, str]] = []
    """[{type, base64}]"""
    extra: dict[str, str] = {}
    """Further parameters: ButtonPayload, Latitude, ..."""


class _Dropped(Exception):
    """Breaks the connection: raised where the server has no other way to hang up."""


def create_fake(exchange: Exchange) -> Litestar:
    @asynccontextmanager
    async def calling(app: Litestar) -> AsyncIterator[None]:
        async with httpx.AsyncClient(trust_env=False) as client, asyncio.TaskGroup() as reports:
            app.state["client"], app.state["reports"] = client, reports
            yield

    return Litestar(
        route_handlers=[send, listed, one, media, write, kept],
        lifespan=[calling],
        state=State({"exchange": exchange}),
        openapi_config=None,
        logging_config=None,
        request_max_body_size=32 * 1024**2,
    )


@post(f"{_ACCOUNT}/Messages.json", status_code=201)
async def send(request: Request[Any, Any, Any], state: State, account_sid: FromPath[str]) -> Response[Any]:
    exchange: Exchange = state["exchange"]
    body = await request.body()
    if refusal := await _refused(request, exchange, account_sid, body):
        return refusal
    form = parse_qs(body.decode(), keep_blank_values=True)
    try:
        if unknown := set(form) - fields():
            raise Refusal(20001, f"Unknown parameters {sorted(unknown)}")
        if "StatusCallback" in form and not is_url(form["StatusCallback"][0]):
            raise Refusal(21609, "The 'StatusCallback' URL is not a valid URL.")
        fault = exchange.faults.drawn(exchange.dice)
        if fault is Fault.TOO_MANY:
            return _error(20429, "Too Many Requests", status=429, headers={"retry-after": "1"})
        exchange.check(form)
    except Refusal as error:
        exchange.breaches.append(f"{error.code}: {error}")
        return _error(error.code, str(error), status=error.status)
    message = exchange.keep(form) if fault is None or fault in KEEPS else None
    if message is not None:
        state["reports"].create_task(report(exchange, state["client"], message, fault=fault))
    return await _answered(message, exchange, fault)


@get(f"{_ACCOUNT}/Messages.json")
async def listed(request: Request[Any, Any, Any], state: State, account_sid: FromPath[str]) -> Response[Any]:
    """Newest first, by To and From."""
    exchange: Exchange = state["exchange"]
    if refusal := await _refused(request, exchange, account_sid, b""):
        return refusal
    wanted = {"recipient": request.query_params.get("To"), "sender": request.query_params.get("From")}
    found = [
        resource(message, account_sid)
        for message in reversed(exchange.messages)
        if all(value is None or getattr(message, name) == value for name, value in wanted.items())
    ][: int(request.query_params.get("PageSize", "50"))]
    path = f"/2010-04-01/Accounts/{account_sid}/Messages.json"
    page = {"first_page_uri": path, "next_page_uri": None, "previous_page_uri": None, "uri": path}
    return Response({"messages": found, "page": 0, "page_size": 50, "start": 0, "end": len(found), **page})


@get(f"{_ACCOUNT}/Messages/{{sid:str}}")
async def one(request: Request[Any, Any, Any], state: State, account_sid: FromPath[str], sid: FromPath[str]) -> Any:
    exchange: Exchange = state["exchange"]
    if refusal := await _refused(request, exchange, account_sid, b""):
        return refusal
    found = [message for message in exchange.messages if f"{message.sid}.json" == sid]
    return Response(resource(found[0], account_sid)) if found else _error(20404, "not found", status=404)


@get(f"{_ACCOUNT}/Messages/{{sid:str}}/Media/{{media_sid:str}}")
async def media(
    request: Request[Any, Any, Any],
    state: State,
    account_sid: FromPath[str],
    sid: FromPath[str],
    media_sid: FromPath[str],
) -> Response[Any]:
    exchange: Exchange = state["exchange"]
    if not _is_signed_in(request, exchange):
        return _error(20003, "Authenticate", status=401)
    if media_sid not in exchange.media:
        return _error(20404, "not found", status=404)
    media_type, content = exchange.media[media_sid]
    return Response(content, media_type=media_type)


@post("/fake/inbound", status_code=200)
async def write(request: Request[Any, Any, Any], state: State) -> Response[Any]:
    """A telephone writes: sign it and deliver it. Answers with its sid and with what was answered to it."""
    exchange: Exchange = state["exchange"]
    try:
        written = msgspec.json.decode(await request.body(), type=Written)
        attachments = [Attachment(one["type"], base64.b64decode(one["base64"])) for one in written.pictures]
    except (msgspec.ValidationError, msgspec.DecodeError, KeyError, binascii.Error) as error:
        return Response({"error": str(error)}, status_code=400)
    if written.recipient not in exchange.webhooks:
        return Response({"error": f"{written.recipient} is none of {sorted(exchange.webhooks)}"}, status_code=404)
    form = inbound_form(
        exchange,
        sender=written.sender,
        recipient=written.recipient,
        text=written.text,
        attachments=attachments,
        base_url=str(request.base_url).rstrip("/"),
        extra=written.extra,
    )
    try:
        answer = await deliver(exchange, state["client"], form, fault=exchange.faults.drawn(exchange.dice))
    except httpx.HTTPError as error:
        return Response({"sid": form["MessageSid"], "error": type(error).__name__}, status_code=502)
    return Response({"sid": form["MessageSid"], "status": answer.status_code, "answer": answer.text})


@get("/fake/messages")
async def kept(request: Request[Any, Any, Any], state: State) -> list[dict[str, object]]:
    """What a telephone got, oldest first: ?to=+1..."""
    exchange: Exchange = state["exchange"]
    return [resource(message, exchange.account_sid) for message in exchange.sent_to(request.query_params["to"])]


async def _refused(
    request: Request[Any, Any, Any], exchange: Exchange, account_sid: str, body: bytes
) -> Response[Any] | None:
    if not _is_signed_in(request, exchange) or account_sid != exchange.account_sid:
        return _error(20003, "Authenticate", status=401)
    headers = {name.lower(): value for name, value in request.headers.items()}
    query = [(name, str(value)) for name, value in request.query_params.multi_items()]
    path = request.scope["path"]
    if wrong := breach(request.method, path, query=query, headers=headers, body=body):
        exchange.breaches.append(wrong)
        return _error(20001, wrong, status=400)
    return None


def _is_signed_in(request: Request[Any, Any, Any], exchange: Exchange) -> bool:
    wanted = base64.b64encode(f"{exchange.account_sid}:{exchange.auth_token}".encode()).decode()
    return request.headers.get("authorization", "") == f"Basic {wanted}"


async def _answered(message: Message | None, exchange: Exchange, fault: Fault | None) -> Response[Any]:
    if fault in (Fault.STALLED, Fault.STALLED_AFTER):
        await asyncio.sleep(STALL_S)
    if fault in (Fault.DROPPED, Fault.DROPPED_AFTER):
        return Stream(_hangs_up(), media_type="application/json")
    if message is None or fault is Fault.BROKEN_AFTER:
        return Response("<html>500</html>", status_code=500, media_type="text/html")
    body = resource(message, exchange.account_sid) | {"status": "queued", "date_sent": None}
    if fault is Fault.GARBLED:
        return Response(msgspec.json.encode(body)[:-60], status_code=201, media_type="application/json")
    return Response(body, status_code=201)


async def _hangs_up() -> AsyncIterator[bytes]:
    yield b"{"
    raise _Dropped


def _error(code: int, message: str, *, status: int, headers: dict[str, str] | None = None) -> Response[Any]:
    more = f"https://www.twilio.com/docs/errors/{code}"
    body = {"code": code, "message": message, "more_info": more, "status": status}
    return Response(body, status_code=status, headers=headers or {})
