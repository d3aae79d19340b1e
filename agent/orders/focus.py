"""Which order is on the table, and whether a short question is about it: "whats in it", "and the other parcel?".

Pure. What is asked of an order is read by `agent.orders.facets`; a message that names its order or its goods speaks for
itself.
"""

import re
from dataclasses import replace

from agent.claims.likeness import is_of_claim
from agent.dialogue import tasks
from agent.dialogue.leaning import begins_anew, may_lean
from agent.dialogue.picking import pick
from agent.entities.addresses import find_address
from agent.goods.shopping import facets
from agent.orders.asked import asks_if_done, facet_read, wish_read
from agent.orders.calling_off import after_cancelling, asked_of_cancelling, calls_off, to_be_cancelled
from agent.orders.change_words import AGAIN, pieces_added
from agent.orders.facets import LEANING, LONGEST, OF_A_DAY_TO_COME, OrderFacet, order_facet
from agent.orders.in_hand import order_in_hand, orders_listed
from agent.orders.invoices import THE_INVOICE, is_for_invoice, is_of_invoice, tells_to_mail, tells_to_send
from agent.orders.parcels import is_of_parcel
from agent.orders.words import BY_AGE, listed_with, names_other_goods
from agent.state import Memory
from agent.understanding.heard import Heard
from agent.understanding.local_reading import SURE, Request, Understanding
from agent.understanding.requests import opens_request
from agent.understanding.slots import FILLERS

_LISTS = ("track_order", "order_question", "order_history")
_FEW = 4
_BARE = 3
_NEVER_COMES = re.compile(r"\blost\b|\b(?:never|not|n[o']?t) (?:(?:turn|show)s? up|come|arrive)s?\b", re.IGNORECASE)
_MINE = re.compile(r"\bmy\b", re.IGNORECASE)
_SURE = 1.0
_WHY = re.compile(
    r"^\W*(?:(?:and|but|so|ok(?:ay)?|oh)\W+)*(?:why|how come)(?: (?:is|was) (?:that|it)| so)?\W*$", re.IGNORECASE
)
_TELLS_OWN = ("late", "changeable", "parcels")
_WHICH = re.compile(r"\W*(?:(?:and|so|ok|but)\W+)*which\b", re.IGNORECASE)
_ADDS = re.compile(r"\b(?:add|put)\b", re.IGNORECASE)
_I_PAID = re.compile(r"\bi paid\b|\bdid i pay\b", re.IGNORECASE)
_MY_PAYMENT = re.compile(r"\b(?:my (?:payment|order)|did i|have i)\b", re.IGNORECASE)
_POINTS = re.compile(
    r"^\W*(?:(?:the|my|that|those|no|i mean|ok|and|for|about|what about)\W+)*"
    r"[\w' -]{3,30}?(?: (?:one|ones|order))?\W*$",
    re.IGNORECASE,
)
_OF_ALL = re.compile(
    r"\b(?:orders|parcels|packages|deliveries|shipments|everything|all|both|any|each|my|our|another|other|new)\b",
    re.IGNORECASE,
)
""" "Where is my order" is no more about the one on the table than about any other."""
_EACH = re.compile(
    r"^\W*(?:(?:and|ok|well|for|of|i mean|just|tell me|about|track|show me|please)\W+)*"
    r"(?:all|both|each|every one|everything)(?: of (?:them|those|these|it)| (?:four|three|orders|please))*\W*$",
    re.IGNORECASE,
)
_SENT_BACK = re.compile(r"\b(?:return\w*|sen[dt] back|arrived|delivered|received)\b", re.IGNORECASE)
_PAYS_OTHERWISE = re.compile(
    r"\b(?:pay|paid|charged?|use|switch|put)\b.{0,20}"
    r"\b(?:visa|master ?card|amex|american express|discover|pay ?pal|klarna|(?:apple|google) ?pay|store credit"
    r"|(?:gift|other|another|different|new|my)(?: \w+)? card)\b.{0,12}"
    r"\b(?:instead|rather|for (?:it|that|this))\b"
    r"|\b(?:change|switch|move|put)\b.{0,12}\b(?:it|that|this|the payment)\b.{0,8}\b(?:to|on|onto|over to) "
    r"(?:(?:my|an?|the) )?(?:visa|master ?card|amex|american express|discover|pay ?pal|klarna|(?:apple|google) ?pay"
    r"|(?:other|another|different|new|gift|credit|debit)(?: \w+)? card)\b",
    re.IGNORECASE,
)
"""Asked of one's own orders in so many words, whether or not one is on the table."""
_OWN_NAMED = (
    *("carrier", "address", "late", "payment", "faster", "changeable", "contents"),
    *("charged", "handover", "too_late", "notify", "link"),
)
"""Of an order given by its number; what else may be asked of one has its own answer already."""


