"""Something is in the way: the service, the network, the session, or what was typed."""

import json

from playwright.async_api import Route

from tests.browser.stage import Chat, Stage
from tests.browser.staging import Look, States, asked, hand_over, opened, visited

STATES = States()


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


@STATES.state
async def failed(stage: Stage, look: Look) -> Chat:
    return await _refused(stage, look, 500, ".said .problem")


@STATES.state
async def too_quick(stage: Stage, look: Look) -> Chat:
    return await _refused(stage, look, 429, ".banner")


@STATES.state
async def offline(stage: Stage, look: Look) -> Chat:
    chat = await asked(stage, look)
    await chat.page.context.set_offline(True)
    await chat.say("And does it come in green?")
    await chat.panel.locator(".banner.offline").wait_for()
    return chat


@STATES.state
async def signed_out_meanwhile(stage: Stage, look: Look) -> Chat:
    chat = await visited(stage, look)
    await chat.page.evaluate("SupportChat.identify('forged.token')")
    await chat.open()
    await chat.say("Where is my order?")
    await chat.panel.locator("form.card").wait_for()
    return chat


@STATES.state
async def too_long(stage: Stage, look: Look) -> Chat:
    chat = await opened(stage, look)
    await chat.box.fill("I would like to say a great deal about this shirt. " * 40)
    await chat.panel.locator(".state.problem:not(:empty)").wait_for()
    return chat


@STATES.state
async def photo_refused(stage: Stage, look: Look) -> Chat:
    chat = await opened(stage, look)
    await hand_over(chat, "notes.txt", "text/plain", b"words")
    await chat.panel.locator(".state.problem:not(:empty)").wait_for()
    return chat
