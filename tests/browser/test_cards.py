"""Cards and forms: everything the service may send, drawn, usable, and used once."""

import asyncio
import io
from typing import Any

from PIL import Image
from playwright.async_api import Route

from domain.conversations import Card, Reply
from store import handoffs
from tests.browser.samples import (
    CARDS,
    CLAIM,
    CODE,
    CONFIRM,
    ORDER,
    ORDER_LIST,
    PRODUCTS,
    RECEIPT,
    RETURN_FORM,
    SIGN_IN,
)
from tests.browser.stage import Chat, Stage, seen_writing
from tests.browser.test_messages import stored_messages


def png() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (300, 200), "teal").save(written, "PNG")
    return written.getvalue()


async def shown(stage: Stage, *cards: Card, text: str = "Here it is.", **more: Any) -> Chat:
    stage.actor.answers = [Reply(text, cards=list(cards), **more), Reply("fine")]
    chat = await stage.visit()
    await chat.open()
    await chat.ask("show me")
    return chat


async def test_products_have_price_stock_picture_and_links_that_name_them(stage: Stage) -> None:
    chat = await shown(stage, PRODUCTS)
    first = chat.panel.locator(".product").first
    text = await first.inner_text()
    assert "Meadow Linen Shirt" in text
    assert "$79.00" in text
    assert "Only 3 left" in text
    assert "Sold out" in await chat.panel.locator(".product").nth(1).inner_text()
    picture = first.locator("img")
    assert await picture.get_attribute("width") == "150"
    assert (await picture.get_attribute("src") or "").startswith(stage.address)
    link = first.get_by_role("link", name="View Meadow Linen Shirt")
    assert (await link.get_attribute("href") or "").endswith("/products/VM1121")
    await chat.page.evaluate("SupportChat.setLocale('de')")
    await first.get_by_text("79,00 $").wait_for()
    await chat.page.evaluate("SupportChat.setLocale('en')")
    await first.get_by_role("button", name="Tell me more about the Meadow Linen Shirt").click()
    await chat.log.get_by_text("fine").wait_for()
    assert stage.actor.turns[-1].messages[0].text == "Tell me more about the Meadow Linen Shirt"


async def test_an_order_is_a_timeline_with_dates_events_and_a_tracking_link(stage: Stage) -> None:
    chat = await shown(stage, ORDER)
    steps = chat.panel.locator("ol.progress > li")
    assert await steps.all_inner_texts() == ["Ordered", "Being packed", "With the carrier", "Delivered"]
    assert await chat.panel.locator("[aria-current=step]").inner_text() == "With the carrier"
    times = await chat.panel.locator(".order time").evaluate_all("all => all.map((each) => each.dateTime)")
    assert "2026-11-12T09:00:00+00:00" in times
    await chat.panel.get_by_text("Carrier events").click()
    await chat.panel.get_by_text("Departed facility").wait_for()
    link = chat.panel.get_by_role("link", name="Track the parcel 1Z999AA10123456784 at UPS")
    assert (await link.get_attribute("href") or "").startswith("https://")


async def test_orders_in_a_list_can_be_chosen(stage: Stage) -> None:
    chat = await shown(stage, ORDER_LIST)
    await chat.button("Order VM-10234").click()
    await chat.log.get_by_text("fine").wait_for()
    assert stage.actor.turns[-1].messages[0].text == "Order VM-10234"


async def test_a_claim_says_where_it_stands(stage: Stage) -> None:
    chat = await shown(stage, CLAIM)
    text = await chat.panel.locator(".claim").inner_text()
    for part in ("Claim R-4K7PQ2", "Approved", "Damaged item", "$59.00"):
        assert part in text


async def test_nothing_happens_before_confirm_and_once_after_it(stage: Stage) -> None:
    chat = await shown(stage, CONFIRM, quick_replies=["Yes, please", "No, thanks"])
    assert len(stage.actor.turns) == 1
    confirm = chat.button("Confirm")
    await confirm.evaluate("each => { each.click(); each.click(); }")
    await chat.log.get_by_text("fine").wait_for()
    assert await stored_messages(stage, "customer") == ["show me", "Yes, please"]
    await chat.log.get_by_text("You confirmed this.").wait_for()
    assert await confirm.count() == 0
    await chat.button("Remember").click()
    await chat.page.reload()
    await chat.log.get_by_text("You confirmed this.").wait_for()
    assert await confirm.count() == 0
    assert await stored_messages(stage, "customer") == ["show me", "Yes, please"]


