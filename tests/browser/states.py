"""Every state a visitor may find the widget in, each reached as a visitor would: for pictures and for checks.

A state is a function of the stage and of how one looks at it; it returns the chat, standing still in that state.
"""

import asyncio
import io
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from PIL import Image, ImageDraw
from playwright.async_api import Route

from domain.conversations import Card, Reply
from store import handoffs
from tests.browser import samples
from tests.browser.stage import DESKTOP, Chat, Stage
from tests.browser.test_cards import handed_off

QUESTION = "Do you have a linen shirt in my size?"
FOUND = "Yes, **two** of them fit your size. The [size guide](https://shop.example/sizes) says how they fall."
LONG = (
    "You can send things back within **30 days** of delivery:\n\n1. Tell me what you would like to return.\n"
    "2. Print the label, or show its code at the counter.\n3. Drop the parcel at any UPS shop.\n\n"
    "| Way | Costs | Takes |\n|---|---|---|\n| Refund | free | 5 to 7 days |\n| Exchange | free | 3 days |\n"
)
POLICY = {"title": "Return policy", "heading": "Time limits", "last_updated": "2026-10-01"}


@dataclass(frozen=True)
class Look:
    """How one looks at it: the browser's settings, and the attributes of the embedding line."""

    viewport: dict[str, int] = field(default_factory=lambda: DESKTOP)
    browser: dict[str, Any] = field(default_factory=dict)
    line: dict[str, str] = field(default_factory=dict)
    page: str = "<p>Linen, cotton and wool, cut to be mended.</p>"

    @property
    def language(self) -> str:
        return self.line.get("locale", "en")[:2]


State = Callable[[Stage, Look], Awaitable[Chat]]
STATES: dict[str, State] = {}


def state(reached: State) -> State:
    STATES[reached.__name__] = reached
    return reached


async def visited(stage: Stage, look: Look) -> Chat:
    attributes = " ".join(f'data-{name}="{value}"' for name, value in {"shop": "demo", **look.line}.items())
    line = f'<script type="module" src="{{service}}/widget/loader.js" {attributes}></script>'
    stage.actor.answers = []
    stage.actor.gate = stage.actor.waits_at = None
    return await stage.visit(stage.write(look.page, line=line), viewport=look.viewport, **look.browser)


async def asked(stage: Stage, look: Look, *cards: Card, text: str = FOUND, **more: Any) -> Chat:
    chat = await (await visited(stage, look)).open()
    stage.actor.answers = [Reply(text, cards=list(cards), **more)]
    await chat.ask(QUESTION)
    await chat.panel.locator(".consent").get_by_role("button").last.click()
    return chat


def of_card(card: Card) -> None:
    async def shown(stage: Stage, look: Look) -> Chat:
        return await asked(stage, look, card, text="Here it is.")

    STATES[card.kind] = shown


@state
async def closed(stage: Stage, look: Look) -> Chat:
    return await visited(stage, look)


@state
async def opened(stage: Stage, look: Look) -> Chat:
    return await (await visited(stage, look)).open()


@state
async def awaited(stage: Stage, look: Look) -> Chat:
    chat = await (await visited(stage, look)).open()
    stage.actor.gate = asyncio.Event()
    await chat.say(QUESTION)
    await chat.host.locator(".dots").wait_for()
    return chat


@state
async def streaming(stage: Stage, look: Look) -> Chat:
    chat = await (await visited(stage, look)).open()
    stage.actor.answers = [Reply(LONG)]
    stage.actor.hold_at(22)
    await chat.say("How do returns work?")
    await chat.host.locator(".draft").get_by_text("return").first.wait_for()
    await asyncio.wait_for(stage.actor.waiting.wait(), 8)
    return chat


@state
async def stopped(stage: Stage, look: Look) -> Chat:
    chat = await streaming(stage, look)
    await chat.panel.locator("button.send").click()
    await chat.panel.locator(".said.stopped").wait_for()
    return chat


@state
async def answered(stage: Stage, look: Look) -> Chat:
    chat = await asked(
        stage, look, text=LONG, sources=[POLICY, {"title": "Shipping"}], quick_replies=["Return an item"]
    )
    await chat.panel.locator("summary").click()
    return chat


@state
async def remembering(stage: Stage, look: Look) -> Chat:
    chat = await (await visited(stage, look)).open()
    stage.actor.answers = [Reply(FOUND)]
    await chat.ask(QUESTION)
    return chat


for _card in samples.CARDS:
    of_card(_card)


@state
async def confirmed(stage: Stage, look: Look) -> Chat:
    chat = await asked(stage, look, samples.CONFIRM, text=samples.CONFIRM.text)
    stage.actor.answers = [Reply("Your return is filed.", cards=[samples.RECEIPT])]
    await chat.panel.locator(".confirm button").first.click()
    await chat.panel.locator(".csat").wait_for()
    return chat


