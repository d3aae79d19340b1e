"""Is what speaks for itself read the same whatever came before?

"Which payment methods do you take?" has one answer, right at the beginning as well as after a list of shirts, a refused
return or a summary that waits. Each message of the file is said after every kind of talk that it names, and its answer
must tell what the message asks for. What rightly depends on the talk ("where is my order", after one order) names
the talks after which something else is right.
"""

import asyncio
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from domain.errors import InvalidInput
from evals.observed import Said
from evals.progress import Progress, silent
from evals.result import CaseResult, SuiteResult
from evals.shop_floor import ShopFloor, open_shop_floor

CONTEXTS = Path(__file__).parents[1] / "data" / "contexts" / "verdemuse.yaml"
_SAMPLE = 5
"""Each message is said after every so manieth talk, another one for each message."""


class BadContexts(InvalidInput):
    """The file cannot be read; it is said where and why."""

    code = "bad_contexts"


class Asked(BaseModel):
    """`tells` is a regular expression that the reply fulfils; `not_after` names talks that it is not said after.

    For `evals.suites.pairs`: `waits` is what the reply says when it comes next, after something else that was asked
    beside it; what is `alone` takes the whole message.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    tells: str
    not_after: tuple[str, ...] = ()
    waits: str = ""
    alone: bool = False


class Contexts(BaseModel):
    """`customer` is who speaks, by e-mail address; `before` holds the messages of each kind of talk.

    `leads` are what people put before a message that has nothing to do with what was said ("ok thanks. {}").
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    customer: str
    before: dict[str, tuple[str, ...]]
    leads: tuple[str, ...] = ("{}",)
    asked: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Case:
    asked: Asked
    after: str
    lead: str

    @property
    def text(self) -> str:
        return self.lead.format(self.asked.text)


def run(data: Path | None = None, *, everything: bool = False, progress: Progress = silent) -> SuiteResult:
    """Raises:
    BadContexts: the file cannot be read, or names a talk that it does not hold.
    """
    contexts = read_contexts(data or CONTEXTS)
    cases = list(cases_of(contexts, every=1 if everything or data else _SAMPLE))
    results = asyncio.run(_ask(contexts, cases, progress))
    return SuiteResult("contexts", _figures(cases, results), results)


def read_contexts(path: Path) -> Contexts:
    try:
        contexts = Contexts.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise BadContexts(f"{path}: {error}") from error
    unknown = {name for asked in contexts.asked for name in asked.not_after} - contexts.before.keys()
    if unknown:
        raise BadContexts(f"{path}: no such talk: {', '.join(sorted(unknown))}")
    return contexts


def cases_of(contexts: Contexts, *, every: int) -> Iterator[Case]:
    for number, asked in enumerate(contexts.asked):
        for at, after in enumerate(contexts.before):
            if after not in asked.not_after and (number + at) % every == 0:
                yield Case(asked, after, contexts.leads[(number + 2 * at) % len(contexts.leads)])


async def _ask(contexts: Contexts, cases: Sequence[Case], progress: Progress) -> list[CaseResult]:
    advance, results = progress("Messages", len(cases)), list[CaseResult]()
    async with open_shop_floor() as floor:
        for case in cases:
            said = await _said(floor, contexts, case)
            is_told = re.search(case.asked.tells, said.text, re.IGNORECASE | re.DOTALL) is not None
            results.append(
                CaseResult(f"{case.text} [{case.after}]", is_told, case.asked.tells, said.text, tags=(case.after,))
            )
            advance()
    return results


async def _said(floor: ShopFloor, contexts: Contexts, case: Case) -> Said:
    await floor.rows.put_back()
    talk = await floor.begin(customer=contexts.customer, channel="web", locale="en-US")
    for text in contexts.before[case.after]:
        await talk.say(text)
    return await talk.say(case.text)


def _figures(cases: Sequence[Case], results: Sequence[CaseResult]) -> dict[str, float]:
    shares = {"messages": float(len(results)), "passed": _share(results)}
    for after in dict.fromkeys(case.after for case in cases):
        shares[f"passed.after {after}"] = _share([each for each in results if after in each.tags])
    return shares


def _share(results: Sequence[CaseResult]) -> float:
    return sum(each.passed for each in results) / len(results) if results else 1.0
