"""What is wished of the order on the table, in words that name it or none: "the same again", "an express one". Pure."""

import re
from dataclasses import replace

from agent.dialogue import tasks
from agent.dialogue.further_questions import points
from agent.dialogue.leaning import may_lean
from agent.dialogue.picking import pick
from agent.intents.registry import INTENTS
from agent.intents.return_item import WITHIN_WINDOW
from agent.orders.asked import wish_read
from agent.orders.at_large import wish_at_large, wish_of_another
from agent.orders.called import BY_AGE
from agent.orders.change_words import AGAIN, pieces_added
from agent.orders.choosing import alike
from agent.orders.facets import LONGEST
from agent.orders.in_hand import order_in_hand, orders_listed
from agent.orders.invoices import THE_INVOICE, is_for_invoice, is_invoice_of, tells_to_send
from agent.orders.places import goes_elsewhere
from agent.orders.words import is_that_order, listed_with, names_other_goods
from agent.state import Memory
from agent.understanding.addresses_told import gives_address
from agent.understanding.heard import Heard
from agent.understanding.local_reading import SURE, Request
from agent.understanding.requests import begins_anew, opens_request
from agent.understanding.slots import FILLERS
from domain.claims import ReturnReason

_LISTS = ("track_order", "order_question", "order_history")
_FEW = 4
_NO_INVOICE = (None, "payment_issue", "track_order", "order_history", "out_of_scope", "further_question")
""" "The invoice of the order I placed before that" may sound like any of these."""
_SURE = 1.0
_ADDS = re.compile(r"\b(?:add|put)\b", re.IGNORECASE)
_POINTS = re.compile(
    r"^\W*(?:(?:the|my|that|those|no|i mean|ok|and|for|about|what about)\W+)*"
    r"[\w' -]{3,30}?(?: (?:one|ones|order))?\W*$",
    re.IGNORECASE,
)
_ONE = re.compile(r"\bones?\b", re.IGNORECASE)
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
_THE_OTHER = re.compile(
    r"^\W*(?:(?:and|ok|so|what|how|about|of|with|then)\W+)*(?:the|my) others?(?: (?:one|ones|order))?(?: then)?\W*$",
    re.IGNORECASE,
)
_SENT_BACK = re.compile(r"\b(?:return\w*|sen[dt] back|arrived|delivered|received)\b", re.IGNORECASE)
_RETURNS_OF = re.compile(r"\b(?:return|send (?:\w+ )?back)\b.{0,20}\bfrom\b", re.IGNORECASE)
""" "Can I return something from the one before": of that order, and not of the rules."""
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
_BROKEN = {ReturnReason.DAMAGED, ReturnReason.DEFECTIVE}
""" "The sleeve is ripped, can you change that?": no change of what was ordered."""
_CHANGES_TO = re.compile(
    r"\b(?:change|switch|update|correct|move|redirect|re-?route|make|send|deliver|ship)\b"
    r" (?:it|that|this|them|those|the (?:order|parcel|address))\b.{0,12}\b(?:to|into)\b",
    re.IGNORECASE,
)
_GET_IT_AGAIN = re.compile(
    r"^\W*(?:(?:and|so|ok(?:ay)?|can|could|may|i|we|want|like|to|would|please|i'd)\W+)*(?:get|have|order|buy|take)"
    r" (?:that|it|this|the same|them)(?: one| thing)? (?:again|once more|a second time)\W*(?:please\W*)?$",
    re.IGNORECASE,
)


