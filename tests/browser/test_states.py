"""Nothing sticks out of anything, in any state, on the smallest phone and in the longest words."""

import pytest

from tests.browser.stage import Stage
from tests.browser.states import STATES, Look

SMALLEST = Look({"width": 320, "height": 568}, line={"locale": "fr-FR"})
_STICKS_OUT = """() => {
  const inside = document.querySelector('support-chat').shadowRoot;
  const parts = 'dialog, header, .body, .scroll, .bubble, .card, .product, button, .button';
  return [document.documentElement, ...inside.querySelectorAll(parts)]
    .filter((each) => each.scrollWidth > each.clientWidth + 1 && !each.matches('.new, .launcher'))
    .map((each) => `${each.className || each.tagName}: ${each.textContent.trim().slice(0, 40)}`);
}"""


@pytest.mark.parametrize("name", list(STATES))
async def test_a_state_fits_the_smallest_phone(stage: Stage, name: str) -> None:
    chat = await STATES[name](stage, SMALLEST)
    assert await chat.page.evaluate(_STICKS_OUT) == []
    assert chat.seen.errors == []
    if stage.actor.gate is not None:
        stage.actor.gate.set()
