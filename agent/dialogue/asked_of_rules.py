"""What is asked of the shop's writings, put plainly: "from how much?" after gift cards. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from agent.dialogue.further_questions import (
    LONGEST,
    asks,
    content,
    has_word,
    in_own_words,
    is_appended,
    points,
    speaks_of_own,
)
from agent.goods.sale import asks_for_reduced
from agent.intents.registry import INTENTS
from agent.state import Quoted
from agent.table.clauses import last_clause
from agent.table.questions import AFTER, DONE_BY, NO_GRIEVANCE, OF_A_PLACE, OF_INTENT, question
from agent.table.reader import ELSEWHERE, RULES, Asked, Table
from agent.understanding.heard import Heard
from agent.understanding.local_reading import SURE, Request
from tools.homes import name_of_country
from tools.places import destinations, places_said

LIKELY = 0.6
SURELY = 0.85
"""Where the classifier is sure of something else."""
OUTRIGHT = 0.95
"""Where a rule says outright what is wanted: "can it be sent to my mum's" sounds like a change of address."""
AT_LARGE = 0.9
"""Of a question that follows none: the tables know only what does."""
OF_THE_INTENT = 0.7
"""The same, where the classifier is sure that it is of that part of the rules."""
FOREIGN = 0.97
"""The same, of what the classifier takes for something else."""
_NEVER = 1.1
_SURELY_RULES = 0.95
"""Share of the rules from which the words are of them, whatever the classifier takes them for."""
_OF_THE_INTENT = 0.1
"""What the classifier's own guess adds to a reading."""
_PLAIN = 0.99
"""Where another part of the rules is asked about in so many words."""
_DOES = ("order", "returns", "product")
_OF_GOODS = ("product_search", "product_question", "product_choice", "product_versions", "place_order")
_SOMEWHAT = 0.8
_BEYOND_DOUBT = 0.98
"""Where the classifier leaves no other part of the rules."""
_WISHES = re.compile(
    r"\b(?:please|pls|plz|let'?s|i (?:just )?(?:want|need|wanna|would like)|i'?d like"
    r"|(?:can|could|will|would) (?:you|u))\b",
    re.IGNORECASE,
)
_SUPPOSES = re.compile(r"\bwhat (?:happens|would happen|if)\b", re.IGNORECASE)
_OF_ONE = re.compile(r"\b(?:ones?|it|that|orders?|parcels?|packages?)\b", re.IGNORECASE)
_NAMES_ANOTHER = re.compile(
    r"\b(?:team|support|customer service|staff|colleagues?|phone|call|returns?|returning|send\w* back)\b", re.IGNORECASE
)
""" "When is the team there", after the hours of the store."""
_ANYWHERE = ("payment", "shop")
"""Parts of the rules of which no matter is of places alone."""
_IT = re.compile(r"\b(?:it|that|this)\W*$", re.IGNORECASE)
_IN_IT = re.compile(r"\b(?:in|part of|under|covered by|included in) (?:that|there|it|this)\W*$", re.IGNORECASE)
""" "Is a broken zip in there", after the warranty: of what was told."""
_IT_ASKED = re.compile(rf"^(?!(?:what|and) if\b|if\b).*{_IT.pattern}", re.IGNORECASE)
"""Not "what if I don't like it", which tells its matter by itself."""
LONGEST_PUT = LONGEST + 6
OF_NO_INTENT = (None, "chitchat", "out_of_scope")
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
    topic: str = ""
    """The intent of that part."""
    is_of_before: bool = False
    """What the question before was about, asked of once more: "what time does it close", after where the store is."""


