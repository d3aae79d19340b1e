"""The very same answer to somebody who objects to it: it is not said a second time, and a person is offered. Pure.

A refusal or a rule that is asked for once more in other words is said again; that is what was asked for.
"""

import re
from collections.abc import Sequence

from agent.nodes.state import UNHELPFUL, Answer
from agent.nodes.wording import Piece
from agent.state import Memory
from agent.steps import Say

_OBJECTS = re.compile(
    r"^\W*(?:no|nope|not|huh|what(?=\s*[?!.,]|\s*$)|um+|uh|but|wrong)\b(?! (?:about|is|are|does|do|if)\b)|\?\?"
    r"|\b(?:i|we) (?:just |already |clearly )?(?:asked|meant?|said|was asking)\b"
    r"|\bnot (?:my|the|about|what|that|this|those)\b|\bsame (?:thing|list|answer)\b"
    r"|\b(?:did|does)(?:n'?t| not) (?:ask|answer|help|say|tell)\b|\balready (?:said|told|saw|know)\b",
    re.IGNORECASE,
)
_LISTS = ("orders", "result", "products", "passages", "lines")
"""Facts of answers that tell or list something; all else is short or must be said."""


def says_it_again(pieces: Sequence[Piece], text: str, memory: Memory) -> bool:
    """`text`: what the customer wrote, as it was understood."""
    said = [piece for piece in pieces if piece.text.strip()]
    if not said or not memory["last_reply"] or not _OBJECTS.search(text):
        return False
    return all(_lists(piece.answer) and piece.text.strip() in memory["last_reply"] for piece in said)


def offers_it_again(piece: Piece, memory: Memory) -> bool:
    """ "Really, give me something": that a colleague would have to decide it was said a turn ago."""
    step = piece.answer.step
    is_offer = isinstance(step, Say) and step.opens == "human_agent" and step.say not in UNHELPFUL
    return is_offer and bool(piece.text.strip()) and piece.text.strip() in memory["last_reply"]


def _lists(answer: Answer) -> bool:
    return (
        isinstance(answer.step, Say) and not answer.step.opens and any(answer.step.facts.get(name) for name in _LISTS)
    )
