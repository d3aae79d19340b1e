"""Usable by everybody: axe, targets, contrast of any accent, motion, direction, languages."""

import asyncio
import importlib.resources
from typing import Any

import pytest

from domain.conversations import Reply
from tests.browser.samples import CARDS, RETURN_FORM
from tests.browser.stage import PHONE, Chat, Stage

AXE = (importlib.resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LEAST_TARGET = 44
ACCENTS = ("#ffd400", "#ffffff", "#000000", "#7f7f7f", "#ff0044", "#00e5ff", "rebeccapurple", "nonsense")
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "forced": {"forced_colors": "active"},
}


async def findings(chat: Chat, state: str) -> list[str]:
    """What axe has against the page as it stands, with the state's name in front."""
    if not await chat.page.evaluate("typeof axe === 'object'"):
        await chat.page.evaluate(AXE)
    found = await chat.page.evaluate(
        "(tags) => axe.run(document, { runOnly: tags, resultTypes: ['violations'] })", TAGS
    )
    return [
        f"{state}: {each['id']}: {node['target']}: {node['failureSummary']}"
        for each in found["violations"]
        for node in each["nodes"]
    ]


@pytest.mark.parametrize("look", list(LOOKS))
async def test_axe_finds_nothing_in_any_state(stage: Stage, look: str) -> None:
    chat = await stage.visit(reduced_motion="reduce", **LOOKS[look])
    found = await findings(chat, "closed")
    await chat.open()
    found += await findings(chat, "open")
    for card in CARDS:
        stage.actor.answers = [
            Reply("With **all** of it: [a link](https://shop.example/)", cards=[card], quick_replies=["Thanks", "More"])
        ]
        await chat.ask("next")
        found += await findings(chat, card.kind)
        if card.kind == "receipt":
            await chat.panel.get_by_role("radio").nth(3).check(force=True)
            found += await findings(chat, "rating")
        if card is RETURN_FORM:
            await chat.button("Go on").click()
            found += await findings(chat, "form error")
    stage.actor.answers = [
        Reply("A colleague will come.", handoff={"ticket_id": "T-ABCDEF"}, sources=[{"title": "Return policy"}])
    ]
    await chat.ask("a person")
    found += await findings(chat, "handoff")
    await chat.button("More options").click()
    found += await findings(chat, "menu")
    await chat.button("Delete my data").click()
    found += await findings(chat, "erase")
    await chat.button("Cancel").click()
    stage.actor.answers = [Reply("one two three four")]
    stage.actor.hold_at(2)
    await chat.say("slowly")
    await chat.host.locator(".draft").get_by_text("one two").wait_for()
    found += await findings(chat, "streaming")
    stage.actor.go_on.set()
    await chat.log.get_by_text("one two three four").wait_for()
    await chat.page.context.set_offline(True)
    await chat.say("into the dark")
    await chat.panel.get_by_text("You are offline. 1 message is waiting.").wait_for()
    found += await findings(chat, "offline")
    assert found == []


@pytest.mark.parametrize("viewport", [None, PHONE])
async def test_targets_are_at_least_44_px(stage: Stage, viewport: dict[str, int] | None) -> None:
    chat = await stage.visit(viewport=viewport)
    await chat.open()
    small = """() => {
      const root = document.querySelector('support-chat').shadowRoot;
      return [...root.querySelectorAll('button, a[href], input, select, textarea, summary')]
        .filter((each) => each.checkVisibility() && !(each.matches('.text a')))
        .map((each) => [each.ariaLabel || each.textContent || each.tagName, each.getBoundingClientRect()])
        .filter(([, box]) => box.width < LEAST || box.height < LEAST)
        .map(([name, box]) => `${name} ${box.width} x ${box.height}`);
    }""".replace("LEAST", str(LEAST_TARGET))
    found = await chat.page.evaluate(small)
    for card in CARDS:
        stage.actor.answers = [Reply("See:", cards=[card], quick_replies=["Ok"], sources=[{"title": "A source"}])]
        await chat.ask("next")
        found += await chat.page.evaluate(small)
    assert found == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_any_accent_keeps_its_contrast(stage: Stage, scheme: Any) -> None:
    chat = await stage.visit(color_scheme=scheme, reduced_motion="reduce")
    await chat.open()
    stage.actor.answers = [Reply("A [link](https://shop.example/) and more", quick_replies=["Fine"], cards=[CARDS[0]])]
    await chat.ask("mine")
    found: list[str] = []
    for accent in ACCENTS:
        await chat.host.evaluate("(each, accent) => each.setAttribute('accent', accent)", accent)
        found += [each for each in await findings(chat, accent) if "contrast" in each]
    assert found == []


async def test_the_check_itself_finds_what_is_wrong(stage: Stage) -> None:
    chat = await stage.visit()
    await chat.open()
    await chat.launcher.evaluate("each => { each.removeAttribute('aria-label'); each.textContent = ''; }")
    await chat.box.evaluate("each => { each.removeAttribute('aria-label'); each.placeholder = ''; }")
    await chat.panel.locator("h2").evaluate("each => { each.style.color = '#3d6b51'; }")
    found = "\n".join(await findings(chat, "broken"))
    assert "button-name" in found
    assert "label" in found
    assert "color-contrast" in found


