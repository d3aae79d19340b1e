"""Does the gate stop every unbacked statement, and let true ones pass?

Two sources: true sentences about a seeded shop, each figure of which is changed once; and hand-written
cases under `evals/data/grounding`, whose README documents the format that `--data` takes too.
"""

import json
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from agent.grounding import Evidence, Finding, unbacked
from evals.result import CaseResult, SuiteResult
from evals.suites.grounding_shop import Sentence, situations

_DATA = Path(__file__).parent.parent / "data" / "grounding"
_SEED = 20261120
_SITUATIONS = 50


class WrittenCase(BaseModel):
    """One line of a data file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    sentence: str
    expect: Literal["pass", "block"]
    kind: str
    language: str = "en"
    today: date | None = None
    facts: dict[str, Any] = {}
    texts: tuple[str, ...] = ()
    customer: str = ""
    receipts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    case_id: str
    evidence: Evidence
    sentence: str
    expect: str
    kind: str
    locale: str


def run(data: Path | None = None) -> SuiteResult:
    """All cases, or those of one file.

    Raises:
        ValueError: a line of the file is no case; the message names the line.
    """
    cases = list(read_cases(data)) if data else [*shop_cases(), *_written()]
    results = [_judge(case) for case in cases]
    return SuiteResult(suite="grounding", metrics=_metrics(results), cases=results, confusion=None)


def shop_cases(*, count: int = _SITUATIONS, seed: int = _SEED) -> Iterator[Case]:
    """Each true sentence once, and once more for every figure in it with that figure changed."""
    dice = random.Random(seed)
    for number, situation in enumerate(situations(count, seed=seed)):
        printed = situation.printed
        for place, sentence in enumerate(situation.sentences):
            locale = sentence.locale.replace("_", "-")
            name = f"shop-{number:03d}-{place:02d}"
            yield Case(name, situation.evidence, sentence.text, "pass", "honest", locale)
            for slot, text in _changes(sentence, printed, dice):
                kind = sentence.slots[slot].kind
                lie = sentence.changed(slot, text)
                yield Case(f"{name}-{slot}", situation.evidence, lie, "block", kind, locale)


def findings_of(case: Case) -> list[Finding]:
    return unbacked(case.sentence, case.evidence, language=case.locale)


def read_cases(path: Path) -> Iterator[Case]:
    """Cases of a JSON lines file."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            written = WrittenCase.model_validate(json.loads(line))
        except (json.JSONDecodeError, ValidationError) as error:
            raise ValueError(f"{path.name}, line {number}: {error}") from error
        yield _case(written)


def _written() -> Iterator[Case]:
    for path in sorted(_DATA.glob("*.jsonl")):
        yield from read_cases(path)


def _case(written: WrittenCase) -> Case:
    evidence = Evidence.of(
        [written.facts],
        shop_texts=written.texts,
        customer_text=written.customer,
        today=written.today,
        receipts=written.receipts,
    )
    return Case(written.id, evidence, written.sentence, written.expect, written.kind, written.language)


def _changes(sentence: Sentence, printed: frozenset[str], dice: random.Random) -> Iterator[tuple[str, str]]:
    """One false text for every slot; one that happens to print another fact of the turn is drawn again."""
    for name, slot in sentence.slots.items():
        drawn = (_falsified(slot.kind, slot.text, dice) for _ in range(50))
        other = next((text for text in drawn if text not in printed and text != slot.text), None)
        if other is not None:
            yield name, other


def _falsified(kind: str, text: str, dice: random.Random) -> str:
    if kind in ("product", "email"):
        words = ("Velvet", "Denim", "Satin", "Jersey") if kind == "product" else ("shop", "care", "claims", "pay")
        first, mark, rest = text.partition(" " if kind == "product" else "@")
        return f"{dice.choice(words)}{mark}{rest}" if first else text
    places = [place for place, character in enumerate(text) if character.isdigit()]
    place = dice.choice(places)
    digit = dice.choice([digit for digit in "123456789" if digit != text[place]])
    return text[:place] + digit + text[place + 1 :]


def _judge(case: Case) -> CaseResult:
    findings = findings_of(case)
    actual = "block" if findings else "pass"
    return CaseResult(
        case_id=case.case_id,
        passed=actual == case.expect,
        expected=case.expect,
        actual=actual,
        detail=f"{case.sentence} | {', '.join(f'{finding.kind}: {finding.text}' for finding in findings) or 'clean'}",
        tags=(case.kind, case.locale.split("-")[0]),
    )


def _metrics(results: list[CaseResult]) -> dict[str, float]:
    lies = [result for result in results if result.expected == "block"]
    truths = [result for result in results if result.expected == "pass"]
    metrics = {
        "cases": float(len(results)),
        "recall": _share(lies, passed=True),
        "false_alarm_rate": _share(truths, passed=False),
    }
    for kind in sorted({result.tags[0] for result in lies}):
        metrics[f"recall.{kind}"] = _share((result for result in lies if result.tags[0] == kind), passed=True)
    for language in sorted({result.tags[1] for result in results}):
        true = (result for result in truths if result.tags[1] == language)
        metrics[f"false_alarm_rate.{language}"] = _share(true, passed=False)
    return metrics


def _share(results: Iterable[CaseResult], *, passed: bool) -> float:
    """0 when there is nothing to judge, so that an empty file never looks perfect on recall."""
    kept = list(results)
    return sum(result.passed is passed for result in kept) / len(kept) if kept else 0.0