def _wonders_at_delay(memory: Memory, understood: Understanding) -> bool:
    """ "Why?", right after it was told where one order is: nothing was refused that could be asked about."""
    closed = memory["closed"]
    is_told = closed is not None and closed["intent"] == "track_order" and len(memory["shown"].get("order", ())) == 1
    is_plain = understood.act.kind == "why_not" and _WHY.match(understood.text) is not None
    return is_told and is_plain and tasks.current(memory) is None


_GET_IT_AGAIN = re.compile(
    r"^\W*(?:(?:and|so|ok(?:ay)?|can|could|may|i|we|want|like|to|would|please|i'd)\W+)*(?:get|have|order|buy|take)"
    r" (?:that|it|this|the same|them)(?: one| thing)? (?:again|once more|a second time)\W*(?:please\W*)?$",
    re.IGNORECASE,
)


def about_orders(memory: Memory, understood: Understanding, heard: Heard) -> Understanding:
    """The same, with the requests that ask something of the order on the table read as such."""
    if calls_off(memory, understood):
        return replace(understood, act=replace(understood.act, kind="cancel"), requests=())
    if (order_id := to_be_cancelled(memory, understood)) is not None:
        wish = Request(understood.text, "cancel_order", _SURE, ("cancel_order",), understood.entities, order_id)
        return replace(understood, act=replace(understood.act, kind="none"), requests=(wish,))
    if tells_to_mail(memory, understood):
        return replace(understood, act=replace(understood.act, kind="affirm"), requests=())
    if len(understood.requests) == 1 and _asks_if_done(memory, understood.requests[0], heard):
        return replace(understood, act=replace(understood.act, kind="done"), requests=())
    if _wonders_at_delay(memory, understood):
        late = Request("why is it late", "track_order", SURE, ("track_order",), understood.entities)
        understood = replace(understood, act=replace(understood.act, kind="none"), requests=(late,))
    requests = tuple(_about_order(memory, request, heard) for request in understood.requests)
    return replace(understood, requests=requests)


def _asks_if_done(memory: Memory, request: Request, heard: Heard) -> bool:
    return order_facet(request.text) is None and _leans(memory, request, heard) and asks_if_done(request, heard)


def _about_order(memory: Memory, request: Request, heard: Heard) -> Request:
    request = _with_question(memory, request)
    if is_of_claim(memory, request, heard):
        return request
    if (after := asked_of_cancelling(memory, request)) is not None:
        return after
    facet = order_facet(request.text) or _wondered(memory, request.text) or _read(memory, request, heard)
    if facet is None:
        return _wished_of_it(memory, request, heard)
    if facet == "money_back" and _NEVER_COMES.search(request.text):
        facet = "late"  # what is done about it then, is told with it
    if facet == "money_back":
        return after_cancelling(memory, request)
    if _is_of_goods(request, facet):
        return request
    own = replace(heard, text=request.text, entities=request.entities)
    read = replace(request, intent="order_question", confidence=_SURE, alternatives=("order_question",))
    if request.entities.order_numbers:
        return read if facet in _OWN_NAMED else request
    focus, listed = order_in_hand(memory), orders_listed(memory)
    if facet == "charged" and focus is None:
        return request
    if facet == "invoice_name" and not is_of_invoice(memory, request):
        return request
    if focus is None and not listed:
        if facet in ("payment", "contents") and _MY_PAYMENT.search(request.text):
            return read if facet == "payment" or FILLERS["item"](own) or FILLERS["which"](own) else request
        is_own = _is_of_own(request) or (facet == "changeable" and request.intent is not None)
        return read if facet in _TELLS_OWN and is_own else request
    is_open = tasks.current(memory) is not None and focus is not None
    spoken_since = memory["topic"] not in ("", "order_question") or memory["looking_at"] == "products"
    if facet in LEANING and spoken_since and not is_open and not _I_PAID.search(request.text):
        return request
    if facet in ("placed", "late", "soonest") and _WHICH.match(request.text):
        return read
    named = ("order_id", "which") if facet in OF_A_DAY_TO_COME else ("order_id", "which", "dates")
    names_one = any(FILLERS[name](own) for name in named)
    if names_other_goods(own) and not request.entities.dates:
        return replace(read, order_id=listed_with(own))
    return (
        replace(read, order_id=focus) if focus is not None and (not names_one or is_of_parcel(request.text)) else read
    )


