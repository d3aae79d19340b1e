"""Makes the classifier's weights from the corpus. A development-time step: SciPy is imported inside.

Hyper-parameters were chosen by cross-validation over groups of real messages in the training part; the development
part is for `evals.suites.intents` alone.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from agent.intents.classifier import OUT_OF_SCOPE, WEIGHTS, SentenceEncoder, Weights, save_weights
from agent.intents.corpus import (
    Utterance,
    is_real_shop_message,
    near_duplicate_groups,
    read_corpus,
    share_of,
    too_like,
)
from agent.intents.features import BUCKETS, LetterShape, letter_shape
from agent.intents.portions import heard
from agent.intents.scope import Neighbours, weigh_scope

if TYPE_CHECKING:
    from scipy import sparse

    from agent.intents.regression import Coefficients

Progress = Callable[[str, float], None]
"""What is being done, and the share of the whole that is done, 0 to 1."""

FOLDS = 5
PENALTY = 0.1
CONTENT_WITH_ANY = 0.3
"""The part of a row's loss that any accepted intent satisfies."""
LETTERS_TO_SENTENCE = 0.7
"""Length of the letter-shape view beside the sentence vector's 1."""
REFUSED = 0.03
"""Share of shop messages taken for out of scope that cross-validation may show: the out-of-scope bias goes that far.

Aiming at a recall of the `oos` queries instead hung on the two or three rows in the tail of 211.
"""
NEIGHBOURS_PER_LABEL = 20
"""Of each label of CLINC and the bank; 40 do no better."""


NEIGHBOURS = ("hint3_curekart", "hint3_sofmattress", "hint3_powerplay11", "examples", "clinc150", "banking77")
"""Sources whose rows are remembered one by one; templates and fillings say nothing new about the border."""


@dataclass(frozen=True, slots=True)
class TrainingReport:
    """Cross-validated figures on the training part: whoever judges a real message never saw anything too like it."""

    rows: int
    accuracy: float
    macro_f1: float
    refused: float
    out_of_scope_recall: float
    temperature: float


@dataclass(frozen=True, slots=True)
class _Table:
    """The corpus as arrays; row i of each is `rows[i]`."""

    rows: Sequence[Utterance]
    intents: tuple[str, ...]
    sentences: np.ndarray
    letters: "sparse.csr_matrix"
    accepted: np.ndarray
    first: np.ndarray
    content: np.ndarray
    weight: np.ndarray
    is_neighbour: np.ndarray

    @property
    def column(self) -> int:
        return self.intents.index(OUT_OF_SCOPE)


def train(
    corpus: Path, embedder: SentenceEncoder, *, progress: Progress = lambda _doing, _share: None, path: Path = WEIGHTS
) -> TrainingReport:
    """Writes `path` from the rows under `corpus`, about a minute on one core, always with the same result."""
    progress("reading the corpus", 0.0)
    rows, weight = heard(read_corpus(corpus))
    table = _tabulate(rows, weight, embedder, progress)
    fold = _folds(table)
    judged = fold >= 0
    logits = _out_of_fold_logits(table, fold, progress)
    shift = _out_of_scope_shift(table, logits, judged)
    logits += shift
    temperature = _temperature(logits[judged], table.accepted[judged])
    progress("final weights", 0.85)
    coefficients, rarity = _fit(table, np.ones(len(rows), bool))
    weights = Weights(
        intents=table.intents,
        encoder=embedder.name,
        temperature=temperature,
        sentence=coefficients.sentence,
        letter=coefficients.letter * LETTERS_TO_SENTENCE,
        bias=coefficients.bias + shift,
        rarity=rarity,
        neighbours=_neighbours(table, np.ones(len(rows), bool)),
    )
    save_weights(weights, path)
    progress("done", 1.0)
    return _report(table, logits, judged, temperature)


def _tabulate(rows: Sequence[Utterance], weight: np.ndarray, embedder: SentenceEncoder, progress: Progress) -> _Table:
    intents = tuple(sorted({row.intent for row in rows}))
    number = {intent: i for i, intent in enumerate(intents)}
    accepted = np.zeros((len(rows), len(intents)), bool)
    for i, row in enumerate(rows):
        accepted[i, [number[intent] for intent in row.accepted]] = True
    unknown = np.array([row.part == "shopping" for row in rows])
    accepted[unknown] = np.arange(len(intents)) != number[OUT_OF_SCOPE]
    sentences = []
    for start in range(0, len(rows), 256):
        progress("embedding", 0.05 + 0.3 * start / len(rows))
        sentences.append(embedder.embed([row.text for row in rows[start : start + 256]]))
    return _Table(
        rows=rows,
        intents=intents,
        sentences=np.vstack(sentences),
        letters=letter_counts([row.text for row in rows]),
        accepted=accepted,
        first=np.array([number[row.intent] for row in rows]),
        content=np.where(unknown, 1, CONTENT_WITH_ANY).astype(np.float32),
        weight=weight,
        is_neighbour=_are_neighbours(rows),
    )


def _are_neighbours(rows: Sequence[Utterance]) -> np.ndarray:
    seen: dict[tuple[str, str], int] = {}
    chosen = np.zeros(len(rows), bool)
    for i, row in enumerate(rows):
        is_crowd = row.source in ("clinc150", "banking77") and row.label != "oos"
        seen[row.source, row.label] = count = seen.get((row.source, row.label), 0) + 1
        chosen[i] = row.source in NEIGHBOURS and not (is_crowd and count > NEIGHBOURS_PER_LABEL)
    return chosen


