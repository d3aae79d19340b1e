"""What is asked of the shop's writings, put plainly: "from how much?" after gift cards. Pure."""

from dataclasses import dataclass

from agent.dialogue.further_questions import LONGEST, in_own_words, points
from agent.state import Quoted
from agent.table.questions import OF_INTENT, question
from agent.table.reader import ELSEWHERE, RULES, Asked, Table
from agent.understanding.heard import Heard
from agent.understanding.local_reading import Request
from tools.places import places_said

LIKELY = 0.6
SURELY = 0.85
"""Where the classifier is sure of something else."""
AT_LARGE = 0.9
"""Of a question that follows none: the tables know only what does."""
_OF_NO_INTENT = (None, "chitchat", "out_of_scope")
_CARDS = "giftcard"
_OF_THE_TOPIC = 0.5
"""What the intent of the last question adds to the reading of its words."""


@dataclass(frozen=True, slots=True)
class Plainly:
    question: str
    likely: float
    """That this is what was asked."""
    has_moved: bool = False
    """To another part of the rules than the question before."""


def asked_plainly(
    request: Request, before: Quoted, heard: Heard, *, is_elsewhere: bool, topic: str = ""
) -> Plainly | None:
    """The question as any shop would put it; None where the words stand for themselves or are of something else."""
    own = in_own_words(request.text)
    table = _matter(before, heard, topic)
    if table is None or not own or len(own.split()) > LONGEST + 4 or _names_something(request):
        return None
    asked, moved = heard.read(table, request.text), None
    if (asked.name == ELSEWHERE or asked.probability < LIKELY) and not is_elsewhere:
        moved = max(RULES, key=lambda each: _strength(heard.read(each, request.text)))
        asked = heard.read(moved, request.text)
    needed = AT_LARGE if moved else SURELY if is_elsewhere else LIKELY
    if asked.probability < needed or _is_of_another(asked, heard.read(table, before["question"]), own):
        return None
    plain = question(moved or table, asked.name, places_said(own) or places_said(before["question"]))
    return None if plain is None else Plainly(plain, asked.probability, has_moved=moved is not None)


def _strength(asked: Asked) -> float:
    return asked.probability * (asked.name != ELSEWHERE)


def _is_of_another(asked: Asked, before: Asked, own: str) -> bool:
    """ "Do those expire", of points: only what was asked before tells that it is not of gift cards."""
    is_of_cards = asked.name.startswith(_CARDS)
    names_them = _CARDS in own.casefold().replace(" ", "") or "voucher" in own.casefold()
    return is_of_cards and not names_them and points(own) and not before.name.startswith(_CARDS)


def asked_at_large(request: Request, heard: Heard) -> Plainly | None:
    """The same of a question that follows none: looked up where the customer's own words find nothing."""
    if _names_something(request) or request.intent not in (*OF_INTENT, *_OF_NO_INTENT):
        return None
    of_intent = OF_INTENT.get(request.intent or "")
    tables: tuple[Table, ...] = (of_intent,) if of_intent else RULES
    read: dict[Table, Asked] = {table: heard.read(table, request.text) for table in tables}
    table = max(tables, key=lambda each: _strength(read[each]))
    plain = question(table, read[table].name, places_said(request.text))
    likely = read[table].probability
    return None if plain is None or likely < AT_LARGE else Plainly(plain, likely)


def _matter(before: Quoted, heard: Heard, topic: str) -> Table | None:
    """Which part of the shop's rules the last question was about."""
    read: dict[Table, Asked] = {table: heard.read(table, before["question"]) for table in RULES}
    of_matter: list[Table] = [table for table in RULES if read[table].name != ELSEWHERE]
    of_topic = OF_INTENT.get(topic)
    if not of_matter:
        return of_topic
    return max(of_matter, key=lambda table: read[table].probability + _OF_THE_TOPIC * (table == of_topic))


def _names_something(request: Request) -> bool:
    entities = request.entities
    return any((entities.order_numbers, entities.claim_numbers, entities.products, entities.emails))
