"""Are messages understood? Judges the shipped intent classifier on the development part of the public data.

Three questions: real messages to shops (HINT3, exact labels), queries that are no matter for a shop (CLINC's oos),
and shop messages wrongly taken for such. With a file of somebody's own, every row of fit `exact` is scored.
"""

import gzip
import json
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from agent.intents.classifier import IntentClassifier, IntentScore
from agent.intents.corpus import Utterance, is_real_shop_message, read_development
from agent.intents.training import Progress, macro_f1
from agent.intents.training import train as train_classifier
from domain.errors import InvalidInput
from evals.result import CaseResult, Confusion, SuiteResult
from tools.knowledge.embedder import MiniLM

CORPUS = Path(__file__).parents[1] / "data" / "intents"
OUT_OF_SCOPE = "out_of_scope"


class BadRows(InvalidInput):
    """Rows of a data file cannot be scored; each is named with its line and what is wrong with it."""

    code = "bad_rows"


def run(data: Path | None = None) -> SuiteResult:
    """Scores the development part, or the rows of `data` (JSON lines, plain or gz: text, intent, also_ok, fit).

    Raises:
        BadRows: `data` has rows that cannot be read; nothing is scored then.
    """
    classifier = IntentClassifier.open(MiniLM.open())
    rows = development_rows() if data is None else read_rows(data, intents=classifier.intents)
    return judge(rows, classifier.classify_many([row.text for row in rows]))


def train(progress: Progress) -> str:
    """Makes the weights anew from the training part."""
    report = train_classifier(CORPUS, MiniLM.open(), progress=progress)
    return (
        f"Trained on {report.rows:,} rows. Cross-validated: accuracy {report.accuracy:.3f}, macro-F1"
        f" {report.macro_f1:.3f}, refused {report.refused:.3f}, out of scope {report.out_of_scope_recall:.3f}"
    )


def development_rows() -> list[Utterance]:
    """The held-back real messages to shops with exact labels, and the held-back out-of-scope queries."""
    rows = [row for row in read_development(CORPUS) if row.fit == "exact"]
    return [row for row in rows if is_real_shop_message(row) or row.intent == OUT_OF_SCOPE]


def judge(rows: Sequence[Utterance], answers: Sequence[Sequence[IntentScore]]) -> SuiteResult:
    """Accuracy, macro-F1 and refusals over shop messages; recall over out-of-scope ones, by source where known.

    A prediction in `also_ok` counts as the first intent, for F1 and for the confusion table too.
    """
    taken = [_taken_as(row, scores[0].name) for row, scores in zip(rows, answers, strict=True)]
    shop = [i for i, row in enumerate(rows) if row.intent != OUT_OF_SCOPE]
    metrics: dict[str, float] = {"rows": len(rows)}
    if shop:
        truth = np.array([rows[i].intent for i in shop])
        given = np.array([taken[i] for i in shop])
        metrics["accuracy"] = float((truth == given).mean())
        metrics["accuracy_strict"] = float(np.mean([answers[i][0].name == rows[i].intent for i in shop]))
        metrics["macro_f1"] = macro_f1(truth, given)
        metrics["shop_refused"] = float((given == OUT_OF_SCOPE).mean())
    for name, recall in _out_of_scope_recalls(rows, taken):
        metrics[name] = recall
    metrics["calibration_error"] = _calibration_error(rows, taken, answers)
    cases = [_case(row, scores) for row, scores in zip(rows, answers, strict=True)]
    return SuiteResult("intents", metrics, cases, _confusion(rows, taken))


def read_rows(path: Path, *, intents: Sequence[str]) -> list[Utterance]:
    """Rows of fit `exact` (or without `fit`) of a JSON-lines file.

    Raises:
        BadRows: with every bad row, by line number.
    """
    rows: list[Utterance] = []
    wrong: list[str] = []
    for number, line in enumerate(_lines(path), 1):
        if not line.strip():
            continue
        try:
            rows.append(_utterance(json.loads(line), name=f"{path.name}:{number}", intents=intents))
        except (ValueError, TypeError) as error:
            wrong.append(f"line {number}: {error}")
    if wrong:
        raise BadRows(f"{path.name}: " + "; ".join(wrong))
    if not any(row.fit == "exact" for row in rows):
        raise BadRows(f"{path.name}: no row of fit exact")
    return [row for row in rows if row.fit == "exact"]


