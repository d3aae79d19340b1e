"""Trouble with what was bought, and what is asked of a claim, where none was spoken of yet. Pure.

The readers are trained on what follows an answer; alone their words must be surer, and name a thing or a claim.
"""

import re
from dataclasses import replace

from agent.claims.asked import LIKELY, SURELY
from agent.dialogue import tasks
from agent.dialogue.answers import is_question, wonders
from agent.dialogue.leaning import begins_anew
from agent.state import Memory
from agent.understanding.heard import Heard
from agent.understanding.local_reading import SURE, Request, Understanding
from agent.understanding.owned import is_mine, is_pointed_at
from agent.understanding.requests import opens_request
from agent.understanding.slots import fill

_SURE = 1.0
_TOLD = 0.75
_WEAK = (None, "out_of_scope", "chitchat", "affirm_deny", "product_search", "product_question", "complaint")
"""What words about a thing one has are taken for, out of context."""
_ASKED_ANYHOW = (*_WEAK, "further_question", "returns_policy", "place_order", "return_item")
_TROUBLE = {"damaged": "return_item", "return": "return_item", "exchange": "exchange_item"}
_OF_ITS_COURSE = ("when", "until", "where", "back", "status", "filed", "next", "why_no", "amount")
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
    is_open = tasks.current(memory) is not None or memory["offer"] is not None
    if is_open or understood.act.kind != "none" or len(understood.requests) != 1:
        return understood
    request = understood.requests[0]
    if request.alternatives == (request.intent,) or request.entities.claim_numbers:
        return understood
    intent = _of_its_course(memory, request, heard)
    if not intent and memory["claim"] is None:
        intent = _trouble(memory, request, heard)
    if not intent:
        return understood
    read = replace(request, intent=intent, confidence=_SURE, alternatives=(intent,))
    return replace(understood, requests=(read,))


def _trouble(memory: Memory, request: Request, heard: Heard) -> str:
    """Told, not asked, of a thing that is pointed at; goods that are looked at in the shop are no such thing."""
    entities, text = request.entities, request.text
    is_weak = request.intent in _WEAK or (request.intent == "return_item" and request.confidence < SURE)
    if not is_weak or is_question(text) or wonders(text) or opens_request(text):
        return ""
    if entities.money_limits or (memory["looking_at"] == "products" and not is_mine(text, entities)):
        return ""
    read = heard.read("order", text)
    names_own = is_pointed_at(text, entities) or bool(entities.order_numbers)
    if names_own and (entities.reasons or _DID_NOT_DO.search(text)):
        return _TROUBLE.get(read.name, "return_item")
    needed = _TOLD if names_own or entities.reasons else SURELY
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
    is_of_claim = _MY_CLAIM.search(text) is not None or (is_named and _SENT.search(text) is not None)
    if claim is not None and not is_other:
        return ""
    asked = heard.read("claim", text)
    if request.intent not in _ASKED_ANYHOW or not (is_of_claim or is_other):
        return ""
    needed = LIKELY if is_other else _TOLD if is_named else SURELY
    return "refund_status" if asked.name in _OF_ITS_COURSE and asked.probability >= needed else ""