def wished_of_it(memory: Memory, request: Request, heard: Heard) -> Request:
    """ "The same again please", "18 Elm Street, Portland OR 97209": of the order in hand, without a word of it."""
    if BY_AGE.match(request.text) and orders_listed(memory) and tasks.current(memory) is None:
        return replace(request, intent="track_order", confidence=_SURE)
    if request.intent == "change_order" and _BROKEN & {found.value for found in request.entities.reasons}:
        return replace(request, intent="exchange_item", confidence=_SURE)
    focus, own = order_in_hand(memory), heard.of(request)
    if _is_the_other(memory, request):
        return replace(request, intent="order_question", confidence=_SURE, facet="arrival", order_id=focus)
    if focus is None and not orders_listed(memory) and (wish := wish_at_large(memory, request, heard)) is not None:
        return _opened(request, wish)
    is_of_it = leans(memory, request, heard) and not begins_anew(request.text)
    if is_of_it and (wish := wish_read(request, heard)) is not None:
        return _wished(request, wish, own, focus)
    if names_other_goods(own) and (wish := wish_of_another(memory, request, heard)) is not None:
        return _opened(request, wish, request.order_id or listed_with(own))
    if focus is not None and WITHIN_WINDOW.search(request.text) and _names_its_goods(request, heard, or_it=True):
        return replace(request, intent="return_item", confidence=_SURE, order_id=listed_with(own) or focus)
    if focus is not None and request.intent == "place_order" and AGAIN.search(request.text) and _names_none(request):
        return replace(request, order_id=focus)
    if focus is not None and _GET_IT_AGAIN.match(request.text):
        return replace(request, text="order the same again", intent="place_order", confidence=_SURE, order_id=focus)
    if request.entities.order_numbers and _adds_pieces(request):
        return replace(request, intent="change_order", confidence=_SURE)
    is_changed = _adds_pieces(request) or _PAYS_OTHERWISE.search(request.text)
    if focus is not None and is_changed and _names_none(request):
        return replace(request, intent="change_order", confidence=_SURE, order_id=focus)
    if focus is None and _EACH.match(request.text) and len(orders_listed(memory)) > 1 and tasks.current(memory) is None:
        return replace(request, intent="order_question", confidence=_SURE, alternatives=("order_question",))
    if focus is not None and _is_of_focus(request, own):
        return replace(request, order_id=focus)
    if is_for_invoice(memory, request) and FILLERS["item"](own):
        return replace(request, text=f"{THE_INVOICE} {request.text}", intent="invoice", confidence=_SURE)
    if request.intent == "returns_policy" and _RETURNS_OF.search(request.text) and " " in (FILLERS["which"](own) or ""):
        return replace(request, intent="return_item", confidence=_SURE)
    if (invoice := _invoice_wished(memory, request, own, focus)) is not None:
        return invoice
    is_elsewhere = goes_elsewhere(request.text) or _changes_to_address(request.text)
    if focus is not None and is_elsewhere and request.intent != "place_order":
        order_id = request.order_id or (listed_with(own) if names_other_goods(own) else _seen_last(memory) or focus)
        return replace(request, intent="change_address", confidence=_SURE, order_id=order_id)
    if _is_address(request.text):
        return replace(request, intent="change_address", confidence=_SURE, order_id=focus or request.order_id)
    if request.intent in (None, "out_of_scope") and gives_address(request.text) and FILLERS["item"](own):
        return _opened(request, "change_address", listed_with(own))
    return request


def _invoice_wished(memory: Memory, request: Request, own: Heard, focus: str | None) -> Request | None:
    """ "The one of my October order", and "send it to me" after one was told."""
    if is_invoice_of(request.text) and request.intent in _NO_INVOICE and FILLERS["which"](own):
        return replace(request, intent="invoice", confidence=_SURE)
    if memory["topic"] == "invoice" and tells_to_send(request.text):
        return replace(request, intent="invoice", confidence=_SURE, order_id=focus)
    return None


