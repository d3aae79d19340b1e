"""What goods are wanted for at work: "a dinner with clients", "for the office", and the words in which shops write it.

Of a wish it is said beside the kind of thing, often in another sentence, and no product is called so. Pure.
"""

import re
from collections.abc import Mapping

from agent.entities.vocabulary import singular

_OF_WORK = r"(?:work|business|office|client|company|corporate|team)"
_EVENT = r"(?:thing|do|event|function|dinners?|lunch(?:es)?|meals?|meetings?|conference|trip|drinks|presentation)"
_CLIENTS = r"(?:clients?|customers|colleagues|co-?workers|(?:my|the|our) boss(?:es)?)"
_SAID = re.compile(
    rf"\b(?:(?:for|to|at)\s+)?(?:(?:an?|my|the|our|some|wear to|wear at)\s+)*(?:"
    rf"{_OF_WORK}\s+(?:\w+\s+)?{_EVENT}|(?:dinners?|lunch(?:es)?|meals?|meetings?)\s+with\s+(?:\w+\s+)?{_CLIENTS})\b"
    rf"|\b(?:for|to|at)\s+(?:(?:an?|my|the|our|wear to|wear at)\s+)*(?:work|the office|office|meetings?|dinners?)\b"
    r"(?!\s+(?:out|wear|with|pants|boots|shirts?|trousers))",
    re.IGNORECASE,
)
_AT_WORK = r"desks?|office|meetings?|(?:to|for|at) work"
_WRITTEN: Mapping[str, str] = {
    "dinner": "dinners?",
    "lunch": "lunch",
    "meal": "dinners?|lunch",
    **dict.fromkeys(("meeting", "conference", "presentation", "client"), "meetings?|office|desks?"),
    **dict.fromkeys(("work", "office", "business", "company", "corporate", "colleague", "boss"), _AT_WORK),
}


def occasions(text: str) -> list[str]:
    """For each thing that it is wanted for how that may be written; [] where it is for none of these."""
    said = " ".join(found[0] for found in _SAID.finditer(text)).casefold()
    words = dict.fromkeys(singular(word) for word in re.findall(r"[a-z]+", said))
    return list(dict.fromkeys(_WRITTEN[word] for word in words if word in _WRITTEN))


def besides_occasions(text: str) -> str:
    """The text, blank where it says so: no product is called "client dinner"."""
    return _SAID.sub(lambda found: " " * len(found[0]), text)