async def test_a_refused_confirmation_is_shown_as_refused(stage: Stage) -> None:
    chat = await shown(stage, CONFIRM)
    await chat.button("No, leave it").click()
    await chat.log.get_by_text("You said no to this.").wait_for()
    assert (await stored_messages(stage, "customer"))[-1] == "No, thanks"


async def test_the_return_form_names_what_is_missing_at_its_field(stage: Stage) -> None:
    chat = await shown(stage, RETURN_FORM)
    await chat.button("Go on").click()
    item = chat.panel.get_by_label("Which item?")
    assert await item.get_attribute("aria-invalid") == "true"
    problem = await item.get_attribute("aria-describedby")
    assert await chat.host.locator(f"[id='{problem}']").inner_text() == "Please fill this in."
    assert await chat.focus() == "select"
    await item.select_option(label="Everyday Organic Tee, M, Black")
    amount = chat.panel.get_by_label("How many?")
    await amount.fill("9")
    await chat.panel.get_by_label("What is wrong with it?").select_option(label="Too small")
    await chat.button("Go on").click()
    await chat.panel.get_by_text("Please enter a number from 1 to 2.").wait_for()
    assert len(stage.actor.turns) == 1
    await amount.fill("2")
    await chat.button("Go on").click()
    await chat.log.get_by_text("fine").wait_for()
    assert stage.actor.turns[-1].messages[0].text == (
        "I want to return the Everyday Organic Tee, M, Black from order VM-10234, 2 piece(s). Reason: too small."
    )


async def test_a_code_is_entered_in_a_field_of_its_own(stage: Stage) -> None:
    chat = await shown(stage, CODE)
    field = chat.panel.get_by_label("Six-digit code")
    assert await field.get_attribute("autocomplete") == "one-time-code"
    await field.fill("123")
    await chat.button("Confirm code").click()
    await chat.panel.get_by_text("The code has six digits.").wait_for()
    await field.fill("123 456")
    await field.press("Enter")
    await chat.log.get_by_text("fine").wait_for()
    assert stage.actor.turns[-1].messages[0].text == "123456"


async def test_signing_in_inside_the_panel_goes_on_in_the_same_conversation(stage: Stage) -> None:
    chat = await shown(stage, SIGN_IN)
    await chat.panel.get_by_label("E-mail address").fill("nobody@example.com")
    await chat.button("Sign in").click()
    await chat.panel.get_by_text("That did not work. Please check what you typed.").wait_for()
    await chat.panel.get_by_label("E-mail address").fill("maya@example.com")
    await chat.button("Sign in").click()
    await chat.log.get_by_text("fine").wait_for()
    assert stage.actor.turns[-1].principal.customer_id == "C1"
    assert [message.text for message in stage.actor.turns[-1].messages] == ["show me"]
    assert stage.actor.turns[-1].conversation_id == stage.actor.turns[0].conversation_id
    await chat.button("More options").click()
    await chat.panel.locator(".menu").get_by_text("Signed in as Maya Lind").wait_for()


async def test_a_resolved_task_can_be_rated_by_keyboard_and_once(stage: Stage) -> None:
    chat = await shown(stage, RECEIPT)
    assert "R-4K7PQ2" in await chat.panel.locator(".receipt").inner_text()
    stars = chat.panel.get_by_role("group", name="How did we do?")
    assert await stars.get_by_role("radio").count() == 5
    assert await chat.button("Send rating").count() == 0
    await stars.get_by_role("radio", name="1 star of 5").focus()
    await chat.page.keyboard.press("Space")
    for _ in range(3):
        await chat.page.keyboard.press("ArrowRight")
    await chat.panel.get_by_label("Anything you want to add? (optional)").fill("quick")
    await chat.button("Send rating").click()
    await chat.panel.get_by_text("Thank you, that helps us.").wait_for()
    async with stage.service.resources.database.connection() as connection:
        rows = await connection.fetch("SELECT score, comment FROM ratings")
    assert [tuple(row) for row in rows] == [(4, "quick")]


