"""A yes among other words, of which somebody who can read says that it hangs on nothing. Pure.

"Yep file it, she'll mail the photo later. Can she still return the shirt, it did not fit?": the yes is in the
customer's own words, a clause of its own that every list knows. That the rest sets no condition no list can tell, so a
model is asked; where the message has a word that sets one, it is not believed.
"""

import re

from agent.acts import phrases as lists
from agent.acts.said import Said
from agent.acts.yes import is_no, is_yes

_CLAUSE = re.compile(r"[.,;:!?…()\n]+|\s[-–—]+\s|\b(?:and|also|btw|by the way|plus|because)\b", re.IGNORECASE)
_LEAD = re.compile(
    r"^(?:(?:then|so|ok|okay|well|right|good|great|super|argh|ugh|oh|finally|please)\s+)+", re.IGNORECASE
)
_HANGS_ON = re.compile(
    rf"\b(?:{lists.TAKES_BACK}|only when|actually|no longer|changed my mind|make (?:it|that|them)|on (?:the )?condition"
    r"|(?:one|two|both|\d+) of"
    r"|would be (?:best|better|nice)|(?:only|just) (?:the|one|an?|this|that|my|her|his|their)"
    r"|not (?:the|that|this|both|all|yet|sure)|the other one)\b|^\W*(?:no|nope|nah)\b",
    re.IGNORECASE,
)
_SAID_BEFORE = re.compile(
    r"\b(?:i(?:'ve| have)?(?: just| already)? |have already )?(?:said|say) (?:yes|file it|do it)\b", re.IGNORECASE
)


def agrees_somewhere(text: str, pending: str | None) -> bool:
    """Some clause is a plain yes to what waits (`pending`: its verbs), none is a no, and no word sets a condition."""
    told = _SAID_BEFORE.sub(" ", text)
    if _HANGS_ON.search(told):
        return False
    clauses = [Said.of(_LEAD.sub("", clause.strip())) for clause in _CLAUSE.split(text) if re.search(r"\w", clause)]
    words = [clause for clause in clauses if clause.words]
    return any(is_yes(each, pending) for each in words) and not any(is_no(each) for each in words)
