"""What is asked or wished of one's own orders where none was spoken of: "my sandals were due on friday". Pure.

The reader is trained on what follows an answer about an order; alone its words have to be surer, and only what can
hardly be said of anything else is taken from it.
"""

import re

from agent.dialogue import tasks
from agent.dialogue.further_questions import points
from agent.dialogue.last_answer import is_of_last_answer
from agent.orders.asked import LIKELY, facet_read, wish_read
from agent.orders.called import names_one_by_status
from agent.orders.facets import OrderFacet
from agent.orders.in_hand import order_in_hand
from agent.orders.waiting import NEVER_PAID
from agent.state import Memory
from agent.understanding.heard import Heard
from agent.understanding.local_reading import SURE, Request
from agent.understanding.owned import is_mine, is_pointed_at
from agent.understanding.requests import begins_anew
from agent.understanding.slots import FILLERS

ALONE = 0.9
"""Asked of a reading against an intent that the classifier found."""
LOST = 0.8
"""Where it found none, or is unsure: of 266 messages that are no matter of a shop 3 are read as one from here on."""
TELLS_OWN: tuple[OrderFacet, ...] = ("late", "changeable", "parcels")
_HARDLY_ELSE: tuple[OrderFacet, ...] = (
    *("late", "parcels", "arrival", "carrier", "number", "never_comes", "notify"),
    *("soonest", "faster", "too_late", "placed", "payment", "left_where", "confirmed", "weight"),
)
_WISHED = ("cancel_order", "lost_parcel", "change_order")
_WISHED_OF_ANOTHER = (*_WISHED, "change_address")
_NO_MATTER = (None, "out_of_scope", "chitchat")
_OF_GOODS = ("product_search", "product_question")
OWN_NAMED = (
    *("carrier", "address", "late", "payment", "faster", "changeable", "contents"),
    *("charged", "handover", "too_late", "notify", "link", "others", "unpaid", "just_wait"),
    *("shipping", "discount", "left_where", "speed", "never_comes", "confirmed", "weight"),
)
"""Of an order given by its number; what else may be asked of one has its own answer already."""
_OF_THE_THING = ("late", "faster", "arrival", "payment")
""" "Why are the sandals late": a thing that is pointed at has been ordered."""
_MY_PAYMENT = re.compile(
    rf"\b(?:my (?:payment|order)|the order (?:with|for|of)|did i|have i)\b|{NEVER_PAID}", re.IGNORECASE
)
"""Asked of one's own orders in so many words, whether or not one is on the table."""
_MINE = re.compile(r"\bmy\b", re.IGNORECASE)
_ENDED = re.compile(r"\b(?:delivered|arrived|received|returned|cancell?ed)\b", re.IGNORECASE)
""" "The tracking number of my delivered order": of none that is under way."""
_ALL_MINE = re.compile(r"\b(?:with|about|on|of) (?:all )?(?:my|the|these|those) orders\b", re.IGNORECASE)
_ADDS = re.compile(r"\badd(?:ed)?\b", re.IGNORECASE)
""" "Can you add a pair of socks", to what nobody knows: to an order, or to look for."""


def facet_at_large(memory: Memory, request: Request, heard: Heard) -> OrderFacet | None:
    if tasks.current(memory) or request.entities.order_numbers:
        return None
    read = facet_read(request, heard)
    if read in ("number", "carrier") and _ENDED.search(request.text):
        return None
    if request.intent == "track_order" and _ALL_MINE.search(request.text):
        return None  # how each of them is doing
    if is_of_own(request) and read in TELLS_OWN:
        return read
    is_tracked = request.intent == "track_order" and read not in ("arrival", "soonest")  # tracking answers these
    is_bought = _is_of_bought(memory, request) or names_one_by_status(request.text)
    least = LIKELY if is_bought or _is_lost(request) else LOST if _is_unsure(request) else ALONE
    likely = heard.read("order", request.text).probability
    is_sure = likely >= least and request.alternatives != (request.intent,)
    is_rest = request.intent == "return_item" and read == "parcels"  # one thing came, the other did not
    is_alone = is_tracked or is_rest or is_bought or read == "confirmed" or _is_alone(memory, request)
    may_be = read in _HARDLY_ELSE or (is_bought and read != "contents" and likely >= LOST)
    return read if is_sure and may_be and is_alone else None