def _read(memory: Memory, request: Request, heard: Heard) -> OrderFacet | None:
    if _leans(memory, request, heard):
        return facet_read(request, heard)
    is_own = _is_of_own(request) and not tasks.current(memory) and not request.entities.order_numbers
    read = facet_read(request, heard) if is_own else None
    return read if read in _TELLS_OWN else None


def _is_of_own(request: Request) -> bool:
    """ "My sandals should have been here on friday": of an order, though none was spoken of."""
    is_lost = request.intent in (None, "out_of_scope", "chitchat") and bool(request.entities.categories)
    return request.intent == "track_order" or (is_lost and _MINE.search(request.text) is not None)


def _leans(memory: Memory, request: Request, heard: Heard) -> bool:
    listed = orders_listed(memory)
    focus = order_in_hand(memory)
    if focus is not None and memory["looking_at"] == "orders" and len(listed) <= 1:
        # "The second one", "a bigger size": there is nothing else on the table that this could point at.
        elsewhere = tuple(found for found in request.entities.references if found.value.kind == "before")
        request = replace(request, entities=replace(request.entities, references=elsewhere))
    return (focus is not None or bool(listed)) and may_lean(memory, request, heard)


def _with_question(memory: Memory, request: Request) -> Request:
    """A bare number, after an answer of the kind that asks for one: the question that was answered, of that order."""
    quoted = memory["quoted"]
    is_bare = bool(request.entities.order_numbers) and len(request.text.split()) <= _BARE
    if quoted is None or not is_bare or tasks.current(memory) is not None or order_facet(quoted["question"]) is None:
        return request
    return replace(request, text=f"{quoted['question']} {request.text}")


def _pointed_at(memory: Memory, request: Request, heard: Heard) -> str | None:
    """ "The sweater one", after a list of orders and with nothing open: that one, however its words sound alone."""
    closed = memory["closed"]
    is_list = closed is not None and closed["intent"] in _LISTS and len(memory["shown"].get("orders", ())) > 1
    if not is_list or tasks.current(memory) is not None or memory["looking_at"] != "orders":
        return None
    if len(request.text.split()) > _FEW or opens_request(request.text) or not _POINTS.match(request.text):
        return None
    own = replace(heard, text=request.text, entities=request.entities)
    return pick(memory["shown"]["orders"], own) if FILLERS["item"](own) else None


