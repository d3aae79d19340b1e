"""Where the widget is tested: the service with a scripted agent, a shop's site elsewhere, and pages looked at."""

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, BrowserContext, Locator, Page
from playwright.async_api import TimeoutError as NotSeenError

from agent.turn import Emit, Stopped, TurnInput, TurnResult
from api.auth import DemoIdentity
from api.embedding import Widget
from api.loopback import served
from api.resources import Limits, Serving
from domain.conversations import Event, Reply
from store import handoffs
from store.database import Database
from store.limits import Limit
from tests.api.service import ScriptedAgent, Service, running

DESKTOP = {"width": 1280, "height": 860}
PICTURES = Path(__file__).resolve().parents[2] / "synthetic_data" / "products" / "images"
PHONE = {"width": 390, "height": 844}
SECRET = b"browser tests sign in with this"
GENEROUS = Limits(
    messages_of_conversation=Limit("messages", 10_000, 60),
    messages_of_address=Limit("address", 10_000, 60),
    conversations_of_address=Limit("conversations", 10_000, 60),
    sign_ins_of_address=Limit("sign-ins", 10_000, 60),
    streams_per_conversation=50,
)
EMBEDDING = '<script type="module" src="{service}/widget/loader.js" data-shop="demo" async></script>'
PLAIN = "<!doctype html><html lang='en'><head><meta charset='utf-8'><title>A shop</title>"


class Actor(ScriptedAgent):
    """Says what the test wrote: `answers` in turn, the last one again and again; waits before word `waits_at`."""

    def __init__(self) -> None:
        super().__init__()
        self.answers: list[Reply] = []
        self.waits_at: int | None = None
        self.waiting = asyncio.Event()
        self.go_on = asyncio.Event()

    async def run_turn(self, turn: TurnInput, emit: Emit) -> TurnResult:
        self.turns.append(turn)
        reply = self._reply(turn)
        self.started.set()
        if self.gate is not None:
            await self.gate.wait()
        if self.fails:
            self.fails -= 1
            raise RuntimeError("scripted")
        for at, word in enumerate(re.findall(r"\S+\s*", reply.text)):
            if at == self.waits_at:
                self.waiting.set()
                with contextlib.suppress(Stopped):
                    await turn.stop.unless_asked(self.go_on.wait())
            if turn.stop.is_asked:
                said = "".join(re.findall(r"\S+\s*", reply.text)[:at])
                return TurnResult(Reply(said, is_stopped=True), {}, turn.principal, {"tools": []})
            emit(Event("delta", {"text": word}))
        for card in reply.cards:
            emit(Event("card", {"kind": card.kind, "data": card.data, "text": card.text}))
        if reply.quick_replies:
            emit(Event("quick_replies", {"replies": reply.quick_replies}))
        if reply.handoff:
            emit(Event("handoff", reply.handoff))
        return TurnResult(reply, {}, turn.principal, {"tools": []})

    def _reply(self, turn: TurnInput) -> Reply:
        if not self.answers:
            return Reply("heard: " + " | ".join(message.text for message in turn.messages))
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    def hold_at(self, word: int) -> None:
        self.waits_at = word
        self.waiting.clear()
        self.go_on.clear()


class Site:
    """A shop's own web site: pages that the test writes, on an origin of their own."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[str, dict[str, str]]] = {}
        self.address = ""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            while True:
                message = await receive()
                await send({"type": f"{message['type']}.complete"})
                if message["type"] == "lifespan.shutdown":
                    return
        html, headers = self.pages.get(scope["path"], ("", {}))
        status = 200 if html else 404
        own = [(b"content-type", b"text/html; charset=utf-8")]
        own += [(name.encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": status, "headers": own})
        await send({"type": "http.response.body", "body": html.encode()})


@dataclass
class Seen:
    """What happened on a page that nobody may overlook."""

    errors: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)


@dataclass
class Chat:
    """The widget on one page, as its visitor uses it."""

    page: Page
    seen: Seen

    @property
    def host(self) -> Locator:
        return self.page.locator("support-chat")

    @property
    def launcher(self) -> Locator:
        return self.host.locator(".launcher")

    @property
    def panel(self) -> Locator:
        return self.host.locator("dialog.panel")

    @property
    def box(self) -> Locator:
        return self.host.locator("textarea")

    @property
    def log(self) -> Locator:
        return self.host.locator("[role=log]")

    def button(self, name: str) -> Locator:
        return self.panel.get_by_role("button", name=name, exact=True)

    async def open(self) -> "Chat":
        await self.launcher.click()
        await self.panel.wait_for(state="visible")
        return self

    async def say(self, text: str) -> None:
        await self.box.fill(text)
        await self.box.press("Enter")

    async def ask(self, text: str) -> None:
        """Say it, and wait until it was answered whole."""
        before = await self.said("assistant").count()
        await self.say(text)
        await self.said("assistant").nth(before).wait_for()
        await self.host.locator(".draft").wait_for(state="detached")

    def said(self, sender: str) -> Locator:
        """Bubbles of finished messages; of the assistant's the first is the greeting."""
        return self.log.locator(f".said.{sender} > .bubble")

    async def focus(self) -> str:
        """Tag of what has the focus, inside the widget if it is there."""
        return await self.page.evaluate(
            "() => { const a = document.activeElement; const b = a?.shadowRoot?.activeElement ?? a;"
            " return b.className?.includes?.('launcher') ? 'launcher' : b.tagName.toLowerCase(); }"
        )


