"""How a message feels: its tone, and whether the customer is losing patience. numpy only.

Two regressions over what the intent classifier sees too, the sentence vector and the letter shape, and a few signs that
both are blind to: capitals, rows of exclamation marks, strong words. Judged by `evals.suites.sentiment`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np

from agent.intents.classifier import SentenceEncoder
from agent.intents.features import BUCKETS, letter_shape, weigh
from agent.intents.stored import WeightsUnusable, read_stored, write_stored

WEIGHTS = Path(__file__).parent / "sentiment.npz"
WEIGHTS_VERSION = 1
TONES = ("negative", "neutral", "positive")
_ARRAYS = ("sentence", "letter", "bias", "rarity")

_HEATED = re.compile(r"[!?]*(?:!!|!\?|\?!|\?\?)[!?]*")
_STRONG_WORDS = re.compile(
    r"\b(?:wtf|ffs|damn(?:ed|it)?|hell|crap|shit\w*|bullshit|fuck\w*|bloody|bastards?|idiots?|stupid|useless|pathetic|"
    r"ridiculous|unacceptable|outrageous|disgust\w*|disgrace\w*|furious|scam\w*|worst|rubbish|garbage|fed up)\b",
    re.IGNORECASE,
)
_WARM_WORDS = re.compile(
    r"\b(?:love|loving|gorgeous|amazing|awesome|perfect|beautiful|great|good|nice|cute|cool|thanks?|thank you)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Signs:
    """What is heard at once: shouting, heated punctuation, strong words, warm ones."""

    shouts: bool
    is_heated: bool
    has_strong_words: bool
    is_warm: bool

    @classmethod
    def of(cls, text: str) -> "Signs":
        words = re.findall(r"[^\W\d_]{2,}", text)
        loud = sum(len(word) for word in words if word.isupper())
        return cls(
            shouts=len(words) >= 3 and loud > 0.7 * sum(map(len, words)),
            is_heated=_HEATED.search(text) is not None,
            has_strong_words=_STRONG_WORDS.search(text) is not None,
            is_warm=_WARM_WORDS.search(text) is not None,
        )

    @property
    def vector(self) -> np.ndarray:
        """(5,) float32, 0 or 1; strong words beside warm ones ("damn good shirt") are a sign of their own."""
        alone = self.has_strong_words and not self.is_warm
        signs = (self.shouts, self.is_heated, alone, self.is_warm, self.is_warm and self.has_strong_words)
        return np.array(signs, np.float32)

    @property
    def is_emphatic(self) -> bool:
        return (self.shouts or self.is_heated or self.has_strong_words) and not self.is_warm


@dataclass(frozen=True, slots=True)
class Feeling:
    """`frustration` from 0 to 1; above .5 about one calm message to a shop in a hundred is found."""

    tone: str
    frustration: float
    is_emphatic: bool

    @property
    def is_frustrated(self) -> bool:
        return self.frustration > 0.5

    @property
    def is_strong(self) -> bool:
        """Said with emphasis, or beyond what calm messages ever reach."""
        return self.is_frustrated and (self.is_emphatic or self.frustration > 0.9)


_SIGNS = 5
_CLEARLY = 0.7
"""From here a clause counts against a calm whole: "ok got it, i'll act quicker next time, ..." has one of .52."""
_CALM_LETTERS = -3.0

CALM = Feeling("neutral", 0.0, False)


@dataclass(frozen=True, slots=True)
class SentimentWeights:
    """`sentence` (d + 5, 4), `letter` (BUCKETS, 4), `bias` (4,), `rarity` (BUCKETS,).

    The columns are the three tones and frustration.
    """

    encoder: str
    sentence: np.ndarray
    letter: np.ndarray
    bias: np.ndarray
    rarity: np.ndarray


class SentimentReader:
    """0.1 ms of CPU a message besides the embedding; holds no state between calls."""

    def __init__(self, embedder: SentenceEncoder, weights: SentimentWeights) -> None:
        self._embedder = embedder
        self._weights = weights

    @classmethod
    def open(cls, embedder: SentenceEncoder, path: Path = WEIGHTS) -> Self:
        """Raises:
        WeightsUnusable: see there; train again with this embedder.
        """
        weights = load_sentiment(path)
        if weights.encoder != embedder.name:
            raise WeightsUnusable(f"{path.name} is for encoder {weights.encoder}, not {embedder.name}")
        return cls(embedder, weights)

    def read(self, text: str) -> Feeling:
        """As the whole sounds, and as its most heated clause: "I'm fed up, where is VM-10246?" is mostly a question.

        The whole is embedded for its intent as well; clauses cost a pass of their own, about 1 ms each.
        """
        whole, *parts = self.read_many(wanted(text))
        heated = max((feeling.frustration for feeling in parts), default=0.0)
        heated = heated if whole.is_frustrated or heated > _CLEARLY else 0.0
        return Feeling(whole.tone, max(whole.frustration, heated), whole.is_emphatic)

    def looks_calm(self, text: str) -> bool:
        """By its letters alone, without an embedding. Of messages that read as frustrated one in a hundred looks so
        among wordings to shops, but one in five among comments at large: for plain requests only.
        """
        weights, shape = self._weights, letter_shape(text)
        logit = Signs.of(text).vector @ weights.sentence[-_SIGNS:, -1] + weights.bias[-1]
        logit += weigh(shape, weights.rarity) @ weights.letter[shape.buckets, -1]
        return len(wanted(text)) == 1 and float(logit) < _CALM_LETTERS

    def read_many(self, texts: Sequence[str]) -> list[Feeling]:
        if not texts:
            return []
        weights = self._weights
        feelings = []
        for text, sentence in zip(texts, self._embedder.embed(texts), strict=True):
            signs, shape = Signs.of(text), letter_shape(text)
            logits = np.concatenate([sentence, signs.vector]) @ weights.sentence + weights.bias
            logits += weigh(shape, weights.rarity) @ weights.letter[shape.buckets]
            frustration = float(1 / (1 + np.exp(-logits[-1])))
            feelings.append(Feeling(TONES[int(logits[:-1].argmax())], frustration, signs.is_emphatic))
        return feelings


def wanted(text: str) -> list[str]:
    """What is embedded to read a message: the whole, and its clauses."""
    return [text, *clauses(text)]


def clauses(text: str) -> list[str]:
    """The parts of a message that has several, at most four, each of three words or more without a digit."""
    parts = [part.strip() for part in re.split(r"[,;.!?\n]+", text)]
    parts = [part for part in parts if part]
    worded = [part for part in parts if len(re.findall(r"[^\W\d_]+", part)) >= 3 and not re.search(r"\d", part)]
    return worded[:4] if len(parts) > 1 else []


def load_sentiment(path: Path) -> SentimentWeights:
    """Raises:
    WeightsUnusable: the file is missing, damaged or of another version.
    """
    about, arrays = read_stored(path, version=WEIGHTS_VERSION)
    if arrays["letter"].shape[0] != BUCKETS:
        raise WeightsUnusable(f"{path.name} is damaged")
    return SentimentWeights(about["encoder"], **{name: array.astype(np.float32) for name, array in arrays.items()})


def save_sentiment(weights: SentimentWeights, path: Path) -> None:
    """Half precision: a file of 0.1 MB."""
    arrays = {name: getattr(weights, name).astype(np.float16) for name in _ARRAYS}
    write_stored(path, arrays, version=WEIGHTS_VERSION, encoder=weights.encoder)