def _wished_of_it(memory: Memory, request: Request, heard: Heard) -> Request:
    """ "The same again please", "18 Elm Street, Portland OR 97209": of the order in hand, without a word of it."""
    if (meant := _pointed_at(memory, request, heard)) is not None:
        return replace(request, intent="track_order", confidence=_SURE, order_id=meant)
    if BY_AGE.match(request.text) and len(orders_listed(memory)) > 1 and tasks.current(memory) is None:
        return replace(request, intent="track_order", confidence=_SURE)
    focus, own = order_in_hand(memory), replace(heard, text=request.text, entities=request.entities)
    is_of_it = _leans(memory, request, heard) and not begins_anew(request.text)
    if is_of_it and (wish := wish_read(request, heard)) is not None:
        return _wished(request, wish, own, focus)
    if focus is not None and request.intent == "place_order" and AGAIN.search(request.text) and _names_none(request):
        return replace(request, order_id=focus)
    if focus is not None and _GET_IT_AGAIN.match(request.text):
        return replace(request, text="order the same again", intent="place_order", confidence=_SURE, order_id=focus)
    if request.entities.order_numbers and _adds_pieces(request):
        return replace(request, intent="change_order", confidence=_SURE)
    if focus is not None and _adds_pieces(request) and _names_none(request):
        return replace(request, intent="change_order", confidence=_SURE, order_id=focus)
    if focus is not None and _PAYS_OTHERWISE.search(request.text) and _names_none(request):
        return replace(request, intent="change_order", confidence=_SURE, order_id=focus)
    if focus is None and _EACH.match(request.text) and len(orders_listed(memory)) > 1 and tasks.current(memory) is None:
        return replace(request, intent="order_question", confidence=_SURE, alternatives=("order_question",))
    if focus is not None and _is_of_focus(request, own):
        return replace(request, order_id=focus)
    if is_for_invoice(memory, request) and FILLERS["item"](own):
        return replace(request, text=f"{THE_INVOICE} {request.text}", intent="invoice", confidence=_SURE)
    if memory["topic"] == "invoice" and tells_to_send(request.text):
        return replace(request, intent="invoice", confidence=_SURE, order_id=focus)
    if _is_address(request.text):
        return replace(request, intent="change_address", confidence=_SURE, order_id=focus or request.order_id)
    return request


def _wished(request: Request, wish: str, own: Heard, focus: str | None) -> Request:
    """Of the order in hand, unless another is named, or any of them would do."""
    if request.intent == wish and _OF_ALL.search(request.text):
        return request
    if names_other_goods(own):
        return replace(request, intent=wish, confidence=_SURE, order_id=request.order_id or listed_with(own))
    named = FILLERS["order_id"](own) or FILLERS["which"](own)
    order_id = request.order_id if named and named != focus else focus
    return replace(request, intent=wish, confidence=_SURE, order_id=order_id)


def _is_of_focus(request: Request, heard: Heard) -> bool:
    """ "Why does that take so long", "can I swap the size of one": leans on the order on the table, naming none."""
    if request.intent not in ("track_order", "exchange_item") or not _names_none(request):
        return False
    if _OF_ALL.search(request.text) or FILLERS["item"](heard) or FILLERS["which"](heard):
        return False
    return request.intent == "track_order" or _SENT_BACK.search(request.text) is None


def _wondered(memory: Memory, text: str) -> OrderFacet | None:
    """ "Why?", right after an answer about an order: of what it said is late."""
    is_of_order = tasks.current(memory) is None and memory["topic"] == "order_question"
    return "late" if is_of_order and _WHY.match(text) else None


def _adds_pieces(request: Request) -> bool:
    is_open = request.intent in (None, "change_order", "product_search", "product_question", "out_of_scope", "chitchat")
    is_open = is_open or request.confidence < SURE or _ADDS.search(request.text) is not None
    return is_open and pieces_added(request.text) is not None


def _names_none(request: Request) -> bool:
    entities = request.entities
    is_pointed = any(found.value.kind == "order" for found in entities.references)
    return not (entities.order_numbers or entities.products or entities.categories or entities.dates or is_pointed)


def _is_address(text: str) -> bool:
    """Nothing but one: where something is to go, and nobody asked for it just now."""
    address = find_address(text) or {}
    is_whole = address.keys() >= {"street", "city"} or address.keys() >= {"street", "postcode"}
    return is_whole and text.strip()[:1].isdigit() and len(text.split()) <= LONGEST


def _is_of_goods(request: Request, facet: str) -> bool:
    """ "What is it made of", "how much is the tote": of a thing in the shop."""
    of_order = {"price", "stock", "returns"} | ({"sizes", "colours", "fit"} if facet == "contents" else set())
    asked = set(facets(request.text) or ()) - of_order
    return bool(asked) or (bool(request.entities.products) and facet not in ("late", "arrival"))
