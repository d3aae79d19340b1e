"""Does a lying model get anything past the gate, and does an honest one get its words through?

The scripted conversations are held with the fake server in the model's place, over HTTP: once it says the drafts in
other words, and three times it slips figures, orders and promises in between. What it said is known, so what reached
the customer can be told without asking the gate. Wordings that people wrote (`evals/data/wordings`) come on top: true
ones must be said, and near misses, with two figures swapped or a no turned round, must not.
"""

import asyncio
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, cast

from pydantic import BaseModel, ConfigDict

from agent.grounding import sentences
from agent.grounding.evidence import squeezed
from agent.models.port import Ask
from agent.models.scripted import Line, ScriptedModel
from agent.models.turn import LanguageModel
from agent.prompts.prompt import open_prompts
from agent.turn import Inbound, TurnInput
from api.fake_mistral.answers import Mode
from api.fake_mistral.app import Behaviour
from api.fake_mistral.serving import serving
from api.fake_mistral.wire import ChatRequest
from api.settings import Mistral
from domain.customers import Principal
from domain.errors import ModelUnavailable
from evals.progress import Progress, silent
from evals.result import CaseResult, SuiteResult
from evals.scenario import Scenario
from evals.scenario_files import read_scenarios
from evals.shop_floor import ShopFloor, open_shop_floor
from evals.suites.conversations import Held, hold, roles_known
from graphs.run import SupportAgent

