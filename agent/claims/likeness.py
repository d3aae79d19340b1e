"""What is said of the claim in hand in words that no list has: read by its likeness to examples.

A question, or a word that lets go of the claim; what a customer agrees to is never read here.
"""

import re
from dataclasses import replace

from agent.claims.asked import LIKELY, NAMES, SURELY, asked_of_claim, read_of_claim
from agent.claims.of_one import is_of_one_claim
from agent.claims.refunds import asked_of_refund
from agent.dialogue import tasks
from agent.dialogue.answers import wonders
from agent.dialogue.leaning import may_lean
from agent.entities.vocabulary import singular
from agent.orders.by_number import as_it
from agent.orders.facets import order_facet
from agent.orders.words import names_other_goods
from agent.state import ClaimInHand, Memory
from agent.table.reader import UNREAD, Asked
from agent.understanding.heard import Heard
from agent.understanding.local_reading import Request, Understanding
from agent.understanding.slots import FILLERS
from domain.claims import ReturnReason

CLAIMING = ("return_item", "exchange_item", "refund_request", "lost_parcel", "warranty_claim", "override_refusal")
"""Intents that may end in a claim."""
NOT_YET = ("not_late_yet", "no_estimate", "not_delivered")
"""Refusals that a later day undoes; what is wished or asked meanwhile is answered by that day."""
_CAN = re.compile(r"^\W*(?:\w+\W+){0,2}(?:can|could|may|would|will)\b", re.IGNORECASE)
_THE = re.compile(r"\b(?:the|my|this|that|these|those)\s+$", re.IGNORECASE)
_A_NEW = re.compile(r"\b(?:new|same|other|another|fresh|second)\s+$", re.IGNORECASE)
_IS_THERE = re.compile(
    r"^\W*(?:(?:and|so|but|ok(?:ay)?|hm+|oh|really)\W+)*(?:(?:is|are)(?:n[o']?t| not)? there"
    r"|(?:do|have|don[o']?t|haven[o']?t) (?:you|u)(?: not)?|what about|how about|(?:is|are) (?:it|they|the \w+)) ",
    re.IGNORECASE,
)
_FREE = ("reason", "note", "instead")
"""What may be answered in any words."""
_OF_ITSELF = ("pronoun", "attribute", "noun", "other")
""" "The new one", "the other": of a claim for that very thing; whether it is another is asked before."""
_WONDERED = ("cost", "amount", "stock", "when", "back", "status")
"""Asked of a version that is named: "what if I take the S, is that more", "when will the S be sent"."""
WISHES = ("other_remedy", "other_size", "another_too", "fewer", "withdraw", "wrong_reason")
_NEARLY = 0.35
"""What lies on the table is the claim: read of its order a message has to be that much surer."""
_LET_GO = 0.7
"""A withdrawal asks for a yes of its own, so that it may be put sooner."""


def is_of_claim(memory: Memory, request: Request, heard: Heard) -> bool:
    """Surely of the claim in hand, and so not of the order that it is for."""
    if memory["claim"] is not None and memory["claim"]["claim_ids"] and asked_of_refund(request.text):
        return True
    if request.intent == "refund_status" and is_of_one_claim(request.text):
        return True
    said, request = request, as_of_it(memory["claim"], request) if memory["claim"] is not None else request
    if memory["claim"] is None or request.alternatives == (request.intent,) or request.entities.order_numbers:
        return False
    task = tasks.current(memory)
    is_being_made = task is not None and task["intent"] in CLAIMING
    if is_being_made and request.intent in CLAIMING:
        return True
    if memory["claim"]["refusal"] in NOT_YET or (not is_being_made and names_other_goods(heard.of(request))):
        return False
    if is_being_made and (asked_of_claim(request.text) or (request is not said and order_facet(request.text) is None)):
        return True
    asked, of_order = heard.read("claim", request.text), heard.read("order", request.text)
    is_likelier = asked.probability >= of_order.probability - _NEARLY
    needed = LIKELY if is_being_made or is_likelier else SURELY
    return asked.probability >= needed and (asked.name in NAMES or asked.name in WISHES)


def as_of_it(claim: ClaimInHand, request: Request) -> Request:
    """ "What can I do about order VM-10163", "what happens with the boots", where the claim in hand is for these: the
    same as "about it", "with it"."""
    text, entities = as_it(request), request.entities
    if text and {str(found.value) for found in entities.order_numbers} == {claim["slots"].get("order_id")}:
        return replace(request, text=text, entities=replace(entities, order_numbers=()))
    text = "" if entities.order_numbers else _with_it_for_the_thing(claim, request)
    return replace(request, text=text, entities=replace(entities, products=(), categories=())) if text else request


