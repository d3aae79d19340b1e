"""Do whole conversations come out right? Scripted customers against the loaded demo shop.

A case passes when every reply and the shop's data afterwards are as the scenario says (docs/evals.md).
"""

import asyncio
import re
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from domain.errors import ShopSmartError
from evals.given import written
from evals.graders import Roles, kept, misses_at_end, misses_of_reply
from evals.observed import Said
from evals.progress import Progress, silent
from evals.result import CaseResult, SuiteResult
from evals.scenario import Scenario
from evals.scenario_files import read_scenarios
from evals.shop_floor import ShopFloor, open_shop_floor
from evals.tracing import Outcome, experiment
from evals.variants import VARIANTS, variants_of


@dataclass(frozen=True, slots=True)
class Held:
    """One conversation that was held."""

    scenario: Scenario
    misses: Sequence[str]
    transcript: Sequence[str]
    turns: int
    withheld: int
    ms: float
    """Of all its turns together."""
    said: Sequence[Said] = ()
    """The replies."""


def run(
    data: Path | None = None, *, only: str | None = None, with_variants: bool = False, progress: Progress = silent
) -> SuiteResult:
    """Holds our own conversations, or those of a file or folder. `only`: a pattern of names or tags.

    Raises:
        BadScenarios: some file is wrong; nothing was held.
        NothingFits: a scenario asks for an order that the shop does not have.
    """
    scenarios = [one for one in read_scenarios(data) if only is None or is_meant(one, only)]
    if with_variants:
        scenarios += [variant for one in scenarios for variant in variants_of(one)]
    held = asyncio.run(_hold_all(scenarios, progress))
    return SuiteResult("conversations", figures(held), [_case(one) for one in held])


def is_meant(scenario: Scenario, pattern: str) -> bool:
    wanted = re.compile(pattern, re.IGNORECASE)
    return any(wanted.search(text) for text in (scenario.name, *scenario.tags))


def figures(held: Sequence[Held]) -> dict[str, float]:
    """Shares of conversations that came out right; variants are counted apart."""
    own = [one for one in held if not _wording(one)]
    metrics = {
        "scenarios": float(len(own)),
        "passed": _passed(own),
        "turns": float(sum(one.turns for one in own)),
        "withheld_sentences": float(sum(one.withheld for one in own)),
        "turn_ms": sum(one.ms for one in own) / max(sum(one.turns for one in own), 1),
    }
    for tag in sorted({tag for one in own for tag in one.scenario.tags}):
        metrics[f"passed.{tag}"] = _passed([one for one in own if tag in one.scenario.tags])
    for name in VARIANTS:
        if others := [one for one in held if _wording(one) == name]:
            metrics[f"variants.{name}"] = _passed(others)
    return metrics


async def hold(floor: ShopFloor, scenario: Scenario) -> Held:
    """One conversation from greeting to audit; afterwards the shop is as it was before."""
    roles: Roles = floor.ledger.roles(scenario)
    customer = written(scenario.customer, roles) if scenario.customer else None
    conversation = await floor.begin(customer=customer, channel=scenario.channel, locale=scenario.locale)
    misses: list[str] = []
    transcript: list[str] = []
    replies: list[Said] = []
    withheld, spent = 0, 0.0
    try:
        for number, turn in enumerate(scenario.turns, start=1):
            roles = {**roles, **await conversation.mailed()}
            texts = [written(text, roles) for text in turn.user]
            if turn.new_conversation:
                conversation = await floor.begin(customer=customer, channel=scenario.channel, locale=scenario.locale)
            if turn.minutes_later:
                await conversation.wait(turn.minutes_later)
            began = time.perf_counter()
            said = await conversation.say(*texts)
            spent += time.perf_counter() - began
            replies.append(said)
            values, missing = kept(turn.expect, said, roles)
            wrong = misses_of_reply(turn.expect, said, roles) + missing
            transcript += [
                *(f"customer: {text}" for text in texts),
                f"bot: {said.text}",
                *(f"  ! {it}" for it in wrong),
            ]
            misses += [f"turn {number}: {it}" for it in wrong]
            withheld += said.withheld
            roles = {**roles, **values}
        misses += [f"end: {it}" for it in misses_at_end(scenario.end, await floor.rows.changes(), roles)]
    except ShopSmartError as error:
        misses.append(f"broke off: {error.code}: {error}")
    finally:
        await floor.rows.put_back()
    return Held(scenario, misses, transcript, len(scenario.turns), withheld, spent * 1000, replies)


async def _hold_all(scenarios: Sequence[Scenario], progress: Progress) -> list[Held]:
    async with open_shop_floor() as floor:
        roles_known(floor, scenarios)
        by_name = {one.name: one for one in scenarios}
        held: dict[str, Held] = {}
        advance = progress("Conversations", len(scenarios))

        async def target(name: str) -> Outcome:
            held[name] = await hold(floor, by_name[name])
            advance()
            return Outcome(not held[name].misses, "; ".join(held[name].misses))

        await experiment("conversations", list(by_name), target)
    return [held[one.name] for one in scenarios]


def roles_known(floor: ShopFloor, scenarios: Iterable[Scenario]) -> None:
    """Raises NothingFits before the first conversation rather than after a minute."""
    for scenario in scenarios:
        floor.ledger.roles(scenario)


def _case(held: Held) -> CaseResult:
    scenario = held.scenario
    return CaseResult(
        case_id=scenario.name,
        passed=not held.misses,
        expected=scenario.description or "as the scenario says",
        actual="; ".join(held.misses) or "as expected",
        detail="\n".join(held.transcript),
        tags=scenario.tags,
    )


def _wording(held: Held) -> str:
    return next((tag.removeprefix("variant:") for tag in held.scenario.tags if tag.startswith("variant:")), "")


def _passed(held: Sequence[Held]) -> float:
    return sum(not one.misses for one in held) / len(held) if held else 0.0
