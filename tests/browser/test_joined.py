"""A person has joined: what is said to them shows as sent, nobody else is writing, and the way back is a button."""

from playwright.async_api import Route

from domain.conversations import ConversationId
from store import answers, handoffs
from tests.browser.stage import Chat, Stage, seen_writing
from tests.browser.test_messages import stage_conversations, stored_messages

JOINED = {"ticket_id": "T-ABCDEF", "status": "joined", "agent": "Lena"}


async def joined(stage: Stage, chat: Chat) -> ConversationId:
    """Lena has taken the conversation that `chat` has begun."""
    conversation = ConversationId((await stage_conversations(stage))[0])
    async with stage.service.resources.database.transaction() as session:
        connection = await session.raw()
        await connection.execute(
            "INSERT INTO staff (staff_id, email, name, role) VALUES ('lena', 'lena@example.com', 'Lena', 'lead')"
        )
        ticket, _ = await handoffs.open_ticket(session, conversation_id=conversation, reason="asked", packet_json="{}")
        await handoffs.take(connection, ticket, owner="staff:lena")
        assert await answers.show(connection, conversation, {**JOINED, "ticket_id": ticket}, holds=answers.HOLD)
    await chat.panel.get_by_text("Lena from our team joined.").wait_for()
    return conversation


async def says(stage: Stage, conversation: ConversationId, text: str) -> None:
    async with stage.service.resources.database.transaction() as session:
        assert await answers.say(await session.raw(), conversation, text, name="Lena", key=f"staff:{text}")


async def test_what_is_said_to_a_person_is_sent_once_and_the_assistant_is_silent(stage: Stage) -> None:
    chat = await stage.visit()
    await chat.open()
    await chat.ask("hello")
    conversation = await joined(stage, chat)
    await chat.say("It is the left sleeve")
    await chat.say("Since Monday")
    await says(stage, conversation, "I see, thank you.")
    await chat.said("staff").get_by_text("I see, thank you.").wait_for()

    own = await chat.said("customer").all_inner_texts()
    assert [text.split()[-1] for text in own] == ["hello", "sleeve", "Monday"]
    assert await chat.log.locator(".problem, .waiting").count() == 0
    assert await chat.host.locator(".draft").count() == 0
    assert await chat.said("assistant").count() == 2, "the greeting, and what was said before Lena came"
    assert await stored_messages(stage, "customer") == ["hello", "It is the left sleeve", "Since Monday"]
    assert len(stage.actor.turns) == 1
    assert chat.seen.errors == []


async def test_back_to_the_assistant_is_one_click_and_it_answers_again(stage: Stage) -> None:
    chat = await stage.visit()
    await chat.open()
    await chat.ask("hello")
    await joined(stage, chat)
    await chat.say("thanks, I can go on alone")
    await chat.button("Back to the assistant").click()
    await chat.panel.locator(".handoff").wait_for(state="detached")
    await chat.ask("where is my order?")

    assert (await chat.said("assistant").last.inner_text()).endswith("heard: where is my order?")
    assert [turn.messages[0].text for turn in stage.actor.turns] == ["hello", "where is my order?"]


async def test_who_calls_the_person_off_in_words_is_not_shown_them_any_more(stage: Stage) -> None:
    chat = await stage.visit()
    await chat.open()
    await chat.ask("hello")
    conversation = await joined(stage, chat)
    async with stage.service.resources.database.connection() as connection:
        # As the assistant's own tool does while it answers.
        stage.actor.hold_at(0)
        await chat.say("back to the assistant")
        await stage.actor.waiting.wait()
        assert await handoffs.close(connection, conversation)
        stage.actor.go_on.set()
    await chat.panel.locator(".handoff").wait_for(state="detached")
    assert (await chat.said("assistant").last.inner_text()).endswith("heard: back to the assistant")


async def test_what_a_person_says_while_something_is_on_its_way_to_them_is_seen(stage: Stage) -> None:
    chat = await stage.visit()
    await chat.open()
    await chat.ask("hello")
    conversation = await joined(stage, chat)

    async def meanwhile(route: Route) -> None:
        await says(stage, conversation, "One moment, please.")
        await route.continue_()

    await chat.page.route("**/messages", meanwhile)
    await chat.say("It is the left sleeve")
    await chat.said("staff").get_by_text("One moment, please.").wait_for()


async def test_who_has_joined_is_seen_writing_until_they_have_written(stage: Stage) -> None:
    chat = await stage.visit()
    await chat.open()
    await chat.ask("hello")
    conversation = await joined(stage, chat)
    writing = await seen_writing(stage, chat, conversation, "Lena")
    await says(stage, conversation, "I see, thank you.")
    await writing.wait_for(state="detached")

    await chat.panel.get_by_text("Lena from our team joined.").wait_for()
    assert chat.seen.errors == []