def asked_plainly(
    request: Request, before: Quoted, heard: Heard, *, is_elsewhere: bool, topic: str = ""
) -> Plainly | None:
    """The question as any shop would put it; None where the words stand for themselves or are of something else."""
    own = in_own_words(request.text)
    table = OF_INTENT.get(request.intent or "") if _is_told(request) else matter(before, heard, topic)
    if table is None or not own or len(own.split()) > LONGEST_PUT or _names_something(request):
        return None
    asked, moved = heard.read(table, request.text), None
    other = _likeliest(request, heard)
    is_plain = _is_plainly(other, request, heard, than=asked)
    is_heard = asked.name != ELSEWHERE and asked.probability >= LIKELY
    if not is_heard or (is_plain and not _is_told(request) and _IN_IT.search(own) is None):
        moved, asked = other, heard.read(other, request.text)
    if asked.probability < _needed(request, is_elsewhere=is_elsewhere, has_moved=moved is not None):
        return None
    asked_before = heard.read(table, before["question"])
    if _stays(request.text, asked, moved or table, after=None if moved else asked_before):
        return None
    is_to_be_done = is_outright(request) or not asks(request.text)
    if (is_to_be_done and _is_done(request, asked)) or _is_of_another(asked, asked_before, own):
        return None
    goes_on = moved is None and _NAMES_ANOTHER.search(own) is None
    of_before = AFTER.get((asked_before.name, asked.name)) if goes_on else None
    plain = question(moved or table, of_before or asked.name, destinations(own) or places_said(before["question"]))
    if plain is None:
        return None
    topic = _intent_of(moved) if moved else ""
    return Plainly(
        plain, asked.probability, has_moved=moved is not None, topic=topic, is_of_before=of_before is not None
    )


def _stays(text: str, asked: Asked, table: Table, *, after: Asked | None) -> bool:
    """ "How do I prove it", "even for sale items", "do I pay for that": of what was told, and not of what the words are
    like. `after` is the matter before, where it is of the same part of the rules."""
    own = in_own_words(text)
    names = content(own)
    names_it = any(has_word(question(table, asked.name, ()) or "", word) for word in names)
    if is_appended(text):
        return after is None or not names_it
    if after is None and not names_it and (_IT if table == "shipping" else _IT_ASKED).search(own):
        return True
    if places_said(own):
        return not names and table in _ANYWHERE
    is_tariff = table == "shipping" and asked.name in OF_A_PLACE and after is not None and after.name in DONE_BY
    return not names and is_tariff


def _is_plainly(other: Table, request: Request, heard: Heard, *, than: Asked) -> bool:
    """ "And if it never comes at all", after a word of returns: the classifier hears that it is of delivery, too."""
    of_other = heard.read(other, request.text).probability
    is_of_intent = OF_INTENT.get(request.intent or "") == other and than.probability < SURELY
    return (of_other >= _PLAIN and than.probability < AT_LARGE) or (of_other >= AT_LARGE and is_of_intent)


def _likeliest(request: Request, heard: Heard) -> Table:
    of_intent = OF_INTENT.get(request.intent or "")
    if of_intent is not None and request.confidence >= _BEYOND_DOUBT:
        return of_intent  # "does the student discount apply to sale items": of no return
    read = {table: _strength(heard.read(table, request.text)) for table in RULES}
    return max(RULES, key=lambda table: read[table] + _OF_THE_INTENT * (table == of_intent))


def _intent_of(table: Table) -> str:
    return next(name for name, each in OF_INTENT.items() if each == table)


def _needed(request: Request, *, is_elsewhere: bool, has_moved: bool) -> float:
    is_foreign = is_elsewhere or is_outright(request)
    if is_foreign and _route(request) in _DOES and _WISHES.search(request.text):
        return _NEVER
    if has_moved and not content(in_own_words(request.text)) and not is_surely_of_rules(request):
        return _NEVER  # "until when" is of what was told, "what are your opening hours" is not
    if has_moved:
        return FOREIGN if is_foreign else AT_LARGE
    return OUTRIGHT if is_outright(request) else SURELY if is_elsewhere else LIKELY


def is_outright(request: Request) -> bool:
    """A rule told of something that is no matter of the shop's writings."""
    return request.alternatives == (request.intent,) and request.intent not in OF_INTENT


def is_surely_of_rules(request: Request) -> bool:
    """A rule told it, or the classifier, which knows nothing of the talk, leaves no other part of the rules."""
    return _is_told(request) or (request.intent in OF_INTENT and request.confidence >= _BEYOND_DOUBT)


def _is_told(request: Request) -> bool:
    """A rule told which part of the rules it is: a parcel locker, after a word of returns, is of delivery again."""
    return request.alternatives == (request.intent,) and request.intent in OF_INTENT


