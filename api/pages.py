"""The static pages: chat at /chat, the API's description at /docs. Everything they load is served from here."""

import asyncio
import hashlib
import re
from pathlib import Path
from typing import Any

from litestar import get
from litestar.connection import Request
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect, Response

from domain.errors import NotFound

FOLDER = Path(__file__).parent / "page"

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
_HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-cache",
}


_PICTURE = re.compile(r"[A-Za-z0-9_-]{1,64}\.svg", re.ASCII)
_PICTURE_HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    "x-content-type-options": "nosniff",
    "cache-control": "public, max-age=3600",
}


@get("/", include_in_schema=False)
async def front_door() -> Redirect:
    """Without a storefront of ours, the chat is what there is to see."""
    return Redirect("/chat")


class Pages:
    """The files of the folder, read once, by name."""

    def __init__(self, folder: Path = FOLDER, *, has_sign_in: bool = False) -> None:
        self._files = {
            path.name: (path.read_bytes(), _TYPES[path.suffix])
            for path in sorted(folder.iterdir())
            if path.suffix in _TYPES
        }
        if has_sign_in:
            page, media_type = self._files["chat.html"]
            self._files["chat.html"] = (
                page.replace(b'<details id="account" hidden>', b'<details id="account">'),
                media_type,
            )

    def respond(self, name: str, request: Request[Any, Any, Any]) -> Response[bytes]:
        """Raises NotFound."""
        if name not in self._files:
            raise NotFound("no such page")
        content, media_type = self._files[name]
        etag = f'"{hashlib.sha256(content).hexdigest()[:16]}"'
        headers = {**_HEADERS, "etag": etag}
        if request.headers.get("if-none-match") == etag:
            return Response(b"", status_code=304, headers=headers, media_type=media_type)
        return Response(content, headers=headers, media_type=media_type)


def page_routes(*, pictures: Path | None, has_sign_in: bool) -> list[HTTPRouteHandler]:
    """`pictures`: the folder of the shop's product pictures, where the shop keeps them in files."""
    pages = Pages(has_sign_in=has_sign_in)

    @get("/chat", include_in_schema=False)
    async def chat(request: Request[Any, Any, Any]) -> Response[bytes]:
        return pages.respond("chat.html", request)

    @get("/docs", include_in_schema=False)
    async def docs(request: Request[Any, Any, Any]) -> Response[bytes]:
        return pages.respond("docs.html", request)

    @get(["/password", "/email"], include_in_schema=False)
    async def account(request: Request[Any, Any, Any]) -> Response[bytes]:
        """What links in mails lead to; what they carry stands behind the '#' and does not come here."""
        return pages.respond("account.html", request)

    @get("/page/{name:str}", include_in_schema=False)
    async def file(request: Request[Any, Any, Any], name: FromPath[str]) -> Response[bytes]:
        return pages.respond(name, request)

    @get("/shop/images/{name:str}", include_in_schema=False)
    async def picture(name: FromPath[str]) -> Response[bytes]:
        if pictures is None or not _PICTURE.fullmatch(name):
            raise NotFound("no such picture")
        try:
            content = await asyncio.to_thread((pictures / name).read_bytes)
        except OSError as error:
            raise NotFound("no such picture") from error
        return Response(content, headers=_PICTURE_HEADERS, media_type="image/svg+xml")

    return [chat, docs, account, file, picture]
