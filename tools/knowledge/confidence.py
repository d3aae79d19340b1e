"""How sure a passage is to answer a question: from its nearness and its lead over every other document.

Fitted by `evals.suites.answers.fit` on one half of evals/data/faq/verdemuse_queries.jsonl, judged on the other half
(docs/knowledge.md).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from tools.knowledge.passages import PassageHit
from tools.knowledge.port import Found

WORDS = 0.05
"""All of the question's words found, in units of cosine. Best of 0, 0.05, 0.1, 0.15, 0.2 on the fitting half."""
WIDEST_LEAD = 0.3
LOOKED_AT = 8


@dataclass(frozen=True, slots=True)
class Evidence:
    nearness: float
    """Cosine of question and passage, plus a little for each word that both have."""
    lead: float
    """Nearness minus that of the best passage of another document; negative when one of those is nearer."""


@dataclass(frozen=True, slots=True)
class Sureness:
    """The logistic's coefficients."""

    nearness: float = 10.05
    lead: float = 4.53
    constant: float = -5.45

    def of(self, evidence: Evidence) -> float:
        """0 to 1; 0.5 and more means that the passage answers."""
        x = self.nearness * evidence.nearness + self.lead * evidence.lead + self.constant
        return 1 / (1 + math.exp(-x))


FITTED = Sureness()


def graded(hits: Sequence[PassageHit]) -> list[Found]:
    """The nearest passages with their confidence, best first."""
    return [Found(hit.passage, FITTED.of(evidence)) for hit, evidence in weighed(hits)]


def weighed(hits: Sequence[PassageHit]) -> list[tuple[PassageHit, Evidence]]:
    """The nearest hits, nearest first, each with the evidence for it."""
    nearest = sorted(hits, key=_nearness, reverse=True)[:LOOKED_AT]
    return [(hit, Evidence(_nearness(hit), _lead(hit, nearest))) for hit in nearest]


def _nearness(hit: PassageHit) -> float:
    return hit.cosine + WORDS * hit.lexical


def _lead(hit: PassageHit, nearest: Sequence[PassageHit]) -> float:
    others = [_nearness(other) for other in nearest if other.passage.document_id != hit.passage.document_id]
    return max(-WIDEST_LEAD, min(WIDEST_LEAD, _nearness(hit) - max(others, default=0.0)))
