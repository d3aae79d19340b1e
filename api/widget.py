"""The chat widget: its files, what it is told about the shop, and a page of its own for those who want an iframe.

The files are plain modules, kept in memory with their gzip. They are served under a version made of their content,
so browsers may keep them for ever; only the loader's address is stable.
"""

import gzip
import hashlib
import html
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import msgspec
from litestar import get
from litestar.connection import Request
from litestar.datastructures import State
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, Parameter
from litestar.response import Response

from api.greeting import greet
from api.resources import Resources, Serving
from domain.customers import Principal
from domain.errors import NotFound, NotPermitted
from domain.files import MAX_FILE_BYTES

FOLDER = Path(__file__).resolve().parents[1] / "web" / "widget"
MODULE = "text/javascript; charset=utf-8"

_LOADER = "loader.js"
_LATE = ("loader.js", "frame.js")
"""Not part of the panel: not fetched ahead."""
_COMMENT = re.compile(rb"^[ \t]*(?:/\*\*(?:(?!\*/).)*\*/[ \t]*|//[^\n]*)\n", re.MULTILINE | re.DOTALL)
"""Lines that hold a comment and nothing else."""
_FRAME = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="support-chat-origins" content="{origins}"><title>{shop}</title>
<script type="module" src="/widget/{version}/frame.js"></script></head><body></body></html>
"""


class WrongPlace(NotPermitted):
    code = "origin_not_allowed"
    sentence = "This page may not carry the chat of this shop. The shop must add the page's origin to its widget."


@dataclass(frozen=True, slots=True)
class File:
    content: bytes
    zipped: bytes
    etag: str


class WidgetFiles:
    """The modules of the folder by path, read once."""

    def __init__(self, folder: Path = FOLDER) -> None:
        found = sorted(folder.rglob("*.js"))
        self._files = {path.relative_to(folder).as_posix(): _file(_sent(path)) for path in found}
        self.version = hashlib.sha256("".join(file.etag for file in self._files.values()).encode()).hexdigest()[:12]
        self.size = sum(len(file.zipped) for file in self._files.values())

    def preload(self, language: str) -> list[str]:
        """What the panel imports, so that it is fetched at once and not one import after the other."""
        own = f"texts/{language}.js"
        is_known = own in self._files
        return [
            name
            for name in self._files
            if name not in _LATE and (not name.startswith("texts/") or name == (own if is_known else "texts/en.js"))
        ]

    def respond(self, name: str, request: Request[Any, Any, Any], *, lasts: bool) -> Response[bytes]:
        """`lasts`: the address names the content, which can therefore never change. Raises NotFound."""
        file = self._files.get(name)
        if file is None:
            raise NotFound("no such file of the widget")
        headers = {
            "etag": file.etag,
            "cache-control": "public, max-age=31536000, immutable" if lasts else "public, max-age=300",
            "x-content-type-options": "nosniff",
            "vary": "Accept-Encoding",
        }
        if request.headers.get("if-none-match") == file.etag:
            return Response(b"", status_code=304, headers=headers, media_type=MODULE)
        if "gzip" not in request.headers.get("accept-encoding", ""):
            return Response(file.content, headers=headers, media_type=MODULE)
        return Response(file.zipped, headers=headers | {"content-encoding": "gzip"}, media_type=MODULE)


def _sent(path: Path) -> bytes:
    """As it travels: our own comments stay at home, a tenth of our weight; what others wrote is sent as it is."""
    content = path.read_bytes()
    return content if path.parent.name == "vendor" else _COMMENT.sub(b"", content)


def _file(content: bytes) -> File:
    return File(content, gzip.compress(content, 9, mtime=0), f'"{hashlib.sha256(content).hexdigest()[:16]}"')


class Greeted(msgspec.Struct):
    text: str
    quick_replies: list[str]


class SignInWay(msgspec.Struct):
    kind: str
    """accounts: with a password, here; demo: by address alone, here; page: on the shop's page"""
    page: str | None


