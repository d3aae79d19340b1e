"""Which pages of other origins may use what: the CORS answers of the service, in one layer around the routes.

Everybody may load the widget's files and pictures. The conversation API answers pages of the origins that the shop
allows. Whether a widget may stand on a page is said by `GET /v1/widget`, whose answer everybody may read.
"""

from litestar.types import ASGIApp, Message, Receive, Scope, Send

from api.embedding import Widget

FOR_ALL = ("/widget/", "/shop/images/", "/v1/widget")
FOR_ALLOWED = ("/v1/conversations", "/v1/sessions", "/v1/demo/", "/v1/resumptions")
_PREFLIGHT = [
    (b"access-control-allow-methods", b"GET, POST, PUT, DELETE"),
    (b"access-control-allow-headers", b"authorization, content-type, last-event-id"),
    (b"access-control-max-age", b"7200"),
    (b"content-length", b"0"),
]


class Origins:
    def __init__(self, inner: ASGIApp, widget: Widget) -> None:
        self._inner = inner
        self._widget = widget

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._inner(scope, receive, send)
            return
        origin = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"origin"), "")
        added = self._answer(scope["path"], origin)
        may_read = any(name == b"access-control-allow-origin" for name, _ in added)
        if scope["method"] == "OPTIONS" and origin and may_read:
            await send({"type": "http.response.start", "status": 204, "headers": [*added, *_PREFLIGHT]})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *added]
            await send(message)

        await self._inner(scope, receive, with_headers if added else send)

    def _answer(self, path: str, origin: str) -> list[tuple[bytes, bytes]]:
        if path.startswith(FOR_ALL):
            return [(b"access-control-allow-origin", b"*"), (b"cross-origin-resource-policy", b"cross-origin")]
        if path.startswith(FOR_ALLOWED):
            varies = (b"vary", b"Origin")
            if not self._widget.may_carry(origin):
                return [varies]
            return [
                varies,
                (b"access-control-allow-origin", origin.encode("latin-1")),
                (b"access-control-expose-headers", b"retry-after"),
            ]
        return []
