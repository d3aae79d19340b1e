"""What goods of some worth come to, asked in one message or going on from the last: "and to Canada?". Pure."""

import re
from typing import Any

from agent.dialogue.further_questions import LONGEST, content, goes_on, in_own_words, joined, points
from agent.intents.baskets import AMOUNT, CODE, DELIVERY, METHODS, OF_ELSE, PERCENT, basket_in, is_worth
from agent.state import Memory, Quoted
from agent.understanding.local_reading import Request
from tools.places import places_in, places_said

_ASKS_HOW = re.compile(
    r"\bhow (?:do|does|can|would|will) (?:i|it|that|this|you|they)\b|\bwhere\b|\bwhen\b|\bhow (?:long|fast)\b"
    r"|\bcan (?:i|we) (?:\w+ )?(?:use|combine)\b|\bexpire\w*|\bvalid\b|\b(?:do|does) (?:it|they|that) (?:work|last)\b",
    re.IGNORECASE,
)
_COST_OF_METHOD = re.compile(
    r"^(?:how much|what)(?:['’]?s| is| does| would| will| do)?(?: the price (?:of|for))?(?: the| your)?"
    r" (?P<method>standard|express)(?: (?:one|shipping|delivery|option))?"
    r"(?: (?:then|be|costs?|to me|for me))*\W*$"
    r"|^(?:is|does|would|will)(?: the)? (?P<other>standard|express)(?: (?:one|shipping|delivery|option))?"
    r"(?: be| costs?)? (?:free|anything|extra|more|money)\W*$",
    re.IGNORECASE,
)
_OF_DELIVERY = ("shipping_policy", "arrival_estimate", "further_question")
_SAYS_NOTHING_ELSE = frozenset({"order", "spend", "dollars", "dollar", "bucks", "euros", "pounds", "worth", "purchase"})


def reckons(memory: Memory, request: Request) -> tuple[str, str, dict[str, Any]] | None:
    """As (intent, text, slots): asked of goods of some worth, in one message or going on from the one before."""
    entities = request.entities
    if request.order_id or entities.order_numbers or entities.claim_numbers or entities.products:
        return None
    before = memory["quoted"]
    text = request.text if basket_in(request.text) else _gone_on(request.text, before)
    if text is None:
        return None
    basket = basket_in(text)
    intent = "shipping_policy" if basket is not None and basket.is_of_delivery else "promo_discount"
    place = places_said(before["question"]) if before is not None and memory["topic"] == intent else ()
    return intent, text, {"basket": True, "place": place[0] if place else ""}


def costs_of_method(memory: Memory, request: Request) -> tuple[str, str, dict[str, Any]] | None:
    """ "And what does the standard one cost?", after both ways were told: of the delivery, not the goods."""
    asked, before = _COST_OF_METHOD.match(in_own_words(request.text)), memory["quoted"]
    if asked is None or memory["topic"] not in _OF_DELIVERY or request.entities.products:
        return None
    method = (asked["method"] or asked["other"]).casefold()
    if before is None or not METHODS[method].search(f"{before['question']} {before['told']}"):
        return None
    place = next(iter(places_said(before["question"])), "")
    return "shipping_policy", f"How much does {method} shipping cost{f' to {place}' if place else ''}?", {}


def _gone_on(text: str, before: Quoted | None) -> str | None:
    """ "For an order of 160 dollars?", after what delivery costs; "and to Canada?", after what that comes to."""
    own = in_own_words(text)
    if before is None or len(own.split()) > LONGEST or OF_ELSE.search(own) or _ASKS_HOW.search(own):
        return None
    names_worth = any(is_worth(match, own) for match in AMOUNT.finditer(own))
    whole = _joined(text, before, names_worth=names_worth)
    if basket_in(whole) is None:
        return None
    is_told_before = basket_in(before["question"]) is not None
    names_more = bool(places_in(own)) or any(named.search(own) for named in (*METHODS.values(), CODE, PERCENT))
    says_else = [
        word for word in content(CODE.sub(" ", own)) if word not in _SAYS_NOTHING_ELSE and not _is_of_sums(word)
    ]
    goes_on_from_it = names_more or goes_on(text) or points(own)
    return whole if not says_else and (names_worth or (is_told_before and goes_on_from_it)) else None


def _joined(text: str, before: Quoted, *, names_worth: bool) -> str:
    """The question before about what is named now: another worth, another way, another code."""
    asked = before["question"]
    for named, pattern in ((names_worth, AMOUNT), *((bool(each.search(text)), each) for each in (CODE, PERCENT))):
        asked = pattern.sub(" ", asked) if named else asked
    if any(named.search(text) for named in METHODS.values()):
        asked = re.sub("|".join(named.pattern for named in METHODS.values()), " ", asked, flags=re.IGNORECASE)
    return " ".join(joined(text, {**before, "question": asked}).split())


def _is_of_sums(word: str) -> bool:
    return any(named.search(word) for named in (DELIVERY, CODE, *METHODS.values()))
