"""Cookies for pages of our own (the staff console), and why a foreign page cannot use them.

A request that is signed in by cookie and changes something must carry the CSRF token in a header:
an HMAC over the session, which pages of ours get and others cannot read. Besides, browsers say where a request
comes from (Sec-Fetch-Site, Origin), and only our own pages are believed.
"""

import hmac
from typing import Any
from urllib.parse import urlsplit

from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie

from domain.codes import keyed_hash
from domain.errors import NotPermitted
from domain.sessions import SessionId

SESSION = "shopsmart_session"
DEVICE = "shopsmart_device"
DEVICE_S = 365 * 24 * 3600
CSRF_HEADER = "x-csrf-token"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class ForgedRequest(NotPermitted):
    code = "forged_request"
    sentence = "This request did not come from our own page. Please reload it and try again."


def session_cookie(token: str, *, lasts_s: int, is_secure: bool) -> Cookie:
    """Lax, so that a link in a mail opens signed in; what changes something needs the CSRF token anyway."""
    return _cookie(SESSION, token, lasts_s=lasts_s, is_secure=is_secure)


def device_cookie(token: str, *, is_secure: bool) -> Cookie:
    return _cookie(DEVICE, token, lasts_s=DEVICE_S, is_secure=is_secure)


def gone(name: str, *, is_secure: bool) -> Cookie:
    return _cookie(name, "", lasts_s=0, is_secure=is_secure)


def csrf_token(secret: bytes, session_id: SessionId) -> str:
    return keyed_hash(secret, "csrf", session_id)


def check_csrf(connection: ASGIConnection[Any, Any, Any, Any], *, secret: bytes, session_id: SessionId) -> None:
    """For requests signed in by cookie. Raises ForgedRequest."""
    if connection.scope.get("method", "GET") in SAFE_METHODS:
        return
    check_origin(connection)
    token = connection.headers.get(CSRF_HEADER, "")
    if not hmac.compare_digest(token.encode(), csrf_token(secret, session_id).encode()):
        raise ForgedRequest("CSRF token missing or wrong")


def check_origin(connection: ASGIConnection[Any, Any, Any, Any]) -> None:
    """Programs send neither header; browsers that send one must name us. Raises ForgedRequest."""
    site = connection.headers.get("sec-fetch-site")
    if site is not None and site not in ("same-origin", "none"):
        raise ForgedRequest("from another site")
    origin = connection.headers.get("origin")
    if site is None and origin is not None and urlsplit(origin).netloc != connection.headers.get("host"):
        raise ForgedRequest("from another origin")


def _cookie(name: str, value: str, *, lasts_s: int, is_secure: bool) -> Cookie:
    # The browser refuses a __Host- cookie that another host or an unencrypted page tries to set.
    key = f"__Host-{name}" if is_secure else name
    return Cookie(key=key, value=value, max_age=lasts_s, path="/", httponly=True, secure=is_secure, samesite="lax")


def read(connection: ASGIConnection[Any, Any, Any, Any], name: str, *, is_secure: bool) -> str | None:
    return connection.cookies.get(f"__Host-{name}" if is_secure else name)
