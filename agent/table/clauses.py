"""The clauses of a message, for where the whole is read for nothing: "bit pricey. whats the lightest". Pure."""

import re

_BETWEEN = re.compile(
    r"(?<=[.!?;])\s+|,\s+(?:but|so|and)\s+"
    r"|,\s+(?=(?:do|does|is|are|can|could|will|would|how|what|whats|which|has|have|any|got|show)\b)",
    re.IGNORECASE,
)


def clauses(text: str) -> list[tuple[str, int]]:
    """Each with its place in the text."""
    ends = [match.span() for match in _BETWEEN.finditer(text)]
    starts = [0, *(end for _, end in ends)]
    return [(text[at:end], at) for at, end in zip(starts, [*(start for start, _ in ends), len(text)], strict=True)]


def last_clause(text: str) -> str:
    return clauses(text.strip())[-1][0]
