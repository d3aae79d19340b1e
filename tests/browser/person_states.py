"""A person of the shop is waited for, has come, or is not there."""

from domain.conversations import Reply
from tests.browser.stage import Chat, Stage, seen_writing
from tests.browser.staging import Look, States, asked
from tests.browser.test_cards import handed_off, outside_hours

STATES = States()


async def _person(stage: Stage, look: Look) -> Chat:
    async with stage.service.resources.database.connection() as connection:
        await connection.execute("DELETE FROM handoffs")
        await connection.execute("DELETE FROM conversations WHERE conversation_id = 'c_other'")
    chat = await handed_off(stage, await asked(stage, look, text="Hello!"))
    await chat.panel.locator(".handoff").get_by_text("2").first.wait_for()
    return chat


@STATES.state
async def person_waited_for(stage: Stage, look: Look) -> Chat:
    return await _person(stage, look)


async def _addressed(stage: Stage, look: Look, address: str) -> Chat:
    chat = await _person(stage, look)
    await chat.panel.locator(".handoff .deeds button").first.click()
    await chat.panel.locator(".handoff input").fill(address)
    await chat.panel.locator(".handoff form button").click()
    return chat


@STATES.state
async def address_asked(stage: Stage, look: Look) -> Chat:
    chat = await _addressed(stage, look, "maya@")
    await chat.panel.locator("[aria-invalid=true]").wait_for()
    return chat


@STATES.state
async def address_left(stage: Stage, look: Look) -> Chat:
    chat = await _addressed(stage, look, "maya@example.com")
    await chat.panel.locator(".handoff form").wait_for(state="detached")
    return chat


async def _told(stage: Stage, chat: Chat, standing: dict[str, str], wanted: str) -> Chat:
    stage.actor.answers = [Reply("Please give me a moment.", handoff=standing)]
    await chat.say("Are you there?")
    await chat.panel.locator(wanted).wait_for()
    await chat.host.locator(".draft").wait_for(state="detached")
    return chat


@STATES.state
async def person_joined(stage: Stage, look: Look) -> Chat:
    chat = await _person(stage, look)
    return await _told(stage, chat, {"status": "joined", "agent": "Mia"}, ".handoff strong >> text=Mia")


@STATES.state
async def person_typing(stage: Stage, look: Look) -> Chat:
    chat = await person_joined(stage, look)
    async with stage.service.resources.database.connection() as connection:
        own = "SELECT conversation_id FROM conversations WHERE conversation_id <> 'c_other' ORDER BY created_at DESC"
        conversation = await connection.fetchval(own) or ""
    await seen_writing(stage, chat, conversation, "Mia")
    return chat


@STATES.state
async def nobody_there(stage: Stage, look: Look) -> Chat:
    chat = await _person(stage, look)
    await outside_hours(chat)
    return await _told(stage, chat, {"status": "away"}, ".handoff form")