@dataclass
class Stage:
    browser: Browser
    service: Service
    actor: Actor
    site: Site
    contexts: list[BrowserContext] = field(default_factory=list)

    @property
    def address(self) -> str:
        return str(self.service.client.base_url).rstrip("/")

    def write(
        self,
        body: str = "",
        *,
        path: str = "/",
        head: str = "",
        headers: dict[str, str] | None = None,
        line: str = EMBEDDING,
    ) -> str:
        """A page of the shop with the embedding line; its address."""
        embedding = line.format(service=self.address)
        page = f"{PLAIN}<meta name='viewport' content='width=device-width, initial-scale=1'>{head}{embedding}</head>"
        self.site.pages[path] = (f"{page}<body><main><h1>Shop</h1>{body}</main></body></html>", headers or {})
        return self.site.address + path

    async def visit(
        self,
        address: str | None = None,
        *,
        viewport: dict[str, int] | None = None,
        before: Callable[[Page], Any] | None = None,
        **context: Any,
    ) -> Chat:
        """Look at a page (a plain one with the line, if none is given) and wait for the launcher."""
        # Nothing moves, so that what is measured stands still.
        wanted = {"reduced_motion": "reduce", **context}
        found = await self.browser.new_context(viewport=viewport or DESKTOP, **wanted)  # pyright: ignore[reportArgumentType] # a TypedDict there
        found.set_default_timeout(8000)
        self.contexts.append(found)
        page = await found.new_page()
        chat = Chat(page, watched(page))
        await page.add_init_script(
            "addEventListener('securitypolicyviolation',"
            " (event) => console.log(`VIOLATION ${event.violatedDirective} ${event.blockedURI}`))"
        )
        if before is not None:
            await before(page)
        await page.goto(address or self.write())
        await chat.launcher.wait_for()
        return chat


async def seen_writing(stage: Stage, chat: Chat, conversation_id: str, name: str) -> Locator:
    """The line that says so, told until it is there, as the desk does: a page between two streams hears nothing."""
    line = chat.panel.locator(".handoff p:not(:has(strong))").get_by_text(name)
    for _ in range(16):
        async with stage.service.resources.database.connection() as connection:
            await handoffs.tell_typing(connection, conversation_id, name)
        with contextlib.suppress(NotSeenError):
            await line.wait_for(timeout=500)
            break
    await line.wait_for()
    return line


def watched(page: Page) -> Seen:
    seen = Seen()
    page.on("pageerror", lambda error: seen.errors.append(str(error)))
    page.on("request", lambda request: seen.requests.append(request.url))

    def heard(message: Any) -> None:
        (seen.violations if message.text.startswith("VIOLATION") else seen.console).append(message.text)

    page.on("console", heard)
    return seen


@asynccontextmanager
async def staged(browser: Browser, database: Database, *, limits: Limits = GENEROUS) -> AsyncIterator[Stage]:
    site = Site()
    async with served(site) as elsewhere:
        site.address = elsewhere
        serving = Serving(
            is_demo=True, secret=SECRET, limits=limits, widget=Widget(origins=(elsewhere,)), pictures=PICTURES
        )
        actor = Actor()
        async with running(database, agent=actor, serving=serving, identity=DemoIdentity(SECRET)) as service:
            found = Stage(browser, service, actor, site)
            try:
                yield found
            finally:
                actor.go_on.set()
                for context in found.contexts:
                    # What a page still asks for is nobody's any more.
                    for page in context.pages:
                        await page.unroute_all(behavior="ignoreErrors")
                    await context.close()
