"""Makes the weights of `agent.mood.sentiment`. A development-time step, with the regression of the intents.

Tone is learnt from reviews and comments; frustration from comments that people marked as angry, annoyed or
disappointed, and from messages to shops, where a torn seam told calmly is no anger. How often a calm message may be
taken for a frustrated one is set in cross-validation on messages that were not trained on.
"""

import gzip
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from agent.intents.classifier import SentenceEncoder
from agent.intents.corpus import is_real_shop_message, near_duplicate_groups, read_corpus, read_examples, share_of
from agent.intents.features import BUCKETS
from agent.intents.regression import Coefficients, Design, fit
from agent.intents.training import Progress, letter_counts, weigh_counts
from agent.mood.sentiment import TONES, WEIGHTS, SentimentWeights, Signs, save_sentiment

WORDINGS = Path(__file__).parent / "sentiment_wordings.tsv"
"""Our own: `frustrated` or `calm`, a tab, a message."""
FRUSTRATED = frozenset({"anger", "annoyance", "disappointment"})
PENALTY = 2.0
FOLDS = 5
FALSE_ALARMS = 0.01
"""Share of calm messages to shops that cross-validation may take for frustrated ones."""
WEIGHT = {"goemotions": 1.0, "wordings": 6.0, "shops": 2.0}
_LETTERS = 0.7


@dataclass(frozen=True, slots=True)
class Felt:
    """A message and what is known of it; `tone` or `is_frustrated` is None where nobody said."""

    id: str
    text: str
    source: str
    tone: str | None
    is_frustrated: bool | None
    part: str = "train"


@dataclass(frozen=True, slots=True)
class SentimentReport:
    """Cross-validated on the training part, at the threshold that was chosen there."""

    rows: int
    frustration_found: float
    """Of the comments marked so."""
    wordings_found: float
    false_alarms: float
    """Of calm messages to shops."""


def train(
    felt: Sequence[Felt], embedder: SentenceEncoder, *, progress: Progress = lambda _doing, _share: None,
    path: Path = WEIGHTS,
) -> SentimentReport:  # fmt: skip
    """Writes `path` from the rows of part `train`; half a minute on one core, always with the same result."""
    progress("embedding", 0.0)
    rows = [row for row in felt if row.part == "train"]
    table = _Features.of([row.text for row in rows], embedder)
    toned = np.array([row.tone is not None for row in rows])
    tones = np.array([TONES.index(row.tone or "neutral") for row in rows])
    judged = np.array([row.is_frustrated is not None for row in rows])
    frustrated = np.array([int(row.is_frustrated or False) for row in rows])
    weight = np.array([WEIGHT.get(row.source, 1.0) for row in rows], np.float32)
    progress("cross-validation", 0.4)
    scores = _out_of_fold(table, judged, frustrated, weight, _folds(rows))
    calm = np.array([row.source in ("shops", "wordings") for row in rows]) & (frustrated == 0)
    threshold = float(np.quantile(scores[calm], 1 - FALSE_ALARMS))
    progress("final weights", 0.8)
    tone = table.fit(toned, tones, np.ones(len(rows), np.float32), kinds=len(TONES))
    anger = table.fit(judged, frustrated, weight, kinds=2)
    save_sentiment(
        SentimentWeights(
            encoder=embedder.name,
            sentence=np.hstack([tone.sentence, anger.sentence[:, 1:] - anger.sentence[:, :1]]),
            letter=np.hstack([tone.letter, anger.letter[:, 1:] - anger.letter[:, :1]]) * _LETTERS,
            bias=np.concatenate([tone.bias, anger.bias[1:] - anger.bias[:1] - threshold]),
            rarity=table.rarity,
        ),
        path,
    )
    found = scores > threshold
    source = np.array([row.source for row in rows])
    return SentimentReport(
        rows=len(rows),
        frustration_found=float(found[(frustrated == 1) & (source == "goemotions")].mean()),
        wordings_found=float(found[(frustrated == 1) & (source == "wordings")].mean()),
        false_alarms=float(found[calm].mean()),
    )


