"""Multinomial logistic regression for rows that have several right answers. Training only: needs SciPy.

The loss of a row is a mixture: its first intent must be likely, and its accepted intents together must be. With
that, a label that covers four of our intents ("refunds, returns, replacements") teaches none of them wrongly.
"""

from dataclasses import dataclass

import numpy as np
from scipy import optimize, sparse

from agent.intents.features import BUCKETS


@dataclass(frozen=True, slots=True)
class Design:
    """Rows to learn from: `sentences` (n, d) float32, `letters` (n, buckets) sparse, `accepted` (n, c) bool.

    `content` (n,) is the part of a row's loss that any accepted intent satisfies; 1 where none of them is first.
    """

    sentences: np.ndarray
    letters: sparse.csr_matrix
    accepted: np.ndarray
    first: np.ndarray
    content: np.ndarray
    weight: np.ndarray


@dataclass(frozen=True, slots=True)
class Coefficients:
    """`sentence` (d, c), `letter` (buckets, c), `bias` (c,), all float32."""

    sentence: np.ndarray
    letter: np.ndarray
    bias: np.ndarray

    def logits(self, sentences: np.ndarray, letters: sparse.csr_matrix) -> np.ndarray:
        return sentences @ self.sentence + np.asarray(letters @ self.letter) + self.bias


class _Loss:
    """The weighted loss of coefficients laid out flat, and its slope, as L-BFGS asks for them."""

    def __init__(self, design: Design, *, penalty: float) -> None:
        self._design = design
        self._by_letter = design.letters.T.tocsr()
        self._own = np.eye(design.accepted.shape[1], dtype=np.float32)[design.first]
        self._penalty = penalty

    @property
    def size(self) -> int:
        return (self._design.sentences.shape[1] + BUCKETS + 1) * self._own.shape[1]

    def unpack(self, flat: np.ndarray) -> Coefficients:
        table = flat.astype(np.float32).reshape(-1, self._own.shape[1])
        return Coefficients(table[: -BUCKETS - 1], table[-BUCKETS - 1 : -1], table[-1])

    def __call__(self, flat: np.ndarray) -> tuple[float, np.ndarray]:
        design = self._design
        likely = softmax(self.unpack(flat).logits(design.sentences, design.letters))
        either = np.where(design.accepted, likely, 0)
        any_accepted = np.maximum(either.sum(axis=1, keepdims=True), 1e-12)
        own = np.maximum((likely * self._own).sum(axis=1), 1e-12)
        row_loss = -(1 - design.content) * np.log(own) - design.content * np.log(any_accepted[:, 0])
        content = design.content[:, None]
        target = (1 - content) * self._own + content * either / any_accepted
        error = (likely - target) * design.weight[:, None]
        slope = np.vstack([design.sentences.T @ error, self._by_letter @ error, error.sum(axis=0, keepdims=True)])
        penalised = flat.copy()
        penalised[-self._own.shape[1] :] = 0
        value = float(design.weight @ row_loss) + self._penalty / 2 * float(penalised @ penalised)
        return value, slope.astype(np.float64).ravel() + self._penalty * penalised


def fit(design: Design, *, penalty: float, iterations: int = 120) -> Coefficients:
    """Minimises the weighted loss plus `penalty`/2 x squared coefficients (biases free) by L-BFGS."""
    loss = _Loss(design, penalty=penalty)
    found = optimize.minimize(loss, np.zeros(loss.size), jac=True, method="L-BFGS-B", options={"maxiter": iterations})
    return loss.unpack(found.x)


def softmax(logits: np.ndarray) -> np.ndarray:
    shifted = np.exp(logits - logits.max(axis=1, keepdims=True))
    return shifted / shifted.sum(axis=1, keepdims=True)
