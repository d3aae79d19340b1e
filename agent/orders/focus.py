"""Which order is on the table, and whether a short question is about it: "whats in it", "and the other parcel?".

Pure. What is asked of an order is read by `agent.orders.facets`; a message that names its order or its goods speaks for
itself.
"""

import re
from dataclasses import replace

from agent.claims.likeness import is_of_claim
from agent.claims.refunds import is_too_little
from agent.dialogue import tasks
from agent.dialogue.answers import is_question
from agent.dialogue.ordering_now import due_by
from agent.goods.shopping import facets
from agent.orders.asked import SURELY, asks_if_done, facet_read
from agent.orders.at_large import OWN_NAMED, facet_at_large, may_be_asked_at_large
from agent.orders.besides import with_number_shown
from agent.orders.by_number import facet_by_number, is_told_by_tracking, wish_by_number
from agent.orders.by_status import asks_what_came_last, statuses_asked
from agent.orders.called import names_one_by_status, status_called
from agent.orders.calling_off import (
    after_cancelling,
    asked_of_cancelling,
    calls_off,
    cost_of_changing,
    keeps_it,
    to_be_cancelled,
)
from agent.orders.facets import LEANING, OF_A_DAY_TO_COME, OrderFacet, order_facet
from agent.orders.in_hand import order_in_hand, orders_listed
from agent.orders.invoices import is_of_invoice, tells_to_mail
from agent.orders.others import asks_of_others
from agent.orders.parcels import is_of_parcel
from agent.orders.waiting import PAYS_AT_LAST, THINGS_COME, UNPAID_TOLD
from agent.orders.wished import is_of_it_by_rule, leans, picked_of_list, wished_of_it
from agent.orders.words import listed_with, names_other_goods
from agent.state import Memory
from agent.understanding.addresses_told import gives_address
from agent.understanding.heard import Heard
from agent.understanding.local_reading import SURE, Request, Understanding
from agent.understanding.slots import FILLERS
from domain.orders import OrderStatus

_BARE = 3
_FAILS_TO = re.compile(
    r"\bif (?:i|we) (?:(?:do|can|could)(?: not|n['’]?t)|miss|forget|fail)\b(?! (?:get|receive|have|see|hear|find)\b)",
    re.IGNORECASE,
)
""" "What happens if I don't": of what the customer is to do, and no parcel stays away."""
_NEVER_COMES = re.compile(r"\blost\b|\b(?:never|not|n[o']?t) (?:(?:turn|show)s? up|come|arrive)s?\b", re.IGNORECASE)
_PAID_BACK = re.compile(
    r"\b(?:do|will|would|can|could|should) (?:i|we)\b.{0,16}\b(?:money|refund(?:ed)?|paid|reimbursed)\b", re.IGNORECASE
)
""" "Do I get my money back?", right after "what if it never comes": if it does not."""
_SURE = 1.0
_LATE_TOLD = {"asked_late", "asked_late_again"}
"""Phrases that told all there is to tell about a delay."""
_SENTENCE = re.compile(r"[^.!?;\n]+[.!?;\n]*")
_EVERY = re.compile(
    r"\b(?:all|both)(?: of)? (?:(?:my|the|these|those) )?(?:two|three|four|five|six|\d|orders)\b"
    r"(?! (?:pieces|items|things|colou?rs|sizes|pairs))"
    r"|\b(?:each|every)(?: one)?(?: of)? (?:my |the )?(?:orders?|two)\b",
    re.IGNORECASE,
)
""" "All three tracking numbers": not of the one that was looked at last."""
_BOUGHT = re.compile(r"\b(?:orders?|ordered|bought|placed|purchase\w*|parcels?|packages?)\b", re.IGNORECASE)
_STATE_TOLD = {"order_shipped", "order_delayed", "order_pending", "asked_parcel", "asked_day"}
"""Those that told where an order is, with its day."""
_WHEN = re.compile(
    r"^(?!.*\bwhere\b)(?:.*\b(?:when|day|date|time)\b|\W*(?:\w+\W+){0,2}?(?:will|does|do|would|should|can|is)\b)",
    re.IGNORECASE,
)
_FOR_SURE = re.compile(
    r"\b(?:for sure|for certain|definitely|certainly|guarantee\w*|promise\w*|reliabl[ey]|count on)\b"
    r"|\breally (?:come|arrive|be)\b",
    re.IGNORECASE,
)
_WHY = re.compile(
    r"^\W*(?:(?:and|but|so|ok(?:ay)?|oh)\W+)*(?:why|how come)(?: (?:is|was) (?:that|it)| so)?\W*$", re.IGNORECASE
)
_WHICH = re.compile(r"\W*(?:(?:and|so|ok|but)\W+)*which\b", re.IGNORECASE)
_I_PAID = re.compile(r"\bi paid\b|\bdid i pay\b", re.IGNORECASE)
_HARDLY_OF_GOODS = (
    "late",
    "arrival",
    "confirmed",
    "payment",
    "placed",
    "number",
    "left_where",
    "never_comes",
    "unpaid",
)
"""Said of a thing by its name it is asked of the order that holds it: "are the clay jeans paid"."""


