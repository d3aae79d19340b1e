"""From words to requests: what is asked, how sure we are, what it names. Local models and rules only."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from agent.acts import Act, Expecting, dialogue_act
from agent.context import Services
from agent.entities import Entities, extract
from agent.goods.opinions import is_opinion
from agent.intents.assortment import INTENT as ASSORTMENT
from agent.intents.assortment import wish_before
from agent.intents.classifier import IntentScore
from agent.intents.registry import INTENTS, named_outright
from agent.speaker.leads import introduced
from agent.turn import TurnInput
from agent.understanding.commands import commanded
from agent.understanding.intent_rules import intent_named, is_said_outright, looks_for_kind, may_be_foreign
from agent.understanding.objections import without_denied, without_objection
from agent.understanding.owned import is_bare_wish
from agent.understanding.policy_named import as_policy
from agent.understanding.requests import split
from agent.understanding.things_apart import things_apart
from agent.understanding.turned_wish import turned_wish

SURELY_FOREIGN = 0.9
FLOOR = 0.35
"""Below this calibrated probability the bot asks instead of guessing."""
MARGIN = 0.08
"""Two shop intents closer than this are told apart by a question, when neither is sure."""
SURE = 0.6
_POINTS_AT_ONE = re.compile(r"\b(?:the|that|this|which) (?:\w+ )?ones?\b", re.IGNORECASE)
_A_SENTENCE = 4
"""Words from which it says more than that something is meant: "the other one" does not."""


@dataclass(frozen=True, slots=True)
class Request:
    """One thing asked for. `intent` is None when the classifier could not tell."""

    text: str
    intent: str | None
    confidence: float
    alternatives: tuple[str, ...]
    entities: Entities
    order_id: str | None = None
    """An order that the words point at without naming it."""
    matter: str = ""
    """What one of the team asks of their own work, see `of_the_desk`."""
    facet: str = ""
    """What is asked of an order (`agent.orders.facets`), where that was read already."""
    is_apart: bool = False
    """Of another thing than the request before, each with a reason of its own."""

    @property
    def is_open(self) -> bool:
        """Not classified yet; `intent` is what it names, if anything."""
        return not self.confidence and not self.alternatives


@dataclass(frozen=True, slots=True)
class Understanding:
    text: str
    act: Act
    entities: Entities
    requests: tuple[Request, ...]


def understand(
    text: str, turn: TurnInput, services: Services, *, expecting: Expecting | None, pending: str | None
) -> Understanding:
    """Classify every request in the message; the dialogue act is read against what was asked last."""
    return classified(heard(text, turn, services, expecting=expecting, pending=pending), services)


def alone(text: str, turn: TurnInput, services: Services) -> Request | None:
    """The request that a text is by itself, whatever was said before it; None: none, or several."""
    requests = understand(text, turn, services, expecting=None, pending=None).requests
    return requests[0] if len(requests) == 1 else None


def heard(
    text: str,
    turn: TurnInput,
    services: Services,
    *,
    expecting: Expecting | None,
    pending: str | None,
    act: Act | None = None,
) -> Understanding:
    """What the rules understand. Requests that only the classifier can tell are `is_open` still.

    `act`: what the message does to the dialogue, where that is known.
    """
    entities = entities_of(text, turn, services)
    act = act or dialogue_act(text, expecting=expecting, pending=pending)
    said = text if act.kind == "none" else act.remainder.strip()
    rest = _wanted(_without_count(without_denied(without_objection(said))))
    parts = split(rest) if rest else []
    requests = tuple(
        request
        for part in parts
        for request in _requests_in(
            part,
            entities if len(parts) == 1 and part == text else entities_of(part, turn, services),
            read=lambda words: entities_of(words, turn, services),
        )
    )
    return Understanding(text, act, entities, requests)


def _requests_in(part: str, entities: Entities, *, read: Callable[[str], Entities]) -> list[Request]:
    """One, or one for each thing that goes back for a reason of its own."""
    things = things_apart(part, entities)
    if len(things) == 1:
        return [_by_rule(part, entities)]
    return [replace(_by_rule(words, read(words)), is_apart=True) for words in things]


def classified(heard: Understanding, services: Services) -> Understanding:
    """With an intent for each request that was open, as far as the classifier is sure."""
    read = [_classified(request, services) if request.is_open else request for request in heard.requests]
    apart = [replace(each, is_apart=before.is_apart) for each, before in zip(read, heard.requests, strict=True)]
    return replace(heard, requests=tuple(_with_the_same_wish(apart)))


_CLAIMING = ("return_item", "exchange_item", "refund_request", "warranty_claim")


def _with_the_same_wish(requests: Sequence[Request]) -> list[Request]:
    """ "I want to send the cap back, too small, and the sleeve has a stain": of things apart one says what for."""
    wished = next((each.intent for each in requests if each.is_apart and each.intent in _CLAIMING), None)
    return [
        replace(each, intent="return_item", confidence=SURE, alternatives=("return_item",))
        if each.is_apart and wished and each.intent not in _CLAIMING
        else each
        for each in requests
    ]


_UNWANTED = re.compile(
    r"^\W*(?:please |pls |hi,? |hey,? )?"
    r"(?:do not|don'?t|no need to|i (?:do not|don'?t) want (?:you )?to|i'?m not trying to) "
    r"(?:cancel|return|exchange|refund|change|file|re-?order|order|send|track|delete)\w*\b(?P<what>[^,.;!?]{0,60}?)"
    r"(?:[,.;!]+|\bbut\b|(?=\b(?:tell|show|give) me\b))\s*"
    r"(?:(?:but|just|only|instead|i just want to|i only want to)\s+)*(?P<rest>\S.*)",
    re.IGNORECASE | re.DOTALL,
)


_LEAD = r"^\W*(?:(?:hi|hello|hey|hiya|(?:good )?(?:morning|afternoon|evening)|ok|okay|so|and|then|right|now|good)\W+)*"
_COUNTS = re.compile(
    _LEAD
    + r"(?:(?:i (?:have|need|want|got)|i'?ve got|got|there(?:'s| are)) )?"
    + r"(?:\d|two|three|four|an? (?:couple|few)|several|some)(?: of)? (?:quick |small |short )?"
    + r"(?:things|questions|requests|issues|points)(?: (?:please|for you|today|actually))*[.,:;!\n-]+\s*(?=[\w'’]+ \w)",
    re.IGNORECASE,
)
""" "Morning. 3 things. Where's the sweater": what is announced begins behind it."""
_NTH = r"(?:first|second|third|fourth|last|next|final)"
_NUMBERS = re.compile(
    _LEAD
    + rf"(?:(?:the |my )?{_NTH} (?:(?:thing|question|point)(?: is| was)?|one (?:is|was))|{_NTH}(?:ly)?(?: of all)?)"
    + r"(?:\s*[,:;-]\s*|\s+(?=(?:where|when|how|why|can|could|do|does|i (?:want|need|would)|i'd)\b))(?=\w+\W+\w)",
    re.IGNORECASE,
)
""" "Second, I want to change the address": no second of anything that was shown."""


def _without_count(text: str) -> str:
    behind = text[found.end() :] if (found := _COUNTS.match(text)) else text
    return behind[found.end() :] if (found := _NUMBERS.match(behind)) else behind


_NO_PERSON = re.compile(
    r"^\W*(?:(?:no|ok|hm+|well)\W+)*"
    r"(?:(?:i )?(?:do not|don'?t) (?:need|want)(?: to (?:talk|speak) (?:to|with))?"
    r"|no need (?:for|of|to (?:call|ask|get)))"
    r" (?:an? |any |the )?(?:real )?(?:person|human|agent|colleague|someone|anyone|anybody)\s*"
    r"(?:[,.;!-]+|\n|\b(?=just|but|only))\s*"
    r"(?:(?:but|just|only|i just want(?: you)? to|i only want to)\s+)*(?P<rest>\w+\W+\w.{5,})",
    re.IGNORECASE | re.DOTALL,
)
""" "I don't need a person, just tell me when it comes": the part that asks for something."""


def _wanted(text: str) -> str:
    """ "Don't cancel it, just tell me what's in it": the part that asks for something, and the number it is about."""
    if beside := _NO_PERSON.match(text):
        return beside["rest"]
    match = _UNWANTED.match(text)
    if match is None:
        return text
    number = re.search(r"\b[A-Z]{2,4}-\d+\b|#\d+", match["what"])
    return f"{match['rest']} {number[0]}" if number else match["rest"]


def entities_of(text: str, turn: TurnInput, services: Services) -> Entities:
    return extract(
        text,
        lexicon=services.vocabularies.current().lexicon,
        today=turn.now.date(),
        conventions=services.conventions,
        is_terse=turn.principal.is_staff and introduced(text) is None,
    )


def _by_rule(text: str, entities: Entities) -> Request:
    text = as_policy(text)
    ordered = commanded(text) if entities.order_numbers and not entities.claim_numbers else None
    outright = ordered or turned_wish(text) or named_outright(text)
    if outright == ASSORTMENT.name and (wish := wish_before(text, names_kind=bool(entities.categories))):
        return Request(wish, "product_search", SURE, ("product_search", ""), entities)
    if outright:
        return Request(text, outright, SURE, (outright,), entities)
    if is_opinion(text):
        return Request(text, "chitchat", SURE, ("chitchat",), entities)
    named = intent_named(text, entities)
    if named and not may_be_foreign(named, text, entities) and is_said_outright(text, entities):
        return Request(text, named, SURE, (named,), entities)
    return Request(text, named, 0.0, (), entities)


def _classified(request: Request, services: Services) -> Request:
    """What the request names wins over a classifier that is not sure."""
    text, named, entities = request.text, request.intent, request.entities
    scores = services.classifier.classify(text)
    is_sentence = len(text.split()) >= _A_SENTENCE and not _POINTS_AT_ONE.search(text)
    scores = _with_a_wish(scores) if is_sentence else scores
    best = scores[0]
    is_foreign = best.name == "out_of_scope" and best.probability >= SURELY_FOREIGN
    if is_foreign and may_be_foreign(named, text, entities):
        named = None
    alternatives = tuple(score.name for score in scores[:3])
    if entities.claim_numbers and INTENTS[best.name].route in ("product", "order", "chat", "oos"):
        return Request(text, "refund_status", SURE, ("refund_status",), entities)  # its number is of no goods
    is_question = named == "product_question" and best.name == "product_search"
    is_wish = named == "product_search" and best.name == "product_question" and looks_for_kind(text, entities)
    if best.name in _CLAIMING and is_bare_wish(text, entities):
        return Request(text, "product_search", SURE, ("product_search",), entities)
    if named and (best.probability < SURE or best.name == "out_of_scope" or is_question or is_wish):
        return Request(text, named, SURE, alternatives, entities)
    if entities.emails and len(text.split()) <= 2:
        return Request(text, None, 0.0, ("track_order", "account_help", "feedback_newsletter"), entities)
    intent = best.name if _is_clear(scores) else None
    return Request(text, intent, best.probability, alternatives, entities)


def _with_a_wish(scores: Sequence[IntentScore]) -> Sequence[IntentScore]:
    """A yes or no is read by closed lists; what only sounds like one may well be the wish that comes next."""
    best, after = scores[:2]
    if best.name != "affirm_deny" or after.name == "out_of_scope" or after.probability < SURE * (1 - best.probability):
        return scores
    return [IntentScore(each.name, each.probability / (1 - best.probability)) for each in scores[1:]]


def _is_clear(scores: Sequence[IntentScore]) -> bool:
    """Sure enough, or torn only between intents of one route, which lead to the same answer."""
    best = scores[0]
    route = INTENTS[best.name].route
    together = sum(score.probability for score in scores if INTENTS[score.name].route == route)
    rival = next((score for score in scores if INTENTS[score.name].route != route), None)
    is_torn = rival is not None and best.probability - rival.probability < MARGIN
    return together >= SURE or (together >= FLOOR and not is_torn)