def _with_it_for_the_thing(claim: ClaimInHand, request: Request) -> str:
    """Its words with "it" for "the boots", "one" for "new boots"; "" where another thing is named, or none."""
    own = {singular(word) for word in re.findall(r"[\w'-]+", str(claim["slots"].get("item") or "").casefold())}
    named = sorted((found.start, found.end) for found in (*request.entities.products, *request.entities.categories))
    text, before = request.text, len(request.text)
    for start, end in reversed(named):
        words = {singular(word) for word in re.findall(r"[\w'-]+", text[start:end].casefold())}
        pointed, anew = _THE.search(text[:start]), _A_NEW.search(text[:start])
        if end > before or not words <= own or (pointed is None and anew is None):
            return ""
        before = start if pointed is None else pointed.start()
        text = f"{text[:before]}{'one' if pointed is None else 'it'}{text[end:]}"
    return text if named else ""


def likely_asked(memory: Memory, understood: Understanding, heard: Heard) -> Asked:
    """What it asks as its examples tell, where nothing else is said; `UNREAD` if nothing."""
    if _asks_for_version(memory, heard):
        return Asked("stock", LIKELY)
    if not is_plain(understood) or not _may_lean(memory, understood.requests[0], heard):
        return UNREAD
    task = tasks.current(memory)
    asked = read_of_claim(heard, is_awaited=task is not None and task["asked"] in _FREE)
    asked = _of_version(heard) if asked is UNREAD else asked
    return UNREAD if asked is not UNREAD and _wishes(heard, asked.name) else asked


def _asks_for_version(memory: Memory, heard: Heard) -> bool:
    """ "Isn't there one in XS?", asked which one it shall be: whether there is, and no choice yet."""
    task = tasks.current(memory)
    if task is None or task["asked"] != "instead" or not heard.text.rstrip().endswith("?"):
        return False
    is_named = FILLERS["instead"](heard) is not None or bool(heard.entities.colours)
    return is_named and _IS_THERE.match(heard.text) is not None


def likely_wished(memory: Memory, understood: Understanding, heard: Heard, *, at: float = SURELY) -> str:
    """Which of `WISHES` it is, in words that no list has; "" if none."""
    if understood.act.kind not in ("none", "correct") or len(understood.requests) != 1:
        return ""
    if not _may_lean(memory, understood.requests[0], heard):
        return ""
    asked = heard.read("claim", heard.text)
    return asked.name if asked.name in WISHES and asked.probability >= at else ""


def is_let_go(memory: Memory, understood: Understanding, heard: Heard) -> bool:
    """ "On second thoughts it can stay here", of what was filed."""
    asked = heard.read("claim", heard.text)
    is_read = asked.name == "withdraw" and asked.probability >= _LET_GO
    return is_read and is_plain(understood) and may_lean(memory, understood.requests[0], heard)


def wishes_fewer(heard: Heard) -> bool:
    """ "I only want to send one back and keep the other", of what was filed for several."""
    asked = heard.read("claim", heard.text)
    return asked.name == "fewer" and asked.probability >= SURELY


def _of_version(heard: Heard) -> Asked:
    """ "Do you make it in black as well?" is no wish for black yet."""
    asked = heard.read("claim", heard.text)
    is_of_one = asked.name == "other_size" and asked.probability >= LIKELY and wonders(heard.text)
    return Asked("stock", asked.probability) if is_of_one else UNREAD


def _may_lean(memory: Memory, request: Request, heard: Heard) -> bool:
    is_sure = heard.read("claim", heard.text).probability >= SURELY
    return may_lean(memory, request, heard, pointing=_OF_ITSELF, is_sure=is_sure)


def _is_asked(text: str) -> bool:
    """ "Can you fix it" asks whether, and "just fix it" wishes for it."""
    return text.rstrip().endswith("?") or _CAN.match(text) is not None


def is_plain(understood: Understanding) -> bool:
    return understood.act.kind == "none" and len(understood.requests) == 1


def _wishes(heard: Heard, read: str) -> bool:
    """It asks for another remedy or version, or tells what is wrong: more than a question."""
    is_question = heard.text.rstrip().endswith("?") or wonders(heard.text)
    remedy = FILLERS["remedy"](heard)
    if remedy is not None and not wonders(heard.text) and (remedy != read or not _is_asked(heard.text)):
        return True
    if FILLERS["instead"](heard):
        return not (is_question and read in _WONDERED)
    told = {found.value for found in heard.entities.reasons} - {ReturnReason.LATE}  # "only a day late", of a deadline
    return bool(told) and not is_question