def _route(request: Request) -> str:
    return INTENTS[request.intent].route if request.intent in INTENTS else "oos"


def _is_done(request: Request, asked: Asked) -> bool:
    """What is asked about can be done, and is what the message was taken for: "swap it for a medium"."""
    return request.intent in DONE_BY.get(asked.name, ()) and request.confidence >= SURE


def _is_of_own(request: Request) -> bool:
    """Wants something done, speaks of an order of one's own, or looks for goods."""
    entities = request.entities
    if request.intent in _OF_GOODS and (entities.categories or entities.materials or request.confidence > _SOMEWHAT):
        return True
    return _WISHES.search(request.text) is not None or speaks_of_own(request.text) or not asks(request.text)


def asks_of_rules(request: Request) -> bool:
    """ "So if I order today when is it here", when asked for an order: of none that there is."""
    return _route(request) == "policy" and asks(last_clause(request.text))


def asks_of_no_order(text: str) -> bool:
    """ "Are they in on a saturday", when asked for an order: of none of that day."""
    return asks(last_clause(text)) and _OF_ONE.search(text) is None


def tells_a_case(text: str, read: Callable[[Table, str], Asked]) -> bool:
    """ "I'm at work when they come", "it was a present": what the question is about, and no complaint."""
    found = [read(table, text) for table in RULES]
    return any(asked.name in NO_GRIEVANCE and asked.probability >= AT_LARGE for asked in found)


def _strength(asked: Asked) -> float:
    return asked.probability * (asked.name != ELSEWHERE)


def _is_of_another(asked: Asked, before: Asked, own: str) -> bool:
    """ "Do those expire", of points: only what was asked before tells that it is not of gift cards."""
    is_of_cards = asked.name.startswith(_CARDS)
    names_them = _CARDS in own.casefold().replace(" ", "") or "voucher" in own.casefold()
    return is_of_cards and not names_them and points(own) and not before.name.startswith(_CARDS)


def asked_at_large(request: Request, heard: Heard) -> Plainly | None:
    """The same of a question that follows none: looked up where the customer's own words find nothing."""
    is_of_rules = request.intent in OF_INTENT
    if _names_something(request) or asks_for_reduced(request.text) or len(request.text.split()) > LONGEST_PUT:
        return None
    of_intent = OF_INTENT.get(request.intent or "")
    tables: tuple[Table, ...] = (of_intent,) if of_intent else RULES
    read: dict[Table, Asked] = {table: heard.read(table, request.text) for table in tables}
    table = max(tables, key=lambda each: _strength(read[each]))
    asked = read[table]
    is_foreign = not is_of_rules and request.intent not in OF_NO_INTENT
    is_own = _is_of_own(request) and _SUPPOSES.search(request.text) is None
    if is_foreign and (_is_done(request, asked) or is_own):
        return None
    home = (name_of_country(heard.home),) if heard.home else ()
    plain = question(table, asked.name, destinations(request.text) or home)
    is_sure = not is_foreign or heard.areas(request.text).get("rules", 0.0) >= _SURELY_RULES
    of_intent_or_none = OF_THE_INTENT if is_of_rules and request.confidence >= _SOMEWHAT else AT_LARGE
    needed = of_intent_or_none if is_sure else FOREIGN
    if plain is None or asked.probability < needed:
        return None
    return Plainly(plain, asked.probability, topic=_intent_of(table))


def matter(before: Quoted, heard: Heard, topic: str) -> Table | None:
    """Which part of the shop's rules the last question was about."""
    read: dict[Table, Asked] = {table: heard.read(table, before["question"]) for table in RULES}
    of_matter: list[Table] = [table for table in RULES if read[table].name != ELSEWHERE]
    is_of_returns = topic in INTENTS and INTENTS[topic].route == "returns"
    of_topic: Table | None = "returns" if is_of_returns else OF_INTENT.get(topic)
    if not of_matter:
        return of_topic
    return max(of_matter, key=lambda table: read[table].probability + _OF_THE_TOPIC * (table == of_topic))


def _names_something(request: Request) -> bool:
    entities = request.entities
    return any((entities.order_numbers, entities.claim_numbers, entities.products, entities.emails))
