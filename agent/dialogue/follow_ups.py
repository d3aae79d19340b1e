"""Messages that lean on what was said or shown last: "in blue?", "the second one", "and to Canada?".

Pure: a request comes in as the classifier read it and goes out as the conversation means it.
"""

import re
from dataclasses import replace

from agent.dialogue import tasks
from agent.dialogue.answers import is_said_outright
from agent.dialogue.further_questions import speaks_of_own
from agent.dialogue.picking import pick
from agent.goods.opinions import is_opinion
from agent.goods.ranking import asks_of_all, price_order
from agent.goods.shopping import facets
from agent.intents.invoice import asks_sum
from agent.intents.refund_status import ASKS_HOW_MUCH
from agent.intents.registry import INTENTS
from agent.orders.in_hand import order_in_hand
from agent.orders.none_yet import speaks_of_none
from agent.orders.words import names_other_goods
from agent.state import Memory
from agent.table.reader import ELSEWHERE
from agent.understanding.heard import Heard
from agent.understanding.local_reading import SURE, Request
from agent.understanding.slots import FILLERS

SHORT = 6
"""Words up to which a message may lean on what was shown, whatever it sounds like alone."""
_MORE = re.compile(
    r"\b(tell me (more|about)|more (about|info|details)|details|compare|difference|which (one )?is)\b", re.I
)
_ASKS_FOR_MORE = re.compile(
    r"\b(?:do you|have you|your|differen(?:ce|t)|compare"
    r"|show(?! me (?:the |that )?(?:first|second|third|last|other|one)\b)|return|cancel|refund"
    r"|exchange|buy|under|price)\b",
    re.IGNORECASE,
)
_SAYS_LITTLE = ("affirm_deny", "out_of_scope", "chitchat", "product_question", "product_search")
_POINTS_AT_ONE = frozenset({"ordinal", "superlative", "attribute", "both", "all", "other"})
_FIRST_FEW = re.compile(r"\b(?:first|last|top) (?:two|2|three|3)\b", re.IGNORECASE)
ASKS_OF_IT = re.compile(
    r"^\W*got (?:it|them) in\b|\b(?:do (?:you|u) (?:still )?(?:have|got|sell|stock|carry)|have you got|is|"
    r"are) (?:it|them|that|"
    r"those|this|these)\b"
    r".{0,12}\b(?:in|available|stock|left)\b|\b(?:does|do) (?:it|they|that) come in\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"^\W*(?:(?:and|so|but|hm+|ok(?:ay)?)\W+)*(?:is|are|does|do|can|will|would|how|what)\b", re.IGNORECASE
)
_ASKS_HOW_IT_IS = re.compile(
    r"\?\s*$|^\W*(?:and|what about|how about|where|when|show|tell|is|has|track|what)\b"
    r"|\b(?:arriv|status|late|track|com(?:e|ing))",
    re.IGNORECASE,
)
_ASKS_WHEN = re.compile(
    r"^\W*(?:(?:and|so|but|ok)\W+)*when (?:did|will|do|does) (?:it|they|this|that|these)"
    r" (?:arrive|come|get here|be here)\b",
    re.IGNORECASE,
)
_IT = r"(?:it|this|that|them|one)"
_BUYS = re.compile(
    rf"\b(?:add|put) {_IT}\b.{{0,20}}\b(?:cart|basket|bag)\b|\bi'?(?:ll| will) (?:take|buy) {_IT}\b"
    rf"|\b(?:can|could|may) i (?:buy|order|purchase|get) {_IT}\b|^\W*(?:buy|order) {_IT}\b"
    rf"|\bi(?:'d like| would like| want) to (?:buy|order|purchase) {_IT}\b",
    re.IGNORECASE,
)
_ONE_OF_ITS_PARCELS = re.compile(
    r"\b(?:other|second|first|2nd|1st|last|remaining|missing|late|next) (?:parcel|package|box|shipment|half|part)\b",
    re.IGNORECASE,
)
_ONE_CALLED = re.compile(
    r"^\W*(?:(?:and|ok|no|just|what about|how about|show me)\W+)*the"
    r"(?: one (?:that|which)(?:'?s| is| was)(?: so| still| not)?)?"
    r" (?:late|delayed|shipped|packed|paid|unpaid|pending|lost|delivered)(?: (?:one|order))?\W*$",
    re.IGNORECASE,
)
_IF_BOUGHT = re.compile(r"\bif (?:i|we)(?:['’]ve| have)? (?:bought|buy|order(?:ed)?)\b", re.IGNORECASE)
""" "Can she send it back even if I bought it": of nothing that was."""
_GO_BACK = re.compile(
    r"\b(?:can|could|may) (?:it|that|this|they|those|these|both|the \w+|all of (?:it|them))"
    r" (?:still |also |all |both )*(?:go|be (?:sent|returned|given)) back\b",
    re.IGNORECASE,
)
""" "Can it still go back?": of the order on the table."""
_MOST_NAMED = 6
_OF_THE_SHOP = ("product_search", "product_question")
_SURELY_ELSE = 0.6
""" "How heavy is it", read as nothing that is asked of an order."""