class WidgetOut(msgspec.Struct):
    key: str
    shop: str
    base: str
    """Where this version of the widget's files is."""
    preload: list[str]
    accent: str
    theme: str
    position: str
    greeting: Greeted
    sign_in: SignInWay
    product_page: str | None
    message_characters: int
    photo_bytes: int


def widget_routes(serving: Serving) -> list[HTTPRouteHandler]:
    files = WidgetFiles()

    @get("/v1/widget", tags=["widget"], operation_id="read_widget")
    async def configuration(
        request: Request[Any, Any, Any],
        state: State,
        shop: Annotated[str, Parameter(max_length=64, description="The key in the embedding line.")] = "",
        locale: Annotated[str, Parameter(max_length=35)] = "en",
    ) -> WidgetOut:
        """What the widget shows before anybody has spoken. Refused to pages of origins that the shop does not allow."""
        resources: Resources = state["resources"]
        if shop != serving.widget.key:
            raise NotFound("no such widget key", public="There is no shop with this key.")
        if not _may_stand(request, serving):
            raise WrongPlace(request.headers.get("origin", ""))
        text, replies = await greet(resources.shop, Principal(), locale=locale)
        return _widget(serving, resources, files, greeting=Greeted(text, replies), locale=locale)

    @get("/widget/loader.js", include_in_schema=False)
    async def loader(request: Request[Any, Any, Any]) -> Response[bytes]:
        return files.respond(_LOADER, request, lasts=False)

    @get("/widget/frame", include_in_schema=False)
    async def frame(state: State) -> Response[str]:
        """The widget alone on a page, for shops that embed it as an iframe."""
        resources: Resources = state["resources"]
        return _frame(serving, shop=resources.shop.profile.name, version=files.version)

    @get("/widget/{version:str}/{name:path}", include_in_schema=False)
    async def file(request: Request[Any, Any, Any], version: FromPath[str], name: FromPath[str]) -> Response[bytes]:
        return files.respond(str(name).lstrip("/"), request, lasts=version == files.version)

    return [configuration, loader, frame, file]


def _widget(serving: Serving, resources: Resources, files: WidgetFiles, *, greeting: Greeted, locale: str) -> WidgetOut:
    widget = serving.widget
    return WidgetOut(
        key=widget.key,
        shop=resources.shop.profile.name,
        base=f"/widget/{files.version}/",
        preload=files.preload(locale[:2].lower()),
        accent=widget.accent,
        theme=widget.theme,
        position=widget.position,
        greeting=greeting,
        sign_in=_sign_in(serving),
        product_page=widget.product_page or ("/products/{id}" if serving.is_demo else None),
        message_characters=serving.message_characters,
        photo_bytes=MAX_FILE_BYTES,
    )


def _frame(serving: Serving, *, shop: str, version: str) -> Response[str]:
    origins = " ".join(serving.widget.origins)
    page = _FRAME.format(origins=html.escape(origins), shop=html.escape(shop), version=version)
    policy = (
        "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; "
        f"form-action 'none'; frame-ancestors 'self' {origins}; require-trusted-types-for 'script'"
    )
    headers = {"content-security-policy": policy, "x-content-type-options": "nosniff", "cache-control": "no-cache"}
    return Response(page, headers=headers, media_type="text/html; charset=utf-8")


def _sign_in(serving: Serving) -> SignInWay:
    if serving.is_demo:
        return SignInWay("demo", None)
    return SignInWay("page" if serving.widget.sign_in_page else "accounts", serving.widget.sign_in_page)


def _may_stand(request: Request[Any, Any, Any], serving: Serving) -> bool:
    """Browsers name a page's origin unless it is the service's own."""
    origin = request.headers.get("origin")
    if origin is None or serving.widget.may_carry(origin):
        return True
    return origin.partition("://")[2] == request.headers.get("host")
