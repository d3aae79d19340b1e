"""How a thing that is looked for should not be: "trousers, not too slim". Its words look for nothing. Pure."""

import re

_NOT_SO = re.compile(
    r"(?:[,;]\s*|\b(?:but|and|that(?:['’]s| is| are)?|which (?:is|are)|is|are|be) )*"
    r"\b(?:not|isn['’]?t|aren['’]?t|nothing|less) (?:too|so|that|very|overly) "
    r"(?P<word>(?!expensive|pricey|costly|dear|cheap|much|many|sure|good|bad|happy|long ago|late|soon)[a-z]{4,})\b",
    re.IGNORECASE,
)


def not_so(text: str) -> str:
    """The word that is not to be said of it; "" where there is none."""
    return found["word"].casefold() if (found := _NOT_SO.search(text)) else ""


def besides_not_so(text: str) -> str:
    """The text, blank where it says so."""
    return _NOT_SO.sub(lambda found: " " * len(found[0]), text)