def picked_of_list(memory: Memory, request: Request, heard: Heard) -> Request | None:
    """Picked out of a list that answered a question: the question goes on, of that order alone."""
    if (asked := _asked_after(memory, request, heard)) is not None:
        return replace(
            request, intent="track_order", confidence=_SURE, alternatives=("track_order",), order_id=asked, facet=""
        )
    order_id, closed = _pointed_at(memory, request, heard), memory["closed"]
    if order_id is None:
        return None
    facet = closed["slots"].get("order_facet") if closed is not None and closed["intent"] == "order_question" else ""
    if len(memory["shown"]["orders"]) == 1:
        facet = facet or "arrival"
    intent = "order_question" if facet and facet != "others" else "track_order"
    read = replace(request, intent=intent, confidence=_SURE, alternatives=(intent,), order_id=order_id)
    return replace(read, facet=facet) if intent == "order_question" else read


def _seen_last(memory: Memory) -> str | None:
    """ "Can those go there as well", beside a change of another order: of what was shown meanwhile."""
    seen = memory["shown"].get("order", ()) if memory["looking_at"] == "orders" else ()
    return seen[0]["value"] if len(seen) == 1 and "-" in seen[0]["value"] else None


def _is_the_other(memory: Memory, request: Request) -> bool:
    """ "And the other one?", with one order on the table: its other parcel, or what else is under way."""
    is_one = len(orders_listed(memory)) == 1 and tasks.current(memory) is None
    return is_one and _THE_OTHER.match(request.text) is not None


def _wished(request: Request, wish: str, own: Heard, focus: str | None) -> Request:
    """Of the order in hand, unless another is named, or any of them would do."""
    if request.intent == wish and _OF_ALL.search(request.text):
        return request
    if names_other_goods(own):
        return _opened(request, wish, request.order_id or listed_with(own))
    named = FILLERS["order_id"](own) or FILLERS["which"](own)
    return _opened(request, wish, request.order_id if named and named != focus else focus)


def _opened(request: Request, wish: str, order_id: str | None = None) -> Request:
    """What is ordered again has to say so: its words may be "another pack of those"."""
    is_again = wish == "place_order" and not AGAIN.search(request.text)
    text = f"reorder: {request.text}" if is_again else request.text
    return replace(request, text=text, intent=wish, confidence=_SURE, order_id=order_id)


def _is_of_focus(request: Request, heard: Heard) -> bool:
    """ "Why does that take so long", "can I swap the size of one": leans on the order on the table, naming none."""
    if request.intent not in ("track_order", "exchange_item", "cancel_order") or not _names_none(request):
        return False
    if _OF_ALL.search(request.text) or FILLERS["item"](heard) or FILLERS["which"](heard):
        return False
    if request.intent == "cancel_order":
        return any(found.value.kind == "pronoun" for found in request.entities.references)
    return request.intent == "track_order" or _SENT_BACK.search(request.text) is None


def leans(memory: Memory, request: Request, heard: Heard) -> bool:
    listed = orders_listed(memory)
    focus = order_in_hand(memory)
    if focus is not None and memory["looking_at"] == "orders":
        # "The second one", "a bigger size": there is nothing else on the table that this could point at.
        is_one = len(listed) <= 1
        elsewhere = tuple(
            found
            for found in request.entities.references
            if found.value.kind == "before" or not (is_one or is_that_order(found.value))
        )
        request = replace(request, entities=replace(request.entities, references=elsewhere))
    if _names_its_goods(request, heard):
        pointing = tuple(found for found in request.entities.references if found.value.kind != "noun")
        request = replace(request, entities=replace(request.entities, products=(), references=pointing))
    return (focus is not None or bool(listed)) and may_lean(memory, request, heard)


def is_of_it_by_rule(memory: Memory, request: Request) -> bool:
    """ "So how do I pay it now": a rule heard the shop's own writings, and yet it is of the order in hand."""
    is_outright = request.intent in INTENTS and request.alternatives == (request.intent,)
    is_of_rules = is_outright and INTENTS[request.intent or ""].route == "policy"
    return is_of_rules and points(request.text) and order_in_hand(memory) is not None and _names_none(request)


