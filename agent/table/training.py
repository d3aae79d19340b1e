"""Makes the weights of `agent.table.reader` from the examples beside it. A development-time step: needs SciPy.

Examples are grouped by voice (`order-1.txt`, `order-2.txt` ...): each file has one writer, and cross-validation leaves
a whole writer out, so that a figure says how strangers are understood and not how a writer repeats himself.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from agent.intents.classifier import SentenceEncoder
from agent.intents.regression import Coefficients, Design, fit, softmax
from agent.intents.training import Progress, letter_counts, weigh_counts
from agent.table.reader import (
    BUCKETS,
    ELSEWHERE,
    RULES,
    TABLES,
    WEIGHTS,
    WHOLE,
    Table,
    TableWeights,
    folded_shape,
    save_tables,
)

EXAMPLES = Path(__file__).parent / "examples"
PENALTY = 0.05
_HEARD = 60
"""Rows from which a matter weighs no more than any other: there are many of `elsewhere`."""
_LETTERS = 0.7


@dataclass(frozen=True, slots=True)
class Example:
    table: Table
    voice: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class TableReport:
    """Cross-validated over voices. `sure` is the share read with a probability of a half and more, `precise` of these
    the share that is right."""

    rows: int
    accuracy: float
    sure: float
    precise: float


def read_examples(folder: Path = EXAMPLES) -> list[Example]:
    """Every `<table>-<voice>.txt`: a matter in square brackets, then its messages, one a line.

    Raises:
        ValueError: a message before the first matter, or a file of no known table.
    """
    return [example for path in sorted(folder.glob("*.txt")) for example in _read(path)]


def _read(path: Path) -> Iterable[Example]:
    table, _, voice = path.stem.partition("-")
    if table not in TABLES:
        raise ValueError(f"{path.name}: no table is called {table!r}")
    name = ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if heading := re.fullmatch(r"\[(\w+)\]", line.strip()):
            name = heading[1]
        elif line.strip() and not name:
            raise ValueError(f"{path.name}:{number}: a message before the first matter")
        elif line.strip():
            yield Example(table, voice, name, line.strip())


def train(
    examples: Sequence[Example], embedder: SentenceEncoder, *,
    progress: Progress = lambda _doing, _share: None, path: Path = WEIGHTS,
) -> dict[Table, TableReport]:  # fmt: skip
    """Writes `path`; some ten minutes on two cores, always with the same result."""
    reports: dict[Table, TableReport] = {}
    weights: dict[Table, TableWeights] = {}
    for place, table in enumerate(TABLES):
        progress(f"examples of {table}", place / len(TABLES))
        rows = _Rows.of([each for each in examples if each.table == table], embedder)
        left_out, judged = rows.logits_by_others(), rows.known_to_others()
        temperature = _temperature(left_out[judged], rows.own[judged])
        reports[table] = _report(softmax(left_out[judged] / temperature), rows.own[judged])
        weights[table] = rows.weights(temperature)
    progress("examples of all", 1.0)
    reports[WHOLE], weights[WHOLE] = _train_whole(of_the_whole(examples), embedder)
    save_tables(embedder.name, weights, path)
    progress("done", 1.0)
    return reports


def _train_whole(examples: Sequence[Example], embedder: SentenceEncoder) -> tuple[TableReport, TableWeights]:
    """Judged by one writer, the last: two hundred matters take two minutes a fit."""
    rows = _Rows.of(examples, embedder)
    last = max(each.voice for each in examples)
    theirs = (rows.voices == last) & rows.known_to_others()
    left_out, own = rows.logits_of([last])[theirs], rows.own[theirs]
    temperature = _temperature(left_out, own)
    return _report(softmax(left_out / temperature), own), rows.weights(temperature)


def of_the_whole(examples: Sequence[Example]) -> list[Example]:
    """What is of some matter of a customer's, named with its thing: "order.carrier", "rules.carrier"."""
    own = [each for each in examples if each.table != "desk" and each.name != ELSEWHERE]
    return [replace(each, name=f"{'rules' if each.table in RULES else each.table}.{each.name}") for each in own]


@dataclass(frozen=True, slots=True)
class _Rows:
    """Of one table: `sentences` (n, d), `own` (n,) the matter's place in `names`."""

    names: tuple[str, ...]
    voices: np.ndarray
    sentences: np.ndarray
    counts: Any
    """A sparse matrix (n, buckets)."""
    own: np.ndarray

    @classmethod
    def of(cls, examples: Sequence[Example], embedder: SentenceEncoder) -> "_Rows":
        names = tuple(sorted({each.name for each in examples}))
        texts = [each.text for each in examples]
        return cls(
            names=names,
            voices=np.array([each.voice for each in examples]),
            sentences=np.vstack([embedder.embed(texts[at : at + 256]) for at in range(0, len(texts), 256)]),
            counts=letter_counts(texts, folded_shape),
            own=np.array([names.index(each.name) for each in examples]),
        )

    def logits_by_others(self) -> np.ndarray:
        return self.logits_of([str(voice) for voice in np.unique(self.voices)])

    def logits_of(self, voices: Sequence[str]) -> np.ndarray:
        """(n, c): each row of these voices judged by what the others taught; 0 for the rest."""
        logits = np.zeros((len(self.own), len(self.names)), np.float32)
        for voice in voices:
            theirs = self.voices != voice
            found, rarity = self._fit(theirs)
            letters = weigh_counts(self.counts[~theirs], rarity)
            logits[~theirs] = found.logits(self.sentences[~theirs], letters)
        return logits

    def known_to_others(self) -> np.ndarray:
        """(n,) bool: rows of a matter that other voices speak of as well. What one alone has, nobody else can judge."""
        voices = [np.unique(self.voices[self.own == place]) for place in range(len(self.names))]
        return np.array([len(voices[place]) > 1 for place in self.own])

    def weights(self, temperature: float) -> TableWeights:
        found, rarity = self._fit(np.ones(len(self.own), bool))
        return TableWeights(
            names=self.names,
            temperature=temperature,
            sentence=found.sentence,
            letter=found.letter[:BUCKETS] * _LETTERS,
            bias=found.bias,
            rarity=rarity[:BUCKETS],
        )

    def _fit(self, chosen: np.ndarray) -> tuple[Coefficients, np.ndarray]:
        counts = self.counts[chosen]
        seen_in = np.bincount(counts.indices, minlength=counts.shape[1])
        rarity = (np.log((1 + counts.shape[0]) / (1 + seen_in)) + 1).astype(np.float32)
        own = self.own[chosen]
        weight = np.minimum(1.0, _HEARD / np.bincount(own, minlength=len(self.names)).clip(1))[own]
        design = Design(
            sentences=self.sentences[chosen],
            letters=weigh_counts(counts, rarity),
            accepted=np.eye(len(self.names), dtype=bool)[own],
            first=own,
            content=np.zeros(len(own), np.float32),
            weight=weight.astype(np.float32),
        )
        return fit(design, penalty=PENALTY), rarity


def _temperature(logits: np.ndarray, own: np.ndarray) -> float:
    """The one under which what happened was likeliest."""
    tried = np.linspace(0.3, 1.5, 61)
    row = np.arange(len(own))
    return float(max(tried, key=lambda each: np.log(softmax(logits / each)[row, own] + 1e-9).sum()))


def _report(likely: np.ndarray, own: np.ndarray) -> TableReport:
    right, is_sure = likely.argmax(axis=1) == own, likely.max(axis=1) >= 0.5
    return TableReport(len(own), float(right.mean()), float(is_sure.mean()), float(right[is_sure].mean()))
