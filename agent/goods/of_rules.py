"""What is asked of a thing that is looked at, and is so of every other: how it is returned, delivered, given, reduced.

Put plainly for the shop's own writings. Pure.
"""

import re
from collections.abc import Mapping
from typing import Any

from agent.dialogue.further_questions import speaks_of_own
from agent.goods.asked import LIKELY, SURELY
from agent.goods.shopping import facets
from agent.goods.table_words import POINTS, SHOP
from agent.intents.plain_questions import asked_plainly
from agent.intents.plain_returns import RETURNS
from agent.state import Memory
from agent.table.questions import OF_INTENT, question
from agent.table.reader import ELSEWHERE, Asked, Table
from agent.understanding.heard import Heard
from agent.understanding.local_reading import Request
from agent.understanding.slots import fill

Opened = tuple[str, str, dict[str, Any]]

OF_RULES: Mapping[str, tuple[Table, str, str]] = {
    "returns": ("returns", "returns_policy", "window"),
    "delivery": ("shipping", "shipping_policy", ""),
    "gift": ("shop", "contact_info", ""),
    "store": ("shop", "contact_info", "store"),
}
"""Asked of a thing that is looked at, and the same of every other: by the table of the rules, who answers it, and what
is meant where nothing tells."""
_BEYOND_DOUBT = 0.95
_CODES = re.compile(r"\b(?:codes?|coupons?|promos?)\b", re.IGNORECASE)
_A_SENTENCE = 4
_ONE = re.compile(r"\bones?\b", re.IGNORECASE)
_SURELY_BOUGHT = 0.9
_SURELY_OF_SHOP = 0.65
"""Share of the rules and the talk together, in words that point at nothing and name no kind of goods."""
_PROMOTIONS = (
    "newsletter",
    "student",
    "refer",
    "codes",
    "code_fails",
    "code_two",
    "code_where",
    "points",
    "price_match",
)


def told_of_rules(memory: Memory, request: Request, heard: Heard) -> Opened | None:
    """ "What's the return policy on those": by its words of the rules, and of no order that there is."""
    if request.intent != "returns_policy" or request.entities.order_numbers or not POINTS.search(request.text):
        return None
    if asked_plainly(request.text, RETURNS) is not None:
        return None  # "do I have to pay for sending it back": the rules know which question it is
    asked = heard.read("goods", request.text)
    return of_rules(asked, memory, heard) if asked.name == "returns" and asked.probability >= _BEYOND_DOUBT else None


def of_promotions(heard: Heard) -> Opened | None:
    """ "Money off on my first order": of the shop's offers, and not of the thing that lies there."""
    asked = heard.read("payment", heard.text)
    if asked.name not in _PROMOTIONS or asked.probability < _BEYOND_DOUBT or POINTS.search(heard.text):
        return None
    plain = question("payment", asked.name, ())
    return ("promo_discount", plain, {}) if plain else None


def of_codes(heard: Heard) -> Opened | None:
    """ "Any code I could use on them": what codes there are is the same for everything."""
    if not _CODES.search(heard.text):
        return None
    asked = heard.read("payment", heard.text)
    is_sure = asked.name in _PROMOTIONS and asked.probability >= LIKELY
    plain = question("payment", asked.name if is_sure else "codes", ())
    return ("promo_discount", plain, {}) if plain else None


def _is_taken_back(asked: Asked, heard: Heard) -> bool:
    """ "And if she can't stand it": of a present, and of its return."""
    of_returns = heard.read("returns", heard.text)
    return asked.name == "gift" and of_returns.name == "gift" and of_returns.probability >= SURELY


def asks_for_store(heard: Heard) -> bool:
    """ "Can I buy it in a store near me": where, and not that it is to be had."""
    asked = heard.read("shop", heard.text)
    return asked.name.startswith("store") and asked.probability >= LIKELY


def of_rules(asked: Asked, memory: Memory, heard: Heard) -> Opened | None:
    if fill(("which",), heard) or heard.areas(heard.text).get("order", 0.0) >= _BEYOND_DOUBT:
        return None  # "what can I send back from my last order", "has everything shipped": of what was bought
    rules, intent, otherwise = OF_RULES["returns" if _is_taken_back(asked, heard) else asked.name]
    of_rules = heard.read(rules, heard.text)
    is_sure = of_rules.name != ELSEWHERE and of_rules.probability >= SURELY
    limits = (memory["search"].get("limits") or {}) if rules == "returns" else {}
    otherwise = "sale" if "reduced_only" in limits else "gift" if "for_someone_else" in limits else otherwise
    is_sure = is_sure and not ("reduced_only" in limits and of_rules.name == "window")
    plain = question(rules, of_rules.name if is_sure else otherwise, ())
    return (intent, plain, {}) if plain else None


def is_of_shop(request: Request, heard: Heard) -> bool:
    """ "What is your packaging made of", "how do I wash wool": whatever lies here, it is not of that."""
    text, entities = request.text, request.entities
    if POINTS.search(text) or _ONE.search(text) or entities.categories or len(text.split()) < _A_SENTENCE:
        return False
    if facets(text) and not (entities.materials or SHOP.search(text)):
        return False  # "what's the fit like"
    if heard.read("goods", request.text).name in ("discount", *OF_RULES):
        return False  # looked up in the rules from here
    if request.alternatives == (request.intent,) and request.intent in OF_INTENT:
        return True  # "are you really sustainable": a rule told it
    areas = heard.areas(request.text)
    return areas.get("rules", 0.0) + areas.get("talk", 0.0) >= _SURELY_OF_SHOP


def is_of_own_order(request: Request, heard: Heard) -> bool:
    """ "How much did I spend on the coat": of what was bought, whatever lies here."""
    return speaks_of_own(request.text) and heard.areas(request.text).get("order", 0.0) >= _SURELY_BOUGHT
