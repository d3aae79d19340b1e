"""Trouble with what was bought, and what is asked of a claim, where none was spoken of yet. Pure.

The readers are trained on what follows an answer; alone their words must be surer, and name a thing or a claim.
"""

import re
from dataclasses import replace

from agent.claims.asked import LIKELY, SURELY
from agent.dialogue import tasks
from agent.dialogue.answers import is_question, wonders
from agent.orders.in_hand import order_in_hand
from agent.state import Memory
from agent.table.reader import ELSEWHERE
from agent.understanding.heard import Heard
from agent.understanding.local_reading import SURE, Request, Understanding
from agent.understanding.owned import is_mine, is_pointed_at, tells_of_mine
from agent.understanding.requests import begins_anew, opens_request
from agent.understanding.slots import FILLERS, fill

_SURE = 1.0
_TOLD = 0.75
_BRIEF = 8
_WEAK = (None, "out_of_scope", "chitchat", "affirm_deny", "product_search", "product_question", "complaint")
"""What words about a thing one has are taken for, out of context."""
_LOST = (None, "out_of_scope", "chitchat", "product_question")
_ASKED_ANYHOW = (*_WEAK, "further_question", "returns_policy", "place_order", "return_item")
_TROUBLE = {"damaged": "return_item", "return": "return_item", "exchange": "exchange_item"}
_OF_THE_ORDER = ("change_items", "leave_out", "cancel", "parcels")
""" "Take the shirt off, he doesn't want it", of an order that is looked at: not sent back before it came."""
_OF_ITS_COURSE = ("when", "until", "where", "back", "status", "filed", "next", "why_no", "amount")
_OF_ALL = re.compile(r"\b(?:claims|returns|refunds|all|any|other|open)\b", re.IGNORECASE)
_SENT = re.compile(
    r"\b(?:told me to|i|we)(?:'ve| have)? (?:already |just )?(?:send|sent|post(?:ed)?|ship(?:ped)?|mail(?:ed)?"
    r"|drop(?:ped)?|return(?:ed)?)\b",
    re.IGNORECASE,
)
_MY_CLAIM = re.compile(
    r"\b(?:my|the|that|this) (?:\w+ ){0,2}(?:returns?|claims?|exchange|refund)\b|\btold me to (?:send|return)\b",
    re.IGNORECASE,
)
_DID_NOT_DO = re.compile(
    r"\b(?:did(?:n'?t| not) (?:really )?work out|not (?:at all |really |very )?(?:happy|pleased|satisfied)"
    r"|(?:do|does)(?:n'?t| not) (?:really )?(?:like|work for)|unhappy|disappointed|is(?:n'?t| not) for me)\b",
    re.IGNORECASE,
)


def about_claims(memory: Memory, understood: Understanding, heard: Heard) -> Understanding:
    """The same, with a request that tells trouble, or asks of a claim, read as such."""
    offer = memory["offer"]
    is_open = tasks.current(memory) is not None or (offer is not None and offer["intent"] != "human_agent")
    if is_open or understood.act.kind != "none" or len(understood.requests) != 1:
        return understood
    request = understood.requests[0]
    if _is_of_the_claim_shown(memory, request):
        return replace(understood, requests=(replace(request, order_id=order_in_hand(memory)),))
    if request.alternatives == (request.intent,) or request.entities.claim_numbers:
        return understood
    intent, order_id = _of_its_course(memory, request, heard), request.order_id
    if not intent and memory["claim"] is None:
        intent = _trouble(memory, request, heard) or _for_the_trouble(memory, request, heard)
    if not intent and (late := _put_right(memory, request, heard)) is not None:
        intent, order_id = "refund_request", late
    if not intent:
        return understood
    read = replace(request, intent=intent, confidence=_SURE, alternatives=(intent,), order_id=order_id)
    return replace(understood, requests=(read,))


def _is_of_the_claim_shown(memory: Memory, request: Request) -> bool:
    """ "I never got the money though", after one claim was shown."""
    claim, entities = memory["claim"], request.entities
    is_named = entities.categories or entities.products or entities.order_numbers or entities.claim_numbers
    is_one = claim is not None and len(claim["claim_ids"]) == 1 and not is_named
    return is_one and request.intent == "refund_status" and _OF_ALL.search(request.text) is None


