"""Saying something and reading the answer while it comes."""

import asyncio
from datetime import UTC, datetime
from typing import Any

from domain.conversations import Card, ConversationId, Reply
from tests.browser.stage import Chat, Stage

WORDS = "one two three four five six seven eight"


async def test_an_answer_is_seen_growing_inert_beside_the_log_and_joins_it_once(stage: Stage) -> None:
    stage.actor.answers = [Reply(WORDS)]
    stage.actor.hold_at(3)
    chat = await stage.visit()
    await chat.open()
    await chat.say("go")
    draft = chat.host.locator(".draft")
    await draft.get_by_text("one two three").wait_for()
    assert await draft.evaluate("each => each.inert") is True
    assert await chat.said("assistant").count() == 1
    assert await chat.host.locator("[role=log] .draft").count() == 0
    assert await chat.panel.get_by_text("The assistant is writing").count() == 1
    stage.actor.go_on.set()
    await chat.log.get_by_text(WORDS).wait_for()
    assert await chat.said("assistant").count() == 2
    await draft.wait_for(state="detached")


async def test_the_first_word_is_on_screen_within_300_ms(stage: Stage) -> None:
    stage.actor.answers = [Reply(WORDS)]
    stage.actor.hold_at(1)
    chat = await stage.visit()
    await chat.open()
    await chat.page.evaluate(
        """() => {
          const real = fetch;
          window.fetch = async (...given) => {
            const answer = await real(...given);
            if (!String(given[0]).endsWith('/messages')) return answer;
            const [ours, theirs] = answer.body.tee();
            (async () => {
              const reader = ours.pipeThrough(new TextDecoderStream()).getReader();
              for (;;) {
                const { done, value } = await reader.read();
                if (done) return;
                if (value.includes('event: delta')) window.came ??= performance.now();
              }
            })();
            return new Response(theirs, answer);
          };
          new MutationObserver(() => {
            const draft = document.querySelector('support-chat').shadowRoot.querySelector('.draft');
            if (draft?.textContent.includes('one')) window.drawn ??= performance.now();
          }).observe(document.querySelector('support-chat').shadowRoot,
            { subtree: true, childList: true, characterData: true });
        }"""
    )
    await chat.say("go")
    await chat.page.wait_for_function("window.drawn")
    assert await chat.page.evaluate("drawn - came") <= 300


async def stopping(stage: Stage) -> Chat:
    """In the middle of an answer."""
    stage.actor.answers = [Reply(WORDS)]
    stage.actor.hold_at(4)
    chat = await stage.visit()
    await chat.open()
    await chat.say("go")
    await chat.host.locator(".draft").get_by_text("one two three four").wait_for()
    return chat


async def test_stop_ends_the_answer_on_the_service_too_and_a_reload_still_says_so(stage: Stage) -> None:
    chat = await stopping(stage)
    await chat.button("Remember").click()
    await chat.button("Stop").click()
    await chat.log.get_by_text("You stopped this answer.").wait_for(timeout=1000)
    await chat.page.wait_for_function(
        "() => document.querySelector('support-chat').shadowRoot.querySelector('.draft') === null"
    )
    assert await chat.focus() == "textarea"
    async with asyncio.timeout(8):
        while await stored_messages(stage, "assistant") == []:
            await asyncio.sleep(0.02)
    assert await stored_messages(stage, "assistant") == ["one two three four "]
    await chat.page.reload()
    await chat.log.get_by_text("You stopped this answer.").wait_for()
    assert "five" not in await chat.log.inner_text()
    assert await chat.button("Show the whole answer").count() == 0


async def test_a_stop_that_the_service_did_not_hear_keeps_the_part_and_shows_the_whole_on_demand(stage: Stage) -> None:
    chat = await stopping(stage)
    await chat.page.route("**/stop", lambda route: route.abort("connectionreset"))
    await chat.button("Stop").click()
    await chat.log.get_by_text("You stopped this answer.").wait_for(timeout=1000)
    stage.actor.go_on.set()
    await chat.button("Show the whole answer").wait_for()
    assert "eight" not in await chat.log.inner_text()
    await chat.button("Show the whole answer").click()
    await chat.log.get_by_text(WORDS).wait_for()
    assert await chat.said("assistant").count() == 2


async def test_enter_sends_shift_enter_breaks_the_line_and_composing_does_neither(stage: Stage) -> None:
    chat = await stage.visit()
    await chat.open()
    await chat.box.type("first")
    await chat.box.press("Shift+Enter")
    await chat.box.type("second")
    assert await chat.box.input_value() == "first\nsecond"
    await chat.box.evaluate(
        "box => box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true }))"
    )
    assert await chat.said("customer").count() == 0
    await chat.box.press("Enter")
    await chat.said("customer").wait_for()
    assert await chat.box.input_value() == ""
    await chat.log.get_by_text("heard: first").wait_for()
    assert stage.actor.turns[0].messages[0].text == "first\nsecond"


