"""Every error as problem+json (RFC 9457), rendered in one place.

`type` is `about:blank` everywhere: the stable word a program should look at is `code`.
"""

import logging
from typing import Any

from litestar.connection import Request
from litestar.exceptions import HTTPException, ValidationException
from litestar.response import Response
from litestar.types import ExceptionHandlersMap

from domain.errors import ShopSmartError, StoreUnavailable, TooManyRequests

_log = logging.getLogger("shopsmart.errors")

_CODES = {
    400: "invalid_input",
    401: "not_signed_in",
    403: "not_permitted",
    404: "not_found",
    405: "method_not_allowed",
    406: "not_acceptable",
    413: "body_too_large",
    415: "unsupported_media_type",
}
_TITLES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    406: "Not Acceptable",
    409: "Conflict",
    413: "Content Too Large",
    415: "Unsupported Media Type",
    422: "Unprocessable Content",
    429: "Too Many Requests",
    500: "Internal Server Error",
    503: "Service Unavailable",
}


class UnsupportedMediaType(HTTPException):
    status_code = 415
    detail = "Send JSON, with the header Content-Type: application/json."


def problem(
    request: Request[Any, Any, Any],
    *,
    status: int,
    code: str,
    detail: str,
    headers: dict[str, str] | None = None,
    errors: list[dict[str, str]] | None = None,
) -> Response[dict[str, Any]]:
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": _TITLES.get(status, "Error"),
        "status": status,
        "code": code,
        "detail": detail,
        "instance": request.scope["path"],
        "request_id": request.scope.get("shopsmart.request_id"),
    }
    if errors:
        body["errors"] = errors
    return Response(body, status_code=status, media_type="application/problem+json", headers=headers or {})


def _of_shop(request: Request[Any, Any, Any], error: ShopSmartError) -> Response[dict[str, Any]]:
    headers: dict[str, str] = {}
    if isinstance(error, TooManyRequests | StoreUnavailable):
        headers["retry-after"] = str(error.retry_after_s)
    if error.status == 401:
        headers["www-authenticate"] = "Bearer"
    if error.status >= 500:
        _log.error("request.failed", extra={"code": error.code}, exc_info=error)
    return problem(request, status=error.status, code=error.code, detail=error.public, headers=headers)


def _of_validation(request: Request[Any, Any, Any], error: ValidationException) -> Response[dict[str, Any]]:
    """Names the fields that are wrong, never their values."""
    found = [
        {"field": str(entry.get("key", "")), "message": str(entry.get("message", ""))}
        for entry in (error.extra if isinstance(error.extra, list) else [])
        if isinstance(entry, dict)
    ]
    detail = "The request does not have the expected shape."
    return problem(request, status=400, code="invalid_input", detail=detail, errors=found)


def _of_http(request: Request[Any, Any, Any], error: HTTPException) -> Response[dict[str, Any]]:
    status = error.status_code
    detail = error.detail if status == 415 else _TITLES.get(status, "Error")
    if status >= 500:
        _log.error("request.failed", extra={"code": "internal"}, exc_info=error)
    code = _CODES.get(status, "internal" if status >= 500 else "invalid_input")
    return problem(request, status=status, code=code, detail=detail, headers=dict(error.headers or {}))


def _of_surprise(request: Request[Any, Any, Any], error: Exception) -> Response[dict[str, Any]]:
    _log.error("request.crashed", exc_info=error)
    return problem(request, status=500, code="internal", detail=ShopSmartError.sentence)


def exception_handlers() -> ExceptionHandlersMap:
    return {
        ShopSmartError: _of_shop,
        ValidationException: _of_validation,
        HTTPException: _of_http,
        Exception: _of_surprise,
    }
