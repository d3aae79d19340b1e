"""How sure a passage is to answer: how near it was ever asked, and how much of the question is foreign to the shop.

Fitted by `evals.suites.answers.fit` on one half of evals/data/faq/verdemuse_queries.jsonl, judged on the other half
(docs/knowledge.md).
"""

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Evidence:
    nearest: float
    """Nearness of the question and the most similar way to ask for the passage."""
    unknown: float
    """Share of the question's words that nothing has which the shop wrote; a word counts by its rarity."""


@dataclass(frozen=True, slots=True)
class Sureness:
    """The logistic's coefficients."""

    nearest: float = 14.89
    unknown: float = -1.58
    constant: float = -7.30

    def of(self, evidence: Evidence) -> float:
        """0 to 1; 0.5 and more means that the passage answers."""
        x = self.nearest * evidence.nearest + self.unknown * evidence.unknown + self.constant
        return 1 / (1 + math.exp(-x))


FITTED = Sureness()
