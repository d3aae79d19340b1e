"""Opening and closing, on a desk and on a phone."""

import pytest

from tests.browser.stage import PHONE, Stage


async def test_opening_focuses_the_message_box_and_escape_gives_the_focus_back(stage: Stage) -> None:
    chat = await stage.visit()
    await chat.launcher.focus()
    await chat.page.keyboard.press("Enter")
    await chat.panel.wait_for(state="visible")
    assert await chat.focus() == "textarea"
    assert await chat.launcher.get_attribute("aria-expanded") == "true"
    await chat.page.keyboard.press("Escape")
    await chat.panel.wait_for(state="hidden")
    assert await chat.focus() == "launcher"
    await chat.page.keyboard.press("Space")
    await chat.panel.wait_for(state="visible")


async def test_on_a_desk_it_is_a_named_dialog_beside_the_page(stage: Stage) -> None:
    chat = await stage.visit(stage.write("<p><a href='#x' id='link'>A link of the page</a></p>"))
    await chat.open()
    assert await chat.panel.get_attribute("aria-label") == "VerdeMuse support"
    assert await chat.panel.evaluate("each => each.matches(':modal')") is False
    await chat.page.locator("#link").focus()
    assert await chat.focus() == "a"
    box = await chat.panel.bounding_box()
    assert box is not None
    assert (box["width"], box["height"]) == (400, 640)


async def test_on_a_phone_it_fills_the_screen_and_the_page_behind_is_out_of_reach(stage: Stage) -> None:
    body = "<p><a href='#x' id='link'>A link of the page</a></p><div style='height:3000px'></div>"
    chat = await stage.visit(stage.write(body), viewport=PHONE, has_touch=True)
    await chat.open()
    box = await chat.panel.bounding_box()
    assert box is not None
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 390, 844)
    assert not await chat.launcher.is_visible()
    await chat.page.evaluate("document.querySelector('#link').focus()")
    assert await chat.focus() == "textarea"
    seen = set()
    for _ in range(20):
        await chat.page.keyboard.press("Tab")
        seen.add(await chat.focus())
    assert "a" not in seen
    assert {"textarea", "button"} <= seen
    await chat.page.mouse.move(200, 300)
    await chat.page.mouse.wheel(0, 900)
    await chat.page.wait_for_timeout(150)
    assert await chat.page.evaluate("scrollY") == 0
    await chat.page.keyboard.press("Escape")
    await chat.panel.wait_for(state="hidden")
    assert await chat.launcher.is_visible()
    await chat.page.mouse.wheel(0, 900)
    await chat.page.wait_for_function("scrollY > 0")


@pytest.mark.parametrize("width", [320, 640])
async def test_narrow_and_zoomed_pages_never_scroll_sideways(stage: Stage, width: int) -> None:
    """640 px at 200 % zoom are 320 px of CSS: the browser then lays out for half the width."""
    scale = 2 if width == 640 else 1
    chat = await stage.visit(viewport={"width": width // scale, "height": 480}, device_scale_factor=scale)
    await chat.open()
    await chat.ask(
        "a" * 200
        + " and a table\n\n|one|two|three|four|five|\n|-|-|-|-|-|\n|aaaaaaaaaaaa|bbbbbbbbbbbbbb|cccccccc|ddddddd|eeeee|"
    )
    sideways = """() => {
      const inside = document.querySelector('support-chat').shadowRoot;
      return [document.documentElement, ...inside.querySelectorAll('dialog, .scroll, .body, .bubble')]
        .filter((each) => each.scrollWidth > each.clientWidth + 1).map((each) => each.className || each.tagName);
    }"""
    assert await chat.page.evaluate(sideways) == []
    assert await chat.box.is_visible()


async def test_turning_the_phone_keeps_the_typed_text(stage: Stage) -> None:
    chat = await stage.visit(viewport=PHONE)
    await chat.open()
    await chat.box.fill("half a thought")
    await chat.page.set_viewport_size({"width": 900, "height": 600})
    await chat.page.wait_for_function(
        "!document.querySelector('support-chat').shadowRoot.querySelector('dialog').matches(':modal')"
    )
    assert await chat.box.input_value() == "half a thought"
    assert await chat.focus() == "textarea"


async def test_reload_keeps_conversation_and_open_state_once_it_may_be_remembered(stage: Stage) -> None:
    chat = await stage.visit()
    await chat.open()
    await chat.ask("remember me")
    await chat.button("Remember").click()
    await chat.page.reload()
    await chat.panel.wait_for(state="visible")
    await chat.log.get_by_text("heard: remember me").wait_for()
    assert await chat.button("Remember").count() == 0, "nobody is asked twice"
    assert await chat.said("customer").count() == 1
    assert len(stage.actor.turns) == 1


async def test_refusing_to_be_remembered_is_kept(stage: Stage) -> None:
    chat = await stage.visit()
    await chat.open()
    await chat.ask("forget me")
    await chat.button("No, thanks").click()
    assert await chat.page.evaluate("sessionStorage.length") == 0
    await chat.page.reload()
    await chat.launcher.wait_for()
    await chat.open()
    assert await chat.said("customer").count() == 0


async def test_the_first_words_say_that_it_is_an_ai(stage: Stage) -> None:
    chat = await stage.visit()
    await chat.open()
    assert "You are talking to an AI" in await chat.panel.inner_text()