@state
async def rated(stage: Stage, look: Look) -> Chat:
    chat = await confirmed(stage, look)
    await chat.panel.get_by_role("radio").nth(3).check(force=True)
    return chat


@state
async def form_error(stage: Stage, look: Look) -> Chat:
    chat = await asked(stage, look, samples.RETURN_FORM, text=samples.RETURN_FORM.text)
    await chat.panel.locator("form.card button[type=submit]").click()
    await chat.panel.locator("[aria-invalid=true]").first.wait_for()
    return chat


@state
async def code_error(stage: Stage, look: Look) -> Chat:
    chat = await asked(stage, look, samples.CODE, text="I have mailed a code to m***@example.com.")
    await chat.panel.locator("input.code").fill("12 3")
    await chat.panel.locator("form.card button").click()
    await chat.panel.locator("[aria-invalid=true]").wait_for()
    return chat


@state
async def sign_in_error(stage: Stage, look: Look) -> Chat:
    chat = await asked(stage, look, samples.SIGN_IN, text=samples.SIGN_IN.text)
    await chat.panel.locator("input[type=email]").fill("nobody@example.com")
    await chat.panel.locator("form.card button").click()
    await chat.panel.locator("[aria-invalid=true]").wait_for()
    return chat


@state
async def photo(stage: Stage, look: Look) -> Chat:
    chat = await (await visited(stage, look)).open()
    stage.actor.answers = [Reply("Thank you, I have put the photo with your claim.")]
    file = {"name": "torn-sleeve.png", "mimeType": "image/png", "buffer": _torn()}
    await chat.panel.locator("input[type=file]").set_input_files(file)  # pyright: ignore[reportArgumentType] # a TypedDict there
    await chat.said("assistant").nth(1).wait_for()
    await chat.panel.locator(".consent").get_by_role("button").last.click()
    return chat


@state
async def photo_refused(stage: Stage, look: Look) -> Chat:
    chat = await opened(stage, look)
    file = {"name": "notes.txt", "mimeType": "text/plain", "buffer": b"words"}
    await chat.panel.locator("input[type=file]").set_input_files(file)  # pyright: ignore[reportArgumentType] # a TypedDict there
    await chat.panel.locator(".state.problem:not(:empty)").wait_for()
    return chat


async def _person(stage: Stage, look: Look) -> Chat:
    async with stage.service.resources.database.connection() as connection:
        await connection.execute("DELETE FROM handoffs")
        await connection.execute("DELETE FROM conversations WHERE conversation_id = 'c_other'")
    chat = await handed_off(stage, await asked(stage, look, text="Hello!"))
    await chat.panel.locator(".handoff").get_by_text("2").first.wait_for()
    return chat


@state
async def person_waited_for(stage: Stage, look: Look) -> Chat:
    return await _person(stage, look)


@state
async def address_asked(stage: Stage, look: Look) -> Chat:
    chat = await _person(stage, look)
    await chat.panel.locator(".handoff .deeds button").first.click()
    await chat.panel.locator(".handoff input").fill("maya@")
    await chat.panel.locator(".handoff form button").click()
    await chat.panel.locator("[aria-invalid=true]").wait_for()
    return chat


@state
async def address_left(stage: Stage, look: Look) -> Chat:
    chat = await _person(stage, look)
    await chat.panel.locator(".handoff .deeds button").first.click()
    await chat.panel.locator(".handoff input").fill("maya@example.com")
    await chat.panel.locator(".handoff form button").click()
    await chat.panel.locator(".handoff form").wait_for(state="detached")
    return chat


async def _told(stage: Stage, look: Look, standing: dict[str, str], wanted: str) -> Chat:
    chat = await _person(stage, look)
    stage.actor.answers = [Reply("Please give me a moment.", handoff=standing)]
    await chat.say("Are you there?")
    await chat.panel.locator(wanted).wait_for()
    await chat.host.locator(".draft").wait_for(state="detached")
    return chat


@state
async def person_joined(stage: Stage, look: Look) -> Chat:
    return await _told(stage, look, {"status": "joined", "agent": "Mia"}, ".handoff strong >> text=Mia")


@state
async def person_typing(stage: Stage, look: Look) -> Chat:
    chat = await person_joined(stage, look)
    async with stage.service.resources.database.connection() as connection:
        own = "SELECT conversation_id FROM conversations WHERE conversation_id <> 'c_other' ORDER BY created_at DESC"
        await handoffs.tell_typing(connection, await connection.fetchval(own) or "", "Mia")
    await chat.panel.locator(".handoff p:not(:has(strong)) >> text=Mia").wait_for()
    return chat


