"""Whether a message goes on from what the shop's writings answered last: "and to Canada?", "from how much?". Pure."""

import re
from typing import Any

from agent.dialogue import tasks
from agent.dialogue.answers import is_said_outright
from agent.dialogue.asked_of_rules import (
    OF_NO_INTENT,
    Plainly,
    asked_at_large,
    asked_plainly,
    is_outright,
    is_surely_of_rules,
)
from agent.dialogue.follow_ups import ASKS_OF_IT
from agent.dialogue.further_questions import (
    LONGEST,
    asks,
    doubts,
    goes_on,
    in_own_words,
    is_whole,
    joined,
    leans,
    may_go_on,
    points,
    remembered,
    stays_within,
    supposes,
    tells_of_it,
)
from agent.dialogue.last_answer import is_of_last_answer
from agent.dialogue.objecting import NOT_AGAIN
from agent.dialogue.thing_told_of import thing_told_of
from agent.entities.addresses import find_address
from agent.goods.ranking import asks_by_price
from agent.goods.sale import asks_for_reduced
from agent.goods.shopping import where_wish_begins
from agent.intents.method_named import ONLY_NAMED
from agent.intents.plain_payments import COMBINED, PAID_WITH_ONE, UNPAID
from agent.intents.plain_questions import BOUGHT_BEFORE, PROMOTIONS
from agent.intents.plain_questions import asked_plainly as put_in_words
from agent.intents.plainly_known import EVERY
from agent.intents.registry import INTENTS, UNSURE
from agent.intents.spec import Intent
from agent.orders.called import names_one_by_status
from agent.state import Memory, Quoted
from agent.table.questions import OF_INTENT
from agent.understanding.heard import Heard
from agent.understanding.local_reading import SURE, Request
from agent.understanding.owned import is_pointed_at
from tools.places import places_in

