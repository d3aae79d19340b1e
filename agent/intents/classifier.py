"""Which of the shop's intents a message most likely has. numpy only; the weights come from `training`.

Knows the intents by name alone: what follows from one is declared in its own file. A softmax regression over two
views of the message, the sentence vector and the letter shape; `scope` then weighs whether it is the shop's business
at all. Probabilities are calibrated.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, Self

import numpy as np

from agent.intents.features import BUCKETS, letter_shape, weigh
from agent.intents.scope import Neighbours, weigh_scope
from agent.intents.stored import WeightsUnusable, read_stored, write_stored

WEIGHTS = Path(__file__).parent / "weights.npz"
WEIGHTS_VERSION = 2
OUT_OF_SCOPE = "out_of_scope"
_HALVED = ("sentence", "letter", "bias", "rarity")
_NEIGHBOURS = ("centre", "axes", "inside", "outside")


class SentenceEncoder(Protocol):
    """The part of an embedder that is needed here."""

    @property
    def name(self) -> str: ...

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """(n, d) float32, rows L2-normalised."""
        ...


@dataclass(frozen=True, slots=True)
class IntentScore:
    """`probability` is calibrated: of all predictions near .8, about four in five are right."""

    name: str
    probability: float


@dataclass(frozen=True, slots=True)
class Weights:
    """`sentence` (d, c), `letter` (BUCKETS, c), `bias` (c,), `rarity` (BUCKETS,), float32; logits / temperature."""

    intents: tuple[str, ...]
    encoder: str
    temperature: float
    sentence: np.ndarray
    letter: np.ndarray
    bias: np.ndarray
    rarity: np.ndarray
    neighbours: Neighbours


class IntentClassifier:
    """0.2 to 0.4 ms of CPU a message besides the embedding (m); holds no state between calls."""

    def __init__(self, embedder: SentenceEncoder, weights: Weights) -> None:
        self._embedder = embedder
        self._weights = weights
        self._known = weights.neighbours.recall()

    @classmethod
    def open(cls, embedder: SentenceEncoder, path: Path = WEIGHTS) -> Self:
        """Raises:
        WeightsUnusable: see there; train again with this embedder.
        """
        weights = load_weights(path)
        if weights.encoder != embedder.name:
            raise WeightsUnusable(f"weights are for encoder {weights.encoder}, not {embedder.name}")
        return cls(embedder, weights)

    @property
    def intents(self) -> tuple[str, ...]:
        return self._weights.intents

    def classify(self, text: str) -> list[IntentScore]:
        """Every intent, most probable first; the probabilities sum to 1."""
        return self.classify_many([text])[0]

    def classify_many(self, texts: Sequence[str]) -> list[list[IntentScore]]:
        return [self._ranked(row) for row in self.probabilities(texts)]

    def probabilities(self, texts: Sequence[str]) -> np.ndarray:
        """(n, c) float32, columns in the order of `intents`."""
        if not texts:
            return np.empty((0, len(self.intents)), np.float32)
        sentences = self._embedder.embed(texts)
        logits = sentences @ self._weights.sentence + self._weights.bias
        for row, text in zip(logits, texts, strict=True):
            shape = letter_shape(text)
            row += weigh(shape, self._weights.rarity) @ self._weights.letter[shape.buckets]
        column = self.intents.index(OUT_OF_SCOPE)
        scaled = weigh_scope(logits, self._known.strangeness(sentences), column=column) / self._weights.temperature
        likely = np.exp(scaled - scaled.max(axis=1, keepdims=True))
        return likely / likely.sum(axis=1, keepdims=True)

    def _ranked(self, row: np.ndarray) -> list[IntentScore]:
        order = np.argsort(-row, kind="stable")
        return [IntentScore(self.intents[i], float(row[i])) for i in order]


def load_weights(path: Path) -> Weights:
    """Raises:
    WeightsUnusable: the file is missing, damaged or of another version.
    """
    about, arrays = read_stored(path, version=WEIGHTS_VERSION)
    if arrays["letter"].shape[0] != BUCKETS:
        raise WeightsUnusable(f"{path.name} is damaged")
    return Weights(
        intents=tuple(about["intents"]),
        encoder=about["encoder"],
        temperature=about["temperature"],
        neighbours=Neighbours(**{name: arrays[name] for name in _NEIGHBOURS}),
        **{name: arrays[name].astype(np.float32) for name in _HALVED},
    )


def save_weights(weights: Weights, path: Path) -> None:
    """Half precision, neighbours in eight bits: a file of 1 MB."""
    arrays = {name: getattr(weights, name).astype(np.float16) for name in _HALVED}
    arrays |= {name: getattr(weights.neighbours, name) for name in _NEIGHBOURS}
    write_stored(
        path,
        arrays,
        version=WEIGHTS_VERSION,
        encoder=weights.encoder,
        intents=weights.intents,
        temperature=weights.temperature,
    )
