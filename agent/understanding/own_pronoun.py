"""An "it" that stands for what the same sentence names: "can I change an order after placing it". English. Pure."""

import re

_OF_ITSELF = re.compile(
    r"\b(?:an? (?:\w+ ){1,2}|(?:something|anything|stuff|things?|items?) (?:\w+ )?)"
    r"(?:after|before|once|when|if|and)\b.*?\b(?:it|they|them)\b",
    re.IGNORECASE,
)


def without_own_pronoun(text: str) -> str:
    """What is left may point at something said before."""
    return _OF_ITSELF.sub(" ", text)
