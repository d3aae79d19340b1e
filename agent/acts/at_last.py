"""A yes at the end of what else is said: "exchange what? nothing to exchange. yes file that one". Pure.

Said last it is meant, whatever was grumbled before; but nothing before it may change what is agreed to, or ask for its
price.
"""

import re

from agent.acts import phrases as lists
from agent.acts.said import Said, consume
from agent.acts.yes import is_yes

_SENTENCE = re.compile(r"(?P<before>.*[.!?…\n])\s*(?P<last>[^.!?…\n]+[.!]*)\s*", re.DOTALL)
_CHANGES = re.compile(
    r"\b(?:but|if|unless|except|without|instead|rather|prefer|wait|hold on|hang on|stop|cancel|free|costs?|charged?"
    r"|charges|fees?|pay|paying|pays|extra|refund(?:ed)?|make (?:it|that|them)|change|switch|swap|sizes?"
    r"|colou?rs?|keep|before|first|second|other|another|bigger|smaller|larger|wrong|the (?:\w+ )?ones?|how much"
    r"|(?:only|just) (?:the|an?|one|two|this|that|these|those|my|her|his|in|size)"
    r"|not (?:the|that|this|both|all|yet|sure)|don't|do not|never)\b|\d|\bin (?:an? )?\w+\W*$",
    re.IGNORECASE,
)


def agrees_at_last(said: Said, pending: str | None) -> bool:
    """To the summary that waits; `pending` are the verbs of it."""
    parts = _SENTENCE.fullmatch(said.plain)
    if parts is None or pending is None:
        return False
    last = Said.of(parts["last"])
    if not last.words or _CHANGES.search(parts["before"]):
        return False
    return consume(last.words, lists.YES)[0] > 0 and is_yes(last, pending)
