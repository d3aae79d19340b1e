"""Where somebody says that they are: "i live in germany". Pure.

What is asked next without a country is asked of that one: prices, times and duties differ by it.
"""

import re

from tools.places import places_in

_LIVES = re.compile(
    r"\b(?:i|we)(?: ?['’]?(?:m|re| am| are))?(?: (?:currently|now|actually|just|also))* "
    r"(?:(?:live|living|based|located|are|am|reside|moved)(?: (?:over|here|to|back))* (?:in|to)"
    r"|from|in(?= (?:the )?[a-z]+\W*(?:$|[.,!?;]| so\b| and\b| not\b| btw\b| by the way\b| though\b)))"
    r" (?P<place>[^.,;!?\n]{2,40})",
    re.IGNORECASE,
)


def home_told(text: str, before: str) -> str:
    """ISO 3166; what was told before where nothing is."""
    told = (places_in(f"in {match['place']}") for match in _LIVES.finditer(text))
    return next((min(about) for about in told if len(about) == 1), before)