def _wonders_at_delay(memory: Memory, understood: Understanding) -> bool:
    """ "Why?", right after it was told where one order is: nothing was refused that could be asked about."""
    closed = memory["closed"]
    is_told = closed is not None and closed["intent"] == "track_order" and len(memory["shown"].get("order", ())) == 1
    is_plain = understood.act.kind == "why_not" and _WHY.match(understood.text) is not None
    return is_told and is_plain and tasks.current(memory) is None


def about_orders(memory: Memory, understood: Understanding, heard: Heard) -> Understanding:
    """The same, with the requests that ask something of the order on the table read as such."""
    if calls_off(memory, understood) or keeps_it(memory, understood):
        return replace(understood, act=replace(understood.act, kind="cancel"), requests=())
    if (order_id := to_be_cancelled(memory, understood)) is not None:
        wish = Request(understood.text, "cancel_order", _SURE, ("cancel_order",), understood.entities, order_id)
        return replace(understood, act=replace(understood.act, kind="none"), requests=(wish,))
    if (state := _asks_how_it_stands(memory, understood)) is not None:
        return replace(understood, act=replace(understood.act, kind="none"), requests=(state,))
    if tells_to_mail(memory, understood):
        return replace(understood, act=replace(understood.act, kind="affirm"), requests=())
    if len(understood.requests) == 1 and _asks_if_done(memory, understood.requests[0], heard):
        return replace(understood, act=replace(understood.act, kind="done"), requests=())
    if _wonders_at_delay(memory, understood):
        late = Request("why is it late", "track_order", SURE, ("track_order",), understood.entities)
        understood = replace(understood, act=replace(understood.act, kind="none"), requests=(late,))
    requests = tuple(_about_order(memory, request, heard) for request in understood.requests)
    return replace(understood, requests=requests)


def _asks_how_it_stands(memory: Memory, understood: Understanding) -> Request | None:
    """ "So is it cancelled now?", where nothing was done and nothing waits: the order itself says how it stands."""
    focus, closed = order_in_hand(memory), memory["closed"]
    is_plain = understood.act.kind == "done" and not understood.requests and order_facet(understood.text) == "arrival"
    is_busy = memory["tasks"] or memory["claim"] is not None or (closed is not None and closed["is_done"])
    if focus is None or not is_plain or is_busy:
        return None
    alone = ("order_question",)
    return Request(understood.text, alone[0], _SURE, alone, understood.entities, focus, facet="arrival")


def _asks_if_done(memory: Memory, request: Request, heard: Heard) -> bool:
    return order_facet(request.text) is None and leans(memory, request, heard) and asks_if_done(request, heard)


