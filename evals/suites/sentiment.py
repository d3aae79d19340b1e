"""Is it heard when a customer loses patience? Public comments and reviews that were held back, and calm shop messages.

Frustration in the public part is what people marked as anger, annoyance or disappointment in comments to each other:
a far wider thing than a customer who is fed up with a shop. So its recall is a figure to watch, and the calm messages
that are taken for frustrated ones are what must stay few.
"""

import gzip
import json
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from agent.intents.corpus import is_real_shop_message, read_development
from agent.intents.training import Progress, macro_f1
from agent.mood.sentiment import TONES, Feeling, SentimentReader
from agent.mood.sentiment_training import FRUSTRATED, Felt, read_felt, read_messages
from agent.mood.sentiment_training import train as train_reader
from domain.errors import InvalidInput
from evals.result import CaseResult, Confusion, SuiteResult
from evals.suites.intents import CORPUS
from tools.knowledge.embedder import MiniLM

MESSAGES = Path(__file__).parents[1] / "data" / "sentiment" / "messages.jsonl.gz"


class BadMessages(InvalidInput):
    """Rows of a data file cannot be scored; each is named with its line and what is wrong with it."""

    code = "bad_messages"


def run(data: Path | None = None) -> SuiteResult:
    """Scores the held-back part, or the rows of `data` (JSON lines, plain or gz: text, sentiment, emotions).

    Raises:
        BadMessages: `data` has rows that cannot be read; nothing is scored then.
    """
    reader = SentimentReader.open(MiniLM.open())
    rows = development_rows() if data is None else read_foreign(data)
    return judge(rows, [reader.read(row.text) for row in rows])


def train(progress: Progress) -> str:
    """Makes the weights anew from the training part."""
    report = train_reader(read_felt(MESSAGES, intents=CORPUS), MiniLM.open(), progress=progress)
    return (
        f"Trained on {report.rows:,} rows. Cross-validated: frustration found in {report.frustration_found:.3f} of the"
        f" comments and {report.wordings_found:.3f} of our wordings, false alarms {report.false_alarms:.3f}"
    )


def development_rows() -> list[Felt]:
    """The held-back public rows, and the intents' held-back messages to shops that are no complaints: calm."""
    public = [row for row in read_messages(MESSAGES) if row.part == "development"]
    shops = [row for row in read_development(CORPUS) if is_real_shop_message(row) and "complaint" not in row.accepted]
    return [*public, *(Felt(row.id, row.text, "shops", None, False, "development") for row in shops)]


def judge(rows: Sequence[Felt], feelings: Sequence[Feeling]) -> SuiteResult:
    """Tone: accuracy and macro-F1. Frustration: precision and recall, and false alarms over calm shop messages."""
    metrics: dict[str, float] = {"rows": len(rows)}
    pairs = list(zip(rows, feelings, strict=True))
    toned = [(row.tone, feeling.tone) for row, feeling in pairs if row.tone is not None]
    if toned:
        truth, given = np.array([tone for tone, _ in toned]), np.array([tone for _, tone in toned])
        metrics |= {"accuracy": float((truth == given).mean()), "macro_f1": macro_f1(truth, given)}
        for source in sorted({row.source for row, _ in pairs if row.tone is not None}):
            right = [row.tone == feeling.tone for row, feeling in pairs if row.source == source]
            metrics[f"accuracy_{source}"] = float(np.mean(right))
    public = [pair for pair in pairs if pair[0].source != "shops" and pair[0].is_frustrated is not None]
    found = sum(bool(row.is_frustrated) and feeling.is_frustrated for row, feeling in public)
    if angry := sum(bool(row.is_frustrated) for row, _ in public):
        metrics["frustration_recall"] = found / angry
    if alarms := sum(feeling.is_frustrated for _, feeling in public):
        metrics["frustration_precision"] = found / alarms
    if calm := [feeling for row, feeling in pairs if row.source == "shops"]:
        metrics["shop_false_alarms"] = float(np.mean([feeling.is_frustrated for feeling in calm]))
    return SuiteResult("sentiment", metrics, [_case(row, feeling) for row, feeling in pairs], _confusion(toned))


def read_foreign(path: Path) -> list[Felt]:
    """Raises:
    BadMessages: with every bad row, by line number.
    """
    try:
        content = path.read_bytes()
        lines = (gzip.decompress(content) if path.suffix == ".gz" else content).decode().split("\n")
    except (OSError, UnicodeDecodeError, EOFError, zlib.error) as error:
        raise BadMessages(f"{path.name} cannot be read: {error}") from error
    rows: list[Felt] = []
    wrong: list[str] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            rows.append(_felt(json.loads(line), name=f"{path.name}:{number}"))
        except (ValueError, TypeError) as error:
            wrong.append(f"line {number}: {error}")
    if wrong or not rows:
        raise BadMessages(f"{path.name}: " + ("; ".join(wrong) or "no rows"))
    return rows


def _felt(row: Any, *, name: str) -> Felt:
    """`emotions` may be a list of its own or, as in the shared sets, inside `detail`."""
    if not isinstance(row, dict):
        raise TypeError("not a JSON object")
    text, tone, detail = row.get("text"), row.get("sentiment"), row.get("detail")
    emotions = row.get("emotions", detail.get("emotions") if isinstance(detail, dict) else None)
    if not isinstance(text, str) or not text.strip():
        raise ValueError("`text` is missing or empty")
    if tone is not None and tone not in (*TONES, "mixed"):
        raise ValueError(f"`sentiment` is {tone!r}, not {', '.join(TONES)} or mixed")
    if emotions is not None and not isinstance(emotions, list):
        raise TypeError("`emotions` is not a list")
    if tone is None and emotions is None:
        raise ValueError("neither `sentiment` nor `emotions`")
    return Felt(
        id=str(row.get("id", name)),
        text=text,
        source=str(row.get("source", "given")),
        tone="neutral" if tone == "mixed" else tone,
        is_frustrated=None if emotions is None else bool(FRUSTRATED.intersection(map(str, emotions))),
        part="development",
    )


def _case(row: Felt, feeling: Feeling) -> CaseResult:
    expected = " ".join([row.tone or "", "frustrated" if row.is_frustrated else ""]).strip() or "calm"
    given = f"{feeling.tone}{' frustrated' if feeling.is_frustrated else ''}"
    is_heard = row.is_frustrated is None or row.is_frustrated == feeling.is_frustrated
    is_right = is_heard and row.tone in (None, feeling.tone)
    return CaseResult(
        row.id, is_right, expected, given, f"{row.text} -> {given} {feeling.frustration:.2f}", (row.source,)
    )


def _confusion(toned: Sequence[tuple[str, str]]) -> Confusion | None:
    if not toned:
        return None
    counts = [[toned.count((truth, given)) for given in TONES] for truth in TONES]
    return Confusion(TONES, tuple(map(tuple, counts)))
