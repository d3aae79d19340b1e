"""`shopsmart serve`: the HTTP service, over whatever the database holds, and a worker inside it."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, suppress
from functools import partial
from importlib import import_module

from api.app import create_app
from api.auth import CustomerIdentity, DemoIdentity, demo_secret
from api.channels.telephony import telephony_of
from api.identity_tokens import IdentityTokens
from api.logs import configure_logs
from api.mailing import mailbox_of, on_console
from api.resources import Limits, OpenAssistant, Resources, Serving, open_resources
from api.secrets import installation_secret
from api.server import Started, serve
from api.settings import Settings
from api.telemetry import telemetry
from store.database import Database
from store.limits import Limit

WORKER_AFTER_S = 1.0


async def run(settings: Settings, database: Database, open_assistant: OpenAssistant, *, started: Started) -> None:
    """Serve until told to stop. `started` is called with the URL when requests are taken."""
    configure_logs(settings.log_level)
    serving = serving_of(settings)
    opened = opener(settings, database, open_assistant, serving=serving)
    with telemetry(os.environ) as has_spans:
        app = create_app(working(opened) if settings.worker else opened, serving=serving, has_spans=has_spans)
        await serve(app, settings, started=started)


def opener(
    settings: Settings, database: Database, open_assistant: OpenAssistant, *, serving: Serving
) -> Callable[[], AbstractAsyncContextManager[Resources]]:
    """What opens the resources of one process; for the terminal chat as well."""
    return partial(open_resources, database.dsn, open_assistant, serving=serving, identity=_identity(settings))


def working(
    open_process: Callable[[], AbstractAsyncContextManager[Resources]],
) -> Callable[[], AbstractAsyncContextManager[Resources]]:
    """The same process, which also does jobs, from a moment after its start on."""

    @asynccontextmanager
    async def opened() -> AsyncIterator[Resources]:
        async with open_process() as resources, _soon(resources):
            yield resources

    return opened


@asynccontextmanager
async def _soon(resources: Resources) -> AsyncIterator[None]:
    """A worker's libraries take 0.1 s to import: whoever waits for the service comes first, and no job hurries so."""
    async with AsyncExitStack() as stack:

        async def begin() -> None:
            await asyncio.sleep(WORKER_AFTER_S)
            module = await asyncio.to_thread(import_module, "api.jobs.worker")
            await stack.enter_async_context(module.Worker(resources))

        beginning = asyncio.create_task(begin(), name="worker")
        try:
            yield
        finally:
            beginning.cancel()
            with suppress(asyncio.CancelledError):
                await beginning


def serving_of(settings: Settings) -> Serving:
    given = settings.limits
    pictures = settings.shop_dir / "products" / "images"
    return Serving(
        is_demo=settings.demo,
        secret=installation_secret(settings),
        mailbox=mailbox_of(settings, tell=on_console if settings.demo else None),
        message_characters=given.message_chars,
        body_bytes=given.body_bytes,
        trusted_proxies=settings.trusted_proxies,
        public_url=settings.service_url,
        identity_tokens=IdentityTokens(
            settings.widget.key,
            {kid: secret.get_secret_value().encode() for kid, secret in settings.identity_secrets.items()},
        ),
        mfa_roles=settings.mfa_roles,
        telephony=telephony_of(settings),
        pictures=pictures if pictures.is_dir() else None,
        storefront=settings.shop_dir if settings.demo else None,
        widget=settings.widget,
        pool_size=settings.pool_size,
        drain_s=max(1.0, settings.shutdown_timeout_s - 2.0),
        limits=Limits(
            messages_of_conversation=Limit("messages.conversation", given.conversation_messages_per_minute, 60),
            messages_of_address=Limit("messages.address", given.address_messages_per_minute, 60),
            conversations_of_address=Limit("conversations.address", given.address_conversations_per_minute, 60),
            sign_ins_of_address=Limit("sign-ins.address", given.address_sign_ins_per_minute, 60),
            streams_per_conversation=given.conversation_streams,
            streams_per_process=given.process_streams,
        ),
    )


def _identity(settings: Settings) -> CustomerIdentity | None:
    if not settings.demo:
        return None
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    return DemoIdentity(demo_secret(settings.data_dir))
