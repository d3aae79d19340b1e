"""Fragments that narrow what was shown last: "in blue?", "what about M", "under 100", "just sweaters", "cheaper?".

Pure. What a limit holds is not looked for as a word as well: no product's text has "available in".
"""

import re
from typing import Any

from agent.heard import Heard
from agent.intents.registry import INTENTS
from agent.slots import fill
from agent.state import Memory
from agent.understanding import Request

_SHORT = 6
_BY_QUESTION = 4
"""Words more that the frame of a question takes: "do you have it in", "is that one available in"."""
_ASKS = re.compile(
    r"^\W*(?:(?:and|so|but|hm+|ok(?:ay)?)\W+)*(?:is|are|does|do|can|will|would|how|what|have)\b", re.IGNORECASE
)
_ONLY = re.compile(r"^\W*(?:(?:ok(?:ay)?|and|hm+|but)\W+)*(?:just|only|mainly)\b", re.IGNORECASE)
""" "Just sweaters": of what was looked for."""
_CHEAPER = re.compile(
    r"\b(?:cheaper|less (?:expensive|pricey)|more affordable|(?:not|isn't|nothing) (?:too|so|that|as|very) expensive)\b"
    r"(?!.*\b(?:shipping|delivery|elsewhere|other shops?|amazon|found|saw)\b)",
    re.IGNORECASE,
)
_FRAME = frozenset(
    (
        *(
            "a",
            "an",
            "the",
            "in",
            "of",
            "or",
            "and",
            "any",
            "anything",
            "something",
            "some",
            "one",
            "ones",
            "do",
            "does",
        ),
        *("you", "u", "have", "has", "got", "it", "its", "they", "them", "that", "this", "these", "those", "is", "are"),
        *(
            "there",
            "for",
            "with",
            "what",
            "about",
            "how",
            "ok",
            "okay",
            "but",
            "not",
            "no",
            "less",
            "too",
            "so",
            "very",
        ),
        *("show", "me", "only", "just", "please", "pls", "size", "sizes", "sized", "colour", "color", "more", "stock"),
        *("available", "come", "comes", "sell", "carry", "men", "man", "mens", "women", "woman", "womens", "he", "she"),
        *("him", "her", "his", "likes", "like", "loves", "love", "i", "im", "i'd", "want", "need", "prefer", "rather"),
        *("hm", "hmm", "maybe", "under", "over", "below", "max", "maximum", "around", "up", "to", "than", "dollars"),
        *("bucks", "euros", "price", "budget", "cheap", "cheaper", "cheapest", "affordable", "expensive"),
    )
)
"""What a fragment is made of that says nothing of the thing itself."""


def refinement(memory: Memory, heard: Heard, request: Request) -> tuple[str, str, dict[str, Any]] | None:
    """ "In blue?", "what about M": a fragment that narrows what was shown last, as (intent, text, slots)."""
    before = memory["search"]
    words = len(heard.text.split())
    if _is_about_self(request) or not before or not _may_narrow(request, heard) or heard.entities.order_numbers:
        return None
    if words > _SHORT + (_BY_QUESTION if _ASKS.match(heard.text) else 0):
        return None
    slots = fill(("limits", "product_ids", "facets", "colour"), heard)
    said = slots.get("limits") or {}
    price = heard.entities.price_range
    if price is not None and price.relative == "cheap" and before.get("typical_minor"):
        said = {**said, "max_price_minor": before["typical_minor"] - 1}
    if not said.keys() - {"for_someone_else"} or slots.get("product_ids") not in (None, [before.get("product")]):
        return None
    if said.get("categories") and not _ONLY.match(heard.text):
        return None
    is_about_price = said.keys() & {"max_price_minor", "min_price_minor"}
    if before.get("product") and not is_about_price and not said.get("categories"):
        asked = slots.get("facets") or ["stock"]
        kept = {name: value for name, value in before.get("looks", {}).items() if name in ("sizes", "colours")}
        wanted = {"product_ids": [before["product"]], "limits": {**kept, **said}, "facets": asked}
        return "product_question", heard.text, wanted | {name: slots[name] for name in ("colour",) if name in slots}
    text = heard.text if said.get("categories") else f"{before['text']} {besides_limits(heard)}".strip()
    item = {"item": before["item"]} if before.get("item") and not said.get("categories") else {}
    return "product_search", text, {"limits": {**before["limits"], **said}, **item}


def _may_narrow(request: Request, heard: Heard) -> bool:
    route, words = INTENTS[request.intent or "affirm_deny"].route, len(heard.text.split())
    if _CHEAPER.search(heard.text) and request.intent in (None, "promo_discount"):
        return True
    return route in ("product", "chat") or (words <= 3 and route not in ("policy", "returns", "order"))


def besides_limits(heard: Heard) -> str:
    """What a fragment says that no limit holds: "waterproof" of "anything waterproof in blue under 80"."""
    entities, text = heard.entities, heard.text
    for found in (*entities.money_limits, *entities.sizes, *entities.colours, *entities.materials):
        text = text[: found.start] + " " * (found.end - found.start) + text[found.end :]
    return " ".join(word for word in re.findall(r"[a-z][a-z'-]+", text.casefold()) if word not in _FRAME)


def _is_about_self(request: Request) -> bool:
    """ "I wear M", "forget all you know about me": said outright, and of the customer whatever was shown."""
    intent = INTENTS.get(request.intent or "")
    return intent is not None and intent.cues is not None and intent.route == "account"