async def test_rating_can_be_skipped_and_is_not_asked_for_again(stage: Stage) -> None:
    chat = await shown(stage, RECEIPT)
    await chat.button("Skip").click()
    assert await chat.panel.get_by_text("How did we do?").count() == 0
    stage.actor.answers = [Reply("again", cards=[RECEIPT])]
    await chat.ask("another one")
    assert await chat.panel.get_by_text("How did we do?").count() == 0


async def test_an_unknown_card_shows_its_text_and_a_broken_one_does_too(stage: Stage) -> None:
    chat = await shown(
        stage, Card("hologram", {"x": 1}, "A hologram of your shirt"), Card("order", {}, "Order without data")
    )
    await chat.log.get_by_text("A hologram of your shirt").wait_for()
    assert chat.seen.errors == []


async def test_sources_can_be_looked_at(stage: Stage) -> None:
    source = {"title": "Return policy", "heading": "Time limits", "last_updated": "2026-10-01"}
    chat = await shown(stage, sources=[source])
    await chat.panel.get_by_text("Sources (1)").click()
    await chat.panel.get_by_text("Return policy, Time limits, as of Oct 1").wait_for()


async def test_a_photo_is_sent_shown_and_shown_again_after_a_reload(stage: Stage) -> None:
    chat = await stage.visit()
    await chat.open()
    field = chat.panel.get_by_label("Send a photo").locator("input").or_(chat.panel.locator("input[type=file]"))
    await field.first.set_input_files({"name": "notes.txt", "mimeType": "text/plain", "buffer": b"words"})
    await chat.panel.get_by_text("Please choose a JPEG, PNG or WebP picture.").wait_for()
    await field.first.set_input_files({"name": "torn.png", "mimeType": "image/png", "buffer": png()})
    await chat.log.get_by_text("heard: [photo]").wait_for()
    await chat.panel.get_by_role("img", name="Photo: torn.png").wait_for()
    await chat.button("Remember").click()
    await chat.page.reload()
    await chat.panel.get_by_role("img", name="Photo", exact=True).wait_for()
    drawn = "each => each.getContext('2d').getImageData(0, 0, 1, 1).data[3]"
    canvas = chat.panel.locator("canvas")
    for _ in range(40):
        if await canvas.evaluate(drawn):
            break
        await chat.page.wait_for_timeout(50)
    assert await canvas.evaluate(drawn) == 255
    assert await stored_messages(stage, "customer") == ["[photo]"]


async def test_a_person_is_waited_for_left_an_address_or_let_go(stage: Stage) -> None:
    chat = await handed_off(stage)
    await chat.panel.get_by_text("You are number 2 in line.").wait_for()
    await chat.panel.get_by_text("We are there 9-17.").wait_for()
    await chat.button("Remember").click()
    await chat.page.reload()
    await chat.panel.get_by_text("You are number 2 in line.").wait_for()
    await chat.button("Answer me by e-mail").click()
    await chat.panel.get_by_label("E-mail address").fill("nonsense")
    await chat.button("Leave address").click()
    await chat.panel.get_by_text("Please enter an e-mail address, like name@example.com.").wait_for()
    await chat.panel.get_by_label("E-mail address").fill("maya@example.com")
    await chat.button("Leave address").click()
    await chat.panel.get_by_text("We will answer at maya@example.com.").wait_for()
    async with stage.service.resources.database.connection() as connection:
        assert await connection.fetchval("SELECT contact_email FROM handoffs WHERE contact_email <> ''")
    await chat.button("Back to the assistant").click()
    await chat.panel.locator(".handoff").wait_for(state="detached")
    async with stage.service.resources.database.connection() as connection:
        assert await connection.fetchval("SELECT count(*) FROM handoffs WHERE status = 'closed'") == 1


async def test_a_person_joining_writing_and_away_are_told_apart(stage: Stage) -> None:
    chat = await handed_off(stage)
    await told(stage, chat, {"status": "joined", "agent": "Mia"}, "Mia from our team joined.")
    writing = await seen_writing(stage, chat, stage.actor.turns[-1].conversation_id, "Mia")
    assert await writing.inner_text() == "Mia is writing"
    await outside_hours(chat)
    await told(stage, chat, {"status": "away"}, "Nobody is there right now.")


