"""That something went wrong, told in passing: "my order is late", "I forgot my password". English words. Pure."""

import re

from agent.entities.reading import Reading
from agent.entities.reasons import find_reasons
from domain.claims import ReturnReason

_TROUBLE = re.compile(
    r"\b(?:forgot|forgotten|never (?:came|arrived|got)|(?:is|are|was|were|am) (?:late|delayed|stuck|broken|damaged"
    r"|lost)"
    r"|(?:arrived|came) (?:broken|damaged|late|torn)|(?:got|sent|received)(?: me)? the wrong"
    r"|(?:doesn|didn|can|won|isn|hasn)['’]?t (?:work|log|sign|come|arrived?|fit|get)"
    r"|(?:can|could) ?not (?:log|sign|get))\b",
    re.IGNORECASE,
)


_FAULTS = (ReturnReason.DAMAGED, ReturnReason.DEFECTIVE, ReturnReason.QUALITY)
_OF_A_THING = re.compile(r"\b(?:my|the|an?|this|that|these|those) \w+", re.IGNORECASE)
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")


def tells_trouble(text: str) -> bool:
    """ "My order is late", "I forgot my password", "the jumper has a hole in it"."""
    return _TROUBLE.search(text) is not None or _tells_fault(text)


def _tells_fault(text: str) -> bool:
    """A sentence does, and asks nothing."""
    told = [each for each in _SENTENCE.findall(text) if "?" not in each and _OF_A_THING.search(each)]
    return any(found.value in _FAULTS for each in told for found in find_reasons(Reading.of(each)))