def _about_order(memory: Memory, request: Request, heard: Heard) -> Request:
    is_of_state = statuses_asked(request.text, are_listed=len(orders_listed(memory)) > 1)
    if is_of_state or asks_what_came_last(request.text):
        return replace(request, intent="track_order", confidence=_SURE, alternatives=("track_order",))
    request = _with_question(memory, with_number_shown(memory, request))
    if is_of_claim(memory, request, heard) or is_too_little(request.text):
        return request
    if request.intent == "return_item" and status_called(request.text) is OrderStatus.LOST:
        return replace(request, intent="lost_parcel", confidence=_SURE)
    if request.intent == "change_address" and gives_address(request.text):
        return wished_of_it(memory, request, heard)
    if (after := asked_of_cancelling(memory, request) or picked_of_list(memory, request, heard)) is not None:
        return after
    facet = (
        order_facet(request.text)
        or _in_passing(memory, request, heard)
        or facet_by_number(request, heard)
        or _read(memory, request, heard)
    )
    if facet == "placed" and not is_question(request.text) and FILLERS["dates"](heard.of(request)):
        facet = None  # "got it in the summer": tells when, and asks nothing
    if facet == "never_comes" and _FAILS_TO.search(request.text):
        facet = "unpaid" if UNPAID_TOLD & set(memory["said"]) else None
    if facet is None:
        wish = wish_by_number(request, heard)
        return replace(request, intent=wish, confidence=_SURE) if wish else wished_of_it(memory, request, heard)
    if is_told_by_tracking(request, facet):
        return replace(request, intent="track_order", confidence=_SURE)
    if facet == "money_back" and _NEVER_COMES.search(request.text):
        facet = "never_comes"
    if facet == "money_back":
        return after_cancelling(memory, request)
    if facet == "cost_of_it":
        return cost_of_changing(memory, request)
    if facet != "others" and _is_of_goods(request, facet) and not _holds_them(memory, request, heard):
        return request
    read = _asked(memory, _asking(request), heard, facet)
    return replace(read, facet=_once_more(memory, read))


def _asking(request: Request) -> Request:
    """Its one question alone, where nothing else can tell which order: "what address did I put? I moved in may"."""
    sentences = list(_SENTENCE.finditer(request.text))
    kept = [each for each in sentences if each.group().rstrip().endswith("?") or _may_tell_which(request, each)]
    if len(sentences) < 2 or len(kept) != 1:
        return request
    start, end = kept[0].span()
    return replace(request, text=request.text[start:end].strip(), entities=request.entities.within(start, end))


def _may_tell_which(request: Request, sentence: re.Match[str]) -> bool:
    entities = request.entities.within(*sentence.span())
    is_named = entities.order_numbers or entities.categories or entities.products or entities.references
    return bool(is_named) or _BOUGHT.search(sentence.group()) is not None


def _once_more(memory: Memory, read: Request) -> str:
    """What the last reply told in full is not told again: of a delay what can be done, of an arrival its day."""
    if read.facet == "late" and _LATE_TOLD & set(memory["said"]):
        return "late_again"
    is_told = _STATE_TOLD & set(memory["said"]) and read.order_id in (None, order_in_hand(memory))
    asks_day = _WHEN.search(read.text) is not None
    return "day" if read.facet == "arrival" and asks_day and (is_told or _FOR_SURE.search(read.text)) else read.facet


def _asked(memory: Memory, request: Request, heard: Heard, facet: OrderFacet) -> Request:
    """The detail asked for, of the order that the words and the table tell."""
    own = heard.of(request)
    read = replace(request, intent="order_question", confidence=_SURE, alternatives=("order_question",), facet=facet)
    if request.entities.order_numbers:
        return read if facet in OWN_NAMED else request
    focus, listed = order_in_hand(memory), orders_listed(memory)
    if facet == "others":
        return replace(read, order_id=listed_with(own) if names_other_goods(own) else focus)
    if facet == "charged" and focus is None:
        return request
    if facet == "invoice_name" and not is_of_invoice(memory, request):
        return request
    if focus is None and not listed:
        return read if may_be_asked_at_large(memory, request, own, facet) else request
    is_open = tasks.current(memory) is not None and focus is not None
    spoken_since = memory["topic"] not in ("", "order_question", "track_order") or memory["looking_at"] == "products"
    is_told = _I_PAID.search(request.text) or (THINGS_COME.search(request.text) and _is_listed(memory, own))
    if facet in LEANING and spoken_since and not is_open and not is_told:
        return request
    if facet in ("placed", "late", "soonest") and _WHICH.match(request.text):
        return read
    if names_other_goods(own) and (not request.entities.dates or facet in OF_A_DAY_TO_COME):
        return replace(read, order_id=listed_with(own))
    is_of_it = focus is not None and (is_of_parcel(request.text) or not _names_another(own, facet, focus))
    return replace(read, order_id=focus) if is_of_it else read


