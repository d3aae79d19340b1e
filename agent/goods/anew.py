"""Whether a wish stands for itself, so that nothing said before belongs to it. Pure."""

import re

from agent.entities.vocabulary import NOT_A_CATEGORY, singular
from agent.understanding.heard import Heard
from tools.garments import KINDS

_WHOLE = re.compile(
    r"^\W*(?:(?:please|can you|could you)\W+)*(?:(?:show|find|recommend|suggest) me\b"
    r"|i(?:['’]m| am) looking for\b|i (?:need|want)\b|i(?:['’]d| would) like\b)",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"\b(?:instead|rather|also|too|more|others?|else|as well|then|now|only|just|cheaper|same|similar|it|them|those"
    r"|these|ones?)\b",
    re.IGNORECASE,
)


def opens_anew(heard: Heard) -> bool:
    """ "Show me sunglasses in red": a whole sentence with a kind of its own."""
    is_whole = _WHOLE.match(heard.text) is not None and _GOES_ON.search(heard.text) is None
    return is_whole and bool(heard.entities.categories)


def names_unsold(heard: Heard, said: str) -> bool:
    """ "Show me swimsuits", in a shop that has none; `said` is what no limit holds. "Not too short" names no shorts."""
    kinds = (word for word in said.split() if word not in NOT_A_CATEGORY)
    return not heard.entities.categories and any(singular(word) in KINDS for word in kinds)
