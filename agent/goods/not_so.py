"""How a thing that is looked for should not be: "trousers, not too slim". Its words look for nothing. Pure."""

import re

_NOT = (
    r"(?:[,;]\s*|\b(?:but|and|that(?:['’]s| is| are)?|which (?:is|are)|is|are|be) )*"
    r"\b(?:not|isn['’]?t|aren['’]?t|nothing|less)"
)
_NOT_SO = re.compile(
    rf"{_NOT} (?:too|so|that|very|overly) "
    r"(?P<word>(?!expensive|pricey|costly|dear|cheap|much|many|sure|good|bad|happy|long ago|late|soon)[a-z]{4,})\b"
    rf"|{_NOT} (?P<style>fancy|formal|dressy|elegant|posh|flashy|festive|sporty)\b"
    r"|\b(?:something |quite |pretty |rather |more |very )?"
    r"(?P<plain>simple|understated|low[- ]key|unfussy|toned[- ]down)\b",
    re.IGNORECASE,
)
_PLAINER = "fancy"
""" "Simple" is hardly ever written of a thing; what is no evening wear is."""


def not_so(text: str) -> str:
    """The word that is not to be said of it; "" where there is none."""
    if (found := _NOT_SO.search(text)) is None:
        return ""
    return (found["word"] or found["style"] or _PLAINER).casefold()


def besides_not_so(text: str) -> str:
    """The text, blank where it says so."""
    return _NOT_SO.sub(lambda found: " " * len(found[0]), text)