def _names_another(own: Heard, facet: OrderFacet, focus: str) -> bool:
    """An order by itself; "it" is the one in hand, also where another one was shown before."""
    is_pointing = not own.entities.order_numbers and FILLERS["order_id"](own) in _shown(own)
    if (_EVERY.search(own.text) and not is_of_parcel(own.text)) or names_one_by_status(own.text):
        return True
    pointed = None if is_pointing else FILLERS["order_id"](own)
    is_to_come = facet in OF_A_DAY_TO_COME or due_by(own.text, own.entities.dates, today=own.today) is not None
    named = ("which",) if is_to_come else ("which", "dates")
    return pointed not in (None, focus) or any(FILLERS[name](own) for name in named)


def _shown(heard: Heard) -> list[str]:
    return [each["value"] for each in heard.shown.get("order", ())]


def _read(memory: Memory, request: Request, heard: Heard) -> OrderFacet | None:
    if leans(memory, request, heard):
        return facet_read(request, heard)
    if is_of_it_by_rule(memory, request):
        return facet_read(request, heard, least=SURELY)
    return facet_at_large(memory, request, heard)


def _with_question(memory: Memory, request: Request) -> Request:
    """A bare number, after an answer of the kind that asks for one: the question that was answered, of that order."""
    quoted = memory["quoted"]
    is_bare = bool(request.entities.order_numbers) and len(request.text.split()) <= _BARE
    if quoted is None or not is_bare or tasks.current(memory) is not None:
        return request
    asked = (quoted["question"], quoted["told"].partition(".")[0])
    question = next((each for each in asked if order_facet(each) is not None), None)
    return request if question is None else replace(request, text=f"{question} {request.text}")


def _in_passing(memory: Memory, request: Request, heard: Heard) -> OrderFacet | None:
    """ "Is that the only one?" with an order on the table; "why?", right after an answer: of what it said is late."""
    if asks_of_others(request.text, on_the_table=memory["looking_at"] == "orders" and bool(order_in_hand(memory))):
        return "others"
    if THINGS_COME.search(request.text) and _is_listed(memory, heard.of(request)):
        return "arrival"
    closed = memory["closed"]
    if closed is not None and closed["slots"].get("order_facet") == "never_comes" and _PAID_BACK.search(request.text):
        return "never_comes"
    if UNPAID_TOLD & set(memory["said"]) and PAYS_AT_LAST.search(request.text):
        return "payment"
    is_of_order = tasks.current(memory) is None and memory["topic"] == "order_question"
    return "late" if is_of_order and _WHY.match(request.text) else None


def _is_listed(memory: Memory, own: Heard) -> bool:
    return bool(orders_listed(memory)) and listed_with(own) is not None


def _holds_them(memory: Memory, request: Request, heard: Heard) -> bool:
    """Goods of an order on the table, told of and not asked about: "the top came, the dress didn't"."""
    own = heard.of(request)
    return not facets(request.text) and _is_listed(memory, own)


def _is_of_goods(request: Request, facet: str) -> bool:
    """ "What is it made of", "how much is the tote": of a thing in the shop."""
    of_order = {"price", "stock", "returns"} | ({"sizes", "colours", "fit"} if facet == "contents" else set())
    asked = set(facets(request.text) or ()) - of_order
    return bool(asked) or (bool(request.entities.products) and facet not in _HARDLY_OF_GOODS)
