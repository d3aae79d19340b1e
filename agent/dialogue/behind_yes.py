"""A yes with a question behind it that may qualify it: "yes. and would a swap be free?". Pure.

Such a yes does not count (`agent.acts.among`), and in front of the question it hides that one is put. The question is
read by itself, and the reply says that nothing is done yet.
"""

import re

from agent.acts import dialogue_act
from agent.dialogue import tasks
from agent.dialogue.answers import wonders
from agent.state import Memory

_YES = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|oh|well|great|fine|right)\W+)*(?:yes|yeah|yep|yup|ya|sure|go ahead|do it|please do)\b"
    r"(?:[\s,]+(?:please|pls|thanks|thank you|ok(?:ay)?|sure|go ahead|do it|file it|then|that'?s (?:fine|ok|right)))*"
    r"(?:\s*[.,;:!…-]+\s*|\s+)(?=\w)",
    re.IGNORECASE,
)
_FEWEST = 3


def asked_behind_yes(memory: Memory, text: str) -> str:
    """The question without the yes, while a summary waits for one; "" where there is none, or the yes counts."""
    pending, lead = tasks.waiting(memory), _YES.match(text)
    if pending is None or lead is None:
        return ""
    rest = text[lead.end() :]
    is_asked = wonders(rest) or rest.rstrip().endswith("?")
    if not is_asked or len(rest.split()) < _FEWEST:
        return ""
    acts = [dialogue_act(each, expecting="confirmation", pending=pending["verb"]).kind for each in (text, rest)]
    return rest if acts == ["none", "none"] else ""