async def test_a_double_click_on_send_and_on_a_suggestion_is_one_message(stage: Stage) -> None:
    chat = await stage.visit()
    await chat.open()
    await chat.box.fill("once")
    await chat.button("Send").dblclick()
    await chat.log.get_by_text("heard: once").wait_for()
    suggestion = chat.panel.get_by_role("group", name="Suggested replies").get_by_role("button").first
    stage.actor.answers = [Reply("fine", quick_replies=["Thanks"])]
    await chat.ask("more")
    await suggestion.evaluate("each => { each.click(); each.click(); }")
    await chat.page.wait_for_timeout(400)
    stored = await stored_messages(stage, "customer")
    assert stored == ["once", "more", "Thanks"]


async def test_suggestions_vanish_after_use_and_the_focus_goes_to_the_message_box(stage: Stage) -> None:
    chat = await stage.visit()
    await chat.open()
    await chat.button("Where is my order?").click()
    assert await chat.focus() == "textarea"
    await chat.log.get_by_text("heard: Where is my order?").wait_for()
    assert await chat.panel.get_by_role("group", name="Suggested replies").count() == 0


async def test_safe_markdown_is_drawn(stage: Stage) -> None:
    text = "# Title\n\n- **a**\n- b\nAfter the list.\n\n1. c\n\n|x|y|\n|-|-|\n|1|2|\n\n"
    text += "`code` [shop](https://shop.example/a) <b>bold</b>"
    stage.actor.answers = [Reply(text)]
    chat = await stage.visit()
    await chat.open()
    await chat.ask("markdown")
    answer = chat.said("assistant").nth(1)
    for selector in ("ul > li > strong", "ol > li", "table th[scope=col]", "code"):
        assert await answer.locator(selector).count() >= 1, selector
    assert await answer.locator("p", has_text="After the list.").count() == 1
    link = answer.get_by_role("link", name="shop")
    assert await link.get_attribute("href") == "https://shop.example/a"
    assert "noopener" in (await link.get_attribute("rel") or "")
    assert "<b>bold</b>" in await answer.inner_text()


async def test_markup_in_any_text_does_nothing(stage: Stage) -> None:
    nasty = (
        "<script>window.hit=1</script> <img src=x onerror='window.hit=2'> ![p](https://evil.example/p.png)"
        " [a](javascript:window.hit=3) [b](JaVaScRiPt:window.hit=4) [c](data:text/html,x) <svg onload='window.hit=5'>"
    )
    product: dict[str, Any] = {
        "product_id": "P1",
        "name": nasty,
        "price": {"amount_minor": 1, "currency": "USD", "text": nasty},
        "stock": 3,
        "sizes": [nasty, "b"],
        "colours": [nasty],
        "image": "https://evil.example/p.png",
    }
    order = {
        "order_id": nasty,
        "status": nasty,
        "lines": [],
        "parcels": [
            {
                "carrier": nasty,
                "tracking_number": nasty,
                "tracking_url": "javascript:window.hit=6",
                "status": nasty,
                "events": [],
            }
        ],
    }
    stage.actor.answers = [
        Reply(
            nasty,
            cards=[
                Card("products", {"products": [product]}, nasty),
                Card("order", order, nasty),
                Card("odd", {}, nasty),
            ],
            quick_replies=[nasty],
            sources=[{"title": nasty, "url": "javascript:window.hit=7"}],
        )
    ]
    chat = await stage.visit()
    await chat.open()
    await chat.ask(nasty)
    links = await chat.panel.locator("a").evaluate_all("all => all.map((each) => each.href)")
    assert all(link.startswith(("http:", "https:")) for link in links), links
    for link in await chat.panel.locator("a[target]").all():
        await link.evaluate("each => each.removeAttribute('target')")
    await chat.page.wait_for_timeout(200)
    assert await chat.page.evaluate("window.hit") is None
    assert not [url for url in chat.seen.requests if "evil.example" in url]
    assert chat.seen.errors == []


async def test_it_follows_the_answer_at_the_bottom_and_offers_new_messages_elsewhere(stage: Stage) -> None:
    chat = await stage.visit()
    await chat.open()
    stage.actor.answers = [Reply("line\n\n" * 40)]
    await chat.ask("long")
    await chat.host.locator(".scroll").evaluate("each => { each.scrollTop = 0; }")
    await chat.page.wait_for_timeout(100)
    [conversation] = await stage_conversations(stage)
    stage.actor.answers = [Reply("short")]
    await say_elsewhere(stage, conversation, "from another tab")
    await chat.button("New messages ↓").click()
    await chat.log.get_by_text("short").wait_for()
    at_end = "each => each.scrollHeight - each.scrollTop - each.clientHeight < 50"
    assert await chat.host.locator(".scroll").evaluate(at_end)
    assert await chat.button("New messages ↓").count() == 0


