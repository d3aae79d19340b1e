"""Does a real message find the frequently asked question that it means? Judged on two shops' bots.

The index is the one that production searches; nothing is ranked here. What VerdeMuse has written is judged by the suite
`answers`, through production's snapshot.
"""

import gzip
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from domain.knowledge import Audience, SourceKind
from evals.result import CaseResult, SuiteResult
from store.knowledge import Document
from tools.knowledge.embedder import Embedder, MiniLM
from tools.knowledge.index import PassageIndex
from tools.knowledge.ingest import as_stored
from tools.knowledge.snapshot import passage_index

HINT3 = Path(__file__).parents[1] / "data" / "intents" / "hint3.jsonl.gz"
DAY = date(2027, 1, 15)
"""Phrases have no dates; any day will do."""
BOTS = ("curekart", "sofmattress")
"""The shops among HINT3's bots; the third plays fantasy cricket."""


@dataclass(frozen=True, slots=True)
class Question:
    """A message, and the documents that answer it: any of them."""

    query: str
    expect: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """Documents found, best first, and the confidence of the first."""

    question: Question
    found: tuple[str, ...]
    confidence: float

    @property
    def rank(self) -> int | None:
        """Position of the first right document, counted from 1."""
        ranks = [at for at, document in enumerate(self.found, start=1) if document in self.question.expect]
        return min(ranks, default=None)


def run(data: Path | None = None) -> SuiteResult:
    """Judges both shops of HINT3, or every bot in the rows of `data` (JSON lines, plain or gz)."""
    rows = read_rows(data or HINT3)
    sets = faq_sets(rows if data else [row for row in rows if row["bot"] in BOTS], MiniLM.open())
    metrics: dict[str, float] = {}
    cases: list[CaseResult] = []
    for bot, (index, questions) in sets.items():
        answered = [answer(index, question) for question in questions]
        metrics |= {f"{bot}_{name}": value for name, value in ranks(answered).items()}
        cases += [_case(bot, it) for it in answered]
    return SuiteResult("retrieval", metrics, cases)


def answer(index: PassageIndex, question: Question) -> Answered:
    """What the index finds, as documents without repetition."""
    hits = index.search(question.query, audience=Audience.CUSTOMER, day=DAY, limit=50)
    documents = tuple(dict.fromkeys(hit.passage.document_id for hit in hits))
    return Answered(question, documents, hits[0].confidence if hits else 0.0)


def ranks(answered: Sequence[Answered]) -> dict[str, float]:
    """MRR, hit@1 and hit@3."""
    return {
        "n": float(len(answered)),
        "mrr": float(np.mean([1 / it.rank if it.rank else 0.0 for it in answered])),
        "hit1": float(np.mean([it.rank == 1 for it in answered])),
        "hit3": float(np.mean([it.rank is not None and it.rank <= 3 for it in answered])),
    }


def read_rows(path: Path) -> list[dict[str, Any]]:
    """JSON lines, plain or gz."""
    content = path.read_bytes()
    text = gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def faq_sets(rows: Iterable[Mapping[str, Any]], embedder: Embedder) -> dict[str, tuple[PassageIndex, list[Question]]]:
    """An index of authored phrases and the real questions, per bot; labels without a phrase cannot be asked for."""
    by_bot: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        by_bot.setdefault(row["bot"], []).append(row)
    sets: dict[str, tuple[PassageIndex, list[Question]]] = {}
    for bot, own in by_bot.items():
        phrases: dict[str, list[str]] = {}
        for row in own:
            if row["kind"] == "authored" and row["label"] != "NO_NODES_DETECTED":
                phrases.setdefault(row["label"], []).append(row["text"])
        asked = [row for row in own if row["kind"] == "real_user" and row["fit"] == "exact" and row["label"] in phrases]
        if asked:
            sets[bot] = _faq_index(phrases, embedder), [Question(row["text"], (row["label"],)) for row in asked]
    return sets


def _faq_index(phrases: Mapping[str, Sequence[str]], embedder: Embedder) -> PassageIndex:
    documents = [
        Document(label, SourceKind.FAQ, texts[0], "", phrasings={texts[0]: tuple(dict.fromkeys(texts[1:]))})
        for label, texts in phrases.items()
    ]
    return passage_index(as_stored(documents, embedder), embedder)


def _case(name: str, it: Answered) -> CaseResult:
    expected = " or ".join(it.question.expect)
    actual = it.found[0] if it.found else "nothing"
    detail = f"right answer at {it.rank or 'no rank'}, first hit {it.confidence:.2f} sure"
    return CaseResult(f"{name}/{it.question.query}", it.rank == 1, expected, actual, detail, (name,))
