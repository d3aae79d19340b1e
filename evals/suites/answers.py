"""Does the shop's knowledge answer what it can, and stay silent where it cannot? Asked through production's snapshot.

Half of VerdeMuse's questions fitted the confidence (`fit`); only the other half is judged here, without those that the
shop's own files happen to have as a phrasing word for word.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from domain.knowledge import Audience, SourceKind
from evals.result import CaseResult, SuiteResult
from store.knowledge import Document
from synthetic_data.documents import make_documents
from synthetic_data.reading import read_folder
from synthetic_data.rows import Shift
from tools.knowledge.confidence import Sureness
from tools.knowledge.embedder import Embedder, MiniLM
from tools.knowledge.ingest import as_stored
from tools.knowledge.port import Found
from tools.knowledge.snapshot import Snapshot, build

SHOP = Path(__file__).parents[2] / "synthetic_data"
QUESTIONS = Path(__file__).parents[1] / "data" / "faq" / "verdemuse_queries.jsonl"
KINDS = (SourceKind.FAQ, SourceKind.POLICY, SourceKind.ARTICLE)
SURE = 0.5
LOOKED_AT = 60
"""Passages looked at for the rank of the right one."""


@dataclass(frozen=True, slots=True)
class Question:
    """`expect`: documents of which any one answers; none when the shop has nothing about it."""

    query: str
    expect: tuple[str, ...]
    note: str

    @property
    def is_for_fitting(self) -> bool:
        return hashlib.sha256(self.query.encode()).digest()[-1] % 2 == 0


def run(data: Path | None = None) -> SuiteResult:
    """Judges the held-out half of our questions, or all rows of `data` in the same format."""
    questions = read_questions(data or QUESTIONS)
    documents, day = shop_documents()
    judged = questions if data else [it for it in unseen(questions, documents) if not it.is_for_fitting]
    snapshot = shop_snapshot(documents, MiniLM.open())
    answered = [(question, _ask(snapshot, question, day)) for question in judged]
    return SuiteResult("answers", metrics(answered), [_case(question, found) for question, found in answered])


def read_questions(path: Path) -> list[Question]:
    """JSON lines of `query`, `expect` and, if you like, `note`."""
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    return [Question(row["query"], tuple(row["expect"]), row.get("note", "")) for row in rows]


def metrics(answered: Sequence[tuple[Question, list[Found]]]) -> dict[str, float]:
    """`answered_wrong`: sure of a wrong document; `refused_wrong`: not sure though there is an answer;
    `answered_nothing`: sure though the shop has nothing about it.
    """
    having = [(question, found) for question, found in answered if question.expect]
    lacking = [found for question, found in answered if not question.expect]
    ranks = [_rank(question, found) for question, found in having]
    sure = [bool(found) and found[0].confidence >= SURE for _, found in having]
    return {
        "n": float(len(having)),
        "n_without_answer": float(len(lacking)),
        "hit1": float(np.mean([rank == 1 for rank in ranks])),
        "mrr": float(np.mean([1 / rank if rank else 0.0 for rank in ranks])),
        "answered_wrong": float(np.mean([is_sure and rank != 1 for is_sure, rank in zip(sure, ranks, strict=True)])),
        "refused_wrong": float(1 - np.mean(sure)),
        "answered_nothing": float(np.mean([bool(it) and it[0].confidence >= SURE for it in lacking] or [0.0])),
    }


def fit(questions: Sequence[Question], snapshot: Snapshot, day: date) -> Sureness:
    """The coefficients of `tools.knowledge.confidence`: is the first passage right, on the questions for fitting."""
    from sklearn.linear_model import LogisticRegression

    features, labels = [], []
    for question in questions:
        if question.is_for_fitting:
            for hit in snapshot.index.search(question.query, audience=Audience.PUBLIC, day=day, kinds=KINDS, limit=1):
                features.append((hit.evidence.nearest, hit.evidence.unknown))
                labels.append(hit.passage.document_id in question.expect)
    model = LogisticRegression(C=100.0, max_iter=2000).fit(features, labels)
    return Sureness(*(float(weight) for weight in model.coef_[0]), constant=float(model.intercept_[0]))


def unseen(questions: Sequence[Question], documents: Sequence[Document]) -> list[Question]:
    """Those that nobody wrote down in the shop's files, letter case and closing marks apart."""
    written = {
        _bare(asked)
        for document in documents
        for texts in ((document.title,), *document.phrasings.values())
        for asked in texts
    }
    return [question for question in questions if _bare(question.query) not in written]


def shop_documents() -> tuple[list[Document], date]:
    """What the shop's folder has in writing, and its day."""
    files = read_folder(SHOP)
    parts = make_documents(files, Shift(0))
    return [document for part in parts.values() for document in part], files.manifest.anchor or date(2026, 11, 20)


def shop_snapshot(documents: Sequence[Document], embedder: Embedder) -> Snapshot:
    """As production would have it in memory, without database and products."""
    return build(as_stored(documents, embedder), [], embedder, earlier=None)


def _bare(question: str) -> str:
    return question.casefold().strip(" ?!.")


def _ask(snapshot: Snapshot, question: Question, day: date) -> list[Found]:
    return snapshot.passages(question.query, audience=Audience.PUBLIC, day=day, kinds=KINDS, limit=LOOKED_AT)


def _rank(question: Question, found: Sequence[Found]) -> int | None:
    """Of the first right document, from 1, documents counted once."""
    documents = list(dict.fromkeys(each.passage.document_id for each in found))
    return next((at for at, document in enumerate(documents, 1) if document in question.expect), None)


def _case(question: Question, found: Sequence[Found]) -> CaseResult:
    best = found[0] if found and found[0].confidence >= SURE else None
    actual = best.passage.document_id if best else ""
    confidence = f"{found[0].confidence:.2f}: {found[0].passage.heading}" if found else "nothing found"
    return CaseResult(
        case_id=question.query,
        passed=actual in question.expect if question.expect else best is None,
        expected=" or ".join(question.expect) or "(no answer)",
        actual=actual or "(no answer)",
        detail=confidence,
        tags=(question.note,),
    )