@state
async def nobody_there(stage: Stage, look: Look) -> Chat:
    return await _told(stage, look, {"status": "away"}, ".handoff form")


@state
async def menu(stage: Stage, look: Look) -> Chat:
    chat = await asked(stage, look, samples.ORDER)
    await chat.panel.locator("header button").first.click()
    await chat.panel.locator(".menu").wait_for()
    return chat


@state
async def erasing(stage: Stage, look: Look) -> Chat:
    chat = await menu(stage, look)
    await chat.panel.locator(".menu button").last.click()
    await chat.panel.locator(".ask").wait_for()
    return chat


async def _refused(stage: Stage, look: Look, status: int, wanted: str) -> Chat:
    chat = await asked(stage, look)

    async def refuse(route: Route) -> None:
        if route.request.method == "OPTIONS":
            await route.continue_()
            return
        headers = {
            "access-control-allow-origin": "*",
            "access-control-expose-headers": "retry-after",
            "retry-after": "20",
        }
        await route.fulfill(status=status, headers=headers, body=json.dumps({"code": "internal", "detail": ""}))

    await chat.page.route("**/messages", refuse)
    await chat.say("And does it come in green?")
    await chat.panel.locator(wanted).wait_for()
    return chat


@state
async def failed(stage: Stage, look: Look) -> Chat:
    return await _refused(stage, look, 500, ".said .problem")


@state
async def too_quick(stage: Stage, look: Look) -> Chat:
    return await _refused(stage, look, 429, ".banner")


@state
async def offline(stage: Stage, look: Look) -> Chat:
    chat = await asked(stage, look)
    await chat.page.context.set_offline(True)
    await chat.say("And does it come in green?")
    await chat.panel.locator(".banner.offline").wait_for()
    return chat


@state
async def signed_out_meanwhile(stage: Stage, look: Look) -> Chat:
    chat = await visited(stage, look)
    await chat.page.evaluate("SupportChat.identify('forged.token')")
    await chat.open()
    await chat.say("Where is my order?")
    await chat.panel.locator("form.card").wait_for()
    return chat


@state
async def too_long(stage: Stage, look: Look) -> Chat:
    chat = await opened(stage, look)
    await chat.box.fill("I would like to say a great deal about this shirt. " * 40)
    await chat.panel.locator(".state.problem:not(:empty)").wait_for()
    return chat


@state
async def long_history(stage: Stage, look: Look) -> Chat:
    chat = await (await visited(stage, look)).open()
    await chat.ask(QUESTION)
    await chat.panel.locator(".consent").get_by_role("button").first.click()
    await _fill(stage, 400)
    await chat.page.reload()
    await chat.log.get_by_text("Message number 400").wait_for()
    return chat


@state
async def unread(stage: Stage, look: Look) -> Chat:
    """Something came while one was reading further up."""
    chat = await asked(stage, look, samples.PRODUCTS, text=LONG)
    stage.actor.answers = [Reply(LONG, cards=[samples.ORDER])]
    await chat.ask("And how do returns work?")
    stage.actor.answers = [Reply("One more thing: the green one is back.")]
    stage.actor.gate = asyncio.Event()
    await chat.say("And in green?")
    await chat.host.locator(".dots").wait_for()
    await chat.panel.locator(".scroll").evaluate("each => { each.scrollTop = 60; }")
    await chat.page.wait_for_timeout(50)
    stage.actor.gate.set()
    await chat.panel.locator("button.new").wait_for()
    return chat


async def _fill(stage: Stage, count: int) -> None:
    """So many more messages of the newest conversation, as if they had been said before."""
    async with stage.service.resources.database.connection() as connection:
        await connection.execute(
            "INSERT INTO messages"
            " (conversation_id, seq, sender, text, status, cards, quick_replies, sources, created_at)"
            " SELECT c.conversation_id, c.last_seq + n, CASE WHEN n % 2 = 0 THEN 'assistant' ELSE 'customer' END,"
            " 'Message number ' || n, 'answered', '[]', '[]', '[]', now()"
            " FROM conversations c, generate_series(1, $1::int) n"
            " WHERE c.conversation_id = (SELECT conversation_id FROM conversations ORDER BY created_at DESC LIMIT 1)",
            count,
        )
        await connection.execute("UPDATE conversations SET last_seq = last_seq + $1::int", count)


def _torn() -> bytes:
    """A drawing of a sleeve with a tear."""
    picture = Image.new("RGB", (640, 480), "#d9cfc0")
    draw = ImageDraw.Draw(picture)
    draw.polygon([(120, 60), (520, 60), (600, 440), (40, 440)], fill="#6d8b74")
    draw.line([(300, 120), (340, 200), (310, 260), (360, 340)], fill="#f3efe6", width=14)
    written = io.BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()
