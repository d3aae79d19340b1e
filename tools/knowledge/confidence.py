from collections.abc import Sequence

from tools.knowledge.passages import PassageHit
from tools.knowledge.port import Found


def graded(query: str, hits: Sequence[PassageHit]) -> list[Found]:
    return [Found(hit.passage, hit.confidence) for hit in hits]