def wish_at_large(memory: Memory, request: Request, heard: Heard) -> str | None:
    """ "Don't need the tote after all, get rid of it": its order is found by what is named, and asked for else."""
    if tasks.current(memory) or begins_anew(request.text) or request.alternatives == (request.intent,):
        return None
    if _ADDS.search(request.text) and not points(request.text):
        return None
    is_unsure = _is_unsure(request)
    wish = wish_read(request, heard, least=LOST if is_unsure else ALONE)
    if wish == "place_order":
        is_of_goods = is_unsure or request.intent in _OF_GOODS
        return wish if is_of_goods and memory["looking_at"] != "products" else None
    is_of_order = memory["claim"] is None and not is_of_last_answer(memory, request, heard)
    is_of_it = wish == "change_order" and is_of_order and points(request.text)
    is_mistaken = wish == "cancel_order" and request.intent == "return_item"  # what has not come cannot go back
    return wish if (is_unsure or is_of_it or is_mistaken) and wish in _WISHED else None


def may_be_asked_at_large(memory: Memory, request: Request, own: Heard, facet: OrderFacet) -> bool:
    if is_of_last_answer(memory, request, own):
        return False
    is_next = any(found.value.kind == "before" and found.value.attribute for found in own.entities.references)
    if is_next or names_one_by_status(request.text):
        return facet in OWN_NAMED  # "the order before VM-10246" names one as well as its number would
    names_one = bool(FILLERS["item"](own) or FILLERS["which"](own))
    if facet in ("unpaid", "address") and names_one:
        return True
    if (
        facet in _OF_THE_THING
        and names_one
        and (is_pointed_at(request.text, own.entities) or is_mine(request.text, own.entities))
    ):
        return True
    if facet in ("payment", "contents") and _MY_PAYMENT.search(request.text):
        return facet == "payment" or names_one
    is_own = is_of_own(request) or (facet == "changeable" and request.intent is not None)
    return (facet in TELLS_OWN and is_own) or facet_at_large(memory, request, own) == facet


def _is_unsure(request: Request) -> bool:
    return request.intent in _NO_MATTER or request.confidence < SURE


def is_of_own(request: Request) -> bool:
    """ "My sandals should have been here on friday": of an order, though none was spoken of."""
    return request.intent == "track_order" or _is_lost(request)


def _is_lost(request: Request) -> bool:
    """ "My rain jacket, is it going to be here by monday": a thing of one's own, and no matter that is known."""
    is_named = request.intent in _NO_MATTER and bool(request.entities.categories)
    return is_named and _MINE.search(request.text) is not None


def wish_of_another(memory: Memory, request: Request, heard: Heard) -> str | None:
    """ "What about the slippers one, add a second pair there", beside the order in hand: the goods tell which it is."""
    if not _is_of_bought(memory, request) or tasks.waiting(memory) is not None or begins_anew(request.text):
        return None
    wish = wish_read(request, heard, least=LOST)
    return wish if wish in _WISHED_OF_ANOTHER and request.alternatives != (request.intent,) else None


def _is_of_bought(memory: Memory, request: Request) -> bool:
    """ "And the bag, has that gone out?": orders are being looked at, and a thing is spoken of that is had or known."""
    entities = request.entities
    is_one = is_pointed_at(request.text, entities) or is_mine(request.text, entities)
    is_begun = memory["looking_at"] == "" and order_in_hand(memory) is not None
    return is_one and (is_begun or memory["looking_at"] == "orders")


def _is_alone(memory: Memory, request: Request) -> bool:
    """No matter of the shop by its words, or of "it" and nobody knows what; and nothing else is being spoken of."""
    if _is_of_bought(memory, request) or (memory["looking_at"] == "orders" and request.entities.categories):
        return True
    is_elsewhere = memory["looking_at"] == "products" or memory["quoted"] is not None
    is_of_goods = request.intent in _OF_GOODS and request.confidence <= SURE
    is_of_it = request.intent == "shipping_policy" and points(request.text)
    is_weak = request.intent in (*_NO_MATTER, "payment_issue") or is_of_goods or is_of_it
    return is_weak and not is_elsewhere
