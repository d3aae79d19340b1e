"""What is asked on after an answer out of the shop's writings, put plainly: "from how much?" after gift cards. Pure."""

from agent.dialogue.further_questions import LONGEST, in_own_words
from agent.state import Quoted
from agent.table.questions import question
from agent.table.reader import ELSEWHERE, RULES, Asked, Table
from agent.understanding.heard import Heard
from agent.understanding.local_reading import Request
from tools.places import places_said

LIKELY = 0.6
SURELY = 0.85
"""Where the classifier is sure of something else."""


def asked_plainly(request: Request, before: Quoted, heard: Heard, *, is_elsewhere: bool) -> str | None:
    """The question as any shop would put it; None where the words stand for themselves or are of something else."""
    own = in_own_words(request.text)
    table = _matter(before, heard)
    if table is None or not own or len(own.split()) > LONGEST + 4 or _names_something(request):
        return None
    asked = heard.read(table, request.text)
    if asked.probability < (SURELY if is_elsewhere else LIKELY):
        return None
    return question(table, asked.name, places_said(own) or places_said(before["question"]))


def _matter(before: Quoted, heard: Heard) -> Table | None:
    """Which part of the shop's rules the last question was about."""
    read: dict[Table, Asked] = {table: heard.read(table, before["question"]) for table in RULES}
    of_matter: list[Table] = [table for table in RULES if read[table].name != ELSEWHERE]
    return max(of_matter, key=lambda table: read[table].probability, default=None)


def _names_something(request: Request) -> bool:
    entities = request.entities
    return any((entities.order_numbers, entities.claim_numbers, entities.products, entities.emails))
