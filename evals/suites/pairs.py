"""Are two things that one message asks for both answered?

"What's on sale, oh and I forgot my password": every two messages of the file are said in one, put together in the ways
that people put them. Both must be told, or the reply must say that one of them comes next: nothing is dropped without
a word.
"""

import asyncio
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.progress import Progress, silent
from evals.result import CaseResult, SuiteResult
from evals.shop_floor import open_shop_floor
from evals.suites.contexts import CONTEXTS, Asked, Contexts, read_contexts

_SAMPLE = 17
"""Every so manieth pair; prime to the number of joints, so that each of them is met."""


def _bare(text: str) -> str:
    return text.rstrip("?.! ")


def _sentence(text: str) -> str:
    return text if text[-1] in "?.!" else f"{text}."


JOINTS: dict[str, Callable[[str, str], str]] = {
    "two sentences": lambda first, then: f"{_sentence(first)} {then[0].upper()}{then[1:]}",
    "and": lambda first, then: f"{_bare(first)} and {then}",
    "also": lambda first, then: f"Hi! {_sentence(first)} Also, {then}",
    "oh and": lambda first, then: f"{_bare(first)}, oh and {_bare(then)}",
    "thanks": lambda first, then: f"hey {_sentence(first)} {_sentence(then)} thanks",
}


@dataclass(frozen=True, slots=True)
class Pair:
    first: Asked
    then: Asked
    joint: str

    @property
    def text(self) -> str:
        return JOINTS[self.joint](self.first.text, self.then.text)


def run(data: Path | None = None, *, everything: bool = False, progress: Progress = silent) -> SuiteResult:
    """Raises:
    BadContexts: the file cannot be read.
    """
    contexts = read_contexts(data or CONTEXTS)
    pairs = list(pairs_of(contexts, every=1 if everything or data else _SAMPLE))
    results = asyncio.run(_ask(contexts, pairs, progress))
    shares = {f"passed.{joint}": _share([each for each in results if joint in each.tags]) for joint in JOINTS}
    return SuiteResult("pairs", {"messages": float(len(results)), "passed": _share(results), **shares}, results)


def pairs_of(contexts: Contexts, *, every: int) -> Iterator[Pair]:
    """Every two, in both orders, but for what takes the whole message: a call for a person."""
    asked, joints = [each for each in contexts.asked if not each.alone], list(JOINTS)
    pairs = ((first, then) for first in range(len(asked)) for then in range(len(asked)) if first != then)
    for number, (first, then) in enumerate(pairs):
        if number % every == 0:
            yield Pair(asked[first], asked[then], joints[(first + then) % len(joints)])


async def _ask(contexts: Contexts, pairs: Sequence[Pair], progress: Progress) -> list[CaseResult]:
    advance, results = progress("Messages", len(pairs)), list[CaseResult]()
    async with open_shop_floor() as floor:
        for pair in pairs:
            talk = await floor.begin(customer=contexts.customer, channel="web", locale="en-US")
            said = (await talk.say(pair.text)).text
            wanted = f"{pair.first.tells} / {pair.then.tells}"
            results.append(CaseResult(pair.text, _is_served(pair, said), wanted, said, tags=(pair.joint,)))
            advance()
    return results


def _is_served(pair: Pair, said: str) -> bool:
    told = [each for each in (pair.first, pair.then) if _says(said, each.tells)]
    waits = [each for each in (pair.first, pair.then) if each.waits and _says(said, each.waits)]
    return bool(told) and all(each in told or each in waits for each in (pair.first, pair.then))


def _says(said: str, pattern: str) -> bool:
    return re.search(pattern, said, re.IGNORECASE | re.DOTALL) is not None


def _share(results: Sequence[CaseResult]) -> float:
    return sum(each.passed for each in results) / len(results) if results else 1.0