async def test_a_closed_panel_counts_what_came_meanwhile(stage: Stage) -> None:
    stage.actor.answers = [Reply(WORDS)]
    stage.actor.hold_at(2)
    chat = await stage.visit()
    await chat.open()
    await chat.say("go")
    await stage.actor.waiting.wait()
    await chat.page.keyboard.press("Escape")
    stage.actor.go_on.set()
    await chat.host.locator(".badge").wait_for()
    assert await chat.launcher.get_attribute("aria-label") == "Chat with us, 1 unread message"
    assert await chat.host.locator("[role=status].unseen").inner_text() == "1 new message from support"
    await chat.open()
    assert await chat.launcher.get_attribute("aria-label") == "Close chat"


async def test_four_hundred_messages_open_within_half_a_second(stage: Stage) -> None:
    chat = await stage.visit()
    await chat.open()
    await chat.ask("first")
    await chat.button("Remember").click()
    await chat.button("Close chat").click()
    [conversation] = await stage_conversations(stage)
    async with stage.service.resources.database.connection() as connection:
        await connection.execute(
            "INSERT INTO messages"
            " (conversation_id, seq, sender, text, status, cards, quick_replies, sources, created_at)"
            " SELECT $1, n, CASE WHEN n % 2 = 1 THEN 'customer' ELSE 'assistant' END,"
            " 'message **number** ' || n || repeat(' and more words', 12), 'answered', '[]', '[]', '[]', $2"
            " FROM generate_series(3, 400) n",
            conversation,
            datetime.now(UTC),
        )
        await connection.execute("UPDATE conversations SET last_seq = 400 WHERE conversation_id = $1", conversation)
    await chat.page.reload()
    await chat.launcher.wait_for()
    await chat.page.evaluate("document.querySelector('support-chat').load()")
    took = await chat.page.evaluate(
        """async () => {
          const element = document.querySelector('support-chat');
          const began = performance.now();
          await element.open();
          await new Promise((done) => {
            const look = () => (element.shadowRoot.querySelector('[role=log]').textContent.includes('number 400')
              ? requestAnimationFrame(done) : requestAnimationFrame(look));
            look();
          });
          return performance.now() - began;
        }"""
    )
    assert took <= 500
    scroll = chat.host.locator(".scroll")
    jump = """async (each) => {
      each.scrollTop = 20;
      const said = [...each.querySelectorAll('.said')].find((s) => s.getBoundingClientRect().bottom > 200);
      const before = said.getBoundingClientRect().top;
      await new Promise((done) => setTimeout(done, 250));
      return [said.getBoundingClientRect().top - before, each.querySelectorAll('.said').length];
    }"""
    shown = 0
    for _ in range(3):
        moved, now = await scroll.evaluate(jump)
        assert abs(moved) < 2
        assert now > shown
        shown = now
    while await chat.button("Show earlier messages").count():
        await scroll.evaluate("each => { each.scrollTop = 0; }")
        await chat.page.wait_for_timeout(100)
    assert await chat.said("customer").count() == 200


async def test_a_very_long_message_is_announced_as_too_long_and_kept(stage: Stage) -> None:
    chat = await stage.visit()
    await chat.open()
    await chat.box.fill("x" * 1990)
    await chat.panel.get_by_text("10 characters left").wait_for()
    await chat.box.fill("y" * 4000)
    await chat.panel.get_by_text("2,000 characters too many").wait_for()
    await chat.box.press("Enter")
    assert len(await chat.box.input_value()) == 4000
    assert await chat.said("customer").count() == 0


async def stored_messages(stage: Stage, sender: str) -> list[str]:
    async with stage.service.resources.database.connection() as connection:
        rows = await connection.fetch("SELECT text FROM messages WHERE sender = $1 ORDER BY created_at, seq", sender)
    return [row["text"] for row in rows]


async def stage_conversations(stage: Stage) -> list[str]:
    async with stage.service.resources.database.connection() as connection:
        return [row["conversation_id"] for row in await connection.fetch("SELECT conversation_id FROM conversations")]


async def say_elsewhere(stage: Stage, conversation: str, text: str) -> None:
    """The same customer in another tab."""
    turns = stage.service.resources.turns
    accepted = await turns.accept(ConversationId(conversation), text, token_hash=None, client_message_id=None)
    await turns.answer_to(ConversationId(conversation), accepted, timeout_s=10)
