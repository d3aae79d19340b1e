"""That something went wrong, told in passing: "my order is late", "I forgot my password". English words. Pure."""

import re

_TROUBLE = re.compile(
    r"\b(?:forgot|forgotten|never (?:came|arrived|got)|(?:is|are|was|were|am) (?:late|delayed|stuck|broken|damaged"
    r"|lost)"
    r"|(?:arrived|came) (?:broken|damaged|late|torn)|(?:got|sent|received)(?: me)? the wrong"
    r"|(?:doesn|didn|can|won|isn|hasn)['’]?t (?:work|log|sign|come|arrived?|fit|get)"
    r"|(?:can|could) ?not (?:log|sign|get))\b",
    re.IGNORECASE,
)


def tells_trouble(text: str) -> bool:
    """ "My order is late", "I forgot my password"."""
    return _TROUBLE.search(text) is not None
