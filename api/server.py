"""uvicorn inside our own event loop: it stops by signal, and what was opened around it is closed in order."""

import asyncio
import contextlib
import signal
import socket
from collections.abc import Callable, Iterator
from types import FrameType

import uvicorn

from api.app import App
from api.settings import Settings
from domain.errors import ShopSmartError

SEND_BUFFER_BYTES = 128 * 1024

Started = Callable[[str], None]
"""Called with the service's URL once it takes requests."""


class PortTaken(ShopSmartError):
    """Another program listens there already."""

    code = "port_taken"


class Server(uvicorn.Server):
    """uvicorn, but for signals and for saying when it takes requests.

    It raises a signal again when it has stopped, which would end us before the database is closed.
    """

    def __init__(
        self,
        config: uvicorn.Config,
        *,
        when_started: Callable[[], None],
        when_stopping: Callable[[], None],
        leave_s: float = 0.0,
    ) -> None:
        super().__init__(config)
        self._when_started = when_started
        self._when_stopping = when_stopping
        self._leave_s = leave_s
        self._leaving: asyncio.TimerHandle | None = None

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Open event streams are ended first: they would hold the stop until its time limit.

        After a SIGTERM requests are taken for `leave_s` more; a second signal cuts that short.
        """
        self._when_stopping()
        if sig == signal.SIGTERM and self._leave_s and self._leaving is None:
            self._leaving = asyncio.get_running_loop().call_later(self._leave_s, super().handle_exit, sig, frame)
            return
        super().handle_exit(sig, frame)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._when_started()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        numbers = (signal.SIGINT, signal.SIGTERM)
        for number in numbers:
            loop.add_signal_handler(number, self.handle_exit, number, None)
        try:
            yield
        finally:
            for number in numbers:
                loop.remove_signal_handler(number)


async def serve(app: App, settings: Settings, *, started: Started) -> None:
    """Serve until SIGINT or SIGTERM; a second signal does not wait for running requests.

    Raises:
        PortTaken: says which, and what to do.
    """
    listening = _listen(settings)
    server = Server(
        uvicorn.Config(
            app,  # pyright: ignore[reportArgumentType] Litestar's and uvicorn's ASGI types differ in name only
            loop="none",
            http="httptools",
            ws="none",
            lifespan="on",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=settings.shutdown_timeout_s,
        ),
        when_started=lambda: started(_url(settings, listening)),
        when_stopping=app.end_streams,
        leave_s=settings.leave_s,
    )
    try:
        await server.serve(sockets=[listening])
    finally:
        listening.close()
    if not server.started:
        raise ShopSmartError("the service could not start; the log says why")


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        listening = socket.create_server((settings.host, settings.port), family=family, backlog=2048)
        # Connections inherit it. Linux lets a client that does not read pile up 4 MB in the kernel otherwise.
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)
        return listening
    except OSError as error:
        raise PortTaken(
            f"Cannot listen on {settings.host}:{settings.port}: {error.strerror}."
            " Choose another with --port or SHOPSMART_PORT."
        ) from error


def _url(settings: Settings, listening: socket.socket) -> str:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return settings.public_url or f"http://{host}:{listening.getsockname()[1]}"
