"""How a state of the widget is reached: how one looks at it, and the way to a chat that has answered."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from domain.conversations import Card, Reply
from tests.browser.stage import DESKTOP, Chat, Stage

QUESTION = "Do you have a linen shirt in my size?"
FOUND = "Yes, **two** of them fit your size. The [size guide](https://shop.example/sizes) says how they fall."
LONG = (
    "You can send things back within **30 days** of delivery:\n\n1. Tell me what you would like to return.\n"
    "2. Print the label, or show its code at the counter.\n3. Drop the parcel at any UPS shop.\n\n"
    "| Way | Costs | Takes |\n|---|---|---|\n| Refund | free | 5 to 7 days |\n| Exchange | free | 3 days |\n"
)


@dataclass(frozen=True)
class Look:
    """How one looks at it: the browser's settings, and the attributes of the embedding line."""

    viewport: dict[str, int] = field(default_factory=lambda: DESKTOP)
    browser: dict[str, Any] = field(default_factory=dict)
    line: dict[str, str] = field(default_factory=dict)
    page: str = "<p>Linen, cotton and wool, cut to be mended.</p>"

    @property
    def language(self) -> str:
        return self.line.get("locale", "en")[:2]


State = Callable[[Stage, Look], Awaitable[Chat]]


class States(dict[str, State]):
    """By name, in the order in which they are told."""

    def state(self, reached: State) -> State:
        self[reached.__name__] = reached
        return reached


async def visited(stage: Stage, look: Look) -> Chat:
    attributes = " ".join(f'data-{name}="{value}"' for name, value in {"shop": "demo", **look.line}.items())
    line = f'<script type="module" src="{{service}}/widget/loader.js" {attributes}></script>'
    stage.actor.answers = []
    stage.actor.gate = stage.actor.waits_at = None
    return await stage.visit(stage.write(look.page, line=line), viewport=look.viewport, **look.browser)


async def asked(stage: Stage, look: Look, *cards: Card, text: str = FOUND, **more: Any) -> Chat:
    chat = await (await visited(stage, look)).open()
    stage.actor.answers = [Reply(text, cards=list(cards), **more)]
    await chat.ask(QUESTION)
    await chat.panel.locator(".consent").get_by_role("button").last.click()
    return chat


async def opened(stage: Stage, look: Look) -> Chat:
    return await (await visited(stage, look)).open()


async def hand_over(chat: Chat, name: str, kind: str, content: bytes) -> None:
    file = {"name": name, "mimeType": kind, "buffer": content}
    await chat.panel.locator("input[type=file]").set_input_files(file)  # pyright: ignore[reportArgumentType] # a TypedDict there
