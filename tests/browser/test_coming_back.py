"""By the link in a mail: the conversation goes on, for whom it belongs to."""

import time

from api.answer_mails import link_token
from domain.conversations import ConversationId
from store import answers
from tests.browser.stage import SECRET, Chat, Stage
from tests.browser.test_messages import stage_conversations, stored_messages


async def left(stage: Stage, token: str | None = None) -> str:
    """A customer has written and gone, and a person has answered meanwhile; where the mail's link leads."""
    chat = await stage.visit()
    if token is not None:
        await chat.page.evaluate("(token) => SupportChat.identify(token)", token)
    await chat.open()
    await chat.ask("a person please")
    conversation_id = ConversationId(stage.actor.turns[-1].conversation_id)
    async with stage.service.resources.database.transaction() as session:
        await answers.say(await session.raw(), conversation_id, "Lena here: it is on its way.", name="Lena", key="k")
    await chat.page.context.close()
    stage.contexts.clear()
    return f"#support-chat={link_token(SECRET, conversation_id, until=int(time.time()) + 60)}"


async def test_the_answer_is_there_on_the_shops_page_and_the_conversation_goes_on(stage: Stage) -> None:
    link = await left(stage)
    chat = await stage.visit(stage.write() + link)
    await chat.log.get_by_text("Lena here: it is on its way.").wait_for()
    assert await chat.log.locator(".said.staff .name").inner_text() == "Lena"
    assert "#" not in chat.page.url
    await chat.say("thank you")
    await chat.panel.get_by_text("from our team joined.").wait_for()
    assert await stored_messages(stage, "customer") == ["a person please", "thank you"]
    assert len(await stage_conversations(stage)) == 1
    assert chat.seen.errors == []


async def test_the_page_that_the_mail_names_has_the_chat_alone(stage: Stage) -> None:
    link = await left(stage)
    chat = await stage.visit(f"{stage.address}/widget/frame?shop=demo{link}")
    await chat.log.get_by_text("Lena here: it is on its way.").wait_for()
    assert chat.seen.violations == []


async def test_who_was_signed_in_is_asked_to_sign_in_again_first(stage: Stage) -> None:
    good = (await stage.service.client.post("/v1/demo/sign-in", json={"email": "maya@example.com"})).json()
    link = await left(stage, good["customer_token"])
    chat = await stage.visit(stage.write() + link)
    await chat.panel.get_by_text("Sign in to see your orders").wait_for()
    assert "Lena here" not in await chat.log.inner_text()
    await chat.panel.get_by_label("E-mail address").fill("maya@example.com")
    await chat.button("Sign in").click()
    await chat.log.get_by_text("Lena here: it is on its way.").wait_for()


async def test_a_link_that_is_over_says_so_and_a_new_chat_can_begin(stage: Stage) -> None:
    chat: Chat = await stage.visit(stage.write() + "#support-chat=c_AAAAAAAAAAAAAAAA.1.abc")
    await chat.panel.get_by_text("This link is too old or was cut off.").wait_for()
    await chat.ask("hello")
    assert len(stage.actor.turns) == 1
