"""What is said of the claim in hand in words that no list has: read by its likeness to examples.

A question, or a word that lets go of the claim; what a customer agrees to is never read here.
"""

from agent.claims.asked import LIKELY, SURELY, is_withdrawn, read_of_claim
from agent.dialogue import tasks
from agent.dialogue.answers import wonders
from agent.dialogue.leaning import may_lean
from agent.state import Memory
from agent.understanding.heard import Heard
from agent.understanding.local_reading import Understanding
from agent.understanding.slots import FILLERS

_FREE = ("reason", "note", "instead")
"""What may be answered in any words."""
_OF_ITSELF = ("pronoun", "attribute", "noun", "other")
""" "The new one", "the other": of a claim for that very thing; whether it is another is asked before."""
_WONDERED = ("cost", "amount", "stock")
"""Asked of a version that is named: "what if I take the S, is that more"."""


def likely_asked(memory: Memory, understood: Understanding, heard: Heard) -> str:
    """What it asks where no words say so and nothing else is said; "" if nothing."""
    if not _is_plain(understood) or not may_lean(memory, understood.requests[0], heard, pointing=_OF_ITSELF):
        return ""
    task = tasks.current(memory)
    read = read_of_claim(heard, is_awaited=task is not None and task["asked"] in _FREE) or _of_version(heard)
    return "" if read and _wishes(heard, read) else read


def is_let_go(memory: Memory, understood: Understanding, heard: Heard) -> bool:
    """ "On second thoughts it can stay here", of what was filed."""
    return _is_plain(understood) and may_lean(memory, understood.requests[0], heard) and is_withdrawn(heard)


def wishes_fewer(heard: Heard) -> bool:
    """ "I only want to send one back and keep the other", of what was filed for several."""
    asked = heard.read("claim", heard.text)
    return asked.name == "fewer" and asked.probability >= SURELY


def _of_version(heard: Heard) -> str:
    """ "Do you make it in black as well?" is no wish for black yet."""
    asked = heard.read("claim", heard.text)
    is_of_one = asked.name == "other_size" and asked.probability >= LIKELY and wonders(heard.text)
    return "stock" if is_of_one else ""


def _is_plain(understood: Understanding) -> bool:
    return understood.act.kind == "none" and len(understood.requests) == 1


def _wishes(heard: Heard, read: str) -> bool:
    """It asks for another remedy or version, or tells what is wrong: more than a question."""
    is_question = heard.text.rstrip().endswith("?") or wonders(heard.text)
    if FILLERS["remedy"](heard) not in (None, read) and not wonders(heard.text):
        return True
    if FILLERS["instead"](heard):
        return not (is_question and read in _WONDERED)
    return bool(heard.entities.reasons) and not is_question
