"""What a message asks of the products on the table: one of them, all of them, the one that is the most of something.

On the table is what was shown last: a list, several side by side, or the one product that was looked at. Pure. Nobody
is asked "which product?" while some lie there: "it" is the one looked at, and where none was, all are answered for.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from agent.dialogue.answers import wonders
from agent.dialogue.further_questions import in_own_words
from agent.dialogue.picking import pick_by_place
from agent.goods.ranking import Rank, rank
from agent.goods.shopping import facets
from agent.intents.plain_questions import SIZES, asked_plainly
from agent.intents.registry import INTENTS
from agent.state import Memory
from agent.understanding.heard import Heard
from agent.understanding.local_reading import SURE, Request
from agent.understanding.slots import fill

MOST = 6
"""So many are answered for at once."""
_LONG = 14
"""Words from which a message says by itself what it is about."""
_SHOPS_OWN = re.compile(
    r"\b(?:ship\w*|deliver\w*|postage|couriers?|customs|pay\w*|refund\w*|return\w*|send (?:it|them) back|discounts?"
    r"|codes?|coupons?|promo\w*|gift ?(?:cards?|wrap\w*)|wrap\w*|vouchers?|orders?|ordered|parcels?|account|arrive\w*"
    r"|warranty|guarantee|repair|what if"
    r"|get (?:here|to)|exchange|swap|your (?:shop|store|company)|bought|person|human|agent)\b",
    re.IGNORECASE,
)
_LOST = (None, "out_of_scope", "chitchat", "affirm_deny")
_BUYING = ("place_order", "stock_alert", "exchange_item", "promo_discount")
"""What a question about goods is easily taken for."""
_MAY_ASK = (*_LOST, *_BUYING, "product_question", "product_search")
_IS_FOR_SALE = re.compile(
    r"\b(?:in|have|has|comes?|coming|available|stock|got|get|sell|size|left|version|any)\b", re.IGNORECASE
)
_POINTS = re.compile(
    r"\b(?:it|its|it['’]s|they|they['’]re|them|their|these|those|this one|that one|this|that|theirs|the other one)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"^\W*(?:(?:and|so|but|also|ok(?:ay)?|hm+|well|o+h+|cool|great|nice|lovely|thanks|then|yes|no|sorry)\W+)*"
    r"(?:is|are|does|do|can|could|will|would|how|what|whats|which|has|have|any|tell)\b",
    re.IGNORECASE,
)
_IS_IT = re.compile(r"^\W*(?:(?:and|so|but|ok|hm+)\W+)*(?:is|are|does|do) (?:it|they|that one)\b", re.IGNORECASE)
""" "Is it see-through": of the one thing that is looked at, as long as no order was spoken of."""
_BARE = re.compile(
    r"^\W*(?:(?:and|so|ok|what about|how about|the)\W+)*"
    r"(?:price|how much|sizes?|colou?rs?|material|fabric|care|washing|reviews?|ratings?|stock|in stock|available"
    r"|(?:(?:what|which|any|can i see)(?: other)?|other) (?:sizes?|colou?rs?|materials?|fabrics?)(?: \w+){0,4}"
    r"|(?:only|just) \d+ left|how many (?:are |is |do you have )?(?:left|in stock)|any left"
    r"|how much for (?:it|them|both|all|one|two|three|\d+)(?: (?:of (?:it|them|those)|pairs?|pieces?))?)\W*$",
    re.IGNORECASE,
)
_NAMED_FIRST = re.compile(r"^\W*(?:(?:and|so|ok)\W+)*the \w+ one\s*[,;:-]+\s*", re.IGNORECASE)
""" "The second one, do you have it in S": asked all the same."""
_OF_KIND = re.compile(r"\bsiz(?:e|ing) (?:chart|guide|table)\b", re.IGNORECASE)
_BACK = re.compile(
    r"\b(?:when|will|is|are)\b.{0,20}\b(?:it|they|that|those|these|this)\b.{0,12}"
    r"\b(?:back(?: in)?(?: stock)?|restock\w*|in stock again|available again)\W*$"
    r"|^\W*(?:and )?when'?s (?:it|that) back\b",
    re.IGNORECASE,
)
_COUNTS = re.compile(r"\bfor (?:\d+|two|three|four|five|six)\b|\b(?:\d+|two|three|four|five|six) of\b", re.IGNORECASE)
_EVERY = re.compile(
    r"\b(?:all|any|each|every one|which|some|both|either) of (?:them|these|those)\b|\ball (?:\w+ )?of\b", re.I
)
_FURTHER = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|oh|hm+|and|so)\W+)*(?:and|what about|how about|or|same for)\b", re.IGNORECASE
)
_OTHER = re.compile(r"\b(?:the )?other (?:one|ones|pair|two|three)\b|\bthe others\b|\bthe rest\b", re.IGNORECASE)
_COMPARES = re.compile(
    r"\bcompare\b|\bdifferen(?:ce|t)\w*\b|\b(?:vs|versus)\b|\bbetter\b|\bbetween\b|\bor the\b", re.IGNORECASE
)
_PLACES = {
    word: place
    for place, words in enumerate(("first 1st", "second 2nd", "third 3rd", "fourth 4th", "fifth 5th", "sixth 6th"))
    for word in words.split()
} | {"last": -1}
_WORD = "|".join(_PLACES)
_FIRST_FEW = re.compile(r"\b(?P<end>first|top|last) (?P<count>two|2|three|3)\b", re.IGNORECASE)
_PLACE = re.compile(
    rf"\bthe (?P<said>{_WORD})\b(?! (?:time|order|purchase|day|week|month|year|parcel))"
    rf"|\b(?P<of>{_WORD}) (?:one|pair)s?\b"
    rf"|(?:^|\band |\bor |\bvs |\bnumber )(?P<bare>{_WORD})\W*$|\b(?P<before>{_WORD})(?= (?:and|or|vs)\b)",
    re.IGNORECASE,
)
_ONE = (
    r"(?:it|this|that|them|those|these|this one|that one|one|the \w+ one|the (?:first|second|third|fourth|last)"
    r"|the \w+est)"
)
_TAKES = re.compile(
    rf"\b(?:i'?ll|i will|i'?d|i would|let me|gonna|going to|i want to|can i|could i|i'd like to|like to|want)"
    rf" (?:just |maybe |rather )?(?:take|get|have|buy|order|go (?:for|with)) {_ONE}\b"
    rf"|^\W*(?:ok(?:ay)?\W+)?(?:i want|give me|i'?ll have) {_ONE}(?: please)?\W*$"
    rf"|\b(?:add|put) {_ONE}\b.{{0,20}}\b(?:cart|basket|bag)\b",
    re.IGNORECASE,
)
_TELL_WHEN = re.compile(
    r"\b(?:tell|let|notify|e-?mail|message|text|ping|remind|write) me\b.{0,12}\bwhen\b.{0,8}"
    r"\b(?:it|they|that|those|one)\b",
    re.IGNORECASE,
)
_TELL_THEN = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|yes|please|then|just|so|can you|could you|will you)\W+)*"
    r"(?:let|tell|notify|e-?mail|message|text|ping|write) me(?: know)?(?: when| then| once)?(?: please)?\W*$",
    re.IGNORECASE,
)
""" "Let me know when", of what was just said to be sold out."""
_REDUCED = re.compile(
    r"\b(?:discounts?|sale|reduced|reductions?|deals?|offers?|money off|% off)\b.{0,12}"
    r"\b(?:on|for|with) (?:it|this|that|these|them|those|(?:this|that|the \w+) one)\b"
    r"|\b(?:is|are) (?:it|this|that|these|they|those|(?:this|that|the \w+) one) "
    r"(?:on (?:sale|offer)|reduced|discounted)\b",
    re.IGNORECASE,
)
_GOES_WITH_IT = re.compile(
    r"\b(?:goes?|wear|match\w*|pairs?|combine|style)\b.{0,12}\b(?:with|to) (?:it|this|that|them|these|those)\b",
    re.IGNORECASE,
)
_SHOP = re.compile(r"\b(?:you|u|your|yours|we|us)\b", re.IGNORECASE)
_OF_ANYTHING = re.compile(
    r"\b(?:how much|costs?|price\w*|expensive|cheap\w*|how (?:long|soon|fast)|when|free|where|safe|possible)\b",
    re.IGNORECASE,
)
"""What is asked of a parcel or a code in the same words."""


def asked_of_table(memory: Memory, request: Request, heard: Heard) -> tuple[str, str, dict[str, Any]] | None:
    """The message as (intent, text, slots), where it is about what lies on the table; None: it is not."""
    table = [each["value"] for each in heard.shown.get("products", ())]
    if memory["looking_at"] != "products" or not table or _says_itself(request):
        return None
    text, focus = request.text, [each["value"] for each in heard.shown.get("product", ())][:1]
    if _TELL_WHEN.search(text):
        return (
            "stock_alert",
            text,
            fill(INTENTS["stock_alert"].slots, heard) | ({"product_ids": focus} if focus else {}),
        )
    if _TELL_THEN.match(text) and "stock" in (memory["search"].get("asked") or ()):
        named = {"product_ids": focus or table} if focus or len(table) == 1 else {}
        return "stock_alert", text, {**named, **_kept(fill(("limits",), heard))}
    if _REDUCED.search(text):
        meant = _meant(memory, heard, table, focus) or table[:MOST]
        return "product_question", text, {"product_ids": meant, "facets": ["price", "discount"]}
    if focus and _GOES_WITH_IT.search(text):
        return "product_question", text, {"product_ids": focus}
    if _TAKES.search(text) and (meant := _meant(memory, heard, table, focus)) and len(meant) == 1:
        return "place_order", text, {"product_ids": meant}
    if _SHOPS_OWN.search(text) or (memory["topic"] and not _speaks_of_goods(memory, request)):
        return None
    if asked_plainly(text, SIZES) is not None and not _OF_KIND.search(text):
        meant = _meant(memory, heard, table, focus) or table[:MOST]
        return "product_question", text, {**_kept(_said(heard)), "product_ids": meant}
    if _BACK.search(text):
        return "product_question", text, {"product_ids": focus or table[:MOST], "facets": ["stock"]}
    if len(pair := _places(text, table)) > 1 and not request.entities.categories:
        return "product_question", text, {**_said(heard), "product_ids": pair}
    if not request.entities.categories and (wanted := rank(text)) is not None:
        return _most(text, table, wanted)
    return _question(memory, request, heard, table)


def _most(text: str, table: list[str], wanted: Rank) -> tuple[str, str, dict[str, Any]]:
    """Of one alone what there is to say of it."""
    if len(table) > 1:
        return "product_choice", text, {"product_ids": table[:MOST], "rank": wanted}
    asked = {"facets": [wanted["by"]]} if wanted["by"] != "word" else {}
    return "product_question", text, {"product_ids": table, **asked}


def _speaks_of_goods(memory: Memory, request: Request) -> bool:
    """After an answer about the shop "how much is it" asks on about that; "what is it made of" does not."""
    entities = request.entities
    if _is_of_product(request) and not (_OF_ANYTHING.search(request.text) or _SHOP.search(request.text)):
        return True
    if memory["topic"] in ("product_question", "product_search") and _BARE.match(in_own_words(request.text)):
        return True
    asked = set(facets(request.text) or ()) - {"price", "returns", "warranty", "care"}
    return bool(
        asked
        or entities.materials
        or entities.sizes
        or entities.colours
        or _PLACE.search(request.text)
        or _COMPARES.search(request.text)
    )


def taken_from_table(memory: Memory, heard: Heard) -> tuple[str, str, dict[str, Any]] | None:
    """ "Alright, I'll get that": no yes to anything, where the one product that was looked at is all there is."""
    focus = [each["value"] for each in heard.shown.get("product", ())]
    if memory["tasks"] or memory["looking_at"] != "products" or len(focus) != 1 or not _TAKES.search(heard.text):
        return None
    return "place_order", heard.text, {"product_ids": focus}


def _says_itself(request: Request) -> bool:
    """Names its own product, order or claim; asks for something else outright; or tells a story."""
    entities, intent = request.entities, INTENTS.get(request.intent or "")
    named = (entities.products, entities.product_ids, entities.order_numbers, entities.claim_numbers, entities.emails)
    is_outright = intent is not None and intent.cues is not None and intent.cues.search(request.text) is not None
    is_elsewhere = is_outright and intent is not None and intent.route != "product"
    return any(named) or is_elsewhere or len(request.text.split()) > _LONG


def _is_of_product(request: Request) -> bool:
    return request.intent == "product_question" and request.confidence >= SURE


def _question(
    memory: Memory, request: Request, heard: Heard, table: Sequence[str]
) -> tuple[str, str, dict[str, Any]] | None:
    """ "Whats it made of", "how much are they", "and the second one?": facts of what is meant."""
    text, said = request.text, _said(heard)
    focus = [each["value"] for each in heard.shown.get("product", ())][:1]
    goes_on = _FURTHER.match(text) is not None or (_OTHER.search(text) is not None and len(text.split()) <= 6)
    is_bare = _BARE.match(text) is not None or _BARE.match(in_own_words(text)) is not None
    asks = _asks_of_shown(request)
    intent = INTENTS.get(request.intent or "")
    is_elsewhere = intent is not None and intent.route not in ("product", "chat", "oos")
    is_of_focus = bool(focus) and not heard.shown.get("orders") and _IS_IT.match(text) is not None
    if is_elsewhere and request.confidence >= SURE and request.intent not in _BUYING and not (is_bare or is_of_focus):
        return None
    meant = _meant(memory, heard, table, focus)
    if goes_on and meant and meant != list(table) and (meant != focus or _PLACE.search(text)):
        before = memory["search"]
        asked = said if said.get("facets") else {**said, "facets": before.get("asked")}
        is_same = not said.get("facets") and not before.get("asked") and bool(before.get("question"))
        words = f"{before['question']} {text}" if is_same else text
        return "product_question", words, {**_kept(asked), "product_ids": meant}
    if not (asks or is_bare) or (request.entities.categories and not _PLACE.search(text)):
        return None
    if any(limit.value.relative is None for limit in request.entities.money_limits):
        return None  # "which of those are under 80" narrows the list
    if request.entities.materials and not said.get("facets"):
        said["facets"] = ["material"]
    if said.get("limits") and not _IS_FOR_SALE.search(text):
        said.pop("limits")  # "are they real gold?" asks for no gold ones
    if not focus and said.get("limits") and not _PLACE.search(text) and said.get("facets") in (None, ["stock"]):
        return None  # "is it available in M?" of a list: those that are, which narrows it
    if not said.get("facets") and not (is_bare or is_of_focus or (asks and request.intent in _MAY_ASK)):
        return None
    return "product_question", text, {**_kept(said), "product_ids": meant or list(table[:MOST])}


def _asks_of_shown(request: Request) -> bool:
    """A question with an "it" or a place in it, or one that can only be about goods and names none of its own."""
    text = request.text
    if _POINTS.search(text) or _PLACE.search(text):
        return any(_ASKS.match(_NAMED_FIRST.sub("", each)) for each in (text, in_own_words(text)))
    names_goods = bool(request.entities.categories or request.entities.materials)
    return _is_of_product(request) and wonders(in_own_words(text)) and not names_goods and not _SHOP.search(text)


def _meant(memory: Memory, heard: Heard, table: Sequence[str], focus: list[str]) -> list[str]:
    """Which of them: by place or price, the others, else the one in focus; [] when all are."""
    if _EVERY.search(heard.text):
        return []
    if _OTHER.search(heard.text):
        others = [each for each in table if each not in focus]
        return others[:MOST] if focus else []
    if (places := _places(heard.text, table)) and not heard.entities.colours:
        return places
    picked = pick_by_place(heard.shown.get("products", ()), heard)
    return [picked] if picked and len(table) > 1 else focus


def _places(text: str, table: Sequence[str]) -> list[str]:
    """ "The first and the third": in the order named; "the first two"."""
    if few := _FIRST_FEW.search(text):
        count = 2 if few["count"].casefold() in ("two", "2") else 3
        return list(table[-count:] if few["end"].casefold() == "last" else table[:count])
    said = (next(word for word in match.groups() if word) for match in _PLACE.finditer(text))
    found = [_PLACES[word.casefold()] for word in said]
    return list(dict.fromkeys(table[place] for place in found if -len(table) <= place < len(table)))


def _said(heard: Heard) -> dict[str, Any]:
    counted = ("quantity",) if _COUNTS.search(heard.text) else ()
    return fill(("limits", "facets", "colour", *counted), heard)


def _kept(said: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if value}


def with_text(heard: Heard, request: Request) -> Heard:
    return replace(heard, text=request.text, entities=request.entities)