_A_FEW = 3
_SURELY = 0.8
_SURELY_BOUGHT = 0.9
_THE_NUMBER = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|and|so|then)\W+)*(?:what(?:['’]?s| is) )?(?:the|your|ur|a) number(?: then| again)?\W*$",
    re.IGNORECASE,
)
""" "What's the number": of the shop that is asked about; elsewhere it may be an order's."""
_IF_BOUGHT = re.compile(r"\bif (?:i|we) (?:order|buy|get|bought|ordered|pay|paid)\b", re.IGNORECASE)
""" "When would I have it if I buy it now": of no order that there is."""
_WHAT_ABOUT = re.compile(r"^\W*(?:(?:ok(?:ay)?|and|so)\W+)*(?:what|how) about\b(?!.*\bmy\b)", re.IGNORECASE)
_NOT_OF_GOODS = ("shipping_policy", "payment_policy", "contact_info")
""" "And boots?" after these is a wish to be shown some; after a question about returns it is one about returns."""


def further(memory: Memory, request: Request, heard: Heard) -> tuple[str, str, dict[str, Any]] | None:
    """ "And to Canada?" after a question that the shop's writings answered, as (intent, text, slots)."""
    before, topic = _matter(memory)
    entities, route = request.entities, INTENTS[request.intent or "affirm_deny"].route
    if before is not None and topic is not None and (told := _of_what_was_told(memory, request, before, topic)):
        return told
    if _has_own_answer(memory, request, heard):
        return None
    if before is not None and topic is not None and doubts(request.text):
        of_it = {"leans_on": dict(before), "goods": [], "topic": topic.name}
        return "further_question", request.text, {**of_it, NOT_AGAIN: before["passage_id"]}
    if before is None or topic is None:
        return _out_of_the_blue(memory, request, heard)
    if topic.name == "contact_info" and _THE_NUMBER.match(request.text):
        return topic.name, "What is your phone number?", {}
    if (plain := _asked_plainly(memory, request, before, heard, topic)) is not None:
        return "further_question", request.text, _put_plainly(request, before, plain, topic)
    is_of_nobody = route in ("order", "account") and supposes(request.text)
    is_leaning = is_of_nobody or leans(request.text, entities, before)
    is_lost = not is_leaning and request.intent in ("chitchat", "out_of_scope")
    is_place_told = route == "product" and tells_of_it(request.text) and bool(places_in(request.text))
    is_of_shop = topic.route == "policy" or bool(before["passage_id"])
    may_be_more = is_of_shop and (is_lost or is_place_told) and may_go_on(request.text, before)
    if not (is_leaning or may_be_more):
        return None
    is_of_product = bool(entities.products or entities.sizes or entities.colours) or ASKS_OF_IT.search(request.text)
    if is_of_product or route == "human" or is_said_outright(request):
        return None
    if route == "policy" and request.confidence >= _SURELY and is_whole(request.text, before):
        return None
    is_of_own = route in ("order", "returns", "account") and request.confidence >= SURE
    is_begun = before is not memory["quoted"] and supposes(request.text)
    is_asked = asks(request.text) or _WHAT_ABOUT.match(request.text) is not None
    if is_of_own and not is_begun and (heard.shown.get("order") or memory["tasks"] or not is_asked):
        return None
    is_of_goods = bool(entities.categories or entities.materials)
    if is_of_goods and topic.name in _NOT_OF_GOODS and not stays_within(request.text, before):
        return None
    is_elsewhere = route not in ("chat", "oos", topic.route) and request.confidence >= SURE
    is_of_table = memory["looking_at"] == "products" and not is_of_goods
    if topic.route == "product" and (heard.shown.get("product") or is_elsewhere or is_of_table):
        return None
    slots = {"leans_on": dict(before), "goods": _goods(request), "topic": topic.name}
    return "further_question", request.text, {**slots, "sounds_like": request.intent} if is_lost else slots


def _of_what_was_told(
    memory: Memory, request: Request, before: Quoted, topic: Intent
) -> tuple[str, str, dict[str, Any]] | None:
    """Of a thing that the answer spoke of; or "can I use it with a code", after gift cards: a known way to ask."""
    question, _ = thing_told_of(request.text, before)
    if topic.route == "policy" and question and not request.entities.order_numbers and memory["claim"] is None:
        return "further_question", question, {"leans_on": dict(before), "goods": [], "topic": topic.name}
    if topic.name == "payment_policy" and ONLY_NAMED.match(request.text):
        return topic.name, f"Can I pay with {in_own_words(request.text)}", {}
    if topic.route != "policy" or len(request.text.split()) > LONGEST:
        return None
    whole = joined(request.text, before)
    if topic.name == "promo_discount" and put_in_words(whole, PROMOTIONS) and _asks_or_has_bought(request.text):
        return topic.name, whole, {}
    if not points(request.text):
        return None
    if asks(request.text) and asks_for_reduced(request.text) and not memory["looking_at"]:
        # "can she use it on sale items", after gift cards
        return "further_question", request.text, {"leans_on": dict(before), "goods": [], "topic": topic.name}
    return ("payment_policy", whole, {}) if put_in_words(whole, (*COMBINED, *PAID_WITH_ONE)) else None


def _asks_or_has_bought(text: str) -> bool:
    """ "But I'm not a new customer"; not "thanks, I'll use it on my next order"."""
    return BOUGHT_BEFORE.search(text) is not None or (asks(text) and points(text))


def _has_own_answer(memory: Memory, request: Request, heard: Heard) -> bool:
    """Of the writings, of what is reduced or of one order, without a doubt; or a wish, or something told."""
    text, is_of_rules = request.text, INTENTS[request.intent or "affirm_deny"].route == "policy"
    if (is_outright(request) and is_of_rules) or _is_put_in_words(request):
        return True
    if is_surely_of_rules(request) and request.intent != memory["topic"] and not (points(text) or goes_on(text)):
        return True  # "what are your opening hours?", whatever was told before
    if _is_of_one_bought(request, heard):
        return True
    is_of_returns = memory["topic"] == "returns_policy" and goes_on(text) and len(in_own_words(text).split()) <= _A_FEW
    if asks_for_reduced(text) and not (is_of_returns or is_of_last_answer(memory, request, heard)):
        return True  # but not "what about sale stuff", after how things are returned
    if request.intent == "product_search" and where_wish_begins(text, request.entities):
        return True  # "so they can't go back. something else then, a scarf maybe?"
    if request.intent == "order_question" and names_one_by_status(text):
        return True
    address = find_address(text) if request.intent == "change_address" else None
    # "I moved, it is 12 Oak Street now": told, and no question of how it is done
    return bool(address and address.get("street")) and not asks(text)


def _is_of_one_bought(request: Request, heard: Heard) -> bool:
    """ "Can you send me the invoice for VM-10198", "can I swap the linen shirt for a bigger one": of no rule."""
    is_named = bool(request.entities.order_numbers) or is_pointed_at(request.text, request.entities)
    areas = heard.areas(request.text)
    return is_named and areas.get("order", 0.0) + areas.get("claim", 0.0) >= _SURELY_BOUGHT


def _is_put_in_words(request: Request) -> bool:
    """A way to ask that the intent itself knows, and that stands alone."""
    known = put_in_words(request.text, EVERY)
    is_added = goes_on(request.text) and not asks(request.text)
    is_whole_sentence = len(request.text.split()) > LONGEST or not (points(request.text) or is_added)
    return known is not None and (known in UNPAID or is_whole_sentence)


def _put_plainly(request: Request, before: Quoted, plain: Plainly, topic: Intent) -> dict[str, Any]:
    said = {
        "plainly": plain.question,
        "likely": plain.likely,
        "has_moved": plain.has_moved,
        "of_before": plain.is_of_before,
    }
    stands_alone = not leans(request.text, request.entities, before)
    sounds_like = {"sounds_like": request.intent} if stands_alone else {}
    about = {"leans_on": dict(before), "goods": _goods(request), "topic": plain.topic or topic.name}
    return {**about, **said, **sounds_like}


def _out_of_the_blue(memory: Memory, request: Request, heard: Heard) -> tuple[str, str, dict[str, Any]] | None:
    """ "Do you sell vouchers for presents": of the rules, whatever the classifier took it for."""
    if request.intent in OF_INTENT or request.intent in OF_NO_INTENT or request.order_id:
        return None
    if request.intent == "refund_status" and is_said_outright(request):
        return None  # "do I have any open claims"
    if request.intent == "product_search" and asks_by_price(request.text, request.entities):
        return None
    is_of_own = INTENTS[request.intent or "affirm_deny"].route in ("order", "account") and request.confidence >= SURE
    is_of_goods = memory["looking_at"] == "products" and heard.areas(request.text).get("rules", 0.0) >= _SURELY
    if is_of_own and not is_of_goods and _IF_BOUGHT.search(request.text) is None:
        return None  # "how long till it's here", of goods that are looked at, is of none that was ordered
    plain = asked_at_large(request, heard)
    if plain is None:
        return None
    said = {"plainly": plain.question, "likely": plain.likely, "has_moved": True, "topic": plain.topic}
    return "further_question", request.text, {"leans_on": dict(remembered(None, "")), "goods": [], **said}


def _goods(request: Request) -> list[str]:
    return [found.text for found in (*request.entities.categories, *request.entities.materials)]


def _asked_plainly(memory: Memory, request: Request, before: Quoted, heard: Heard, topic: Intent) -> Plainly | None:
    """Of the rules, as any shop would put it; not where the words say outright what they want, or of which order."""
    if request.order_id or (request.intent == "order_question" and heard.shown.get("order")):
        return None
    if topic.route == "product" and not before["passage_id"]:
        return None  # it was of goods, and no rule was told
    route = INTENTS[request.intent].route if request.intent in INTENTS else "oos"
    is_elsewhere = route not in ("policy", "chat", "oos") and request.confidence >= SURE
    is_elsewhere = is_elsewhere and not is_of_last_answer(memory, request, heard)
    return asked_plainly(request, before, heard, is_elsewhere=is_elsewhere, topic=topic.name)


def _matter(memory: Memory) -> tuple[Quoted | None, Intent | None]:
    """What is being talked about: what was begun and waits for its order, else what was answered last."""
    task = tasks.current(memory)
    if task is not None and task["asked"] == "order_id" and not task["put_off"] and "order_id" not in task["slots"]:
        begun = INTENTS.get(task["intent"])
        can_i = f"Can I {begun.label.replace('something', 'an item')}?" if begun is not None else ""
        return remembered(None, can_i), begun
    return memory["quoted"], UNSURE if memory["topic"] == UNSURE.name else INTENTS.get(memory["topic"])
