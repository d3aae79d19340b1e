"""A customer stops an answer: it explains no more, and tells what was done all the same."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import cast

import pytest_asyncio

from agent.context import Context, Services
from agent.grounding import Evidence, sentences
from agent.models.port import Ask, Completion
from agent.models.scripted import ScriptedModel
from agent.models.turn import LanguageModel, TurnModel
from agent.nodes.state import Answer
from agent.nodes.wording import Around, Piece, speak
from agent.prompts.prompt import open_prompts
from agent.steps import Say
from agent.turn import Inbound, Stop, TurnInput, TurnResult
from domain.conversations import Event
from domain.customers import Principal
from graphs.run import SupportAgent
from tests.flows.shop import Shop
from tests.flows.turns import TurnsOf, turns_of

QUESTION = "how do returns work?"


class Interrupted(ScriptedModel):
    """The customer stops it after its words, and it would go on for ever."""

    def __init__(self, words: str, stop: Stop) -> None:
        super().__init__([words])
        self.stop = stop

    async def stream(self, ask: Ask) -> AsyncGenerator[str | Completion]:
        async for word in super().stream(ask):
            if isinstance(word, str):
                yield word
        self.stop.ask()
        await asyncio.Event().wait()


@pytest_asyncio.fixture(scope="session")
async def turns(shop: Shop) -> AsyncIterator[TurnsOf]:
    async with turns_of(shop) as found:
        yield found


def asked(text: str, stop: Stop) -> TurnInput:
    return TurnInput(
        conversation_id="c_turn",
        fence=1,
        messages=(Inbound(1, text),),
        state={},
        principal=Principal(),
        locale="en-US",
        channel="web",
        now=datetime.now(UTC),
        stop=stop,
    )


async def answered(turns: TurnsOf, words: str, stop: Stop) -> tuple[TurnResult, list[Event]]:
    events: list[Event] = []
    model = LanguageModel(Interrupted(words, stop), open_prompts())
    services = replace(turns.services, language_model=model)
    return await SupportAgent(services).run_turn(asked(QUESTION, stop), events.append), events


async def test_what_the_model_said_until_then_is_the_whole_answer(turns: TurnsOf) -> None:
    plain, _ = await turns.say(QUESTION)
    first, second = sentences(plain.reply.text)[:2]
    stopped, events = await answered(turns, f"{first}{second} And here", Stop())

    said = "".join(event.data["text"] for event in events if event.kind == "delta")
    assert stopped.reply.is_stopped
    assert stopped.reply.text == said
    assert said.startswith(first.strip())
    assert "And here" not in said
    assert stopped.reply.sources


async def test_stopped_before_a_word_it_says_no_more_than_that(turns: TurnsOf) -> None:
    stop = Stop()
    stop.ask()
    stopped, _ = await answered(turns, "never said", stop)

    assert stopped.reply.is_stopped
    assert "stopped" in stopped.reply.text
    assert stopped.reply.cards == stopped.reply.sources == []


async def nothing_before(_model: TurnModel, _context: Context) -> str:
    return ""


async def test_what_was_done_is_told_though_the_rest_is_not() -> None:
    stop, events = Stop(), list[Event]()
    stop.ask()
    context = Context(cast(Services, None), asked("and cancel it", stop), events.append)
    explained = Piece(Answer(Say("policy", {"passages": []})), "", "Returns take 30 days.")
    done = Piece(Answer(Say("cancelled", {"receipt": "R-1"})), "", "Your order is cancelled.")
    spoken = await speak(
        [explained, done], context, locale="en-US", evidence=Evidence.of([]), around=Around("", nothing_before)
    )

    assert (spoken.text, spoken.is_stopped) == ("Your order is cancelled.", True)
    assert [event.data["text"] for event in events] == ["Your order is cancelled."]
    assert spoken.by_answer == (None, "Your order is cancelled.")