async def test_nothing_moves_when_less_motion_is_wanted(stage: Stage) -> None:
    stage.actor.gate = asyncio.Event()
    chat = await stage.visit(reduced_motion="reduce")
    await chat.open()
    await chat.say("wait")
    await chat.host.locator(".dots").wait_for()
    running = "() => document.querySelector('support-chat').shadowRoot.getAnimations().length"
    assert await chat.page.evaluate(running) == 0
    stage.actor.gate.set()
    lively = await stage.visit(reduced_motion="no-preference")
    stage.actor.gate = asyncio.Event()
    await lively.open()
    await lively.say("wait")
    await lively.host.locator(".dots").wait_for()
    assert await lively.page.evaluate(running) > 0
    stage.actor.gate.set()


async def test_theme_follows_the_attribute_and_else_the_system(stage: Stage) -> None:
    chat = await stage.visit(color_scheme="dark")
    await chat.open()
    ground = "each => getComputedStyle(each).backgroundColor"
    dark = await chat.panel.evaluate(ground)
    await chat.host.evaluate("each => each.setAttribute('theme', 'light')")
    light = await chat.panel.evaluate(ground)
    assert light == "rgb(255, 255, 255)"
    assert dark != light


async def test_right_to_left_is_mirrored_and_mixed_text_finds_its_own_way(stage: Stage) -> None:
    chat = await stage.visit(stage.write(line=_in("ar")))
    launcher = await chat.launcher.bounding_box()
    assert launcher is not None
    assert launcher["x"] == 20
    await chat.open()
    panel = await chat.panel.bounding_box()
    assert panel is not None
    assert panel["x"] == 20
    stage.actor.answers = [Reply("مرحبا VerdeMuse")]
    await chat.ask("hello in latin")
    own = await chat.said("customer").locator("div[dir=auto]").evaluate("each => getComputedStyle(each).direction")
    answer = await chat.said("assistant").nth(1).locator(".text").evaluate("each => getComputedStyle(each).direction")
    assert (own, answer) == ("ltr", "rtl")
    bubble, box = await chat.said("customer").bounding_box(), await chat.panel.bounding_box()
    assert bubble is not None
    assert box is not None
    assert bubble["x"] - box["x"] < 40
    assert await findings(chat, "rtl") == []


@pytest.mark.parametrize(
    ("locale", "send", "notice"),
    [
        ("en-GB", "Send", "You are talking to an AI"),
        ("de-DE", "Senden", "Sie sprechen mit einer KI"),
        ("fr-FR", "Envoyer", "Vous parlez à une IA"),
        ("es-ES", "Enviar", "Está hablando con una IA"),
        ("pl", "Send", "You are talking to an AI"),
    ],
)
async def test_it_speaks_the_visitors_language(stage: Stage, locale: str, send: str, notice: str) -> None:
    chat = await stage.visit(stage.write(line=_in(locale)))
    await chat.open()
    await chat.button(send).wait_for()
    assert notice in await chat.panel.inner_text()


async def test_every_language_has_every_text_with_the_same_blanks(stage: Stage) -> None:
    chat = await stage.visit()
    texts: dict[str, dict[str, Any]] = await chat.page.evaluate(
        "async (base) => Object.fromEntries(await Promise.all(['en', 'de', 'fr', 'es'].map(async (l) =>"
        " [l, (await import(`${base}texts/${l}.js`)).default])))",
        f"{stage.address}{(await stage.service.client.get('/v1/widget?shop=demo')).json()['base']}",
    )
    for language, own in texts.items():
        assert shape(own) == shape(texts["en"]), language


def shape(texts: dict[str, Any]) -> dict[str, Any]:
    """Keys, forms and blanks of the texts; a form for one may leave the number out."""
    return {
        key: sorted(value)
        if isinstance(value, dict)
        else sorted(part for part in value.split() if "{" in part).__len__()
        for key, value in texts.items()
    }


async def test_no_text_is_left_untranslated(stage: Stage) -> None:
    chat = await stage.visit(stage.write(line=_in("en-XA")))
    await chat.launcher.click()
    await chat.panel.wait_for(state="visible")
    bare = """() => {
      const root = document.querySelector('support-chat').shadowRoot;
      const data = /^(VerdeMuse|Hi! I'm.*|Where is.*|How do.*|Help me.*|next|See|[\\d.,:★✓↓▸()·$ \\u00a0-]*)$/;
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      const left = [];
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const text = node.textContent.replace(/⟦[^⟧]*⟧/g, '').trim();
        if (node.parentElement?.closest('style, .text, [data-from-shop]') || data.test(text)) continue;
        left.push(text);
      }
      for (const each of root.querySelectorAll('[aria-label], [placeholder], [title]')) {
        for (const name of ['aria-label', 'placeholder', 'title']) {
          const text = each.getAttribute(name);
          if (text && !/^⟦.*⟧$/.test(text)) left.push(text);
        }
      }
      return left;
    }"""
    found = set(await chat.page.evaluate(bare))
    stage.actor.answers = [Reply("See", handoff={"ticket_id": "T-1"})]
    await chat.box.fill("next")
    await chat.box.press("Enter")
    await chat.said("assistant").nth(1).wait_for()
    found |= set(await chat.page.evaluate(bare))
    assert found == set()


def _in(locale: str) -> str:
    return f'<script type="module" src="{{service}}/widget/loader.js" data-shop="demo" data-locale="{locale}"></script>'
