"""Does every customer get one whole answer while the model fails, and is the model used again once it is back?

The fake server goes wrong in all the ways of `api.fake_mistral.faults`, then not at all, then always, and then is well
again. What customers saw is put together from the events that went out, as a page would.
"""

import asyncio
import json
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from agent.grounding import sentences
from agent.grounding.evidence import squeezed
from api.fake_mistral.answers import Mode
from api.fake_mistral.app import Behaviour
from api.fake_mistral.faults import NONE, Fault, Faults
from api.fake_mistral.serving import serving
from api.settings import Mistral, Model
from domain.errors import InvalidInput
from evals.observed import Said
from evals.progress import Advance, Progress, silent
from evals.result import CaseResult, SuiteResult
from evals.shop_floor import Conversation, NoReply, ShopFloor, open_shop_floor

_TURNS = 3_000
_SAMPLE = 600
"""Turns of a run that is not told to take them all."""
_DEAD_TURNS = 60
_AT_ONCE = 4
"""Conversations; the breaker is one for all of them."""
_FAULT_RATE = 0.3
_SEED = 20261121
_UNLIMITED = 1_000_000_000
_TURNS_A_CONVERSATION = 8
_BACK_WITHIN_S = 60.0
_DEADLINE_S = 1.0
"""Of a call, so that stalled ones do not make this last for hours."""
_SAID = (
    "where is order {order}?",
    "what is your return policy?",
    "do you have linen shirts under $100?",
    "how long does shipping take?",
    "what is the {product} made of?",
    "how do I wash wool?",
    "can I pay with PayPal?",
    "is the {product} in stock?",
)
_EVENTS = "SELECT events::text FROM turns WHERE conversation_id = $1 ORDER BY fence DESC LIMIT 1"


@dataclass(frozen=True, slots=True)
class Turn:
    message: str
    said: Said | None
    """None: no reply came."""
    shown: str
    ms: float

    @property
    def is_answered(self) -> bool:
        return self.said is not None and bool(self.shown.strip())

    @property
    def is_torn(self) -> bool:
        return self.said is not None and self.shown != self.said.text

    @property
    def is_doubled(self) -> bool:
        told = [squeezed(one) for one in sentences(self.shown) if len(one.split()) > 4]
        return len(told) != len(set(told))

    @property
    def outcomes(self) -> list[str]:
        return [call["outcome"] for call in self.said.model.get("calls", ())] if self.said else []


def run(data: Path | None = None, *, everything: bool = False, progress: Progress = silent) -> SuiteResult:
    """Raises InvalidInput: it takes no data."""
    if data is not None:
        raise InvalidInput("the suite resilience takes no data")
    faulty, dead, back_s = asyncio.run(_endure(_TURNS if everything else _SAMPLE, progress))
    calls = [outcome for turn in faulty for outcome in turn.outcomes]
    figures = {
        "turns": float(len(faulty)),
        "calls_failed": sum(outcome != "whole" for outcome in calls) / max(len(calls), 1),
        "answered": _share(faulty, lambda turn: turn.is_answered),
        "torn": float(sum(turn.is_torn for turn in faulty)),
        "doubled": float(sum(turn.is_doubled for turn in faulty)),
        "dead_answered": _share(dead, lambda turn: turn.is_answered),
        "dead_turn_ms": sum(turn.ms for turn in dead) / len(dead),
        "back_s": back_s,
    }
    return SuiteResult("resilience", figures, [*_cases("faulty", faulty), *_cases("dead", dead)])


async def _endure(count: int, progress: Progress) -> tuple[list[Turn], list[Turn], float]:
    behaviour = Behaviour(mode=Mode.REWORDED, seed=_SEED)
    # The fake hangs up on purpose, and its server would print a page about each.
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
    async with serving(behaviour) as base_url:
        role = Model(deadline_s=_DEADLINE_S)
        mistral = Mistral(
            base_url=base_url,
            conversation_tokens=_UNLIMITED,
            day_tokens=_UNLIMITED,
            respond=role,
            understand=role,
            plan=role,
        )
        async with open_shop_floor(mistral=mistral) as floor:
            behaviour.faults = Faults.all(_FAULT_RATE)
            faulty = await _talk(floor, count, progress("Turns of a failing model", count))
            behaviour.faults = Faults({Fault.OVERLOADED: 1.0})
            dead = await _talk(floor, _DEAD_TURNS, progress("Turns of a dead model", _DEAD_TURNS))
            behaviour.faults = NONE
            return faulty, dead, await _until_back(floor)


async def _talk(floor: ShopFloor, count: int, advance: Advance) -> list[Turn]:
    order = next(order for order in floor.ledger.orders if order["status"] == "shipped")
    customer = next(one for one in floor.ledger.customers if one["customer_id"] == order["customer_id"])
    places = {"order": order["order_id"], "product": order["lines"][0]["name"]}
    messages = [text.format(**places) for text in islice(cycle(_SAID), count)]

    async def held(part: Sequence[str]) -> list[Turn]:
        conversation = await floor.begin(customer=customer["email"], channel="web", locale="en-US")
        turns: list[Turn] = []
        for text in part:
            turns.append(await _turn(floor, conversation, text))
            advance()
        return turns

    parts = [messages[at : at + _TURNS_A_CONVERSATION] for at in range(0, count, _TURNS_A_CONVERSATION)]
    found: list[list[Turn]] = []
    for at in range(0, len(parts), _AT_ONCE):
        found += await asyncio.gather(*map(held, parts[at : at + _AT_ONCE]))
        await floor.rows.put_back()
    return [turn for turns in found for turn in turns]


async def _turn(floor: ShopFloor, conversation: Conversation, message: str) -> Turn:
    began = time.perf_counter()
    try:
        said = await conversation.say(message)
    except NoReply:
        return Turn(message, None, "", (time.perf_counter() - began) * 1000)
    spent = (time.perf_counter() - began) * 1000
    async with floor.database.connection() as connection:
        stored = await connection.fetchval(_EVENTS, conversation.conversation_id)
    return Turn(message, said, shown(json.loads(stored or "[]")), spent)


def shown(events: Sequence[dict[str, Any]]) -> str:
    """What a page shows when the stream ends: a `start` takes away what was there."""
    text = ""
    for event in events:
        if event["kind"] == "start":
            text = ""
        elif event["kind"] == "delta":
            text += event["data"]["text"]
    return text


async def _until_back(floor: ShopFloor) -> float:
    """Seconds until the model words an answer again."""
    began = time.perf_counter()
    while (waited := time.perf_counter() - began) < _BACK_WITHIN_S * 2:
        [turn] = await _talk(floor, 1, silent("Back", 1))
        if "whole" in turn.outcomes:
            break
        await asyncio.sleep(1)
    return waited


def _share(turns: Sequence[Turn], is_so: Any) -> float:
    return sum(bool(is_so(turn)) for turn in turns) / max(len(turns), 1)


def _cases(part: str, turns: Sequence[Turn]) -> list[CaseResult]:
    """Only what went wrong: hundreds of good turns say nothing."""
    wrong = [(at, turn) for at, turn in enumerate(turns) if not turn.is_answered or turn.is_torn or turn.is_doubled]
    return [
        CaseResult(
            case_id=f"{part} {at}",
            passed=False,
            expected="one whole answer",
            actual="no answer" if not turn.is_answered else "torn" if turn.is_torn else "doubled",
            detail=f"{turn.message}\n{turn.shown}\n---\n{turn.said.text if turn.said else ''}",
            tags=(part,),
        )
        for at, turn in wrong
    ]
