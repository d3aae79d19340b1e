"""How sure a passage is to answer a question: from its nearness and its lead over every other document.

Fitted by `evals.suites.answers.fit` on one half of evals/data/faq/verdemuse_queries.jsonl, judged on the other half
(docs/knowledge.md). Shares of words found were tried as further evidence and added nothing.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from tools.knowledge.passages import PassageHit
from tools.knowledge.port import Found

WIDEST_LEAD = 0.3
LOOKED_AT = 8


@dataclass(frozen=True, slots=True)
class Evidence:
    nearness: float
    """Cosine of question and passage."""
    lead: float
    """Nearness minus that of the best passage of another document; negative when one of those is nearer."""


@dataclass(frozen=True, slots=True)
class Sureness:
    """The logistic's coefficients."""

    nearness: float = 10.41
    lead: float = 6.47
    constant: float = -5.76

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
    nearest = sorted(hits, key=lambda hit: -hit.cosine)[:LOOKED_AT]
    return [(hit, Evidence(hit.cosine, _lead(hit, nearest))) for hit in nearest]


def _lead(hit: PassageHit, nearest: Sequence[PassageHit]) -> float:
    others = [other.cosine for other in nearest if other.passage.document_id != hit.passage.document_id]
    return max(-WIDEST_LEAD, min(WIDEST_LEAD, hit.cosine - max(others, default=0.0)))