def _names_its_goods(request: Request, heard: Heard, *, or_it: bool = False) -> bool:
    """ "The tote", where one of the orders on the table holds it. `or_it`: "it" is as good."""
    entities = request.entities
    own = replace(heard, text=request.text, entities=entities)
    is_named = bool(entities.products or entities.categories) or (or_it and points(request.text))
    return is_named and (listed_with(own) is not None or not names_other_goods(own))


def _pointed_at(memory: Memory, request: Request, heard: Heard) -> str | None:
    """ "The sweater one", after a list of orders and with nothing open: that one, however its words sound alone."""
    closed = memory["closed"]
    listed = memory["shown"].get("orders", ())
    is_told = closed is not None and closed["intent"] in _LISTS and bool(listed)
    is_list = is_told and (len(listed) > 1 or _ONE.search(request.text) is not None)  # of one order: of its parcels
    if not is_list or tasks.current(memory) is not None or memory["looking_at"] != "orders":
        return None
    if opens_request(request.text) or not _POINTS.match(request.text):
        return None
    own = heard.of(request)
    picked = pick(listed, own) if FILLERS["item"](own) else None
    return picked if len(request.text.split()) <= _FEW or _says_no_more(memory, picked, request.text) else None


_AFTER_ONE = re.compile(
    r"(?:^|[.!?,]\s+)\W*(?:(?:and|so|but|ok(?:ay)?|oh|no|wait|hey|then)\W+)*(?:what(?:['’]?s|s| has| is)? "
    r"(?:happen(?:ed|ing)|going on|up) (?:to|with)|where(?:['’]?s|s| is| are)|what about|how about)"
    r" (?P<one>(?:the|that|my) [\w,&' -]{3,60}?)(?: then| now| please| pls)*\W*$",
    re.IGNORECASE,
)
""" "What's happened to the one with the hoodie?", of orders that were listed."""


def _asked_after(memory: Memory, request: Request, heard: Heard) -> str | None:
    """The one of them that is called by what it holds, and by nothing else."""
    asked = _AFTER_ONE.search(request.text)
    if asked is None or memory["looking_at"] != "orders" or tasks.current(memory) is not None:
        return None
    own = replace(heard, text=asked["one"], entities=request.entities.within(*asked.span("one")))
    held = listed_with(own)
    return held if _says_no_more(memory, held, asked["one"]) else None


_NO_MORE = frozenset({"the", "and", "with", "one", "ones", "order", "that", "those", "mean", "for", "from", "please"})


def _says_no_more(memory: Memory, picked: str | None, text: str) -> bool:
    """ "The trousers and the sweater one": every word of it is of what that order holds."""
    held = next((each["words"] for each in memory["shown"]["orders"] if each["value"] == picked), "")
    said = set(re.findall(r"[a-z]{3,}", text.casefold())) - _NO_MORE
    names = re.findall(r"[a-z]{3,}", held.casefold())
    return bool(held) and all(any(alike(word, name) for name in names) for word in said)


def _adds_pieces(request: Request) -> bool:
    is_open = request.intent in (None, "change_order", "product_search", "product_question", "out_of_scope", "chitchat")
    is_open = is_open or request.confidence < SURE or _ADDS.search(request.text) is not None
    return is_open and pieces_added(request.text) is not None


def _names_none(request: Request) -> bool:
    entities = request.entities
    is_pointed = any(found.value.kind == "order" for found in entities.references)
    return not (entities.order_numbers or entities.products or entities.categories or entities.dates or is_pointed)


def _changes_to_address(text: str) -> bool:
    """ "And can you change it to 14 Mill Lane, Bristol BS1 4QA?", right after an order was spoken of."""
    return _CHANGES_TO.search(text) is not None and gives_address(text)


def _is_address(text: str) -> bool:
    """Nothing but one: where something is to go, and nobody asked for it just now."""
    return gives_address(text) and text.strip()[:1].isdigit() and len(text.split()) <= LONGEST