def in_context(memory: Memory, request: Request, heard: Heard) -> Request:
    """The request, with the intent and the order that the conversation gives it."""
    if request.intent == "refund_status" and not request.order_id and ASKS_HOW_MUCH.search(request.text):
        own = heard.of(request)
        is_named = bool(request.entities.order_numbers) or names_other_goods(own)
        return request if is_named else replace(request, order_id=_being_claimed(memory) or order_in_hand(memory))
    if request.intent == "order_question":
        return request
    is_of_own = speaks_of_own(request.text) and not speaks_of_none(memory, request.text)
    if request.intent == "returns_policy" and is_of_own and _tells_when(request, heard):
        return replace(request, intent="return_item", confidence=SURE)
    if memory["looking_at"] == "orders" and _GO_BACK.search(request.text) and request.intent != "returns_policy":
        return replace(request, intent="return_item", confidence=SURE)
    if is_said_outright(request) or (request.intent == "invoice" and asks_sum(request.text)):
        return request
    if _asks_for_variant(request) or _asks_of_focus(memory, request, heard):
        return replace(request, intent="product_question", confidence=SURE)
    focus = heard.shown.get("order", ())
    if len(focus) == 1 and focus[0]["value"].count("-") and _ASKS_WHEN.match(request.text):
        return replace(request, intent="track_order", confidence=SURE, order_id=focus[0]["value"])
    if heard.shown.get("products") and _BUYS.search(request.text):
        return replace(request, intent="place_order", confidence=SURE)
    return _about_orders(memory, _about_products(memory, _about_shown(request, heard), heard), heard)


def _tells_when(request: Request, heard: Heard) -> bool:
    """ "Can I still return what I bought in May": of those orders, and no question of the rules."""
    if _IF_BOUGHT.search(request.text):
        return False
    own = heard.of(request)
    return FILLERS["dates"](own) is not None or FILLERS["which"](own) is not None


def which_of_shown(memory: Memory, request: Request) -> tuple[str, ...]:
    """ "The other one", after a list of four: nobody can tell which, and there is no more to it than asking."""
    points = {found.value.kind for found in request.entities.references} & _POINTS_AT_ONE
    is_lost = request.intent in (None, "affirm_deny", "out_of_scope", "chitchat")
    if not is_lost or not points or len(request.text.split()) > SHORT or not memory["looking_at"]:
        return ()
    focus = [each["value"] for each in memory["shown"].get(memory["looking_at"].removesuffix("s"), ())]
    shown = [each for each in memory["shown"].get(memory["looking_at"], ()) if each["value"] not in focus]
    return tuple(each["label"] for each in shown[:_MOST_NAMED]) if len(shown) > 1 else ()


def beyond_shown(memory: Memory, request: Request) -> tuple[str, ...]:
    """ "And the third?", after two: all that was shown. Empty where the message counts no further than that."""
    if request.intent == "order_question":
        return ()  # of its parcels
    shown = tuple(each["label"] for each in memory["shown"].get(memory["looking_at"] or "", ()))
    places = [found.value.index or 0 for found in request.entities.references if found.value.kind == "ordinal"]
    is_brief = len(request.text.split()) <= SHORT
    return shown if shown and is_brief and places and min(places) > len(shown) else ()


def _being_claimed(memory: Memory) -> str | None:
    """The order whose return is being filed: "how much will I get back?" is about that one."""
    task = tasks.current(memory)
    is_claim = task is not None and task["intent"] in INTENTS and INTENTS[task["intent"]].route == "returns"
    return task["slots"].get("order_id") if task is not None and is_claim else None


def _asks_for_variant(request: Request) -> bool:
    """ "Do you have the Cedar Henley in black XXL?": one product by its whole name, in one version of it."""
    entities = request.entities
    is_one = len(entities.products) == 1 and len(entities.products[0].value.product_ids) == 1
    is_whole = is_one and entities.products[0].value.score >= 1
    return is_whole and request.intent == "product_search" and bool(entities.sizes or entities.colours)


def _asks_of_focus(memory: Memory, request: Request, heard: Heard) -> bool:
    """ "Is it warm enough for winter?" about the one product on the table, whatever it sounds like alone."""
    is_pointing = any(found.value.kind == "pronoun" for found in request.entities.references)
    is_lost = request.intent in (None, "out_of_scope", "chitchat", "affirm_deny")
    is_looked_at = memory["looking_at"] == "products" and bool(heard.shown.get("product"))
    return is_looked_at and is_lost and is_pointing and _ASKS.match(request.text) is not None


def _about_shown(request: Request, heard: Heard) -> Request:
    """ "Tell me more about the second one", "compare them": about the products on the table."""
    points = [found.value.kind for found in request.entities.references]
    is_pointing = bool(points) or "compare" in request.text.lower()
    if not heard.shown.get("products") or not is_pointing or not _MORE.search(request.text):
        return request
    if _asks_of_a_kind(request):
        return request
    return replace(request, intent="product_question", confidence=SURE)


