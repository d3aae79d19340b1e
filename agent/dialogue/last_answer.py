"""Whether a short question is of what the last answer told, and not of the goods that were looked at before it.

"What does that cost?" behind a word of shipping to Germany is of the shipping, though a coat was shown before. Pure.
"""

import re

from agent.dialogue.aspects import tells_what_is_asked
from agent.dialogue.further_questions import LONGEST, asks, content, in_own_words, points, speaks_of_own
from agent.intents.registry import INTENTS
from agent.state import Memory
from agent.understanding.heard import Heard
from agent.understanding.local_reading import Request

_IS_FREE = re.compile(r"(?:is|are|would|will) (?:it|that|this|they)(?: be)?(?: \w+)? free\W*$", re.IGNORECASE)
"""No goods are."""
_TIMES = 2
"""So much likelier of the rules than of goods that lie on the table, or of an order, by its words alone."""


def is_of_last_answer(memory: Memory, request: Request, heard: Heard) -> bool:
    """The last reply was out of the shop's writings, and an "it" stands for what they told."""
    before, own = memory["quoted"], in_own_words(request.text)
    topic = INTENTS.get(memory["topic"])
    if before is None or not before["told"] or topic is None or topic.route == "product":
        return False
    named = (request.entities.products, request.entities.order_numbers, request.entities.claim_numbers)
    if any(named) or len(own.split()) > LONGEST or speaks_of_own(own):
        return False
    if not content(own):
        return _IS_FREE.match(own) is not None or tells_what_is_asked(own, before["told"])
    if not (asks(own) and points(own)):
        return False
    shares = heard.areas(request.text)
    beside = "goods" if memory["looking_at"] == "products" else "order"
    return shares.get("rules", 0.0) > _TIMES * shares.get(beside, 0.0)
