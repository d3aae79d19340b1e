"""Does what comes next lean on what was just said?

"Which one is cheaper", after two sweaters; "no, the other one", after an order; "and coats?", after the warranty: what
people write next has a meaning only in its talk. Each talk of the file is said anew for every message that may follow
it, and the answer must tell what that message asks for there.
"""

import asyncio
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from domain.errors import InvalidInput
from evals.progress import Progress, silent
from evals.result import CaseResult, SuiteResult
from evals.shop_floor import ShopFloor, open_shop_floor
from evals.suites.contexts import Asked

TURNS = Path(__file__).parents[1] / "data" / "turns" / "verdemuse.yaml"
_SAMPLE = 5
"""Every so manieth message that follows a talk, another one after each."""


class BadTurns(InvalidInput):
    """The file cannot be read; it is said where and why."""

    code = "bad_turns"


class Talk(BaseModel):
    """`said` are its messages in turn; `next` is what may be written then, each instead of the others."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    said: tuple[str, ...]
    next: tuple[Asked, ...]


class Turns(BaseModel):
    """`customer` is who speaks, by e-mail address."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    customer: str
    talks: tuple[Talk, ...]


def run(data: Path | None = None, *, everything: bool = False, progress: Progress = silent) -> SuiteResult:
    """Raises:
    BadTurns: the file cannot be read.
    """
    turns = read_turns(data or TURNS)
    results = asyncio.run(_say(turns, list(cases_of(turns, every=1 if everything or data else _SAMPLE)), progress))
    passed = sum(each.passed for each in results) / len(results) if results else 1.0
    return SuiteResult("turns", {"messages": float(len(results)), "passed": passed}, results)


def read_turns(path: Path) -> Turns:
    try:
        return Turns.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise BadTurns(f"{path}: {error}") from error


def cases_of(turns: Turns, *, every: int) -> Iterator[tuple[Talk, Asked]]:
    for number, talk in enumerate(turns.talks):
        for at, asked in enumerate(talk.next):
            if (number + at) % every == 0:
                yield talk, asked


async def _say(turns: Turns, cases: Sequence[tuple[Talk, Asked]], progress: Progress) -> list[CaseResult]:
    advance, results = progress("Messages", len(cases)), list[CaseResult]()
    async with open_shop_floor() as floor:
        for talk, asked in cases:
            told = await _told(floor, turns.customer, (*talk.said, asked.text))
            is_told = re.search(asked.tells, told, re.IGNORECASE | re.DOTALL) is not None
            results.append(CaseResult(f"{asked.text} [{' | '.join(talk.said)}]", is_told, asked.tells, told))
            advance()
    return results


async def _told(floor: ShopFloor, customer: str, messages: Sequence[str]) -> str:
    """The last answer."""
    await floor.rows.put_back()
    talk = await floor.begin(customer=customer, channel="web", locale="en-US")
    told = ""
    for text in messages:
        told = (await talk.say(text)).text
    return told