def _asks_of_a_kind(request: Request) -> bool:
    """ "Which is the most expensive jacket you have": of all jackets, not of what is on the table."""
    is_of_kind = bool(request.entities.categories) and price_order(request.text) != ""
    return is_of_kind or asks_of_all(request.text)


def _about_products(memory: Memory, request: Request, heard: Heard) -> Request:
    """ "The second one", "the cheaper one", "the first two" after a list of products."""
    own = heard.of(request)
    is_fragment = len(request.text.split()) <= SHORT and not _ASKS_FOR_MORE.search(request.text)
    points = {found.value.kind for found in request.entities.references} & _POINTS_AT_ONE
    may_be_products = request.confidence <= SURE or request.intent in _SAYS_LITTLE
    if ASKS_OF_IT.search(request.text) and (heard.shown.get("product") or memory["looking_at"] == "products"):
        is_of_one = bool(heard.shown.get("product"))
        return replace(request, intent="product_question" if is_of_one else "product_search", confidence=SURE)
    points_at_several = _FIRST_FEW.search(request.text) is not None
    is_pointing = bool(points) or points_at_several
    if _asks_of_a_kind(request):
        return request
    if memory["looking_at"] != "products" or not is_fragment or not is_pointing or not may_be_products:
        return request
    return replace(request, intent="product_question", confidence=SURE) if FILLERS["product_ids"](own) else request


def _about_orders(memory: Memory, request: Request, heard: Heard) -> Request:
    """ "The second one", "the sandals" after a list of orders: which of them is meant."""
    own = heard.of(request)
    shown = heard.shown.get("orders", ())
    is_fragment = len(request.text.split()) <= SHORT + 2 and not _ASKS_FOR_MORE.search(request.text)
    if memory["looking_at"] == "orders" and is_fragment and _ONE_CALLED.match(request.text):
        return replace(request, intent="track_order", confidence=SURE)
    is_of_parcel = request.intent == "track_order" and _ONE_OF_ITS_PARCELS.search(request.text) is not None
    may_be_orders = request.confidence <= SURE or request.intent in _SAYS_LITTLE or is_of_parcel
    if memory["looking_at"] != "orders" or not is_fragment or not may_be_orders or _is_of_goods(request.text):
        return request
    if request.entities.claim_numbers or (request.intent == "return_item" and request.entities.reasons):
        return request  # "VM-98376, they arrived torn": what is wrong is told of it
    if request.intent == "product_question" and request.entities.products and facets(request.text):
        return request  # "how much does the tote bag cost": what it costs now
    focus = heard.shown.get("order", ())
    if len(focus) == 1 and _ONE_OF_ITS_PARCELS.search(request.text):
        return replace(request, intent="track_order", confidence=SURE, order_id=focus[0]["value"])
    if any(found.value.kind == "other" for found in request.entities.references) and (other := _the_other(heard)):
        return replace(request, intent="track_order", confidence=SURE, order_id=other)
    if _only_points(request) and not _ASKS_HOW_IT_IS.search(request.text):
        return request
    asked, kinds = heard.read("order", request.text), {found.value.kind for found in request.entities.references}
    if asked.name == ELSEWHERE and asked.probability >= _SURELY_ELSE and kinds and kinds <= {"pronoun", "noun"}:
        return request
    if request.intent in _OF_THE_SHOP and heard.areas(request.text).get("goods", 0.0) >= _SURELY_ELSE:
        return request  # "any hats?" looks for some, though an order with a tote was shown
    order_id = FILLERS["order_id"](own) or (pick(shown, own) if len(shown) > 1 else None)
    is_told = FILLERS["item"](own) or FILLERS["which"](own) or FILLERS["dates"](own)
    if order_id is None:
        return replace(request, intent="track_order", confidence=SURE) if is_told else request
    return replace(request, intent="track_order", confidence=SURE, order_id=order_id)


def _is_of_goods(text: str) -> bool:
    """ "This dress is sick!", "how do I wash it?": about what was bought, not about how its order is doing."""
    asked = facets(text) or []
    return is_opinion(text) or bool(set(asked) - {"price", "stock", "returns"})


def _only_points(request: Request) -> bool:
    """ "Make it cheaper": names nothing of an order but "it"."""
    kinds = {found.value.kind for found in request.entities.references}
    entities = request.entities
    return kinds == {"pronoun"} and not (entities.order_numbers or entities.categories or entities.dates)


def _the_other(heard: Heard) -> str | None:
    """Of two orders shown, the one that is not being looked at."""
    shown = [each["value"] for each in heard.shown.get("orders", ())]
    focus = [each["value"] for each in heard.shown.get("order", ())]
    others = [order_id for order_id in shown if order_id not in focus]
    return others[0] if len(shown) == 2 and len(others) == 1 else None