def letter_counts(texts: Sequence[str], shape_of: Callable[[str], LetterShape] = letter_shape) -> "sparse.csr_matrix":
    """As `shape_of` for many texts: (n, BUCKETS)."""
    from scipy import sparse

    shapes = [shape_of(text) for text in texts]
    ends = np.cumsum([0, *(len(shape.buckets) for shape in shapes)])
    weights, buckets = (np.concatenate([getattr(shape, name) for shape in shapes]) for name in ("weights", "buckets"))
    return sparse.csr_matrix((weights, buckets, ends), shape=(len(texts), BUCKETS), dtype=np.float32)


def _fit(table: _Table, chosen: np.ndarray) -> "tuple[Coefficients, np.ndarray]":
    """Coefficients and the n-gram rarity (BUCKETS,) of the chosen rows."""
    from agent.intents.regression import Design, fit

    seen_in = np.bincount(table.letters[chosen].indices, minlength=BUCKETS)
    rarity = (np.log((1 + chosen.sum()) / (1 + seen_in)) + 1).astype(np.float32)
    design = Design(
        sentences=table.sentences[chosen],
        letters=weigh_counts(table.letters[chosen], rarity),
        accepted=table.accepted[chosen],
        first=table.first[chosen],
        content=table.content[chosen],
        weight=table.weight[chosen],
    )
    return fit(design, penalty=PENALTY), rarity


def _neighbours(table: _Table, chosen: np.ndarray) -> Neighbours:
    kept = chosen & table.is_neighbour
    return Neighbours.of(table.sentences[kept], ~table.accepted[kept, table.column])


def weigh_counts(counts: "sparse.csr_matrix", rarity: np.ndarray) -> "sparse.csr_matrix":
    """As `features.weigh` for many rows, times LETTERS_TO_SENTENCE."""
    weighted = counts.copy()
    weighted.data = weighted.data * rarity[weighted.indices]
    row = np.repeat(np.arange(weighted.indptr.size - 1), np.diff(weighted.indptr))
    length = np.sqrt(np.bincount(row, weighted.data**2, minlength=weighted.indptr.size - 1))
    weighted.data *= (LETTERS_TO_SENTENCE / np.maximum(length, 1e-9))[row].astype(np.float32)
    return weighted


def _folds(table: _Table) -> np.ndarray:
    """A fold for each row that is judged: real messages by near-duplicate group, CLINC's `oos` rows; else -1."""
    fold = np.full(len(table.rows), -1)
    real = [i for i, row in enumerate(table.rows) if is_real_shop_message(row) and row.fit == "exact"]
    groups = near_duplicate_groups([table.rows[i].text for i in real])
    for i, group in zip(real, groups, strict=True):
        fold[i] = int(share_of(f"fold {table.rows[real[group]].id}") * FOLDS)
    for i, row in enumerate(table.rows):
        if row.label == "oos":
            fold[i] = int(share_of(f"fold {row.id}") * FOLDS)
    return fold


def _out_of_fold_logits(table: _Table, fold: np.ndarray, progress: Progress) -> np.ndarray:
    logits = np.zeros((len(table.rows), len(table.intents)), np.float32)
    for number in range(FOLDS):
        progress(f"cross-validation {number + 1} of {FOLDS}", 0.35 + 0.5 * number / FOLDS)
        held = fold == number
        texts = [row.text for row in table.rows]
        chosen = ~held & ~too_like(texts, [texts[i] for i in np.flatnonzero(held)])
        coefficients, rarity = _fit(table, chosen)
        raw = coefficients.logits(table.sentences[held], weigh_counts(table.letters[held], rarity))
        strangeness = _neighbours(table, chosen).recall().strangeness(table.sentences[held])
        logits[held] = weigh_scope(raw, strangeness, column=table.column)
    return logits


def _out_of_scope_shift(table: _Table, logits: np.ndarray, judged: np.ndarray) -> np.ndarray:
    """(c,) to add to the logits so that REFUSED of the shop messages are taken for out of scope; else 0."""
    others = np.delete(logits, table.column, axis=1).max(axis=1)
    shop = judged & (table.first != table.column)
    shift = np.zeros(len(table.intents), np.float32)
    shift[table.column] = -np.quantile((logits[:, table.column] - others)[shop], 1 - REFUSED)
    return shift


def _temperature(logits: np.ndarray, accepted: np.ndarray) -> float:
    """The divisor under which the accepted intents' probability has the best mean logarithm."""
    from scipy import optimize

    from agent.intents.regression import softmax

    def loss(logarithm: float) -> float:
        likely = softmax(logits / np.exp(logarithm))
        return -float(np.log(np.maximum((likely * accepted).sum(axis=1), 1e-9)).mean())

    return float(np.exp(optimize.minimize_scalar(loss, bounds=(-1.5, 1.5), method="bounded").x))  # pyright: ignore[reportAttributeAccessIssue]: untyped result


def _report(table: _Table, logits: np.ndarray, judged: np.ndarray, temperature: float) -> TrainingReport:
    best = logits.argmax(axis=1)
    column = table.column
    shop = judged & (table.first != column)
    probes = judged & (table.first == column)
    right = np.where(table.accepted[np.arange(len(best)), best], table.first, best)
    return TrainingReport(
        rows=len(table.rows),
        accuracy=float((right == table.first)[shop].mean()),
        macro_f1=macro_f1(table.first[shop], right[shop]),
        refused=float((best == column)[shop].mean()),
        out_of_scope_recall=float((best == column)[probes].mean()),
        temperature=temperature,
    )


def macro_f1(truth: np.ndarray, predicted: np.ndarray) -> float:
    """Mean F1 over the labels that occur in `truth`."""
    scores = []
    for label in np.unique(truth):
        hits = int(((truth == label) & (predicted == label)).sum())
        scores.append(2 * hits / int((truth == label).sum() + (predicted == label).sum()))
    return float(np.mean(scores))