def read_felt(path: Path, *, intents: Path) -> list[Felt]:
    """The public rows of `path`, our wordings, and the intents' training messages to shops, which are calm."""
    return [*read_messages(path), *read_wordings(), *_calm_messages(intents)]


def read_messages(path: Path) -> list[Felt]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [_felt(json.loads(line)) for line in lines]


def read_wordings(path: Path = WORDINGS) -> list[Felt]:
    felt = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        mood, text = line.split("\t")
        felt.append(Felt(f"wording-{number}", text, "wordings", None, mood == "frustrated"))
    return felt


def _felt(row: dict[str, object]) -> Felt:
    emotions = row.get("emotions")
    is_frustrated = bool(FRUSTRATED.intersection(emotions)) if isinstance(emotions, list) else None
    tone = "neutral" if row["sentiment"] == "mixed" else str(row["sentiment"])
    return Felt(str(row["id"]), str(row["text"]), str(row["source"]), tone, is_frustrated, str(row["part"]))


def _calm_messages(intents: Path) -> list[Felt]:
    """Complaints apart, whoever writes to a shop mostly asks for something."""
    rows = [row for row in read_corpus(intents) if row.part == "train" and is_real_shop_message(row)]
    rows += [row for row in read_examples() if row.intent not in ("out_of_scope", "complaint", "human_agent")]
    return [Felt(row.id, row.text, "shops", None, False) for row in rows if "complaint" not in row.accepted]


@dataclass(frozen=True, slots=True)
class _Features:
    sentences: np.ndarray
    """Sentence vectors with the signs beside them."""
    letters: object
    rarity: np.ndarray

    @classmethod
    def of(cls, texts: Sequence[str], embedder: SentenceEncoder) -> "_Features":
        starts = range(0, len(texts), 256)
        sentences = np.vstack([embedder.embed(texts[at : at + 256]) for at in starts])
        counts = letter_counts(texts)
        seen_in = np.bincount(counts.indices, minlength=BUCKETS)
        rarity = (np.log((1 + len(texts)) / (1 + seen_in)) + 1).astype(np.float32)
        signs = np.stack([Signs.of(text).vector for text in texts])
        return cls(np.hstack([sentences, signs]), weigh_counts(counts, rarity), rarity)

    def fit(self, chosen: np.ndarray, kind: np.ndarray, weight: np.ndarray, *, kinds: int) -> Coefficients:
        """Every kind is heard as much as the others in sum."""
        own, heard = kind[chosen], weight[chosen]
        sums = np.bincount(own, weights=heard, minlength=kinds)
        balanced = heard * (heard.sum() / kinds / sums)[own]
        design = Design(
            sentences=self.sentences[chosen],
            letters=self.letters[chosen],  # pyright: ignore[reportIndexIssue]: a sparse matrix
            accepted=np.eye(kinds, dtype=bool)[own],
            first=own,
            content=np.zeros(len(own), np.float32),
            weight=balanced.astype(np.float32),
        )
        return fit(design, penalty=PENALTY)


def _folds(rows: Sequence[Felt]) -> np.ndarray:
    """Near-duplicates of our wordings and of messages to shops stay together; comments were parted before."""
    fold = np.array([int(share_of(f"fold {row.id}") * FOLDS) for row in rows])
    shop = [i for i, row in enumerate(rows) if row.source in ("shops", "wordings")]
    for i, group in zip(shop, near_duplicate_groups([rows[i].text for i in shop]), strict=True):
        fold[i] = fold[shop[group]]
    return fold


def _out_of_fold(
    table: _Features, judged: np.ndarray, frustrated: np.ndarray, weight: np.ndarray, fold: np.ndarray
) -> np.ndarray:
    """(n,) log-odds of frustration, each by weights that never saw the row's group."""
    scores = np.zeros(len(judged), np.float32)
    for number in range(FOLDS):
        held = fold == number
        found = table.fit(judged & ~held, frustrated, weight, kinds=2)
        logits = found.logits(table.sentences[held], table.letters[held])  # pyright: ignore[reportIndexIssue, reportArgumentType]: a sparse matrix
        scores[held] = logits[:, 1] - logits[:, 0]
    return scores
