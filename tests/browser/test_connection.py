"""Offline, cut lines, refusals: nothing typed is lost, nothing is said twice."""

import asyncio

import pytest
from playwright.async_api import Page, Route

from api.live import Signal
from domain.conversations import Reply
from tests.browser.stage import Stage
from tests.browser.test_messages import WORDS, stored_messages


async def test_messages_wait_while_offline_and_go_out_once_and_in_order(stage: Stage) -> None:
    chat = await stage.visit()
    await chat.open()
    await chat.ask("before")
    await chat.page.context.set_offline(True)
    for text in ("first", "second", "third"):
        await chat.say(text)
    await chat.panel.get_by_text("You are offline. 3 messages are waiting.").wait_for()
    assert await chat.log.get_by_text("Waiting to be sent").count() == 3
    await chat.page.context.set_offline(False)
    await chat.log.get_by_text("heard: third").wait_for()
    assert await stored_messages(stage, "customer") == ["before", "first", "second", "third"]
    assert await chat.log.get_by_text("Waiting to be sent").count() == 0


async def test_an_answer_cut_in_the_middle_is_read_on_to_the_servers_text(stage: Stage) -> None:
    stage.actor.answers = [Reply(WORDS)]
    stage.actor.hold_at(4)
    chat = await stage.visit()
    await chat.open()
    await chat.say("go")
    await chat.host.locator(".draft").get_by_text("one two three four").wait_for()
    for subscribers in list(stage.service.resources.live._subscribers.values()):
        for subscriber in list(subscribers):
            subscriber.offer(Signal.CLOSED)
    await asyncio.sleep(0.2)
    stage.actor.go_on.set()
    await chat.log.get_by_text(WORDS, exact=True).wait_for()
    assert await chat.said("assistant").count() == 2
    assert await stored_messages(stage, "customer") == ["go"]


@pytest.mark.parametrize("times", [1, 3])
async def test_a_line_that_breaks_before_the_answer_makes_no_second_message(stage: Stage, times: int) -> None:
    """The message arrives, its answer is lost on the way: sent again, it is the same message."""
    left = times

    async def lose(route: Route) -> None:
        nonlocal left
        if left == 0:
            await route.continue_()
            return
        left -= 1
        await route.fetch()
        await route.abort("connectionreset")

    chat = await stage.visit()
    await chat.open()
    await chat.page.route("**/messages", lose)
    await chat.say("only once")
    await chat.log.get_by_text("heard: only once").wait_for(timeout=20_000)
    assert await stored_messages(stage, "customer") == ["only once"]
    assert len(stage.actor.turns) == 1


async def test_a_reload_while_a_message_waits_sends_it_once(stage: Stage) -> None:
    chat = await stage.visit()
    await chat.open()
    await chat.ask("before")
    await chat.button("Remember").click()
    stage.actor.gate = asyncio.Event()
    await chat.say("across the reload")
    await chat.page.wait_for_timeout(300)
    await chat.page.reload()
    await chat.log.get_by_text("across the reload").wait_for()
    stage.actor.gate.set()
    await chat.log.get_by_text("heard: across the reload").wait_for()
    assert await stored_messages(stage, "customer") == ["before", "across the reload"]


async def refusing(
    page: Page, status: int, *, times: int, headers: dict[str, str] | None = None, code: str = "x"
) -> None:
    left = times

    async def refuse(route: Route) -> None:
        nonlocal left
        if left == 0 or route.request.method == "OPTIONS":
            await route.continue_()
            return
        left -= 1
        own = {"access-control-allow-origin": "*", "access-control-expose-headers": "retry-after", **(headers or {})}
        await route.fulfill(status=status, headers=own, json={"code": code, "detail": ""})

    await page.route("**/messages", refuse)


async def test_too_many_requests_says_how_long_and_sends_again_by_itself(stage: Stage) -> None:
    chat = await stage.visit()
    await chat.open()
    await refusing(chat.page, 429, times=1, headers={"retry-after": "2"})
    await chat.say("patience")
    await chat.panel.get_by_text("Sending again in 2 seconds").wait_for()
    await chat.panel.get_by_text("Sending again in 1 second.").wait_for()
    await chat.log.get_by_text("heard: patience").wait_for()
    assert await stored_messages(stage, "customer") == ["patience"]


async def test_a_failure_of_ours_offers_to_try_again_or_to_edit(stage: Stage) -> None:
    chat = await stage.visit()
    await chat.open()
    await refusing(chat.page, 500, times=2, code="internal")
    await chat.say("keep this")
    await chat.log.get_by_text("Something went wrong on our side.").wait_for()
    assert "keep this" in await chat.said("customer").inner_text()
    await chat.button("Edit").click()
    assert await chat.box.input_value() == "keep this"
    assert await chat.said("customer").count() == 0
    await chat.box.press("Enter")
    await chat.button("Try again").click()
    await chat.log.get_by_text("heard: keep this").wait_for()
    assert await stored_messages(stage, "customer") == ["keep this"]


async def test_a_token_that_ran_out_is_renewed_once_and_then_one_is_asked_to_sign_in(stage: Stage) -> None:
    good = (await stage.service.client.post("/v1/demo/sign-in", json={"email": "maya@example.com"})).json()
    chat = await stage.visit()
    await chat.page.evaluate(
        "(token) => { window.asked = 0; SupportChat.identify(() => (window.asked++ ? token : 'forged.token')); }",
        good["customer_token"],
    )
    await chat.open()
    await chat.say("who am I")
    await chat.log.get_by_text("heard: who am I").wait_for()
    assert await chat.page.evaluate("asked") == 2
    assert stage.actor.turns[0].principal.customer_id == "C1"
    other = await stage.visit()
    await other.page.evaluate(
        "() => { window.asked = 0; SupportChat.identify(() => { asked++; return 'forged.token'; }); }"
    )
    await other.open()
    await other.say("typed before the refusal")
    await other.panel.get_by_text("Sign in to see your orders").wait_for()
    assert await other.page.evaluate("asked") == 2
    assert "typed before the refusal" in await other.log.inner_text()
    assert len(stage.actor.turns) == 1


@pytest.mark.parametrize("token", ["forged.token", "a.b.c", "eyJzdWIiOiJDMSIsImV4cCI6MX0.AAAA"])
async def test_a_token_that_does_not_hold_opens_nothing(stage: Stage, token: str) -> None:
    chat = await stage.visit()
    await chat.page.evaluate("(token) => SupportChat.identify(token)", token)
    await chat.open()
    await chat.say("my orders please")
    await chat.panel.get_by_text("Sign in to see your orders").wait_for()
    assert stage.actor.turns == []


async def test_without_a_token_one_is_nobody(stage: Stage) -> None:
    chat = await stage.visit()
    await chat.open()
    await chat.ask("hello")
    assert stage.actor.turns[0].principal.customer_id is None


async def test_signing_out_on_the_page_forgets_the_chat(stage: Stage) -> None:
    good = (await stage.service.client.post("/v1/demo/sign-in", json={"email": "maya@example.com"})).json()
    chat = await stage.visit()
    await chat.page.evaluate("(token) => SupportChat.identify(token)", good["customer_token"])
    await chat.open()
    await chat.ask("mine")
    await chat.button("Remember").click()
    await chat.page.evaluate("SupportChat.identify(null)")
    await chat.log.get_by_text("heard: mine").wait_for(state="detached")
    assert await chat.page.evaluate("sessionStorage.length") == 0
    await chat.ask("somebody else")
    assert stage.actor.turns[-1].principal.customer_id is None
