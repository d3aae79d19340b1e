"""A message in the middle of a talk, read by what lies on the table: one small classifier for each such thing.

"And the other half?" says nothing alone; of an order it asks for the second parcel, of a return for another item. The
intent classifier is trained on messages that speak for themselves, these on what follows an answer. They are asked
where the words' own rules are silent. numpy only; the weights come from `training`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, Self, cast

import numpy as np

from agent.intents.classifier import SentenceEncoder
from agent.intents.features import LetterShape, letter_shape, weigh
from agent.intents.stored import WeightsUnusable, read_stored, write_stored

Table = Literal["order", "claim", "goods", "talk", "desk", "shipping", "returns", "payment", "shop", "whole"]
Area = Literal["order", "claim", "goods", "talk", "rules"]
RULES: tuple[Table, ...] = ("shipping", "returns", "payment", "shop")
"""Of the shop's own writings, by what was answered last."""
TABLES: tuple[Table, ...] = ("order", "claim", "goods", "talk", "desk", *RULES)
""""desk" is what one of the support team says of their own work, and is read for nobody else."""
WHOLE: Table = "whole"
"""All matters of all customers' tables at once, "order.carrier" or "rules.carrier": which thing is spoken of at all."""
ELSEWHERE = "elsewhere"
"""What is said at such a moment, and is of none of the table's matters."""
WEIGHTS = Path(__file__).parent / "weights.npz"
WEIGHTS_VERSION = 1
BUCKETS = 2048
"""A quarter of the intents' hashed n-grams: of a few thousand rows the rest says nothing more (m)."""
LONGEST = 24
"""Words of a message that may lean on the table; a longer one speaks for itself."""
_ARRAYS = ("sentence", "letter", "bias", "rarity")


@dataclass(frozen=True, slots=True)
class Asked:
    """`probability` is calibrated: of all readings near .8, about four in five are right."""

    name: str
    probability: float


UNREAD = Asked(ELSEWHERE, 0.0)


@dataclass(frozen=True, slots=True)
class TableWeights:
    """`sentence` (d, c), `letter` (BUCKETS, c), `bias` (c,), `rarity` (BUCKETS,), float32; logits / temperature."""

    names: tuple[str, ...]
    temperature: float
    sentence: np.ndarray
    letter: np.ndarray
    bias: np.ndarray
    rarity: np.ndarray


class TableReader:
    """0.1 ms of CPU a message besides the embedding; a message that was read is remembered for the turn."""

    def __init__(self, embedder: SentenceEncoder, weights: Mapping[Table, TableWeights]) -> None:
        self._embedder = embedder
        self._weights = weights
        self._read = lru_cache(maxsize=64)(self._ranked)

    @classmethod
    def open(cls, embedder: SentenceEncoder, path: Path = WEIGHTS) -> Self:
        """Raises:
        WeightsUnusable: see there; train again with this embedder.
        """
        encoder, weights = load_tables(path)
        if encoder != embedder.name:
            raise WeightsUnusable(f"{path.name} is for encoder {encoder}, not {embedder.name}")
        return cls(embedder, weights)

    def names(self, table: Table) -> tuple[str, ...]:
        return self._weights[table].names

    def read(self, table: Table, text: str) -> Asked:
        """The likeliest matter of that table; `UNREAD` for a message too long to lean on it."""
        return self._read(table, text) if 0 < len(text.split()) <= LONGEST else UNREAD

    def areas(self, text: str) -> Mapping[Area, float]:
        """How likely each is what the words are about, whatever lies on the table; they sum to 1.

        Empty for a message too long to lean on anything.
        """
        if not 0 < len(text.split()) <= LONGEST:
            return {}
        shares: dict[Area, float] = {}
        for name, share in zip(self._weights[WHOLE].names, self._likely(WHOLE, text), strict=True):
            area = cast(Area, name.partition(".")[0])
            shares[area] = shares.get(area, 0.0) + float(share)
        return shares

    def _ranked(self, table: Table, text: str) -> Asked:
        likely = self._likely(table, text)
        best = int(likely.argmax())
        return Asked(self._weights[table].names[best], float(likely[best]))

    def _likely(self, table: Table, text: str) -> np.ndarray:
        """(c,), in the order of the table's names."""
        weights = self._weights[table]
        shape = folded_shape(text)
        letters = weigh(shape, weights.rarity) @ weights.letter[shape.buckets]
        logits = self._embedder.embed([text])[0] @ weights.sentence + letters + weights.bias
        likely = np.exp((logits - logits.max()) / weights.temperature)
        return likely / likely.sum()


def folded_shape(text: str) -> LetterShape:
    """As `letter_shape`, in `BUCKETS` of its own."""
    shape = letter_shape(text)
    buckets, place = np.unique(shape.buckets % BUCKETS, return_inverse=True)
    return LetterShape(buckets, np.bincount(place, shape.weights).astype(np.float32))


def load_tables(path: Path) -> tuple[str, dict[Table, TableWeights]]:
    """The encoder's name, and the weights of each table.

    Raises:
        WeightsUnusable: the file is missing, damaged or of another version.
    """
    about, arrays = read_stored(path, version=WEIGHTS_VERSION)
    return about["encoder"], {
        table: TableWeights(
            names=tuple(about["names"][table]),
            temperature=about["temperature"][table],
            **{name: arrays[f"{table}_{name}"].astype(np.float32) for name in _ARRAYS},
        )
        for table in about["names"]
    }


def save_tables(encoder: str, weights: Mapping[Table, TableWeights], path: Path) -> None:
    """Half precision: a file of about 2 MB."""
    arrays = {
        f"{table}_{name}": getattr(own, name).astype(np.float16) for table, own in weights.items() for name in _ARRAYS
    }
    write_stored(
        path,
        arrays,
        version=WEIGHTS_VERSION,
        encoder=encoder,
        names={table: own.names for table, own in weights.items()},
        temperature={table: own.temperature for table, own in weights.items()},
    )