def _for_the_trouble(memory: Memory, request: Request, heard: Heard) -> str:
    """ "You should make up for that": no matter of the shop by its words, and nothing is being bought."""
    read = heard.read("claim", request.text)
    is_read = read.name == "keeping" and read.probability >= SURELY
    is_lost = request.intent in (None, "out_of_scope", "chitchat", "complaint")
    return "compensation" if is_read and is_lost and memory["looking_at"] != "products" else ""


def _put_right(memory: Memory, request: Request, heard: Heard) -> str | None:
    """ "Just send me another pair", "then refund me": the order that is spoken of, which may not have come yet."""
    focus, entities = order_in_hand(memory), request.entities
    is_named = entities.categories or entities.products or entities.order_numbers or entities.sizes or entities.colours
    is_claim = request.intent in (None, "exchange_item", "return_item", "refund_request", "out_of_scope")
    if focus is None or not is_claim or is_named or entities.reasons or len(request.text.split()) > _BRIEF:
        return None
    if memory["claim"] is not None or is_question(request.text) or wonders(request.text) or begins_anew(request.text):
        return None
    read = heard.read("order", request.text)
    if read.name == "reorder" and read.probability >= LIKELY:
        return None
    remedy, of_claim = FILLERS["remedy"](replace(heard, text=request.text)), heard.read("claim", request.text)
    is_wished = of_claim.name == "other_remedy" and of_claim.probability >= SURELY
    return focus if remedy in ("refund", "replacement") or (is_wished and remedy is None) else None


def _trouble(memory: Memory, request: Request, heard: Heard) -> str:
    """Told, not asked, of a thing that is pointed at; goods that are looked at in the shop are no such thing."""
    entities, text = request.entities, request.text
    is_weak = request.intent in _WEAK or (request.intent == "return_item" and request.confidence < SURE)
    if not is_weak or is_question(text) or wonders(text) or opens_request(text):
        return ""
    if entities.money_limits or (memory["looking_at"] == "products" and not is_mine(text, entities)):
        return ""
    read = heard.read("order", text)
    if memory["looking_at"] == "orders" and read.name in _OF_THE_ORDER:
        return ""
    least = LIKELY if read.name == "late" else _TOLD
    if read.name not in (*_TROUBLE, ELSEWHERE) and read.probability >= least:
        return ""  # "what's taking my hoodie so long": it is waited for
    if request.intent in _LOST and tells_of_mine(text, entities):
        return "return_item"  # what is wrong is asked
    names_own = is_pointed_at(text, entities) or bool(entities.order_numbers)
    if names_own and (entities.reasons or _DID_NOT_DO.search(text)):
        return _TROUBLE.get(read.name, "return_item")
    needed = LIKELY if names_own else _TOLD if entities.reasons else SURELY
    if begins_anew(text) and read.name != "damaged":
        return ""
    is_read = read.name in _TROUBLE and read.probability >= needed
    return _TROUBLE[read.name] if is_read and (names_own or read.name == "damaged") else ""


def _of_its_course(memory: Memory, request: Request, heard: Heard) -> str:
    """ "Where do i send the tees": of what was claimed, and the store finds the claim.

    After another claim was spoken of fewer words tell it: "and the tee, how many days left".
    """
    text = request.text
    is_named = bool(request.entities.categories or request.entities.products)
    claim, said = memory["claim"], fill(("item", "category"), heard)
    is_same = claim is not None and claim["slots"].get("item") and not tasks.is_other_thing(claim["slots"], said)
    is_other = claim is not None and is_named and not is_same
    if request.entities.order_numbers and not _MY_CLAIM.search(text):
        return ""  # "how much was the skirt in order VM-40801", beside a claim for the sweater of that order
    is_of_claim = _MY_CLAIM.search(text) is not None or (is_named and _SENT.search(text) is not None)
    if claim is not None and not is_other:
        return ""
    asked = heard.read("claim", text)
    if request.intent not in _ASKED_ANYHOW or not (is_of_claim or is_other):
        return ""
    needed = LIKELY if is_other else _TOLD if is_named else SURELY
    return "refund_status" if asked.name in _OF_ITS_COURSE and asked.probability >= needed else ""
