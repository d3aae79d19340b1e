"""The HTTP service: routes, error table, body limits, and the layers around them."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from litestar import Litestar
from litestar.types import ASGIApp, Receive, Scope, Send

from api.accounts import Accounts, OwnAccount
from api.bodies import JsonRequest
from api.channels.routes import deliver
from api.conversations import Conversations
from api.demo import sign_in
from api.embedding import Widget
from api.errors import exception_handlers
from api.files import read_photo, send_photo
from api.handoffs import Handoffs
from api.health import live, ready
from api.logs import RequestLog
from api.mfa import SecondFactor
from api.newsletter import newsletter_confirm, newsletter_page
from api.openapi import openapi_config, openapi_json
from api.origins import Origins
from api.own_conversation import OwnConversation
from api.pages import front_door, page_routes
from api.passwords import Passwords
from api.permissions import permitted
from api.resources import Resources, Serving
from api.resuming import resume
from api.sessions import Sessions
from api.storefront import storefront_routes
from api.telemetry import RequestSpans
from api.tickets import Tickets
from api.widget import widget_routes

OpenResources = Callable[[], AbstractAsyncContextManager[Resources]]
"""Entered when the server starts; left, with turns drained, when it stops."""


class App:
    """The whole ASGI application."""

    def __init__(self, routes: Litestar, *, widget: Widget, has_spans: bool) -> None:
        self._routes = routes
        inner: ASGIApp = RequestSpans(routes) if has_spans else routes
        self._outer = RequestLog(Origins(inner, widget))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._outer(scope, receive, send)

    def end_streams(self) -> None:
        """For the server, when it is told to stop: it waits for open responses, and event streams never end."""
        resources: Resources | None = self._routes.state.get("resources")
        if resources is not None:
            resources.live.close()


def create_app(resources: OpenResources, *, serving: Serving, has_spans: bool = False) -> App:
    return App(create_routes(resources, serving=serving), widget=serving.widget, has_spans=has_spans)


def create_routes(resources: OpenResources, *, serving: Serving) -> Litestar:
    """The routes without the layers around them."""

    @asynccontextmanager
    async def opened(app: Litestar) -> AsyncIterator[None]:
        async with resources() as found:
            app.state["resources"] = found
            yield

    pages = page_routes(pictures=serving.pictures, has_sign_in=serving.is_demo)
    handlers = [
        Conversations,
        OwnConversation,
        Handoffs,
        Tickets,
        resume,
        deliver,
        Sessions,
        Passwords,
        SecondFactor,
        OwnAccount,
        Accounts,
        send_photo,
        read_photo,
        newsletter_page,
        newsletter_confirm,
        live,
        ready,
        openapi_json,
        *pages,
        *widget_routes(serving),
    ]
    if serving.is_demo:
        handlers.append(sign_in)
    handlers += storefront_routes(serving, serving.storefront) if serving.storefront else [front_door]
    return Litestar(
        route_handlers=handlers,
        lifespan=[opened],
        guards=[permitted],
        exception_handlers=exception_handlers(),
        request_class=JsonRequest,
        request_max_body_size=serving.body_bytes,
        openapi_config=openapi_config(),
        logging_config=None,
        debug=False,
    )
