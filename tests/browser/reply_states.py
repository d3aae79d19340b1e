"""What a conversation with the assistant looks like: replies, cards, forms, the menu, what was said before."""

import asyncio
import io

from PIL import Image, ImageDraw

from domain.conversations import Card, Reply
from tests.browser import samples
from tests.browser.stage import Chat, Stage
from tests.browser.staging import FOUND, LONG, QUESTION, Look, State, States, asked, hand_over, opened, visited

STATES = States()
POLICY = {"title": "Return policy", "heading": "Time limits", "last_updated": "2026-10-01"}


def _of_card(card: Card) -> State:
    async def shown(stage: Stage, look: Look) -> Chat:
        return await asked(stage, look, card, text="Here it is.")

    return shown


STATES.state(opened)
STATES.update({card.kind: _of_card(card) for card in samples.CARDS})


@STATES.state
async def closed(stage: Stage, look: Look) -> Chat:
    return await visited(stage, look)


@STATES.state
async def awaited(stage: Stage, look: Look) -> Chat:
    chat = await (await visited(stage, look)).open()
    stage.actor.gate = asyncio.Event()
    await chat.say(QUESTION)
    await chat.host.locator(".dots").wait_for()
    return chat


@STATES.state
async def streaming(stage: Stage, look: Look) -> Chat:
    chat = await (await visited(stage, look)).open()
    stage.actor.answers = [Reply(LONG)]
    stage.actor.hold_at(22)
    await chat.say("How do returns work?")
    await chat.host.locator(".draft").get_by_text("return").first.wait_for()
    await asyncio.wait_for(stage.actor.waiting.wait(), 8)
    return chat


@STATES.state
async def stopped(stage: Stage, look: Look) -> Chat:
    chat = await streaming(stage, look)
    await chat.panel.locator("button.send").click()
    await chat.panel.locator(".said.stopped").wait_for()
    return chat


@STATES.state
async def answered(stage: Stage, look: Look) -> Chat:
    chat = await asked(
        stage, look, text=LONG, sources=[POLICY, {"title": "Shipping"}], quick_replies=["Return an item"]
    )
    await chat.panel.locator("summary").click()
    return chat


@STATES.state
async def remembering(stage: Stage, look: Look) -> Chat:
    chat = await (await visited(stage, look)).open()
    stage.actor.answers = [Reply(FOUND)]
    await chat.ask(QUESTION)
    return chat


@STATES.state
async def confirmed(stage: Stage, look: Look) -> Chat:
    chat = await asked(stage, look, samples.CONFIRM, text=samples.CONFIRM.text)
    stage.actor.answers = [Reply("Your return is filed.", cards=[samples.RECEIPT])]
    await chat.panel.locator(".confirm button").first.click()
    await chat.panel.locator(".csat").wait_for()
    return chat


@STATES.state
async def rated(stage: Stage, look: Look) -> Chat:
    chat = await confirmed(stage, look)
    await chat.panel.get_by_role("radio").nth(3).check(force=True)
    return chat


@STATES.state
async def form_error(stage: Stage, look: Look) -> Chat:
    chat = await asked(stage, look, samples.RETURN_FORM, text=samples.RETURN_FORM.text)
    await chat.panel.locator("form.card button[type=submit]").click()
    await chat.panel.locator("[aria-invalid=true]").first.wait_for()
    return chat


@STATES.state
async def code_error(stage: Stage, look: Look) -> Chat:
    chat = await asked(stage, look, samples.CODE, text="I have mailed a code to m***@example.com.")
    await chat.panel.locator("input.code").fill("12 3")
    await chat.panel.locator("form.card button").click()
    await chat.panel.locator("[aria-invalid=true]").wait_for()
    return chat


@STATES.state
async def sign_in_error(stage: Stage, look: Look) -> Chat:
    chat = await asked(stage, look, samples.SIGN_IN, text=samples.SIGN_IN.text)
    await chat.panel.locator("input[type=email]").fill("nobody@example.com")
    await chat.panel.locator("form.card button").click()
    await chat.panel.locator("[aria-invalid=true]").wait_for()
    return chat


@STATES.state
async def photo(stage: Stage, look: Look) -> Chat:
    chat = await (await visited(stage, look)).open()
    stage.actor.answers = [Reply("Thank you, I have put the photo with your claim.")]
    await hand_over(chat, "torn-sleeve.png", "image/png", _torn())
    await chat.said("assistant").nth(1).wait_for()
    await chat.panel.locator(".consent").get_by_role("button").last.click()
    return chat


@STATES.state
async def menu(stage: Stage, look: Look) -> Chat:
    chat = await asked(stage, look, samples.ORDER)
    await chat.panel.locator("header button").first.click()
    await chat.panel.locator(".menu").wait_for()
    return chat


@STATES.state
async def erasing(stage: Stage, look: Look) -> Chat:
    chat = await menu(stage, look)
    await chat.panel.locator(".menu button").last.click()
    await chat.panel.locator(".ask").wait_for()
    return chat


@STATES.state
async def long_history(stage: Stage, look: Look) -> Chat:
    chat = await (await visited(stage, look)).open()
    await chat.ask(QUESTION)
    await chat.panel.locator(".consent").get_by_role("button").first.click()
    await _fill(stage, 400)
    await chat.page.reload()
    await chat.log.get_by_text("Message number 400").wait_for()
    return chat


@STATES.state
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