_SEED = 20261121
_TIMES = 3
_LANGUAGES = "languages"
"""The tag of conversations in German, French and Spanish."""
_TIMES_FOREIGN = 9
"""How often those are lied in: there are few of them, and each lie is another one."""
_SAMPLE = 130
"""Conversations of a run that is not told to hold them all: enough for 300 answers of the lying model."""
_WORDINGS = Path(__file__).parents[1] / "data" / "wordings"
_UNLIMITED = 1_000_000_000
_DRAFT = re.compile(r'<data name="draft">\n(.*?)\n</data>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Told:
    """One conversation, and what the model said in it."""

    held: Held
    answers: int
    sentences: int
    lies: Sequence[str]
    """Sentences that are none of the draft's."""

    @property
    def leaked(self) -> list[str]:
        shown = squeezed("\n".join(said.text for said in self.held.said))
        return [lie for lie in self.lies if squeezed(lie) in shown]

    def count(self, what: str) -> int:
        return sum(int(said.model.get(what, 0)) for said in self.held.said)

    @property
    def withdrawn(self) -> int:
        return self.count("fallback_not_faithful")


def run(data: Path | None = None, *, everything: bool = False, progress: Progress = silent) -> SuiteResult:
    """Every n-th scripted conversation, or all, or those of a file or folder, once with each model."""
    scenarios = read_scenarios(data)
    if not everything and data is None:
        # All of those in other languages, which are few.
        foreign = [one for one in scenarios if _LANGUAGES in one.tags]
        own = [one for one in scenarios if _LANGUAGES not in one.tags]
        scenarios = [*own[:: max(len(own) // _SAMPLE, 1)], *foreign]
    honest = asyncio.run(_hold_all(scenarios, Mode.REWORDED, progress))
    # Where the model has nothing to say, it has nothing to lie about; elsewhere it lies otherwise each time.
    worded = [one.held.scenario for one in honest if one.answers]
    foreign = [one for one in worded if _LANGUAGES in one.tags]
    again = foreign * (_TIMES_FOREIGN - _TIMES)
    lying = asyncio.run(_hold_all([*worded * _TIMES, *again], Mode.LYING, progress))
    written = asyncio.run(_say_all(_read_wordings())) if data is None else []
    metrics = {**_figures("lying", lying), **_figures("honest", honest), **_written_figures(written)}
    cases = [*_cases("lying", lying), *_cases("honest", honest), *(_written_case(one) for one in written)]
    return SuiteResult("grounding-model", metrics, cases)


async def _hold_all(scenarios: Sequence[Scenario], mode: Mode, progress: Progress) -> list[Told]:
    advance = progress(f"Conversations, {mode.value} model", len(scenarios))
    behaviour = Behaviour(mode=mode, seed=_SEED)
    async with serving(behaviour) as base_url:
        mistral = Mistral(base_url=base_url, conversation_tokens=_UNLIMITED, day_tokens=_UNLIMITED)
        async with open_shop_floor(mistral=mistral) as floor:
            roles_known(floor, scenarios)
            told: list[Told] = []
            for scenario in scenarios:
                told.append(await _told(floor, scenario, behaviour))
                advance()
            return told


async def _told(floor: ShopFloor, scenario: Scenario, behaviour: Behaviour) -> Told:
    behaviour.requests.clear()
    behaviour.answers.clear()
    held = await hold(floor, scenario)
    spoken = [
        (request, said.text if request.response_format is None else _mended(said.text))
        for request, said in zip(behaviour.requests, behaviour.answers, strict=True)
        if _draft(request)
    ]
    said = [(sentence, _draft(request)) for request, text in spoken for sentence in sentences(text)]
    lies = [sentence.strip() for sentence, draft in said if squeezed(sentence) not in squeezed(draft)]
    worded = sum(request.response_format is None for request, _ in spoken)
    return Told(held, worded, len(said), lies)


class Wording(BaseModel):
    """One line of a file of wordings."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    message: str
    wording: str
    expect: Literal["said", "stopped"]


@dataclass(frozen=True, slots=True)
class Worded:
    wanted: Wording
    text: str
    """What the customer got."""

    @property
    def is_right(self) -> bool:
        return self.text.startswith(self.wanted.wording) == (self.wanted.expect == "said")


def _read_wordings() -> list[Wording]:
    lines = (line for file in sorted(_WORDINGS.glob("*.jsonl")) for line in file.read_text("utf-8").splitlines())
    return [Wording.model_validate_json(line) for line in lines]


def _wording_alone(wording: str) -> Line:
    """Nothing but the first wording of an answer: no reading, no choice of sentences, nothing mended."""
    left = [wording]

    def line(ask: Ask) -> str:
        if ask.role != "respond" or not left:
            raise ModelUnavailable
        return left.pop()

    return line


async def _say_all(wordings: Sequence[Wording]) -> list[Worded]:
    """Each in a conversation of its own, with a model that says exactly this and mends nothing."""
    async with open_shop_floor() as floor:
        services = cast(SupportAgent, floor.agent).services
        found: list[Worded] = []
        for one in wordings:
            model = LanguageModel(ScriptedModel([_wording_alone(one.wording)]), open_prompts())
            agent = SupportAgent(replace(services, language_model=model))
            said = (Inbound(1, one.message),)
            turn = TurnInput("c_wording", 1, said, {}, Principal(), "en-US", "web", datetime.now(UTC))
            found.append(Worded(one, (await agent.run_turn(turn, lambda event: None)).reply.text))
    return found


def _written_figures(worded: Sequence[Worded]) -> dict[str, float]:
    true = [one for one in worded if one.wanted.expect == "said"]
    false = [one for one in worded if one.wanted.expect == "stopped"]
    if not worded:
        return {}
    return {
        "written.said": sum(one.is_right for one in true) / len(true),
        "written.stopped": sum(one.is_right for one in false) / len(false),
    }


def _written_case(worded: Worded) -> CaseResult:
    return CaseResult(
        case_id=f"written: {worded.wanted.message}",
        passed=worded.is_right,
        expected=worded.wanted.expect,
        actual=worded.text,
        detail=f"customer: {worded.wanted.message}\nmodel: {worded.wanted.wording}\nbot: {worded.text}",
        tags=("written",),
    )


def _draft(request: ChatRequest) -> str:
    found = [match[1] for message in request.messages for match in _DRAFT.finditer(message.text)]
    return found[-1] if found else ""


def _mended(text: str) -> str:
    return "\n".join(json.loads(text)["sentences"])


def _figures(model: str, told: Sequence[Told]) -> dict[str, float]:
    answers, said = sum(one.answers for one in told), sum(one.sentences for one in told)
    figures = {
        "turns": float(answers),
        "sentences": float(said),
        "passed": sum(not one.held.misses for one in told) / max(len(told), 1),
        "withdrawn_rate": sum(one.withdrawn for one in told) / max(answers, 1),
    }
    held_back = sum(one.count("held_back") for one in told)
    if model == "lying":
        figures |= {
            "foreign_turns": float(sum(one.answers for one in told if _LANGUAGES in one.held.scenario.tags)),
            "lies": float(sum(len(one.lies) for one in told)),
            "unbacked": float(sum(len(one.leaked) for one in told)),
            "held_back": float(held_back),
            "replaced": float(sum(one.count("replaced") for one in told)),
        }
    else:
        figures["false_block_rate"] = held_back / max(said, 1)
    return {f"{model}.{name}": value for name, value in figures.items()}


def _cases(model: str, told: Sequence[Told]) -> list[CaseResult]:
    return [_case(model, one) for one in told]


def _case(model: str, told: Told) -> CaseResult:
    is_lying = model == "lying"
    wrong = [f"a customer saw: {lie}" for lie in told.leaked] if is_lying else []
    if not is_lying and (blocked := told.count("held_back") + told.withdrawn):
        wrong.append(f"{blocked} true sentences or answers were held back")
    return CaseResult(
        case_id=f"{model}: {told.held.scenario.name}",
        passed=not wrong and not told.held.misses,
        expected="nothing unbacked is said" if is_lying else "what is true is said",
        actual="; ".join([*wrong, *told.held.misses]) or "as expected",
        detail="\n".join(told.held.transcript),
        tags=(model,),
    )
