"""The shape of a message's letters: hashed character n-grams, which forgive typos and need no vocabulary.

They join the sentence vector in the classifier: (m) accuracy on real messages in cross-validation .86 -> .89.
"""

import re
import zlib
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

BUCKETS = 8192
SIZES = (2, 3, 4)
LONGEST_CHARACTERS = 400
"""Wording beyond this adds cost, not meaning: the encoder stops at 256 tokens as well."""


@dataclass(frozen=True, slots=True)
class LetterShape:
    """One message as a sparse vector: `buckets` (k,) int64, distinct; `weights` (k,) float32."""

    buckets: np.ndarray
    weights: np.ndarray


@lru_cache(maxsize=32)  # one message is read for its intent and for how it feels
def letter_shape(text: str) -> LetterShape:
    """Damped counts of the n-grams of each word, with its edges, digits folded into one."""
    words = re.sub(r"\d", "0", text[:LONGEST_CHARACTERS].lower()).split()
    counts: Counter[int] = Counter()
    for word in words:
        padded = f" {word} ".encode()
        for size in SIZES:
            counts.update(
                zlib.crc32(padded[start : start + size]) % BUCKETS for start in range(max(1, len(padded) - size + 1))
            )
    buckets = np.fromiter(counts.keys(), np.int64, len(counts))
    damped = np.log1p(np.fromiter(counts.values(), np.float32, len(counts)))
    return LetterShape(buckets, damped)


def weigh(shape: LetterShape, rarity: np.ndarray) -> np.ndarray:
    """(k,) float32 of unit length: the counts times the rarity (BUCKETS,) of their n-grams."""
    weighted = shape.weights * rarity[shape.buckets]
    return weighted / max(float(np.linalg.norm(weighted)), 1e-9)