async def test_a_person_who_has_joined_is_not_overtaken_by_an_older_answer(stage: Stage) -> None:
    chat = await shown(stage, text="hello")
    asked, go_on = asyncio.Event(), asyncio.Event()

    async def late(route: Route) -> None:
        answer = await route.fetch()
        asked.set()
        await go_on.wait()
        await route.fulfill(response=answer)

    await chat.page.route("**/handoff", late)
    await handed_off(stage, chat)
    await asyncio.wait_for(asked.wait(), 8)
    await told(stage, chat, {"status": "joined", "agent": "Mia"}, "Mia from our team joined.")
    async with chat.page.expect_request_finished(lambda request: request.url.endswith("/handoff")):
        go_on.set()
    await chat.ask("still there?")
    await chat.panel.get_by_text("Mia from our team joined.").wait_for()


async def outside_hours(chat: Chat) -> None:
    """The service says so whenever the widget asks where a person stands."""

    async def away(route: Route) -> None:
        answer = await route.fetch()
        await route.fulfill(response=answer, json={**await answer.json(), "status": "away"})

    await chat.page.route("**/handoff", away)


async def told(stage: Stage, chat: Chat, standing: dict[str, Any], text: str) -> None:
    stage.actor.answers = [Reply("update", handoff=standing)]
    await chat.say("and now?")
    await chat.panel.locator(".handoff").get_by_text(text).wait_for()


async def handed_off(stage: Stage, chat: Chat | None = None) -> Chat:
    """In line behind one other, asked for by a turn as the bot would."""
    chat = chat or await shown(stage, text="hello")
    async with stage.service.resources.database.transaction() as session:
        connection = await session.raw()
        await connection.execute(
            "INSERT INTO conversations (conversation_id, token_hash, channel, locale, principal, state, fence,"
            " attempts, last_seq, created_at, updated_at)"
            " VALUES ('c_other', 'x', 'web', 'en', '{}', '{}', 0, 0, 0, now(), now())"
        )
        await handoffs.open_ticket(session, conversation_id="c_other", reason="asked", packet_json="{}")
    async with stage.service.resources.database.transaction() as session:
        own = stage.actor.turns[-1].conversation_id
        ticket, _ = await handoffs.open_ticket(session, conversation_id=own, reason="asked", packet_json="{}")
    stage.actor.answers = [Reply("A colleague will come.", handoff={"ticket_id": ticket, "is_new": True})]
    await chat.ask("a person please")
    return chat


async def test_the_transcript_can_be_taken_along(stage: Stage) -> None:
    chat = await shown(stage, CONFIRM)
    await chat.button("More options").click()
    async with chat.page.expect_download() as waiting:
        await chat.button("Download transcript").click()
    download = await waiting.value
    assert download.suggested_filename == "conversation.txt"
    text = (await download.path()).read_text(encoding="utf-8")
    assert "You:\nshow me" in text
    assert "Assistant:\nHere it is." in text
    assert CONFIRM.text in text


async def test_delete_my_data_asks_and_then_deletes_on_both_sides(stage: Stage) -> None:
    chat = await shown(stage, ORDER)
    await chat.button("Remember").click()
    await chat.button("More options").click()
    await chat.button("Delete my data").click()
    question = chat.panel.get_by_role("alertdialog", name="Delete my data")
    await chat.page.keyboard.press("Escape")
    await question.wait_for(state="detached")
    assert await stored_messages(stage, "customer") == ["show me"]
    await chat.button("More options").click()
    await chat.button("Delete my data").click()
    await question.get_by_role("button", name="Delete", exact=True).click()
    await chat.panel.get_by_text("The conversation was deleted.").wait_for()
    assert await stored_messages(stage, "customer") == []
    async with stage.service.resources.database.connection() as connection:
        assert await connection.fetchval("SELECT count(*) FROM turns") == 0
        assert await connection.fetchval("SELECT token_hash || state::text FROM conversations") == "erased{}"
    assert await chat.page.evaluate("sessionStorage.length") == 0
    await chat.ask("a new beginning")
    assert await chat.said("customer").count() == 1


async def test_every_kind_of_card_is_drawn_without_an_error(stage: Stage) -> None:
    chat = await stage.visit()
    await chat.open()
    for card in CARDS:
        stage.actor.answers = [Reply("Here it is.", cards=[card])]
        await chat.ask(card.kind)
        assert chat.seen.errors == [], card.kind
