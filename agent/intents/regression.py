"""Multinomial logistic regression for rows that have several right answers. Training only: needs SciPy.

The loss of a row is a mixture: its first intent must be likely, and its accepted intents together must be. With
that, a label that covers four of our intents ("refunds, returns, replacements") teaches none of them wrongly.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import optimize, sparse


@dataclass(frozen=True, slots=True)
class Design:
    """Rows to learn from: `sentences` (n, d) float32, `letters` (n, buckets) sparse, `accepted` (n, c) bool."""

    sentences: np.ndarray
    letters: sparse.csr_matrix
    accepted: np.ndarray
    first: np.ndarray
    weight: np.ndarray


@dataclass(frozen=True, slots=True)
class Coefficients:
    """`sentence` (d, c), `letter` (buckets, c), `bias` (c,), all float32."""

    sentence: np.ndarray
    letter: np.ndarray
    bias: np.ndarray

    def logits(self, sentences: np.ndarray, letters: sparse.csr_matrix) -> np.ndarray:
        return sentences @ self.sentence + np.asarray(letters @ self.letter) + self.bias


def fit(
    design: Design, *, penalty: float, tolerance_share: float, iterations: int = 150, tick: Callable[[], None] = int
) -> Coefficients:
    """Minimises the weighted loss plus `penalty`/2 x squared coefficients by L-BFGS.

    `tolerance_share` is the part of the loss that is content with any accepted intent.
    """
    width, buckets = design.sentences.shape[1], design.letters.shape[1]
    classes = design.accepted.shape[1]
    transposed = design.letters.T.tocsr()
    one_hot = np.eye(classes, dtype=np.float32)[design.first]

    def unpack(flat: np.ndarray) -> Coefficients:
        table = flat.astype(np.float32).reshape(-1, classes)
        return Coefficients(table[:width], table[width : width + buckets], table[-1])

    def loss_and_slope(flat: np.ndarray) -> tuple[float, np.ndarray]:
        tick()
        current = unpack(flat)
        likely = softmax(current.logits(design.sentences, design.letters))
        either = np.where(design.accepted, likely, 0)
        total = np.maximum(either.sum(1, keepdims=True), 1e-12)
        own = np.maximum((likely * one_hot).sum(1), 1e-12)
        row_loss = -(1 - tolerance_share) * np.log(own) - tolerance_share * np.log(total[:, 0])
        target = (1 - tolerance_share) * one_hot + tolerance_share * either / total
        error = (likely - target) * design.weight[:, None]
        slope = np.vstack([design.sentences.T @ error, transposed @ error, error.sum(0, keepdims=True)])
        free = flat.copy()
        free[-classes:] = 0
        value = float(design.weight @ row_loss) + penalty / 2 * float(free @ free)
        return value, slope.astype(np.float64).ravel() + penalty * free

    start = np.zeros((width + buckets + 1) * classes)
    found = optimize.minimize(loss_and_slope, start, jac=True, method="L-BFGS-B", options={"maxiter": iterations})
    return unpack(found.x)


def softmax(logits: np.ndarray) -> np.ndarray:
    shifted = np.exp(logits - logits.max(axis=1, keepdims=True))
    return shifted / shifted.sum(axis=1, keepdims=True)