def _lines(path: Path) -> list[str]:
    try:
        content = path.read_bytes()
        return (gzip.decompress(content) if path.suffix == ".gz" else content).decode().split("\n")
    except (OSError, UnicodeDecodeError, EOFError, zlib.error) as error:
        raise BadRows(f"{path.name} cannot be read: {error}") from error


def _utterance(row: Any, *, name: str, intents: Sequence[str]) -> Utterance:
    if not isinstance(row, dict):
        raise TypeError("not a JSON object")
    text, intent, also_ok = row.get("text"), row.get("intent"), row.get("also_ok", [])
    if not isinstance(text, str) or not text.strip():
        raise ValueError("`text` is missing or empty")
    if not isinstance(also_ok, list):
        raise TypeError("`also_ok` is not a list")
    if unknown := [given for given in (intent, *also_ok) if given not in intents]:
        raise ValueError(f"unknown intent {unknown[0]!r}")
    fit = row.get("fit", "exact")
    if fit not in ("exact", "approx", "drop"):
        raise ValueError(f"`fit` is {fit!r}, not exact, approx or drop")
    source = "_".join(str(row[key]) for key in ("source", "bot") if row.get(key))
    return Utterance(
        id=str(row.get("id", name)),
        text=text,
        intent=str(intent),
        also_ok=tuple(also_ok),
        source=source,
        fit=fit,
        label=str(row.get("label", "")),
        kind=str(row.get("kind", "")),
    )


def _taken_as(row: Utterance, given: str) -> str:
    return row.intent if given in row.accepted else given


def _out_of_scope_recalls(rows: Sequence[Utterance], taken: Sequence[str]) -> Iterator[tuple[str, float]]:
    outside = [(row, given) for row, given in zip(rows, taken, strict=True) if row.intent == OUT_OF_SCOPE]
    general = [given for row, given in outside if not row.source.endswith("powerplay11")]
    games = [given for row, given in outside if row.source.endswith("powerplay11")]
    if general:
        yield "out_of_scope_recall", general.count(OUT_OF_SCOPE) / len(general)
    if games:
        yield "out_of_scope_recall_other_business", games.count(OUT_OF_SCOPE) / len(games)


def _calibration_error(
    rows: Sequence[Utterance], taken: Sequence[str], answers: Sequence[Sequence[IntentScore]], *, bins: int = 10
) -> float:
    """Mean distance between stated and real share of right answers, over bins of stated probability."""
    stated = np.array([scores[0].probability for scores in answers])
    right = np.array([row.intent == given for row, given in zip(rows, taken, strict=True)])
    place = np.minimum((stated * bins).astype(int), bins - 1)
    gaps = [abs(stated[place == b].mean() - right[place == b].mean()) * (place == b).sum() for b in np.unique(place)]
    return float(sum(gaps) / len(rows))


def _case(row: Utterance, scores: Sequence[IntentScore]) -> CaseResult:
    guesses = ", ".join(f"{score.name} {score.probability:.2f}" for score in scores[:3])
    tags = tuple(tag for tag in (row.source, row.kind, row.label) if tag)
    expected = "|".join((row.intent, *row.also_ok))
    return CaseResult(
        row.id, scores[0].name in row.accepted, expected, scores[0].name, f"{row.text} -> {guesses}", tags
    )


def _confusion(rows: Sequence[Utterance], taken: Sequence[str]) -> Confusion:
    labels = tuple(sorted({row.intent for row in rows} | set(taken)))
    place = {label: i for i, label in enumerate(labels)}
    counts = [[0] * len(labels) for _ in labels]
    for row, given in zip(rows, taken, strict=True):
        counts[place[row.intent]][place[given]] += 1
    return Confusion(labels, tuple(map(tuple, counts)))
