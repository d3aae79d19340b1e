"""Logs: one JSON object a line on standard error, with ids and codes, never with what a customer wrote."""

import logging
import secrets
import sys
import time
from typing import Any

import msgspec
from litestar.types import ASGIApp, Message, Receive, Scope, Send

_STANDARD = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName", "color_message"}
_encode = msgspec.json.Encoder(enc_hook=repr).encode
_access = logging.getLogger("shopsmart.requests")


class JsonLines(logging.Formatter):
    """`extra` values become fields. Line breaks inside values are escaped by JSON: a line is an entry."""

    def format(self, record: logging.LogRecord) -> str:
        entry: dict[str, Any] = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S") + f".{int(record.msecs):03d}Z",
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
        }
        entry.update((key, value) for key, value in record.__dict__.items() if key not in _STANDARD)
        if record.exc_info and record.exc_info[0] is not None:
            entry["error"] = record.exc_info[0].__name__
            entry["stack"] = self._stack(record.exc_info)
        return _encode(entry).decode()

    converter = staticmethod(time.gmtime)

    @staticmethod
    def _stack(exc_info: Any) -> list[str]:
        """Where, but not what: an exception's text may quote a customer's words or a row."""
        frames: list[str] = []
        error: BaseException | None = exc_info[1]
        while error is not None:
            frames.append(type(error).__name__)
            trace = error.__traceback__
            while trace is not None:
                code = trace.tb_frame.f_code
                frames.append(f"{code.co_filename}:{trace.tb_lineno} {code.co_qualname}")
                trace = trace.tb_next
            error = error.__cause__ or error.__context__
        return frames[:80]


def configure_logs(level: str = "INFO") -> None:
    """For entry points. Replaces whatever handlers there were."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    # httpx prints every URL at INFO, and a model's URL is nobody's business.
    for name in ("httpx", "httpcore", "asyncio", "uvicorn.access"):
        logging.getLogger(name).setLevel(logging.WARNING)


class RequestLog:
    """Outermost ASGI layer: gives each request an id, returns it as a header, logs one line when done."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = secrets.token_hex(8)
        scope["shopsmart.request_id"] = request_id  # type: ignore[typeddict-unknown-key]
        began, status = time.perf_counter(), 0

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (b"x-request-id", request_id.encode())]
            await send(message)

        try:
            await self._app(scope, receive, send_with_id)
        finally:
            _access.info(
                "request.served",
                extra={
                    "request_id": request_id,
                    "method": scope["method"],
                    "route": scope.get("path_template", ""),
                    "status": status,
                    "ms": round((time.perf_counter() - began) * 1000, 1),
                },
            )
